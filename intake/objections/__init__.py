"""Objections: taking them in, their clock, and how they stand."""
