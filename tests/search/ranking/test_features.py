"""The numbers from which a probability is made, each worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from math import log1p

import pytest

from search.comparison.said import Said
from search.ranking.features import FEWEST_HITS, LONGEST_KEPT, NAMES, Side, features, public_side
from search.ranking.fusion import Hit
from tests.support.building import hit, question
from tests.support.counting import calls

POST = "In Graz bekommen 500 Familien die Miete geschenkt"
COSINES = [0.9, 0.88, 0.86, 0.85, 0.84, 0.8, 0.8, 0.79, 0.79, 0.77]
FUSED = [6.0, 4.5, 3.0, 2.0, 1.5, 1.0, 0.5, 0.5, 0.0, 0.0]
BACKGROUND_COSINE, BACKGROUND_FUSED = 0.79, 0.4


def hits() -> list[Hit]:
    return [
        hit(owner, cosine=cosine, fused=fused)
        for owner, (cosine, fused) in enumerate(zip(COSINES, FUSED, strict=True), start=1)
    ]


def of(documents: Sequence[str], post: str = POST) -> list[dict[str, float]]:
    found = features(question(post), hits(), [Side(text, "de") for text in documents])
    assert found.shape == (len(documents), len(NAMES))
    return [dict(zip(NAMES, row.tolist(), strict=True)) for row in found]


def test_a_hit_is_measured_against_the_best_other_one_and_against_those_far_down() -> None:
    first, second, fifth = (of(["Wien"] * 5)[place] for place in (0, 1, 4))

    assert first["cosine"] == pytest.approx(0.9)
    assert first["cosine_lead"] == pytest.approx(0.9 - BACKGROUND_COSINE)
    assert first["lead"] == pytest.approx(6.0 - 4.5)
    assert first["far_lead"] == pytest.approx(6.0 - BACKGROUND_FUSED)
    assert second["lead"] == pytest.approx(4.5 - 6.0)
    assert (fifth["lead"], fifth["far_lead"]) == pytest.approx((1.5 - 6.0, 1.5 - BACKGROUND_FUSED))


@pytest.mark.parametrize(
    "document,shared,missing",
    [
        ("In Wien scheint die Sonne", 0, 0),
        ("Grazer Familien wird die Miete geschenkt", 4, 0),
        ("Familien bekommen in Graz die Mieten geschenkt, und zwar 500 Familien", 6, 0),
        ("Familien wurden 300 Mieten geschenkt", 3, 1),
        ("Am 3. Mai 2021 bekamen 300 Leute 20 Euro", 0, 3),
    ],
)
def test_stems_in_common_and_numbers_that_the_post_does_not_have_are_counted(
    document: str, shared: int, missing: int
) -> None:
    (found,) = of([document])

    assert found["shared_words"] == pytest.approx(log1p(shared))
    assert found["missing_numbers"] == pytest.approx(log1p(missing))


def test_the_length_is_that_of_the_post() -> None:
    (found,) = of(["Wien"])

    assert found["length"] == pytest.approx(log1p(8))


def test_the_language_of_each_side_gives_its_stems() -> None:
    post = question("the houses are burning", lang="en")

    (row,) = features(post, hits(), [Side("a burning house", "en")])
    (other,) = features(post, hits(), [Side("a burning house", "de")])

    at = NAMES.index("shared_words")
    assert row[at] == pytest.approx(log1p(2))
    assert other[at] < row[at]


def test_no_documents_have_no_features() -> None:
    assert features(question(POST), hits(), []).shape == (0, len(NAMES))


def test_with_too_few_hits_there_is_nothing_to_stand_out_from() -> None:
    with pytest.raises(ValueError, match="9 hits say too little; 10 are needed"):
        features(question(POST), hits()[: FEWEST_HITS - 1], [])


def test_a_published_document_is_read_once_however_often_it_is_met() -> None:
    texts = [f"In Graz bekommen {number} Familien die Miete geschenkt, heißt es." for number in (500, 600)]
    with calls("facts_of", "compared") as counted:
        for _ in range(3):
            documents = [public_side(text, "de") for text in texts]
            features(question(POST), hits(), documents)
            assert not any(Said(POST, "de").is_almost(document.said) for document in documents)
    assert all(counted.with_whole(text)["facts_of"] <= 3 for text in texts), "as a text, to be compared, and laid out"
    assert public_side(texts[0], "de") is public_side(texts[0], "de")
    assert public_side(texts[0], "de") is not public_side(texts[0], "en")


def test_a_long_document_is_not_kept_in_memory() -> None:
    long = "Graz " * LONGEST_KEPT
    assert public_side(long, "de") is not public_side(long, "de")


def test_the_sentence_of_a_document_is_held_against_others_without_what_its_article_says() -> None:
    side = Side("Die Miete wird geschenkt", "de", ("Faktencheck",))

    assert (side.said.text, "faktencheck" in side.facts.words) == ("Die Miete wird geschenkt", True)
