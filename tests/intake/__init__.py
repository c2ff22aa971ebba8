"""Tests of what the public sends and the cases it becomes."""
