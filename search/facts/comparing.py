"""What can make two similar texts say different things: their numbers, dates, names and negations.

No model reads the text, so this has limits worth knowing. A name is an abbreviation or a word with capitals
inside (USA, AfD, WhatsApp), a handle, a country or large city, a run of two capitalised words (Angela Merkel),
and in languages that write nouns small any capitalised word inside a sentence. A German surname alone ("Merkel")
looks like every other German noun and is not seen, nor are names in texts that are all capitals. Relative dates
("gestern"), vague amounts ("Tausende") and irony are not seen either.
"""

from __future__ import annotations

from dataclasses import dataclass

from search.facts.differences import Difference, DifferenceKind
from search.facts.names import names_in
from search.facts.reading import (
    Fact,
    FactKind,
    dates_in,
    negations_in,
    numbers_in,
    without,
    without_addresses,
    words_of,
)
from search.facts.values import Values
from search.facts.vocabulary import DENYING_PREFIXES, languages_of, places

# "us" and "so" are no places.
SHORTEST_PLACE = 4


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one text, in its order, and its case-folded words."""

    numbers: tuple[Fact, ...]
    dates: tuple[Fact, ...]
    names: tuple[Fact, ...]
    negations: tuple[Fact, ...]
    words: frozenset[str]
    lang: str


def facts_of(text: str, lang: str = "") -> Facts:
    """Return the facts of `text`, which is written in `lang` ("de", "en", …; empty when not known)."""
    languages = languages_of(lang)
    text = without_addresses(text)
    dates = dates_in(text, languages)
    words = words_of(without(text, dates), languages)
    negations, affirmed = negations_in(words)
    return Facts(
        numbers=numbers_in(words),
        dates=dates,
        names=tuple(names_in(words)),
        negations=negations,
        # "nicht unmöglich" says "möglich", and denies nothing.
        words=frozenset(affirmed.get(word, word) for word in words.folded),
        lang=languages[0] if len(languages) == 1 else "",
    )


def differences(
    post: Facts, claim: Facts, *, whole_post: Facts | None = None, whole_claim: Facts | None = None
) -> tuple[Difference, ...]:
    """Return in what the two texts disagree.

    A number, date or name is called out where each side has one that the other does not have: a post that only
    says more contradicts nothing. Given only sentences, `whole_post` and `whole_claim` are the texts they stand
    in; what those say elsewhere is not missing. Names are held against names of their sort only: a place against
    a place, an abbreviation against an abbreviation.
    """
    whole_post, whole_claim = whole_post or post, whole_claim or claim
    found = []
    for kind in (FactKind.NUMBER, FactKind.DATE, FactKind.NAME):
        post_only, claim_only = missing(kind, post, whole_claim), missing(kind, claim, whole_post)
        sorts = {_sort(fact) for fact in post_only} & {_sort(fact) for fact in claim_only}
        if sorts:
            found.append(
                Difference(DifferenceKind(kind.value), _written(post_only, sorts), _written(claim_only, sorts))
            )
    post_denies, claim_denies = _denials(post, claim), _denials(claim, post)
    if bool(post_denies) != bool(claim_denies):
        found.append(Difference(DifferenceKind.NEGATION, post_denies, claim_denies))
    return tuple(found)


def missing(kind: FactKind, facts: Facts, other: Facts) -> tuple[Fact, ...]:
    """Return the numbers, dates or names of a text that the other text does not have."""
    if kind is FactKind.NAME:
        known = frozenset(fact.value for fact in other.names)
        return tuple(fact for fact in facts.names if fact.value not in known and not _mentions(other, fact, facts.lang))
    theirs = Values(_of(other, kind))
    return tuple(fact for fact in _of(facts, kind) if not theirs.have(fact))


# ----------------------------------------------------------------------------------------------- comparing


def _of(facts: Facts, kind: FactKind) -> tuple[Fact, ...]:
    return {FactKind.NUMBER: facts.numbers, FactKind.DATE: facts.dates}.get(kind, facts.names)


def _sort(fact: Fact) -> str:
    if fact.kind is not FactKind.NAME:
        return ""
    return fact.unit or ("abbreviation" if fact.written.isupper() else "other")


def _written(facts: tuple[Fact, ...], sorts: set[str]) -> tuple[str, ...]:
    """Return what was written, each value once."""
    return tuple({fact.value: fact.written for fact in facts if _sort(fact) in sorts}.values())


def _mentions(other: Facts, name: Fact, lang: str) -> bool:
    """Return whether a name that the other text does not have as one stands in it as a word."""
    if name.unit:
        # Written small, or shouted in a text that is all capitals, it is no name by its spelling.
        return any(places().get(word) == name.value for word in other.words if len(word) >= SHORTEST_PLACE)
    if lang and other.lang and lang != other.lang:
        # "NATO" is "OTAN" elsewhere: only places are known by their names in several languages.
        return True
    surname = name.value.rpartition(" ")[2]
    return not other.words.isdisjoint({name.value, surname, f"{surname}s", surname.removesuffix("s")})


def _denials(facts: Facts, other: Facts) -> tuple[str, ...]:
    turned_round = (
        word
        for word in facts.words - other.words
        for prefix in DENYING_PREFIXES
        if word.startswith(prefix) and len(word) - len(prefix) >= 4 and word.removeprefix(prefix) in other.words
    )
    return tuple(dict.fromkeys([*(fact.written for fact in facts.negations), *sorted(turned_round)]))
