"""The piece of a text in which the words stand that somebody looked for."""

from __future__ import annotations

from search.comparison.explanation import Segment
from search.text.typed_words import TypedWords

LONGEST = 200
# So much of the text stands before the first of the words.
BEFORE = 60


def snippet(text: str, words: TypedWords) -> tuple[Segment, ...]:
    """Return one line of a text around the first of some words, in which all of them are marked as shared."""
    line = " ".join(text.split())
    first = next(words.places(line), (0, 0))[0]
    start = _after_a_space(line, max(0, first - BEFORE), first)
    end = line.rfind(" ", start, start + LONGEST) if len(line) > start + LONGEST else len(line)
    end = end if end > first else min(len(line), start + LONGEST)
    shown = line[start:end]
    pieces, position = [Segment("… ", shared=False)] if start else [], 0
    for begins, ends in words.places(shown):
        pieces += [Segment(shown[position:begins], shared=False), Segment(shown[begins:ends], shared=True)]
        position = ends
    pieces += [Segment(shown[position:], shared=False), Segment(" …" if end < len(line) else "", shared=False)]
    return tuple(piece for piece in pieces if piece.text)


def _after_a_space(line: str, start: int, first: int) -> int:
    """Return where the next word begins from a place on, at the latest at `first`."""
    if start == 0:
        return 0
    space = line.find(" ", start, first)
    return first if space < 0 else space + 1
