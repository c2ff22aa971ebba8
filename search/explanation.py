"""Why a claim was suggested for a post: the sentences that met, what they share, and in what they differ."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from operator import attrgetter
from typing import TypeAlias

import numpy as np
import Stemmer
from babel import Locale
from numpy.typing import NDArray

from search.fact_reading import Fact, FactKind
from search.fact_words import FUNCTION_WORDS, languages_of
from search.facts import Difference, Facts, differences, facts_of, same_value
from search.sentences import sentences_of

# Similarity between each post sentence and each claim sentence: an array of shape (posts, claims), float.
Similarity: TypeAlias = Callable[[Sequence[str], Sequence[str]], NDArray[np.float32]]

# From this age on a check is worth a second look before it answers a post.
OLD_AFTER = timedelta(days=2 * 365)
# A card is read at a glance: sentences beyond these are not looked at, and longer ones are cut.
MOST_SENTENCES = 200
MOST_TO_COMPARE = 12
LONGEST_SENTENCE = 400
# Counted to each sentence, so that a fragment of one word is not the best there is.
SPARE_LETTERS = 20
# From this share on two sentences are worded alike. Below it, of 1,357 posts and the claims that answer them, one
# in three had a name or a negation more on each side without meaning anything else.
CLOSE = 0.3
# A common part makes two words related from so many letters on, and from this share of the longer one.
FEWEST_LETTERS = 5
SHARED_PART = 2 / 3
# What may follow the last part of a compound: "Coronaimpfungen".
LONGEST_ENDING = 2


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a sentence; `shared` when its words stand on the other side as well."""

    text: str
    shared: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """What an editor needs to judge a match at a glance.

    `post` and `claim` are the sentences that met, cut into segments; joined, the segments are the sentence.
    `languages` holds the languages of post and claim when both are known and differ, else None. `age` is how
    long ago the check was published, None without a date.
    """

    post: tuple[Segment, ...]
    claim: tuple[Segment, ...]
    differences: tuple[Difference, ...]
    age: timedelta | None
    languages: tuple[str, str] | None

    @property
    def is_old(self) -> bool:
        """Whether the world may have changed since the check."""
        return self.age is not None and self.age > OLD_AFTER

    def language_names(self, locale: str) -> tuple[str, str] | None:
        """Return the languages of post and claim by their names in the reader's language."""
        if self.languages is None:
            return None
        post, claim = (Locale.parse(locale).languages.get(code, code) for code in self.languages)
        return post, claim


@dataclass(frozen=True, slots=True)
class _Word:
    """A word that carries meaning: its place in its sentence, the word case-folded, and its stem."""

    start: int
    end: int
    folded: str
    stem: str


@dataclass(frozen=True, slots=True)
class _Side:
    """A sentence that may have met the other side, with the number of the text it is from."""

    text: str
    words: tuple[_Word, ...]
    stems: frozenset[str]
    # The words themselves and their stems: of a compound the stem is cut elsewhere than that of its parts.
    forms: frozenset[str]
    lang: str
    source: int


def explain(
    post: str,
    post_lang: str,
    claim_texts: Sequence[str],
    claim_lang: str,
    *,
    published_on: date | None,
    today: date,
    similarity: Similarity | None = None,
) -> Explanation:
    """Return what speaks for and against a match.

    `claim_texts` are the claim itself or the wording that met, and after it what the article says: title and
    summary. Languages are codes ("de"), empty when not known. `similarity` helps where no word is shared.
    """
    languages = _languages(post_lang, claim_lang)
    post_sides = _sides([post], post_lang)
    claim_sides = _sides(claim_texts, claim_lang)
    mine, theirs = _met(post_sides, claim_sides, similarity, one_language=languages is None)
    whole_post, whole_claim = facts_of(post, post_lang), facts_of("\n".join(claim_texts), claim_lang)
    post_facts, claim_facts = facts_of(mine.text, post_lang), facts_of(theirs.text, claim_lang)
    differ = differences(post_facts, claim_facts, whole_post=whole_post, whole_claim=whole_claim)
    told = _worth_telling(mine, theirs, one_language=languages is None)
    return Explanation(
        post=_segments(mine, theirs, post_facts, claim_facts),
        claim=_segments(theirs, mine, claim_facts, post_facts),
        differences=tuple(found for found in differ if found.kind in told),
        age=max(today - published_on, timedelta(0)) if published_on else None,
        languages=languages,
    )


def _worth_telling(post: _Side, claim: _Side, *, one_language: bool) -> set[FactKind]:
    """Return the kinds of differences that mean something for this pair of sentences.

    Names and negations say little where two sentences are worded freely. A title denies what the claim says,
    which is its purpose and no difference.
    """
    close = _shared_stems(post, claim) >= CLOSE
    told = {FactKind.NUMBER, FactKind.DATE}
    if close or not one_language:
        told.add(FactKind.NAME)
    if close and one_language and claim.source == 0:
        told.add(FactKind.NEGATION)
    return told


def _languages(post: str, claim: str) -> tuple[str, str] | None:
    post, claim = (lang.partition("-")[0].casefold() for lang in (post, claim))
    return (post, claim) if post and claim and post != claim else None


# ------------------------------------------------------------------------------------- the sentences that met


def _sides(texts: Sequence[str], lang: str) -> list[_Side]:
    """Return the sentences of the texts; for texts without a single letter one empty side."""
    found = [
        _side(sentence.text, lang, number)
        for number, whole in enumerate(texts)
        for sentence in sentences_of(whole)[:MOST_SENTENCES]
    ]
    return found or [_side(next((text.strip() for text in texts if text.strip()), ""), lang, 0)]


def _side(text: str, lang: str, source: int) -> _Side:
    shown = text if len(text) <= LONGEST_SENTENCE else f"{text[:LONGEST_SENTENCE]}…"
    words = tuple(_content_words(shown, lang))
    stems = frozenset(word.stem for word in words)
    return _Side(shown, words, stems, stems | {word.folded for word in words}, lang, source)


def _met(
    posts: list[_Side], claims: list[_Side], similarity: Similarity | None, *, one_language: bool
) -> tuple[_Side, _Side]:
    """Return the pair that shares most; the first of equal ones, because the claim itself stands first."""
    best, pair = _best(posts, claims, _shared_stems)
    if best and one_language:
        return pair
    posts, claims = posts[:MOST_TO_COMPARE], claims[:MOST_TO_COMPARE]
    if similarity is None:
        by_facts, met = _best(posts, claims, _shared_facts)
        return met if by_facts else _best(posts, claims, _shared_parts)[1]
    scores = similarity([post.text for post in posts], [claim.text for claim in claims])
    row, column = np.unravel_index(int(np.argmax(scores)), scores.shape)
    return posts[int(row)], claims[int(column)]


def _best(
    posts: Sequence[_Side], claims: Sequence[_Side], score: Callable[[_Side, _Side], float]
) -> tuple[float, tuple[_Side, _Side]]:
    best, pair = 0.0, (posts[0], claims[0])
    for post, claim in product(posts, claims):
        found = score(post, claim)
        if found > best:
            best, pair = found, (post, claim)
    return best, pair


def _shared_stems(post: _Side, claim: _Side) -> float:
    """Return how much two sentences share, 0 to 1; a long word tells more than a short one."""
    shared = sum(map(len, post.stems & claim.stems))
    if not shared:
        return 0.0
    mine, theirs = (sum(map(len, side.stems)) + SPARE_LETTERS for side in (post, claim))
    return float(shared / (mine * theirs) ** 0.5)


def _shared_facts(post: _Side, claim: _Side) -> float:
    """Return how many numbers, dates and names two sentences share: all that is left across languages."""
    mine, theirs = facts_of(post.text, post.lang), facts_of(claim.text, claim.lang)
    return float(sum(1 for kind in _EXACT for _ in _shared(kind(mine), kind(theirs))))


def _shared_parts(post: _Side, claim: _Side) -> float:
    """Return the share of the claim's words of which the post has a part: "Impfung" in "Coronaimpfung"."""
    return sum(_is_shared(word, post) for word in claim.words) / (len(claim.words) or 1)


# ------------------------------------------------------------------------------------------------- the marks

_EXACT: tuple[Callable[[Facts], tuple[Fact, ...]], ...] = (
    attrgetter("numbers"),
    attrgetter("dates"),
    attrgetter("names"),
)


def _segments(side: _Side, other: _Side, facts: Facts, other_facts: Facts) -> tuple[Segment, ...]:
    """Cut a sentence at the words that it shares; neighbours that are shared become one segment."""
    # "März" is no common word of the 12th and the 13th of March.
    exact = [range(fact.start, fact.end) for fact in (*facts.numbers, *facts.dates)]
    places = [
        (word.start, word.end)
        for word in side.words
        if _is_shared(word, other) and not any(word.start in place for place in exact)
    ]
    for kind in _EXACT:
        places += [(fact.start, fact.end) for fact in _shared(kind(facts), kind(other_facts))]
    segments: list[Segment] = []
    done = 0
    for start, end in _joined(side.text, places):
        if start > done:
            segments.append(Segment(side.text[done:start], shared=False))
        segments.append(Segment(side.text[start:end], shared=True))
        done = end
    if done < len(side.text):
        segments.append(Segment(side.text[done:], shared=False))
    return tuple(segments)


def _shared(facts: Iterable[Fact], others: Sequence[Fact]) -> Iterator[Fact]:
    return (fact for fact in facts if any(same_value(fact, other) for other in others))


def _joined(text: str, places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _is_shared(word: _Word, other: _Side) -> bool:
    if word.stem in other.stems:
        return True
    return any(_is_related(mine, theirs) for mine in {word.folded, word.stem} for theirs in other.forms)


def _is_related(one: str, other: str) -> bool:
    """Return whether one word ends the other, as in German compounds, or most of both is the same start."""
    short, long = sorted((one, other), key=len)
    if len(short) < FEWEST_LETTERS:
        return False
    at = long.rfind(short)
    if at >= 0 and len(long) - at - len(short) <= LONGEST_ENDING:
        return True
    start = next((at for at, (mine, theirs) in enumerate(zip(short, long, strict=False)) if mine != theirs), len(short))
    return start >= max(FEWEST_LETTERS, SHARED_PART * len(long))


# ------------------------------------------------------------------------------------------------- the words

_WORD = re.compile(r"[^\W\d_]{3,}")
_STEMMERS = {
    "de": "german", "en": "english", "fr": "french", "it": "italian", "es": "spanish", "tr": "turkish",
    "nl": "dutch", "pt": "portuguese", "ru": "russian", "ar": "arabic", "hu": "hungarian", "ro": "romanian",
}  # fmt: skip


def _content_words(text: str, lang: str) -> list[_Word]:
    """Return the words of a text that carry meaning, with their stems; numbers are compared by their value."""
    found = list(_WORD.finditer(text))
    folded = [word[0].casefold() for word in found]
    name = _STEMMERS.get(lang.partition("-")[0].casefold())
    # A stemmer must not be used by two threads at once, and making one costs next to nothing.
    stems = Stemmer.Stemmer(name).stemWords(folded) if name else folded
    small = frozenset[str]().union(*(FUNCTION_WORDS.get(code, frozenset()) for code in languages_of(lang)))
    return [
        _Word(word.start(), word.end(), plain, stem)
        for word, plain, stem in zip(found, folded, stems, strict=True)
        if plain not in small
    ]
