"""Why a claim was suggested for a post: the sentences that met, what they share, and in what they differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypedDict

from babel import Locale

from search.alignment.alignment import Finding
from search.comparison.meeting import Side, Similarity, met, shared_stems
from search.comparison.said import Said
from search.facts.comparing import differences
from search.facts.differences import Difference, DifferenceKind

# Goes up when explanations are made in another way: those that are stored are then made anew.
VERSION = 2
# From this share on two sentences are worded alike. Below it, of 1,357 posts and the claims that answer them, one
# in three had a name or a negation more on each side without meaning anything else.
CLOSE = 0.3


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a sentence; `shared` when its words stand on the other side as well."""

    text: str
    shared: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """What an editor needs to judge a match at a glance.

    `post` and `claim` are the sentences that met, cut into segments; joined, the segments are the sentence.
    `languages` holds the languages of post and claim when both are known and differ, else None. With `reverses` the
    claim says the opposite of the post: whatever was found out about it was not found out about the post.
    """

    post: tuple[Segment, ...]
    claim: tuple[Segment, ...]
    differences: tuple[Difference, ...]
    languages: tuple[str, str] | None
    reverses: bool = False

    def language_names(self, locale: str) -> tuple[str, str] | None:
        """Return the languages of post and claim by their names in the reader's language."""
        if self.languages is None:
            return None
        post, claim = (Locale.parse(locale).languages.get(code, code) for code in self.languages)
        return post, claim

    def as_json(self) -> Stored:
        """Return it as it is stored; `from_json` takes it back."""
        return {
            "post": [[segment.text, segment.shared] for segment in self.post],
            "claim": [[segment.text, segment.shared] for segment in self.claim],
            "differences": [[found.kind.value, [*found.post], [*found.claim]] for found in self.differences],
            "languages": None if self.languages is None else [*self.languages],
            "reverses": self.reverses,
        }

    @classmethod
    def from_json(cls, stored: Stored) -> Explanation | None:
        """Return what `as_json` wrote; None for what another version wrote in another shape."""
        try:
            languages = stored["languages"]
            return cls(
                post=tuple(Segment(str(text), bool(shared)) for text, shared in stored["post"]),
                claim=tuple(Segment(str(text), bool(shared)) for text, shared in stored["claim"]),
                differences=tuple(
                    Difference(DifferenceKind(kind), tuple(post), tuple(claim))
                    for kind, post, claim in stored["differences"]
                ),
                languages=None if languages is None else (languages[0], languages[1]),
                reverses=bool(stored["reverses"]),
            )
        except (KeyError, TypeError, ValueError, IndexError):
            return None


class Stored(TypedDict):
    """An explanation as it is stored: segments and differences as lists of their fields."""

    post: list[list[str | bool]]
    claim: list[list[str | bool]]
    differences: list[list[Any]]
    languages: list[str] | None
    reverses: bool


def explain(said: Said, claim: Said, *, similarity: Similarity | None = None) -> Explanation:
    """Return what speaks for and against a match of a post; `similarity` helps where no word is shared."""
    languages = _languages(said.lang, claim.lang)
    mine, theirs = met(said.sides, claim.sides, similarity, one_language=languages is None)
    laid = said.laid_against(claim)
    is_read = laid.finding not in {Finding.FREE, Finding.UNREAD}
    return Explanation(
        post=_segments(mine, theirs),
        claim=_segments(theirs, mine),
        differences=laid.differences if is_read else _by_facts(said, mine, claim, theirs),
        languages=languages,
        reverses=laid.reverses,
    )


def contradicts(said: Said, claim: Said) -> bool:
    """Return whether two sentences that are worded freely name other numbers, or only one of them says no.

    What stands beside the claim says nothing of it here.
    """
    alone = claim if not claim.beside else Said(claim.text, claim.lang)
    one_language = _languages(said.lang, alone.lang) is None
    mine, theirs = met(said.sides, alone.sides, None, one_language=one_language)
    told = _by_facts(said, mine, alone, theirs)
    return any(found.kind in {DifferenceKind.NUMBER, DifferenceKind.NEGATION} for found in told)


def _by_facts(said: Said, mine: Side, claim: Said, theirs: Side) -> tuple[Difference, ...]:
    """Return in what two sentences that are worded freely differ: in their numbers, dates, names and denials."""
    whole_post, whole_claim = said.facts_of(said.whole), claim.facts_of(claim.whole)
    differ = differences(mine.facts, theirs.facts, whole_post=whole_post, whole_claim=whole_claim)
    told = _worth_telling(mine, theirs, one_language=_languages(said.lang, claim.lang) is None)
    return tuple(found for found in differ if found.kind in told)


def _worth_telling(post: Side, claim: Side, *, one_language: bool) -> set[DifferenceKind]:
    """Return the kinds of differences that mean something for this pair of sentences.

    Names and negations say little where two sentences are worded freely. A title denies what the claim says,
    which is its purpose and no difference.
    """
    close = shared_stems(post, claim) >= CLOSE
    told = {DifferenceKind.NUMBER, DifferenceKind.DATE}
    if close or not one_language:
        told.add(DifferenceKind.NAME)
    if close and one_language and claim.source == 0:
        told.add(DifferenceKind.NEGATION)
    return told


def _languages(post: str, claim: str) -> tuple[str, str] | None:
    post, claim = (lang.partition("-")[0].casefold() for lang in (post, claim))
    return (post, claim) if post and claim and post != claim else None


# ------------------------------------------------------------------------------------------------- the marks


def _segments(side: Side, other: Side) -> tuple[Segment, ...]:
    """Cut a sentence at the words that it shares; neighbours that are shared become one segment."""
    # "März" is no common word of the 12th and the 13th of March.
    exact = [range(fact.start, fact.end) for fact in (*side.facts.numbers, *side.facts.dates)]
    places = [
        (word.start, word.end)
        for word in side.words
        if other.shares(word) and not any(word.start in place for place in exact)
    ]
    places += [(fact.start, fact.end) for fact in side.shared(other)]
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


def _joined(text: str, places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
