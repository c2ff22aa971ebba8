"""Tests of core, the ground that the other packages stand on."""
