"""What figures with their marks say: "1.000,5" in German, "1,000.5" in English."""

from __future__ import annotations

import re
from decimal import Decimal

_GROUPS = re.compile(r"\d{1,3}(?:([ \u00a0\u202f.,'’])\d{3})(?:\1\d{3})*")
_DECIMAL = re.compile(r"\d++(?:\.\d++)?")


def number_of(figures: str) -> Decimal | None:
    """Return what figures with at most one decimal point say; None where they are no number.

    Every number of a text goes this way, so that none can break the reading, however its marks are mixed.
    """
    return Decimal(figures) if _DECIMAL.fullmatch(figures) else None


def plainly(digits: str, languages: tuple[str, ...]) -> str:
    """Write "1.000,5", "1,000.5", "5 000" and "2,125" as they are meant in a language: "1000.5", "5000", "2.125"."""
    if digits.isdecimal():
        return digits
    decimal_mark = "." if languages == ("en",) else ","
    grouped = _GROUPS.match(digits)
    if grouped:
        mark, whole, rest = grouped[1], grouped[0], digits[grouped.end() :]
        # A single mark before three digits can be either: nobody writes a number as 5,000 with three places.
        meant = mark == decimal_mark and len(languages) == 1 and whole.count(mark) == 1 and not whole.endswith("000")
        if not whole.startswith("0") and not (meant and not rest):
            # Of "5 500.000,00" the last mark is the decimal one, of "5.500 000" none is.
            last = max(rest.rfind("."), rest.rfind(","))
            before, after = (rest[:last], rest[last + 1 :]) if last >= 0 else (rest, "")
            if not after.isdecimal():
                before, after = rest, ""
            return _figures(whole + before) + (f".{after}" if after else "")
    plain = re.sub(r"[ \u00a0\u202f'’]", "", digits)
    last = max(plain.rfind("."), plain.rfind(","))
    return plain if last < 0 else f"{_figures(plain[:last])}.{plain[last + 1 :]}"


def _figures(digits: str) -> str:
    return re.sub(r"\D", "", digits)
