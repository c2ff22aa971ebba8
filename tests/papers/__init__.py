"""Tests that hold the papers to the code."""
