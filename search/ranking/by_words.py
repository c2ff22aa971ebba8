"""What is looked at for words that somebody typed: texts that may hold them, and beside these what is similar.

Both come from one round trip. Which texts really hold the words is for whoever has them to say.
"""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from search.index.collection import Asked, Candidates, Leg, Searchable, Top
from search.model.embedder import Embedder
from search.ranking.fusion import Question
from search.ranking.judging import questions_of
from search.text.terms import terms_in
from search.text.typed_words import FORGIVEN

# Texts with all of the words stand before those with some of them; where one of the last so many has all, more may.
LAST = 20
# Without a language neither stems nor stop words.
_PLAIN = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found for what was typed.

    `by_words` are the owners that share words or parts of words with it, best first. `is_full` says that there may be
    more of them than were looked at.
    """

    question: Question
    by_words: tuple[int, ...]
    is_full: bool
    found: Candidates

    def is_cut_within(self, holders: Collection[int]) -> bool:
        """Return whether more texts may hold the words than these, because the last that were looked at do."""
        last = self.found.tops[Leg.WORDS].owners[-LAST:]
        return self.is_full and not set(last).isdisjoint(holders)

    def others(self, but: AbstractSet[int]) -> Searchable:
        """Return what else was found, to be judged."""
        return _Others(self.found, but)


def typed_question(text: str, *, embedder: Embedder) -> Question:
    """Return what was typed as a question whose words are looked for in every language that we stem.

    Errors: whatever the model raises for a text that it cannot read.
    """
    (question,) = questions_of([text], embedder=embedder)
    return replace(question, terms=terms_in(text, (*FORGIVEN, question.lang, _PLAIN)))


def look(question: Question, index: Searchable, *, top: int) -> Looked:
    """Return what a collection holds for a question that was typed, `top` owners by each leg."""
    found = index.candidates(question.asked, top=top)
    by_words, by_grams = found.tops[Leg.WORDS].owners, found.tops[Leg.GRAMS].owners
    places = {owner: place for place, owner in enumerate(found.owners)}
    words, grams = found.scores[Leg.WORDS], found.scores[Leg.GRAMS]

    def best_first(owner: int) -> tuple[float, float, int]:
        place = places[owner]
        # Of equals the newest first.
        return -words[place], -grams[place], -owner

    held = places.keys() & {*by_words, *by_grams}
    return Looked(question, tuple(sorted(held, key=best_first)), len(by_words) >= top, found)


@dataclass(frozen=True, slots=True)
class _Others:
    """Candidates without some owners: what asks is the question that they were found for."""

    found: Candidates
    but: AbstractSet[int]

    def candidates(self, asked: Asked, *, top: int) -> Candidates:
        """Return the `top` best other owners of each leg; `asked` was asked before."""
        tops = tuple(self._cut(one, top) for one in self.found.tops)
        kept = {owner for one in tops for owner in one.owners}
        places = [place for place, owner in enumerate(self.found.owners) if owner in kept]
        return Candidates(
            tops=tops,
            owners=tuple(self.found.owners[place] for place in places),
            scores=tuple(tuple(row[place] for place in places) for row in self.found.scores),
            documents=tuple(tuple(row[place] for place in places) for row in self.found.documents),
        )

    def _cut(self, one: Top, top: int) -> Top:
        kept = [pair for pair in zip(one.owners, one.scores, strict=True) if pair[0] not in self.but][:top]
        return Top(tuple(owner for owner, _ in kept), tuple(score for _, score in kept))
