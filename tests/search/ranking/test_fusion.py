"""Hybrid search: what each leg says, how it is put on one scale, and what is added up."""

from __future__ import annotations

import numpy as np
import pytest

from search.index.collection import NOT_EMBEDDED, Leg
from search.index.documents import Ids, document_id
from search.ranking import fusion
from search.ranking.fusion import WEIGHTS, WEIGHTS_WITHOUT_LANGUAGE, Hit, Question, rank
from search.text.terms import Field, Terms, terms_of
from tests.support.building import Both, question, vector

NORTH, EAST = vector(1), vector(0, 1)


def german(text: str) -> Terms:
    return terms_of(text, "de")


def doc(owner: int, part: int = 0) -> int:
    return document_id(owner, part)


def ids(*documents: int) -> Ids:
    return np.array(documents, np.int64)


def ask(index: Both, asked: Question, k: int = 10) -> list[Hit]:
    (hits,) = rank([asked], index, k=k)
    return hits


def z_scores(values: list[float]) -> list[float]:
    mean = sum(values) / len(values)
    spread = (sum((value - mean) ** 2 for value in values) / len(values)) ** 0.5
    return [(value - mean) / spread for value in values]


def test_each_leg_is_put_on_its_own_scale_and_the_sum_is_weighted() -> None:
    """Cosines .8, .6 and 0; the words score two of the three, and the third counts as what it scores there: 0."""
    index = Both()
    index.put(doc(1), vector(0.8, 0.6), german("Wien"))
    index.put(doc(2), vector(0.6, 0.8), german("Graz brennt heute lichterloh"))
    index.put(doc(3), EAST, german("Graz"))
    asked = question("Graz", at=NORTH)
    words, grams = (
        index.lexical.search(asked.terms)[field].of(ids(doc(1), doc(2), doc(3))).tolist() for field in Field
    )
    assert words[0] == 0 < words[1] < words[2], "the shorter of the two documents scores more"

    hits = {hit.owner: hit for hit in ask(index, asked)}

    scales = z_scores([0.8, 0.6, 0.0]), z_scores(words), z_scores(grams)
    for owner in (1, 2, 3):
        place = owner - 1
        meaning, by_words, by_grams = (scale[place] for scale in scales)
        assert hits[owner].z == pytest.approx((meaning, by_words, by_grams), abs=2e-3)
        assert hits[owner].scores == pytest.approx(((0.8, 0.6, 0.0)[place], words[place], grams[place]), abs=1e-3)
        assert hits[owner].fused == pytest.approx(
            WEIGHTS[0] * meaning + WEIGHTS[1] * by_words + WEIGHTS[2] * by_grams, abs=2e-3
        )
    assert [hit.owner for hit in ask(index, asked)] == sorted(hits, key=lambda owner: -hits[owner].fused)
    assert hits[1].legs == (Leg.MEANING,)
    assert hits[3].legs == (Leg.MEANING, Leg.WORDS, Leg.GRAMS)


@pytest.mark.parametrize("lang,weights", [("de", WEIGHTS), ("", WEIGHTS_WITHOUT_LANGUAGE)])
def test_without_a_language_words_have_no_say_of_their_own(lang: str, weights: tuple[float, ...]) -> None:
    index = Both()
    index.put(doc(1), vector(0.8, 0.6), german("Graz brennt"))
    index.put(doc(2), vector(0.6, 0.8), german("Graz"))

    for hit in ask(index, question("Graz", lang=lang, terms=german("Graz"), at=NORTH)):
        assert hit.fused == pytest.approx(sum(w * z for w, z in zip(weights, hit.z, strict=True)), abs=1e-5)
        assert hit.z[Leg.WORDS] != 0


def test_two_that_alone_share_a_word_do_not_leave_all_others_fifty_deviations_behind() -> None:
    index = Both()
    for owner in range(1, 40):
        index.put(doc(owner), vector(1, owner / 100), german("Wien"))
    index.put(doc(98), vector(0.2, 1), german("Graz am Abend"))
    index.put(doc(99), vector(0.2, 1), german("Graz am frühen Abend"))

    hits = {hit.owner: hit for hit in ask(index, question("Graz", at=NORTH), k=50)}

    for leg in (Leg.WORDS, Leg.GRAMS):
        two = [hits[owner].scores[leg] for owner in (98, 99)]
        expected = z_scores([*two, *[0.0] * (fusion.FEWEST - 2)])
        assert (hits[98].z[leg], hits[99].z[leg], hits[1].z[leg]) == pytest.approx(tuple(expected[:3]), abs=1e-3)
        assert hits[98].z[leg] - hits[1].z[leg] < 4


def test_weights_add_up_to_one_and_unknown_languages_lean_on_parts_of_words() -> None:
    assert sum(WEIGHTS) == pytest.approx(1)
    assert sum(WEIGHTS_WITHOUT_LANGUAGE) == pytest.approx(1)
    assert WEIGHTS_WITHOUT_LANGUAGE[Leg.WORDS] == 0 < WEIGHTS[Leg.GRAMS] < WEIGHTS_WITHOUT_LANGUAGE[Leg.GRAMS]


def test_a_claim_counts_once_with_the_best_of_its_wordings() -> None:
    index = Both()
    index.put(doc(1, 0), EAST, german("Amtlich formulierte Behauptung"))
    index.put(doc(1, 1), vector(0.9, 0.1), german("Graz brennt"))
    index.put(doc(1, 2), vector(0.5, 0.5), german("In Graz brennt es"))
    index.put(doc(2, 0), vector(0.7, 0.3), german("Wien brennt"))

    hits = ask(index, question("Graz brennt", at=NORTH))

    assert [(hit.owner, hit.document) for hit in hits] == [(1, doc(1, 1)), (2, doc(2))]
    assert [hit.owner for hit in ask(index, question("Graz brennt", at=NORTH), k=1)] == [1]


def test_what_has_no_vector_yet_is_found_by_its_words_and_is_neither_near_nor_far() -> None:
    index = Both()
    index.put(doc(1), NORTH, german("Graz brennt"))
    index.put(doc(2), vector(0.5, 0.5), german("Graz brennt"))

    index.dense.remove(ids(doc(1)))

    hits = {hit.owner: hit for hit in ask(index, question("Graz brennt", at=NORTH))}
    assert (hits[1].is_embedded, hits[2].is_embedded) == (False, True)
    assert (hits[1].scores[Leg.MEANING], hits[1].z[Leg.MEANING]) == (NOT_EMBEDDED, 0)
    assert hits[1].scores[Leg.WORDS] == hits[2].scores[Leg.WORDS] > 0


def test_a_document_that_is_already_out_of_the_words_is_found_by_its_meaning_alone() -> None:
    index = Both()
    index.put(doc(1), NORTH, german("Graz brennt"))
    index.put(doc(2), vector(0.5, 0.5), german("Graz brennt"))

    index.lexical.remove(ids(doc(1)))

    hits = {hit.owner: hit for hit in ask(index, question("Graz brennt", at=NORTH))}
    assert hits[1].scores[Leg.WORDS] == hits[1].scores[Leg.GRAMS] == 0
    assert hits[1].legs == (Leg.MEANING,)


def test_what_only_the_words_find_far_down_the_meanings_is_found_with_its_cosine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fusion, "TOP", 3)
    index = Both()
    for owner in range(1, 6):
        index.put(doc(owner), vector(1, owner / 100), german("Etwas ganz anderes"))
    index.put(doc(9), vector(0.2, 1), german("Graz brennt"))

    found = {hit.owner: hit for hit in ask(index, question("Graz brennt", at=NORTH))}[9]

    assert found.legs == (Leg.WORDS, Leg.GRAMS)
    assert found.scores[Leg.MEANING] == pytest.approx(float(vector(0.2, 1) @ NORTH), abs=1e-3)
    assert found.z[Leg.MEANING] < -3, "far below those that are near"


def test_a_leg_without_anything_in_common_has_no_say() -> None:
    index = Both()
    index.put(doc(1), vector(0.9, 0.1), german("Wien"))
    index.put(doc(2), vector(0.1, 0.9), german("Linz"))

    hits = ask(index, question("Graz brennt", at=NORTH))

    assert [(hit.owner, hit.z[Leg.WORDS], hit.z[Leg.GRAMS]) for hit in hits] == [(1, 0, 0), (2, 0, 0)]
    assert [hit.fused for hit in hits] == pytest.approx([WEIGHTS[0], -WEIGHTS[0]])


def test_what_scores_the_same_is_ordered_by_its_number() -> None:
    index = Both()
    for owner in (5, 3, 9, 1):
        index.put(doc(owner), NORTH, german("Graz brennt"))

    assert [hit.owner for hit in ask(index, question("Graz brennt", at=NORTH))] == [1, 3, 5, 9]


def test_an_empty_index_finds_nothing_and_no_questions_need_no_index() -> None:
    assert ask(Both(), question("Graz brennt", at=NORTH)) == []
    assert rank([], Both(), k=5) == []


def test_many_questions_are_answered_in_their_order() -> None:
    index = Both()
    index.put(doc(1), NORTH, german("Graz brennt"))
    index.put(doc(2), EAST, german("Wien friert"))

    answers = rank([question("Wien friert", at=EAST), question("Graz brennt", at=NORTH)], index, k=1)

    assert [[hit.owner for hit in hits] for hits in answers] == [[2], [1]]
