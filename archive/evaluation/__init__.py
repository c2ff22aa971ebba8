"""Measuring the matching on labelled files, and fitting what it is cut by."""
