"""Somebody to talk to: the house's own person, and public lines that anybody may call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import current_app
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from core.config import Config
from core.config_values import ConfigError


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody is reached: what to read, and an address for phone or mail program, empty where there is none."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Whoever in the house listens."""

    name: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A public line, answered at any hour. `checked_on` is when its number was last looked up."""

    country: LazyString
    name: str
    numbers: tuple[str, ...]
    site: str
    checked_on: date


# Look each number up at the line's own site before changing a date; the page shows it.
LINES = (
    Line(
        country=_l("Germany"),
        name="TelefonSeelsorge",
        numbers=("0800 1110111", "0800 1110222", "116123"),
        site="telefonseelsorge.de",
        checked_on=date(2026, 11, 26),
    ),
    Line(
        country=_l("Austria"),
        name="Telefonseelsorge",
        numbers=("142",),
        site="telefonseelsorge.at",
        checked_on=date(2026, 11, 26),
    ),
    Line(
        country=_l("Switzerland"),
        name="Die Dargebotene Hand",
        numbers=("143",),
        site="143.ch",
        checked_on=date(2026, 11, 26),
    ),
)


def contact() -> Contact | None:
    """Return the house's own person, or None where nobody was named."""
    settings: Config = current_app.extensions["settings"]
    return read_contact(settings.care_contact)


def read_contact(setting: str) -> Contact | None:
    """Read `Name; +43 1 234567; mail@example.org`. Errors: `ConfigError` for a name that nobody can be reached by."""
    name, *ways = (part.strip() for part in setting.split(";"))
    if not setting.strip():
        return None
    if not name or not any(ways):
        raise ConfigError("CARE_CONTACT names a person and how to reach them: Name; phone; mail or link.")
    return Contact(name=name, ways=tuple(Way(way, _address(way)) for way in ways if way))


def phone_address(number: str) -> str:
    """Return the address that a phone dials."""
    return "tel:" + "".join(character for character in number if character.isdigit() or character == "+")


def _address(way: str) -> str:
    if way.startswith("https://"):
        return way
    if "@" in way and " " not in way:
        return f"mailto:{way}"
    digits = sum(character.isdigit() for character in way)
    is_number = digits >= 3 and all(character.isdigit() or character in "+ -/()" for character in way)
    return phone_address(way) if is_number else ""
