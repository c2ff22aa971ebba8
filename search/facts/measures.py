"""Units that measure the same, and what an amount in one of them is in the first of its kind."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

# Factor to the base unit of the kind; the base itself has 1.
_KINDS: Mapping[str, Mapping[str, str]] = {
    "m": {"mm": "0.001", "cm": "0.01", "m": "1", "km": "1000", "mi": "1609.344", "ft": "0.3048", "in": "0.0254"},
    "g": {"mg": "0.001", "g": "1", "kg": "1000", "t": "1000000", "lb": "453.59237"},
    "l": {"ml": "0.001", "cl": "0.01", "l": "1"},
    "s": {"s": "1", "min": "60", "h": "3600", "d": "86400", "wk": "604800"},
    "mo": {"mo": "1", "yr": "12"},
}
_FACTORS = {unit: (base, Decimal(factor)) for base, units in _KINDS.items() for unit, factor in units.items()}
# Of so many digits two amounts in different units are the same: people round when they convert.
_DIGITS = 4


@lru_cache(maxsize=1024)
def in_base_unit(value: str, unit: str) -> tuple[str, str]:
    """Return an amount and its unit as the first unit of its kind has it: ("1.5", "km") → ("1500", "m").

    What is no amount, or in a unit of its own, stays as it is. Longer values are none anybody measures.
    """
    if unit == "°F" and len(value) < 10 and value.lstrip("-").replace(".", "", 1).isdecimal():
        return _plain((Decimal(value) - 32) * 5 / 9), "°C"
    if unit not in _FACTORS or len(value) > 15 or not value.replace(".", "", 1).isdecimal():
        return value, unit
    base, factor = _FACTORS[unit]
    return _plain(Decimal(value) * factor), base


def _plain(value: Decimal) -> str:
    rounded = value.quantize(Decimal(1)) if abs(value) >= 10**_DIGITS else Decimal(f"{value:.{_DIGITS}g}")
    return f"{rounded.normalize():f}"
