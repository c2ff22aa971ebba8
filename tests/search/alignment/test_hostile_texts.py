"""Texts that somebody made to keep a worker busy are laid side by side in little time."""

from __future__ import annotations

from string import ascii_lowercase
from time import thread_time

import pytest

from search.alignment.alignment import aligned
from search.alignment.reading import MOST_SENTENCES, read
from tests.support.budget import allowed
from tests.support.building import seeded

# It takes a twentieth of that on two busy cores; before the order of the questions was turned it took minutes.
MOST_SECONDS = 10.0
WORDS = 110


def words_of(seed: int) -> list[str]:
    drawn = seeded(seed)
    return ["".join(drawn.choices(ascii_lowercase, k=5)).capitalize() for _ in range(MOST_SENTENCES * WORDS)]


def as_text(words: list[str], between: str = " ") -> str:
    rows = (words[start : start + WORDS] for start in range(0, len(words), WORDS))
    return " ".join(f"{between.join(row)}." for row in rows)


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("between", [" ", ", ", " and ", " und "])
@pytest.mark.parametrize("turned", [False, True])
def test_a_thousand_names_are_laid_side_by_side_in_time(lang: str, between: str, *, turned: bool) -> None:
    words = words_of(seed=7)
    claim = read(as_text(words, between), lang)
    post = read(as_text(words[::-1] if turned else words, between), lang)

    started = thread_time()
    aligned(post, claim)

    assert thread_time() - started < allowed(MOST_SECONDS)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_thousand_other_names_are_laid_side_by_side_in_time(lang: str) -> None:
    post, claim = (read(as_text(words_of(seed)), lang) for seed in (7, 8))

    started = thread_time()
    aligned(post, claim)

    assert thread_time() - started < allowed(MOST_SECONDS)
