"""A text that is held against others, read once however many they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from search.alignment.alignment import FREE, UNREAD, Alignment, aligned
from search.alignment.lexicon import LANGUAGES
from search.alignment.reading import Reading, read, read_as
from search.alignment.spelling import spelled
from search.comparison.as_seen import spelled_like
from search.comparison.meeting import Side, sides_of
from search.comparison.near_duplicate import Compared, are_near_duplicates, compared
from search.facts.comparing import Facts, facts_of

# Of the words of the shorter one, the share that two texts need to have in common to be compared in full.
TWINS_SHARE = 0.6
# Texts that have fewer of the claim's words in common, small ones too, are worded freely; laying them out says nothing.
SHARED = 0.3
# With so much in common two texts are in one language, whatever was guessed of the post.
ONE_LANGUAGE = 0.5


@dataclass(frozen=True, eq=False)
class Said:
    """A text in one language, empty when not known; each reading of it is made when it is first asked for, and kept.

    As sent, tidied, without its signature, and as its only sentence, a text is often one and the same string: what is
    read of a string is kept by that string.
    """

    text: str
    lang: str
    # Of a claim: what its article says beside it, title and summary.
    beside: tuple[str, ...] = ()
    _facts: dict[str, Facts] = field(default_factory=dict, init=False, repr=False)
    _readings: dict[str, Reading] = field(default_factory=dict, init=False, repr=False)
    _laid: dict[tuple[str, str], Alignment] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words, in one spelling."""
        return frozenset(spelled(self.text))

    @cached_property
    def compared(self) -> Compared:
        """What near-duplicates are told by."""
        return compared(self.text, self.lang, facts=self.facts_of)

    @cached_property
    def reads_as(self) -> str:
        """The language to read it in."""
        return read_as(self.text, self.lang)

    def reading_in(self, lang: str) -> Reading:
        """Return it as it is laid against another text, read in a language."""
        found = self._readings.get(lang)
        if found is None:
            facts = self.facts_of if lang == self.lang else None
            found = self._readings[lang] = read(self.text, lang, facts=facts)
        return found

    def laid_against(self, claim: Said) -> Alignment:
        """Lay it against a claim, word for word, where both are in one language that there are lists for."""
        known = (claim.text, claim.lang)
        found = self._laid.get(known)
        if found is None:
            found = self._laid[known] = self._laid_anew(claim)
        return found

    def _laid_anew(self, claim: Said) -> Alignment:
        shared = len(self.words & claim.words)
        mine, theirs = self.reads_as, claim.reads_as
        # Of a short text the language is often guessed wrong; with half of the words in common it is the same one.
        enough = ONE_LANGUAGE * max(len(claim.words), len(self.words))
        differ = bool(mine and theirs) and mine != theirs and shared < enough
        lang = theirs or mine
        if differ or lang not in LANGUAGES:
            return UNREAD
        if shared < SHARED * len(claim.words):
            return FREE
        return aligned(self.reading_in(lang), claim.reading_in(lang))

    @cached_property
    def sides(self) -> list[Side]:
        """Its sentences, and after them those of what stands beside it."""
        return sides_of([self.text, *self.beside], self.lang, read=self.facts_of)

    @property
    def whole(self) -> str:
        """All of it as one text."""
        return "\n".join((self.text, *self.beside))

    def facts_of(self, part: str) -> Facts:
        """Return the facts of the text, of a sentence of it, or of the text as it was tidied."""
        found = self._facts.get(part)
        if found is None:
            found = self._facts[part] = facts_of(part, self.lang)
        return found

    def read(self) -> None:
        """Raise what reading this text raises, if anything."""
        _ = self.words, self.compared, self.facts_of(self.text), [side.values for side in self.sides]

    def is_almost(self, other: str | Said) -> bool:
        """Return whether another text, read in the same language, is almost the same.

        What was read of it already is not read again.
        """
        there = other if isinstance(other, Said) else Said(other, self.lang)
        if there.lang != self.lang:
            there = Said(there.text, self.lang)
        # Comparing in full takes a hundred times as long, and texts that share few words are never almost the same.
        if len(self.words & there.words) < TWINS_SHARE * min(len(self.words), len(there.words)):
            return False
        # What was read in a picture may be on either side.
        mine = spelled_like(self.text, there.text)
        theirs = spelled_like(there.text, mine)
        return are_near_duplicates(
            self.compared if mine == self.text else compared(mine, self.lang),
            there.compared if theirs == there.text else compared(theirs, self.lang),
        )
