"""Opposites that are told by a syllable: "ungültig", "aufdrehen" and "zudrehen", "useless" and "useful"."""

from __future__ import annotations

from functools import cache
from itertools import permutations

from search.alignment.spelling import plain
from search.alignment.tables import sections

_TURNING = ("un", "in", "il", "im", "ir", "non", "nicht", "miss", "dis", "mis", "anti")
# What these turn round is what the root is not.
_NEGATING = ("un", "in", "il", "im", "ir", "non", "non-", "nicht", "dis")
# With these it moves from there: who does not disappear has not appeared.
_MOVING = ("appear", "place", "mantle", "arm", "connect", "mount", "close", "lock", "load", "do")
_SHORTEST_ROOT = 4
_ENDINGS = (("los", "voll"), ("less", "ful"), ("frei", "haltig"), ("frei", "pflichtig"), ("los", "pflichtig"))


def turned_round(one: str, other: str, lang: str) -> bool:
    """Return whether one base form, in one spelling, is the other with a syllable that turns it round."""
    short, long = sorted((one, other), key=len)
    if len(short) >= 4 and long.endswith(short) and long.removesuffix(short) in _TURNING:
        return True
    if any(_has_other_ending(*pair, *ends) for pair in ((one, other), (other, one)) for ends in _ENDINGS):
        return True
    return lang == "de" and _has_other_particle(one, other)


def negates(one: str, other: str) -> bool:
    """Return whether one base form is the other with a syllable that says "not": "ungültig", "illegal", "useless"."""
    short, long = sorted((one, other), key=len)
    if any(_has_other_ending(*pair, *ends) for pair in ((one, other), (other, one)) for ends in _ENDINGS):
        return True
    is_root = len(short) >= _SHORTEST_ROOT and short not in _MOVING
    return is_root and long.endswith(short) and long.removesuffix(short) in _NEGATING


def unturned(word: str) -> tuple[str, ...]:
    """Return what is left of a word without a syllable that may turn it round: "usual" of "unusual"."""
    return tuple(
        word.removeprefix(syllable)
        for syllable in _TURNING
        if word.startswith(syllable) and len(word) - len(syllable) >= _SHORTEST_ROOT
    )


def _has_other_ending(one: str, other: str, ending: str, contrary: str) -> bool:
    root = one.removesuffix(ending)
    return one.endswith(ending) and len(root) > 2 and other == root + contrary


@cache
def _particles() -> tuple[frozenset[frozenset[str]], frozenset[str]]:
    """Return the pairs of syllables that turn a verb round, and the verbs."""
    table = sections("opposite_particles.de")
    pairs = (plain(pair, "de").split("/") for line in table["syllables"] for pair in line.split())
    verbs = (plain(verb, "de") for line in table["verbs"] for verb in line.split())
    return frozenset(map(frozenset, pairs)), frozenset(verbs)


def _has_other_particle(one: str, other: str) -> bool:
    pairs, verbs = _particles()
    return any(
        _stem(one, first, verbs) == _stem(other, second, verbs) != ""
        for pair in pairs
        for first, second in permutations(pair)
    )


def _stem(word: str, syllable: str, verbs: frozenset[str]) -> str:
    """Return the verb behind a syllable, or nothing if it is none that is turned round: "gedreht" is "drehen" too."""
    stem = word.removeprefix(syllable)
    return stem if stem != word and (stem in verbs or stem.removeprefix("ge") in verbs) else ""
