"""Terms: counted, packed into bytes and read back, and refused when the bytes are not theirs."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from search.text import words
from search.text.terms import MOST_COUNTED, NO_TERMS, Counts, Field, Terms, terms_of, unpack
from tests.support.building import seeded

CLAIM = "Die Impfungen machen unfruchtbar, sagt der Impfarzt: Impfungen!"


def as_dicts(terms: Terms) -> list[dict[int, int]]:
    return [dict(zip(field.hashes.tolist(), field.counts.tolist(), strict=True)) for field in terms.fields]


def counts_of(terms: Terms, field: Field) -> list[int]:
    return sorted(terms.fields[field].counts.tolist(), reverse=True)


def test_what_is_counted_are_stems_without_stop_words_and_parts_of_words() -> None:
    terms = terms_of(CLAIM, "de")

    assert terms.fields[Field.WORDS].length == len(words.stems(CLAIM, "de"))
    assert terms.fields[Field.GRAMS].length == len(words.grams(CLAIM))
    assert counts_of(terms, Field.WORDS)[0] == 2, "the same word in two places is one term, counted twice"
    assert counts_of(terms, Field.GRAMS)[:2] == [3, 3], "three words begin with _imp and impf"


def test_hashes_ascend_and_stand_there_once() -> None:
    for field in terms_of(CLAIM, "de").fields:
        assert field.hashes.dtype == np.uint32
        assert field.counts.dtype == np.uint8
        assert np.all(np.diff(field.hashes.astype(np.int64)) > 0)


def test_a_word_that_is_said_more_often_than_a_byte_can_count_is_counted_as_often_as_it_can() -> None:
    terms = terms_of("impfung " * (MOST_COUNTED + 45), "de")

    assert counts_of(terms, Field.WORDS) == [MOST_COUNTED]


@pytest.mark.parametrize(
    "text,given,same_as",
    [
        ("Die Häuser der Nachbarn brennen seit gestern Abend lichterloh", "", "de"),
        ("The houses of the neighbours have been burning since last night", "", "en"),
        ("Die Häuser brennen", "de-AT", "de"),
        ("Die Häuser brennen", "DE", "de"),
    ],
    ids=["told from the text", "told from an English text", "a country", "capitals"],
)
def test_the_language_is_the_one_given_or_the_one_of_the_text(text: str, given: str, same_as: str) -> None:
    assert as_dicts(terms_of(text, given)) == as_dicts(terms_of(text, same_as))


def test_the_language_makes_a_difference_for_words_and_none_for_parts() -> None:
    text = "Die Häuser brennen in der Nacht"

    german, english = as_dicts(terms_of(text, "de")), as_dicts(terms_of(text, "en"))

    assert german[Field.WORDS] != english[Field.WORDS]
    assert german[Field.GRAMS] == english[Field.GRAMS]


@pytest.mark.parametrize("text", ["", " \n", "?!…", "🙏"])
def test_a_text_without_a_word_has_no_terms(text: str) -> None:
    assert as_dicts(terms_of(text, "de")) == as_dicts(NO_TERMS) == [{}, {}]


def random_terms(random_: Random) -> Terms:
    fields = []
    for _ in Field:
        hashes = sorted(random_.sample(range(1 << 32), random_.choice([0, 1, 7, 300])))
        counts = [random_.randint(1, MOST_COUNTED) for _ in hashes]
        fields.append(Counts(np.array(hashes, np.uint32), np.array(counts, np.uint8)))
    return Terms(tuple(fields))


@pytest.mark.parametrize("seed", range(20))
def test_what_is_packed_is_read_back_as_it_was(seed: int) -> None:
    terms = random_terms(seeded(seed))

    assert as_dicts(unpack(terms.pack())) == as_dicts(terms)


@pytest.mark.parametrize("packed", [None, b""])
def test_nothing_packed_is_no_terms(packed: bytes | None) -> None:
    assert as_dicts(unpack(packed)) == [{}, {}]


def test_bytes_that_end_too_early_are_refused_wherever_they_end() -> None:
    packed = terms_of("Der Eiffelturm brennt", "de").pack()

    for end in range(1, len(packed)):
        with pytest.raises(ValueError, match="packed terms"):
            unpack(packed[:end])


@pytest.mark.parametrize("packed", [b"\xff" * 64, b"not terms at all", terms_of(CLAIM, "de").pack() + b"\0"])
def test_bytes_that_are_something_else_are_refused(packed: bytes) -> None:
    with pytest.raises(ValueError, match="packed terms"):
        unpack(packed)
