"""Which sentence of a post and which of a claim met, and the words by which they did."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import product
from math import ceil
from operator import attrgetter
from typing import TypeAlias

import numpy as np
import Stemmer
from numpy.typing import NDArray

from search.facts.comparing import Facts, facts_of
from search.facts.reading import Fact
from search.facts.values import Values
from search.facts.vocabulary import FUNCTION_WORDS, languages_of
from search.text.sentences import sentences_of

# Similarity between each post sentence and each claim sentence: an array of shape (posts, claims), float.
Similarity: TypeAlias = Callable[[Sequence[str], Sequence[str]], NDArray[np.float32]]

# A card is read at a glance: sentences beyond these are not looked at, and longer ones are cut.
MOST_SENTENCES = 200
MOST_TO_COMPARE = 12
LONGEST_SENTENCE = 400
# Counted to each sentence, so that a fragment of one word is not the best there is.
SPARE_LETTERS = 20
# A common part makes two words related from so many letters on, and from this share of the longer one.
FEWEST_LETTERS = 5
SHARED_PART = 2 / 3
# What may follow the last part of a compound: "Coronaimpfungen".
LONGEST_ENDING = 2

EXACT: tuple[Callable[[Facts], tuple[Fact, ...]], ...] = (
    attrgetter("numbers"),
    attrgetter("dates"),
    attrgetter("names"),
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word that carries meaning: its place in its sentence, the word case-folded, and its stem."""

    start: int
    end: int
    folded: str
    stem: str


@dataclass(frozen=True)
class Side:
    """A sentence that may have met the other side, with the number of the text it is from.

    What it is compared by is worked out once, when it is first asked for: it may be held against hundreds of others.
    """

    text: str
    words: tuple[Word, ...]
    lang: str
    source: int
    # Reads the facts of a text in this language, for whoever keeps what was read.
    read: Callable[[str], Facts] | None = field(default=None, compare=False, repr=False)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of its words."""
        return frozenset(word.stem for word in self.words)

    @cached_property
    def letters(self) -> int:
        """How many letters its stems have."""
        return sum(map(len, self.stems))

    @cached_property
    def facts(self) -> Facts:
        """Its numbers, dates, names and negations."""
        return facts_of(self.text, self.lang) if self.read is None else self.read(self.text)

    @cached_property
    def values(self) -> tuple[Values, ...]:
        """Its facts to be asked for, one `Values` for each of `EXACT`."""
        return tuple(Values(kind(self.facts)) for kind in EXACT)

    @cached_property
    def _forms(self) -> frozenset[str]:
        # The words themselves and their stems: of a compound the stem is cut elsewhere than that of its parts.
        return self.stems | {word.folded for word in self.words}

    @cached_property
    def _ends(self) -> frozenset[str]:
        return frozenset(end for form in self._forms for end in _ends(form))

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        return frozenset(beginning for form in self._forms for beginning in _beginnings(form))

    def shares(self, word: Word) -> bool:
        """Return whether the sentence has a word of another one, or a word related to it.

        Two words are related where one ends the other, as in German compounds, or most of both is the same start.
        """
        if word.stem in self.stems:
            return True
        return any(
            form in self._ends
            or not self._forms.isdisjoint(_ends(form))
            or not self._beginnings.isdisjoint(_beginnings(form))
            for form in {word.folded, word.stem}
        )

    def shared(self, other: Side) -> Iterator[Fact]:
        """Yield the numbers, dates and names that the other sentence has as well."""
        for kind, theirs in zip(EXACT, other.values, strict=True):
            yield from filter(theirs.have, kind(self.facts))


def _ends(form: str) -> Iterator[str]:
    """Yield what a word ends in, long enough to be a word of its own, with and without an ending after it."""
    for end in range(len(form) - LONGEST_ENDING, len(form) + 1):
        for start in range(end - FEWEST_LETTERS + 1):
            yield form[start:end]


def _beginnings(form: str) -> Iterator[str]:
    """Yield the beginnings of a word that are most of it; words that have one in common have most in common."""
    for end in range(max(FEWEST_LETTERS, ceil(SHARED_PART * len(form))), len(form) + 1):
        yield form[:end]


def sides_of(texts: Sequence[str], lang: str, *, read: Callable[[str], Facts] | None = None) -> list[Side]:
    """Return the sentences of the texts; for texts without a single letter one empty side."""
    side = partial(_side, lang=lang, read=read)
    found = [
        side(sentence.text, source=number)
        for number, whole in enumerate(texts)
        for sentence in sentences_of(whole)[:MOST_SENTENCES]
    ]
    return found or [side(next((text.strip() for text in texts if text.strip()), ""), source=0)]


def _side(text: str, *, lang: str, source: int, read: Callable[[str], Facts] | None) -> Side:
    shown = text if len(text) <= LONGEST_SENTENCE else f"{text[:LONGEST_SENTENCE]}…"
    return Side(shown, tuple(_content_words(shown, lang)), lang, source, read)


def met(
    posts: Sequence[Side], claims: Sequence[Side], similarity: Similarity | None, *, one_language: bool
) -> tuple[Side, Side]:
    """Return the pair that shares most; the first of equal ones, because the claim itself stands first."""
    pair = _most_stems(posts, claims)
    if pair and one_language:
        return pair
    posts, claims = posts[:MOST_TO_COMPARE], claims[:MOST_TO_COMPARE]
    if similarity is None:
        return _best(posts, claims, _shared_facts) or _best(posts, claims, _shared_parts) or (posts[0], claims[0])
    scores = similarity([post.text for post in posts], [claim.text for claim in claims])
    row, column = np.unravel_index(int(np.argmax(scores)), scores.shape)
    return posts[int(row)], claims[int(column)]


def shared_stems(post: Side, claim: Side) -> float:
    """Return how much two sentences share, 0 to 1; a long word tells more than a short one."""
    shared = sum(map(len, post.stems & claim.stems))
    mine, theirs = post.letters + SPARE_LETTERS, claim.letters + SPARE_LETTERS
    return float(shared / (mine * theirs) ** 0.5)


def _most_stems(posts: Sequence[Side], claims: Sequence[Side]) -> tuple[Side, Side] | None:
    """Return the pair with the highest `shared_stems`, the first of equal ones; None when no stem is shared.

    All pairs are scored in one product of matrices: 200 sentences and 600 make 120,000 pairs.
    """
    common = (
        frozenset[str]()
        .union(*(side.stems for side in posts))
        .intersection(frozenset[str]().union(*(side.stems for side in claims)))
    )
    if not common:
        return None
    columns = {stem: column for column, stem in enumerate(common)}
    letters = np.fromiter(map(len, columns), np.float32, len(columns))
    shared = (_incidence(posts, columns) * letters) @ _incidence(claims, columns).T
    mine, theirs = (np.array([side.letters + SPARE_LETTERS for side in sides], np.float64) for sides in (posts, claims))
    # Squared, so that equal scores are equal numbers.
    scores = shared.astype(np.float64) ** 2 / np.outer(mine, theirs)
    row, column = np.unravel_index(int(np.argmax(scores)), scores.shape)
    return posts[int(row)], claims[int(column)]


def _incidence(sides: Sequence[Side], columns: dict[str, int]) -> NDArray[np.float32]:
    """Return 1 where a sentence has a stem, float32 (sentences, stems)."""
    found = np.zeros((len(sides), len(columns)), np.float32)
    for row, side in enumerate(sides):
        found[row, [columns[stem] for stem in side.stems if stem in columns]] = 1
    return found


def _best(
    posts: Sequence[Side], claims: Sequence[Side], score: Callable[[Side, Side], float]
) -> tuple[Side, Side] | None:
    best, pair = 0.0, None
    for post, claim in product(posts, claims):
        found = score(post, claim)
        if found > best:
            best, pair = found, (post, claim)
    return pair


def _shared_facts(post: Side, claim: Side) -> float:
    """Return how many numbers, dates and names two sentences share: all that is left across languages."""
    return float(sum(1 for _ in post.shared(claim)))


def _shared_parts(post: Side, claim: Side) -> float:
    """Return the share of the claim's words of which the post has a part: "Impfung" in "Coronaimpfung"."""
    return sum(map(post.shares, claim.words)) / (len(claim.words) or 1)


# ------------------------------------------------------------------------------------------------- the words

_WORD = re.compile(r"[^\W\d_]{3,}")
_STEMMERS = {
    "de": "german", "en": "english", "fr": "french", "it": "italian", "es": "spanish", "tr": "turkish",
    "nl": "dutch", "pt": "portuguese", "ru": "russian", "ar": "arabic", "hu": "hungarian", "ro": "romanian",
}  # fmt: skip


def _content_words(text: str, lang: str) -> Iterable[Word]:
    """Return the words of a text that carry meaning, with their stems; numbers are compared by their value."""
    found = list(_WORD.finditer(text))
    folded = [word[0].casefold() for word in found]
    name = _STEMMERS.get(lang.partition("-")[0].casefold())
    # Stemmers are not thread-safe, and making one costs next to nothing.
    stems = Stemmer.Stemmer(name).stemWords(folded) if name else folded
    small = frozenset[str]().union(*(FUNCTION_WORDS.get(code, frozenset()) for code in languages_of(lang)))
    return [
        Word(word.start(), word.end(), plain, stem)
        for word, plain, stem in zip(found, folded, stems, strict=True)
        if plain not in small
    ]
