"""Whether two different words that stand in each other's place name two persons, places, peoples or times."""

from __future__ import annotations

from search.alignment import lexicon
from search.alignment.units import Unit
from search.facts.differences import DifferenceKind


def sort_of_name(unit: Unit, lang: str) -> DifferenceKind | None:
    """Return what a word names, as far as the lists and its capital tell."""
    if lexicon.is_time(unit.lemma):
        return DifferenceKind.TIME
    if lexicon.is_people(unit.lemma, lang):
        return DifferenceKind.GROUP
    named = unit.is_capital or unit.written[:1].isupper()
    if named and lexicon.is_place(unit.written) and not (lang == "de" and lexicon.is_everyday_word(unit.written)):
        return DifferenceKind.PLACE
    if named and ((lang == "en" and unit.is_capital) or not lexicon.in_dictionary(unit.written, lang)):
        return DifferenceKind.NAME
    return None


def substitution(one: Unit, other: Unit, lang: str) -> DifferenceKind | None:
    """Return what differs when one word stands where the other text has another; None when nobody can tell."""
    if _differ_in_sex(one, other, lang):
        return DifferenceKind.PERSON
    mine, theirs = sort_of_name(one, lang), sort_of_name(other, lang)
    if mine is None or theirs is None:
        return None
    if mine is theirs:
        return mine
    return DifferenceKind.NAME if {mine, theirs} <= {DifferenceKind.NAME, DifferenceKind.PLACE} else None


def _differ_in_sex(one: Unit, other: Unit, lang: str) -> bool:
    """Return whether one word is the other for a woman: "Direktor" and "Direktorin", "waiter" and "waitress"."""
    short, long = sorted((one.lemma, other.lemma), key=len)
    if lang == "de":
        root = long.removesuffix("nen").removesuffix("in")
        return (
            long.endswith(("in", "innen"))
            and len(root) > 2
            and _without_umlaut(root) == _without_umlaut(short.rstrip("e"))
        )
    return long.endswith("ess") and len(long) > 5 and short[:4] == long[:4]


def _without_umlaut(word: str) -> str:
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u")
