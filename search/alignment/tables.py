"""The word lists as files: own tables, which people read and edit, and published lists, sorted and packed.

In an own table a line that begins with `#` is a remark, and `[…]` begins a section.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from pathlib import Path

from search.alignment.spelling import plain

DATA = Path(__file__).parent / "data"
OWN = DATA / "own"
PUBLISHED = DATA / "published"


def lines(name: str) -> Iterator[str]:
    """Yield the lines of an own table that are no remarks."""
    for line in (OWN / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line


def sections(name: str) -> Mapping[str, list[str]]:
    """Return the lines of an own table by the section they stand in."""
    found: dict[str, list[str]] = {}
    here: list[str] = []
    for line in lines(name):
        if line.startswith("["):
            here = found.setdefault(line.strip("[]"), [])
        else:
            here.append(line)
    return found


def words(name: str, lang: str) -> frozenset[str]:
    """Return the words of an own table that is nothing but words, in the spelling that is compared."""
    return frozenset(plain(word, lang) for line in lines(f"{name}.{lang}") for word in line.split())


def pairs(name: str) -> Iterator[tuple[str, str]]:
    """Yield both sides of the lines of an own table like `short form = long form`."""
    for line in lines(name):
        one, _, other = line.partition(" = ")
        yield one, other


class SortedLines:
    """Lines in order, kept as one string of bytes: a set of a hundred thousand words takes ten times the memory.

    A line is a word, or a word and what belongs to it, with a tab between them.
    """

    def __init__(self, text: bytes) -> None:
        # A tab comes before everything that stands in a word, so that lines are in the order of their words.
        self._text = b"\n" + b"\n".join(sorted(filter(None, text.split(b"\n")))) + b"\n"

    def __contains__(self, word: str) -> bool:
        return self.after(word) is not None

    def after(self, word: str) -> str | None:
        """Return what belongs to a word, or None if it has no line."""
        sought = word.encode()
        low, high = 0, len(self._text) - 1
        # Both ends stand on a line break; the line, if it is there, begins between them.
        while low < high:
            start = self._text.rfind(b"\n", 0, (low + high) // 2 + 1)
            end = self._text.find(b"\n", start + 1)
            here, _, rest = self._text[start + 1 : end].partition(b"\t")
            if here == sought:
                return rest.decode()
            if here < sought:
                low = end
            else:
                high = start
        return None


def published(name: str) -> SortedLines:
    """Return a published list; `data/README.md` says where each comes from."""
    return SortedLines(gzip.decompress((PUBLISHED / f"{name}.txt.gz").read_bytes()))
