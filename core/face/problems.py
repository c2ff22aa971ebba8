"""What is said of a setting of the face that cannot be used."""

from __future__ import annotations


class BadFace(Exception):
    """A setting that cannot be used; the message says which and what would be right."""
