"""Whole numbers out of addresses and forms, read in one way for all of them."""

from __future__ import annotations

# What an INTEGER of PostgreSQL holds; ids and counters are such.
LARGEST_NUMBER = 2**31 - 1


def whole_number(text: str, *, smallest: int = 0, largest: int = LARGEST_NUMBER) -> int | None:
    """Return the number that `text` writes in plain decimal digits; None for anything else and beyond both ends.

    Total, for any text: `int` alone takes `1_000`, digits of other scripts and blanks, refuses 5,000 digits with an
    error, and returns what no database holds.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(largest))):
        return None
    number = int(text)
    return number if smallest <= number <= largest else None
