"""Whether a word is another one, misspelt."""

from __future__ import annotations

from rapidfuzz.distance import OSA

from search.alignment import lexicon
from search.alignment.units import Unit

# Shorter nouns are surnames as well.
_SHORTEST_THING = 6


def is_slip(one: Unit, other: Unit, lang: str) -> bool:
    """Return whether one word is the other, misspelt: near it, and itself no word, name or place that is known."""
    short, long = (one.form, other.form) if len(one.form) <= len(other.form) else (other.form, one.form)
    if len(long) < 4 or len(long) - len(short) > 2:
        return False
    if short[0] != long[0] and short[1:2] != long[0]:
        # Readers begin a word with its first letter, or with its first two the other way round.
        return False
    # "ue" for "ü" would make two letters that changed places more of a slip than they are.
    folded = one.written.casefold(), other.written.casefold()
    far = min(OSA.distance(short, long, score_cutoff=2), OSA.distance(*folded, score_cutoff=2))
    if far > (1 if len(long) < 8 else 2):
        return False
    # Two known words are two words. Of two unknown ones nobody can tell: they may be names.
    is_known = lexicon.in_dictionary if one.written.islower() and other.written.islower() else lexicon.is_known
    known = [is_known(unit.written, lang) for unit in (one, other)]
    if known[0] == known[1]:
        return False
    right = one if known[0] else other
    may_be_name = any(unit.is_named or (unit.is_bare and not _is_thing(right)) for unit in (one, other))
    if lexicon.in_dictionary(right.written, lang) and not may_be_name:
        return True
    # Of names many are near each other and not on any list: only two letters that changed places are a slip.
    return len(short) == len(long) and sorted(short) == sorted(long)


def _is_thing(noun: Unit) -> bool:
    """Return whether nobody is called like a German noun: surnames that are words as well are short or trades."""
    is_long = len(noun.form) >= _SHORTEST_THING and not noun.form.endswith(("er", "mann"))
    return is_long and not lexicon.is_place(noun.written)
