"""Tests of the workshop `tools.judge`."""
