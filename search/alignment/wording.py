"""What stood in a text where it was read in another spelling, so that people are shown their own words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from search.alignment.assertions import WORD


@dataclass(frozen=True, slots=True)
class Wording:
    """A text beside what it is read as.

    `starts` and `ends` are those of the words that are read, and `stands` says for each of them where in the text that
    stands which it is read from. It is empty where both have the same words.
    """

    raw: str
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    stands: tuple[tuple[int, int], ...] = ()
    changed: frozenset[int] = frozenset()

    def of(self, start: int, end: int) -> str:
        """Return what stands in the text for what is read between two places; nothing if that is the same."""
        words = range(bisect_right(self.ends, start), bisect_left(self.starts, end))
        if self.changed.isdisjoint(words):
            return ""
        spans = [self.stands[word] for word in words if self.stands[word][0] < self.stands[word][1]]
        return self.raw[min(spans)[0] : max(end for _, end in spans)] if spans else ""


def wording(raw: str, read: str, *, by_word: bool = False) -> Wording:
    """Return a text beside what it is read as.

    Words that both have are the same; what stands between two of them there is read as what stands between them here,
    word by word if there are as many and `by_word` says so, as in dialect.
    """
    ours, theirs = list(WORD.finditer(read)), list(WORD.finditer(raw))
    mine, others = [word[0].casefold() for word in ours], [word[0].casefold() for word in theirs]
    if mine == others:
        return Wording(raw)
    stands: list[tuple[int, int]] = []
    changed: set[int] = set()
    done = 0
    for block in LCSseq.opcodes(mine, others):
        if block.tag != "equal":
            continue
        changed |= _fill(stands, block.src_start, theirs[done : block.dest_start], by_word=by_word)
        stands += [word.span() for word in theirs[block.dest_start : block.dest_end]]
        done = block.dest_end
    changed |= _fill(stands, len(mine), theirs[done:], by_word=by_word)
    return Wording(
        raw,
        tuple(word.start() for word in ours),
        tuple(word.end() for word in ours),
        tuple(stands),
        frozenset(changed),
    )


def _fill(stands: list[tuple[int, int]], until: int, between: list[re.Match[str]], *, by_word: bool) -> set[int]:
    """Let all words up to a place stand where some words of the text do; return which these are."""
    new = set(range(len(stands), until))
    if by_word and len(new) == len(between):
        stands += [word.span() for word in between]
        return new
    span = (between[0].start(), between[-1].end()) if between else (0, 0)
    stands += [span] * len(new)
    return new
