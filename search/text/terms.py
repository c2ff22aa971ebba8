"""The terms of a text, counted and packed: what the search by words compares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from search.text import language, words

# Goes up when texts are taken apart differently; what was packed the old way is then packed anew.
ANALYSIS = "1"

MOST_COUNTED = 255
_HASH = np.dtype("<u4")


class Field(IntEnum):
    """What is counted: whole words without endings, or parts of words."""

    WORDS = 0
    GRAMS = 1


@dataclass(frozen=True, slots=True)
class Counts:
    """The distinct terms of one field: their hashes, uint32 (n,), ascending, and how often each stands there, uint8."""

    hashes: NDArray[np.uint32]
    counts: NDArray[np.uint8]

    @property
    def length(self) -> int:
        """How many terms the text has, repetitions included."""
        return int(self.counts.sum(dtype=np.int64))


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one text, one `Counts` a field."""

    fields: tuple[Counts, ...]

    def pack(self) -> bytes:
        """Return the terms as bytes; `unpack` reads them back."""
        return b"".join(
            len(field.hashes).to_bytes(4, "little") + field.hashes.astype(_HASH).tobytes() + field.counts.tobytes()
            for field in self.fields
        )


NO_TERMS = Terms(tuple(Counts(np.empty(0, np.uint32), np.empty(0, np.uint8)) for _ in Field))


def terms_of(text: str, lang: str = "") -> Terms:
    """Return the terms of a text; without a language it is told from the text."""
    lang = lang.partition("-")[0].lower() or language.language_of(text)
    return Terms((_counted(words.stems(text, lang)), _counted(words.grams(text))))


def terms_in(text: str, langs: Iterable[str]) -> Terms:
    """Return the terms that a few words have in any of some languages: too few to tell which one they are in."""
    stems = {stem for lang in langs for stem in words.stems(text, lang)}
    return Terms((_counted(sorted(stems)), _counted(words.grams(text))))


def unpack(packed: bytes | None) -> Terms:
    """Read packed terms back; nothing packed is no terms.

    Errors: `ValueError` for bytes that `Terms.pack` did not write.
    """
    if not packed:
        return NO_TERMS
    fields, at = [], 0
    for _ in Field:
        count = int.from_bytes(packed[at : at + 4], "little")
        hashes_end = at + 4 + count * _HASH.itemsize
        end = hashes_end + count
        if end > len(packed):
            raise ValueError("packed terms end too early")
        fields.append(
            Counts(
                np.frombuffer(packed, _HASH, count, at + 4).astype(np.uint32),
                np.frombuffer(packed, np.uint8, count, hashes_end),
            )
        )
        at = end
    if at < len(packed):
        raise ValueError("packed terms end too late")
    return Terms(tuple(fields))


def _counted(terms: Sequence[str]) -> Counts:
    # A 32-bit hash lets two of a million terms collide now and then, which moves a score by a hair.
    counted = Counter(crc32(term.encode()) for term in terms)
    hashes = np.fromiter(counted.keys(), np.uint32, len(counted))
    counts = np.fromiter(counted.values(), np.int64, len(counted))
    order = np.argsort(hashes)
    return Counts(hashes[order], np.minimum(counts[order], MOST_COUNTED).astype(np.uint8))
