"""Tests of the set-up, the lists of packages and the audit."""
