"""Mixtures of documents: their terms are those of their texts, and their vectors have length one."""

from __future__ import annotations

import numpy as np
import pytest

from bench.support.mixtures import CHUNK, Mixture, grown, halved, nearest
from search.text.terms import Field, Terms, terms_of

TEXTS = ["Der Turm in Graz brennt und brennt wieder", "Masern machen krank in der Stadt", "Spinat", ""]


def halves_of(text: str) -> tuple[Terms, Terms]:
    first, second = halved(text)
    return terms_of(first, "de"), terms_of(second, "de")


def test_the_terms_of_a_mixture_are_those_of_its_text() -> None:
    mixture = Mixture(np.array([0, 1, 2, 3, 0, 3]), np.array([0, 1, 2, 3, 1, 2]), np.ones(6, np.float32))

    texts = mixture.texts([halved(text) for text in TEXTS])
    terms = mixture.terms([halves_of(text) for text in TEXTS])

    assert texts[4] == "Der Turm in Graz in der Stadt"
    assert [found.pack() for found in terms] == [terms_of(text, "de").pack() for text in texts]
    assert terms[0].fields[Field.WORDS].counts.max() == 2, "what both halves hold is counted together"


@pytest.mark.parametrize("size", [3, 10, CHUNK + 7])
def test_as_many_documents_grow_as_are_asked_for_and_the_real_ones_are_the_first(size: int) -> None:
    real = np.eye(8, dtype=np.float32)
    mixtures = list(grown(nearest(real), size))
    vectors = np.concatenate([mixture.vectors(real) for mixture in mixtures])

    assert vectors.shape == (size, 8)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
    assert len(np.unique(vectors[:8].argmax(axis=1))) == min(size, 8)
    assert (vectors[:8].max(axis=1) == 1).all()
    assert (vectors[8:].max(axis=1) < 1).all(), "none is mixed with itself"


def test_a_larger_measurement_begins_with_the_documents_of_a_smaller_one() -> None:
    near = nearest(np.eye(8, dtype=np.float32))
    small, large = next(grown(near, 5)), next(grown(near, 8))

    assert large.first(5).one.tolist() == small.one.tolist()
