"""Tests of what editors do."""
