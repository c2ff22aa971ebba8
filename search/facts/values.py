"""Which facts say the same: two facts held against each other, or one against all of another text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from search.facts.measures import in_base_unit
from search.facts.reading import Fact, FactKind

# The parts of a date (year, month, day) that are known; the others are empty.
_Parts = tuple[str, ...]
_Known = tuple[bool, ...]


def same_value(one: Fact, other: Fact) -> bool:
    """Return whether two facts of one kind say the same as far as both are precise.

    "5000" agrees with "5000 Euro", "März 2024" with "13.03.2024".
    """
    if one.kind is FactKind.DATE:
        parts = zip(_parts(one), _parts(other), strict=True)
        return all(not mine or not theirs or mine == theirs for mine, theirs in parts)
    mine, theirs = in_base_unit(one.value, one.unit), in_base_unit(other.value, other.unit)
    if not one.unit or not other.unit:
        return one.value == other.value
    return mine == theirs


class Values:
    """The facts of one text and one kind, to be asked whether one of them says the same as another fact.

    Asking takes the same time for any number of facts, where comparing all with all takes their product: a text has
    room for thousands.
    """

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._units: dict[str, set[str]] = defaultdict(set)
        self._measured: set[tuple[str, str]] = set()
        self._dates: dict[_Known, set[_Parts]] = defaultdict(set)
        # The same dates with only some of their parts, worked out when a date is asked for that knows no more.
        self._reduced: dict[tuple[_Known, _Known], frozenset[_Parts]] = {}
        for fact in facts:
            if fact.kind is FactKind.DATE:
                self._dates[_known(_parts(fact))].add(_parts(fact))
            else:
                self._units[fact.value].add(fact.unit)
                self._measured.add(in_base_unit(fact.value, fact.unit))

    def have(self, fact: Fact) -> bool:
        """Return whether one of the facts says the same, by `same_value`."""
        if fact.kind is FactKind.DATE:
            return any(self._have_date(_parts(fact), known) for known in self._dates)
        units = self._units.get(fact.value, set())
        if units and (not fact.unit or "" in units):
            return True
        return in_base_unit(fact.value, fact.unit) in self._measured

    def _have_date(self, date: _Parts, known: _Known) -> bool:
        common = tuple(mine and theirs for mine, theirs in zip(_known(date), known, strict=True))
        if (known, common) not in self._reduced:
            self._reduced[known, common] = frozenset(_only(one, common) for one in self._dates[known])
        return _only(date, common) in self._reduced[known, common]


def _parts(date: Fact) -> _Parts:
    return tuple(date.value.split("-"))


def _known(parts: _Parts) -> _Known:
    return tuple(map(bool, parts))


def _only(parts: _Parts, known: _Known) -> _Parts:
    return tuple(part for part, kept in zip(parts, known, strict=True) if kept)
