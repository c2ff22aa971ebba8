"""That a post is denied by a sign or a hashtag: "❌", letters struck through, "#hoax"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from search.alignment.assertions import tag_denies, words_of
from search.alignment.signs import denying_signs
from search.alignment.units import Sentence
from search.facts.differences import Difference, DifferenceKind


def denied_by_signs(post: Sequence[Sentence], claim: Sequence[Sentence]) -> Iterator[Difference]:
    """Yield that a post denies by a sign what the claim says without one, or the other way round."""
    ours, others = _signs(post), _signs(claim)
    if bool(ours) != bool(others):
        yield Difference(DifferenceKind.DENIAL, tuple(ours), tuple(others))


def _signs(sentences: Sequence[Sentence]) -> list[str]:
    found = [sign for sentence in sentences for sign in denying_signs(sentence.raw)]
    for sentence in sentences:
        tags = (unit for unit in sentence.units if unit.is_optional)
        found += [f"#{unit.shown}" for unit in tags if _denies(unit.written.casefold(), sentence)]
    return list(dict.fromkeys(found))


def _denies(tag: str, sentence: Sentence) -> bool:
    by_word = words_of(sentence.lang).denies(tag)
    if sentence.is_optional:
        # Hashtags by themselves are a sentence beside the others, which denies by its words.
        return tag_denies(tag) and not by_word
    return tag_denies(tag) or by_word
