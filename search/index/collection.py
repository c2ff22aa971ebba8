"""The interface of a searchable collection of texts: all that the rest of the house knows of the engine that answers.

Documents come in with the vector and the terms that the model and `search.text.terms` made of them; plain numbers come
out. Whatever implements it passes `tests/support/conformance.py`. What a score is worth is decided elsewhere
(`search.ranking`), so another engine changes no band as long as its scores are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from search.index.change_log import NewVector
from search.text.terms import Terms

# BM25's two numbers. Measured with `flask search evaluate` on the training posts: the usual 1.2 and .75 punish the long
# texts of German desks too little and count a word that is said again too little.
SATURATION = 2.0
LENGTH_WEIGHT = 0.9


# In place of a cosine, for what the model has still to embed and is found by its words only.
NOT_EMBEDDED = -2.0


class Leg(IntEnum):
    """A way of ranking all documents.

    `MEANING` scores by the cosine, exact to 1e-4, or `NOT_EMBEDDED`; `WORDS` and `GRAMS` by BM25 over the terms of that
    field, in which a term that the question repeats counts as the square root. A document that shares no term scores 0.
    """

    MEANING = 0
    WORDS = 1
    GRAMS = 2


@dataclass(frozen=True, slots=True)
class Space:
    """Vectors that may be compared: those that one model made, all of one length."""

    model_id: str
    dimension: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: a vector of length 1, shape (dimension,), and terms; without these, the meaning alone counts."""

    vector: NDArray[np.float32]
    terms: Terms


@dataclass(frozen=True, slots=True)
class Top:
    """What one leg ranks first: owners and the scores of the best document of each, best first, equals by number.

    An owner stands there once, however many documents it has. Fewer than were asked for where there are fewer; by words
    only those that share a term. Which of several equals at the end is cut off is up to the engine.
    """

    owners: tuple[int, ...]
    scores: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Candidates:
    """What all legs found for one question.

    `tops` holds one `Top` a leg, in the order of `Leg`. `owners` are those that any leg found, ascending, as far as
    they are still held. `scores` holds one tuple a leg with the best score that any document of each of them has, found
    by that leg or not, and `documents` likewise the document that has it, of equals the first.
    """

    tops: tuple[Top, ...]
    owners: tuple[int, ...]
    scores: tuple[tuple[float, ...], ...]
    documents: tuple[tuple[int, ...], ...]


class Searchable(Protocol):
    """What can be asked."""

    def candidates(self, asked: Asked, *, top: int) -> Candidates:
        """Return the `top` best owners of each leg, with the best scores of all of them in every leg."""


class Collection(Searchable, Protocol):
    """The texts of one kind in the vectors of one model; safe to use from many threads.

    Every question that begins after a commit, of this process or another, sees what was committed.
    """

    @property
    def size(self) -> int:
        """How many documents are held."""

    @property
    def is_being_made(self) -> bool:
        """Whether it is read for the first time right now, so that whoever asks waits until that is done."""

    def add(self, new: Sequence[NewVector]) -> None:
        """Add documents, each replacing an older one with its number; call inside `writing()`."""

    def remove(self, document: int) -> None:
        """Remove a document from the vectors of every model, if it is there; call inside `writing()`.

        Needs no model.
        """

    def remove_owner(self, owner: int) -> None:
        """Remove all documents of an owner, as `remove` does; call inside `writing()`."""

    def now(self) -> Searchable:
        """Catch up with the database, and return what answers several questions in a row without doing so again."""

    def follow(self) -> int:
        """Catch up with the database, and return the number of the last change that is seen; it never goes down."""

    def vector_of(self, document: int) -> NDArray[np.float32] | None:
        """Return the vector that is held of a document, shape (dimension,), or None if there is none."""

    def snapshot(self) -> None:
        """Write down what makes the next start quick, if anything changed since; an engine may need nothing."""

    def write_over(self) -> None:
        """Do the same, and let nothing remain that was written down before: of what was removed, no file may tell."""

    def rebuild(self) -> None:
        """Make the collection anew from the database alone, and write that down; meanwhile the old one answers."""
