"""Who does what to whom: the part each noun has in its sentence, and whether two nouns have changed places.

German tells it by articles and cases and lets the order be free; where the case is not to be seen, and in English,
the order tells it. In a passive sentence the one who acts stands behind "von", "durch" or "by".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from search.alignment.differences.exchange import is_row
from search.alignment.differences.tense import AGENT, is_passive
from search.alignment.lexicon import is_small_word, is_title
from search.alignment.small_words import Group
from search.alignment.units import Sentence, Sort, Unit, kept
from search.text.words import listed

_PREPOSITIONS = {
    "de": frozenset(
        listed(
            "in im ins an am ans auf aufs aus bei beim mit nach von vom zu zum zur für gegen durch um über unter vor"
            " hinter neben zwischen ohne wegen trotz seit bis während als wie laut gemäß pro je per statt"
        )
    ),
    "en": frozenset(
        listed(
            "in on at by for with without to from of into onto over under above below after before during since until"
            " through across against between near than as like about because per inside outside within upon off out up"
            " down behind beside along around towards toward"
        )
    ),
}
_OBJECT = frozenset(
    listed("den dem einen einem ihren seinen meinen deinen unseren euren ihrem seinem diesen diesem jeden")
)
_ARTICLES = frozenset(listed("the a an his her its their our your my this that these those"))
# Two nouns further apart have no part in each other's sentence; a text may have a thousand of them.
_NEAR = 40
_COMPARING = frozenset({"als", "than", "wie"})
_OF = {"de": frozenset({"von", "vom", "des", "eines"}), "en": frozenset({"of"})}
_SUBORDINATE = frozenset(
    listed(
        "weil wenn falls obwohl nachdem bevor damit sobald während because if when although while since after before"
    )
)
_WHEN = frozenset(
    listed(
        "monday tuesday wednesday thursday friday saturday sunday morning evening night today yesterday tomorrow week"
        " month year montag dienstag mittwoch donnerstag freitag samstag sonntag morgen abend nacht woche monat jahr"
    )
)


@dataclass(frozen=True, slots=True)
class Part:
    """The part of one noun: the preposition before it, its case as far as its article shows it, and its head.

    `head` is the place of the word that it belongs to ("the dog *of the neighbour*"), else -1. `aside` when it only
    says when something happens, or stands in a clause of its own.
    """

    preposition: str = ""
    is_object: bool = False
    head: int = -1
    aside: bool = False


@dataclass(slots=True)
class _Clause:
    """What a clause has said before the noun that comes next."""

    lang: str
    preposition: str = ""
    is_object: bool = False
    aside: bool = False

    def take(self, unit: Unit) -> None:
        """Take in a small word or a number before the next noun."""
        word = unit.written.casefold()
        if word in _PREPOSITIONS[self.lang] or word in _OF[self.lang]:
            # "größer als im Süden": the first of two says how they are related.
            if self.preposition not in _COMPARING:
                self.preposition = word
        elif word in _OBJECT:
            self.is_object = True
        elif self.lang == "en" and word not in _ARTICLES and all(group is not Group.CHOICE for group, _ in unit.groups):
            self.preposition = ""

    def end_part(self) -> None:
        """Forget what a preposition or an article began."""
        self.preposition, self.is_object = "", False


@kept
def parts_of(sentence: Sentence) -> dict[int, Part]:
    """Return the parts of a sentence's nouns, by their places."""
    lang = sentence.lang
    found: dict[int, Part] = {}
    clause, number, last = _Clause(lang), 0, -1
    is_loud = sentence.text.isupper()
    for unit in sentence.units:
        if unit.clause != number:
            clause, number = _Clause(lang), unit.clause
        if unit.written.casefold() in _SUBORDINATE and (unit.place == 0 or unit.clause):
            clause.aside = True
        if unit.sort is Sort.DATE:
            # "Ab dem 1. Mai": its article is not that of the noun behind it.
            clause.end_part()
        elif lang == "de" and unit.form == "der" and unit.place == last + 1 > 0 and not found[last].is_object:
            # "Die Tochter der Richterin": the article right after a noun makes the next one its owner.
            clause.preposition = "des"
        elif unit.sort is Sort.SMALL or (unit.sort is not Sort.CONTENT and not clause.preposition):
            clause.take(unit)
        elif unit.sort is Sort.CONTENT and _is_noun(unit, lang, is_loud=is_loud):
            head = last if clause.preposition in _OF[lang] else -1
            aside = clause.aside or unit.lemma in _WHEN
            found[unit.place] = Part(clause.preposition, clause.is_object, head, aside)
            last = unit.place
            if lang == "de":
                clause.end_part()
        elif lang == "de" and unit.written[0].islower() and unit.lemma.endswith("en"):
            # A verb ends what a preposition or an article began.
            clause.end_part()
    return found


def _is_noun(unit: Unit, lang: str, *, is_loud: bool) -> bool:
    if lang == "de":
        # In a sentence in capitals a dictionary tells what else would have one.
        return unit.written[0].isupper() and not (is_loud and is_small_word(unit.written, lang))
    return not unit.form.endswith("ly")


def swapped(
    post: Sentence, claim: Sentence, pairs: Sequence[tuple[Unit, Unit]]
) -> tuple[tuple[Unit, Unit], tuple[Unit, Unit]] | None:
    """Return two pairs of nouns that have changed places between post and claim, if there are any."""
    mine, theirs = parts_of(post), parts_of(claim)
    nouns = [(one, other) for one, other in pairs if one.place in mine and other.place in theirs]
    places = {one.place: other.place for one, other in pairs}
    ours, others = is_passive(post), is_passive(claim)
    ways = _Ways(post.lang, ours != others, ours, others)
    for number, first in enumerate(nouns):
        for second in nouns[number + 1 : number + 1 + _NEAR]:
            here = (mine[first[0].place], mine[second[0].place])
            there = (theirs[first[1].place], theirs[second[1].place])
            if any(part.aside for part in (*here, *there)):
                continue
            turned = _owners_changed(here, there, places) or ways.changed(
                (first[0], second[0]), here, (first[1], second[1]), there
            )
            # Walking through what stands between comes last: it takes longest.
            if turned and not _in_a_row(post, claim, first, second) and not _is_one_person(first, second):
                return first, second
    return None


def _in_a_row(post: Sentence, claim: Sentence, first: tuple[Unit, Unit], second: tuple[Unit, Unit]) -> bool:
    """Return whether two nouns are only counted up in both sentences: "Graz und Linz"."""
    spans = [sorted((one.place, other.place)) for one, other in zip(first, second, strict=True)]
    return all(
        is_row(sentence.units[start : end + 1]) for sentence, (start, end) in zip((post, claim), spans, strict=True)
    )


def _is_one_person(first: tuple[Unit, Unit], second: tuple[Unit, Unit]) -> bool:
    """Return whether one of two nouns is the office of the other: "Kanzlerin Huber" and "Huber, die Kanzlerin"."""
    return any(
        other.place - title.place in {1, 2} and is_title(title.lemma) and other.is_named
        for title, other in (*zip(first, second, strict=True), *zip(second, first, strict=True))
    )


def _owners_changed(here: tuple[Part, Part], there: tuple[Part, Part], places: dict[int, int]) -> bool:
    """Return whether two nouns belong to each other's heads now: "fans of A chased fans of B"."""
    heads = [places.get(part.head, -1) for part in here]
    others = [part.head for part in there]
    return -1 not in heads and -1 not in others and heads[0] == others[1] and heads[1] == others[0] != others[1]


@dataclass(frozen=True, slots=True)
class _Ways:
    """How two nouns of both sentences are compared: in a passive sentence the agent counts as the one who acts."""

    lang: str
    turned: bool
    post_is_passive: bool
    claim_is_passive: bool

    def changed(
        self, ours: tuple[Unit, Unit], here: tuple[Part, Part], others: tuple[Unit, Unit], there: tuple[Part, Part]
    ) -> bool:
        mine = [self._way(part, passive=self.post_is_passive) for part in here]
        theirs = [self._way(part, passive=self.claim_is_passive) for part in there]
        if self.post_is_passive != self.claim_is_passive and "agent" in (*mine, *theirs):
            # Who is named behind "von" or "by" has to be the one who acts in the other sentence.
            agent, bare = (mine, theirs) if self.post_is_passive else (theirs, mine)
            acts = self._acts(others, there) if self.post_is_passive else self._acts(ours, here)
            return sorted(agent) == ["", "agent"] and bare == ["", ""] and agent.index("agent") != acts
        if mine[0] != mine[1] or theirs[0] != theirs[1]:
            return mine[0] != mine[1] and mine == theirs[::-1]
        if mine[0] or theirs[0]:
            return False
        # Both stand without a preposition in both sentences.
        return self._acts(ours, here) != self._acts(others, there) and not self.turned

    def _way(self, part: Part, *, passive: bool) -> str:
        if passive and part.preposition in AGENT[self.lang]:
            return "agent"
        return "of" if part.preposition in _OF[self.lang] else part.preposition

    def _acts(self, units: tuple[Unit, Unit], parts: tuple[Part, Part]) -> int:
        """Return which of two bare nouns acts, 0 or 1: the one that is no object, or else the first."""
        if parts[0].is_object != parts[1].is_object:
            return 1 if parts[0].is_object else 0
        return 0 if units[0].place < units[1].place else 1
