"""Measuring: the figures are what the field means by their names."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from archive.evaluation.evaluate import Evaluation, Wrong, evaluate
from archive.evaluation.labelled import Archive, LabelledQuery
from archive.imports.rows import ClaimRow
from search.learning.metrics import average_precision
from search.model.embedder import Role
from search.ranking.adapter import Adapter
from search.ranking.calibration import Calibration
from tests.support.building import only

HIT, MISS = True, False


@pytest.mark.parametrize(
    "hits,relevant,expected",
    [
        ([], 1, 0),
        ([HIT], 0, 0),
        ([HIT], 1, 1),
        ([MISS, HIT], 1, 1 / 2),
        ([MISS, MISS, MISS, MISS, HIT], 1, 1 / 5),
        ([MISS, MISS, MISS, MISS, MISS, HIT], 1, 0),
        ([HIT, HIT], 2, 1),
        ([HIT, MISS, HIT], 2, (1 + 2 / 3) / 2),
        ([MISS, HIT, HIT], 2, (1 / 2 + 2 / 3) / 2),
        ([HIT], 2, 1 / 2),
        ([HIT] * 5, 7, 1),
        ([HIT, MISS, MISS, MISS, MISS], 7, 1 / 5),
    ],
)
def test_average_precision_is_what_a_pencil_finds(hits: list[bool], relevant: int, expected: float) -> None:
    assert average_precision(hits, relevant=relevant, cut=5) == pytest.approx(expected)


ASKED = {"drei": 3, "vier": 4, "fünf": 5, "sechs": 6}
# Nothing of it stands in a claim, and with it a question is long enough for every band.
FILLER = "bitte sagt mir doch endlich ob das stimmt"


class OneHot:
    """A model whose vectors can be told by hand: a claim is its number, a question the number it begins with."""

    model_id = "tiny"
    dimension = 16

    def embed(
        self, texts: Sequence[str], *, role: Role, progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), 16), np.float32)
        for row, text in zip(vectors, texts, strict=True):
            # Later claims are a little nearer to every question, so that the order is known.
            if role is Role.PASSAGE:
                number = int(text.split()[0])
                row[number], row[15] = 1, number / 100
            else:
                row[ASKED[text.split()[0]]], row[15] = 1, 1
        return vectors


def archive(count: int = 12, **texts: str) -> Archive:
    rows = [ClaimRow(id=f"c{number}", text=texts.get(f"c{number}", str(number)), lang="de") for number in range(count)]
    return Archive.of(rows, OneHot())  # type: ignore[arg-type]


def asked(name: str, *relevant: str, more: str = FILLER) -> LabelledQuery:
    return LabelledQuery(id=name, text=f"{name} {more}", relevant=list(relevant))


def measured(
    it: Archive,
    queries: Sequence[LabelledQuery],
    *,
    calibration: Calibration | None = None,
    adapter: Adapter | None = None,
) -> Evaluation:
    return evaluate(OneHot(), it, queries, calibration=calibration, adapter=adapter)  # type: ignore[arg-type]


# A claim that is named has a cosine of 1 and more, and gets .993; all others .1 and less, and get .02.
SURE_FROM_ONE = only("cosine", 10.0, intercept=-5.0)


def test_figures_of_a_run_that_can_be_reckoned_by_hand() -> None:
    queries = [asked("drei", "c3"), asked("vier", "c11"), asked("fünf", "c6"), asked("sechs", "unknown")]

    result = measured(archive(), queries)

    assert (result.queries, result.claims) == (4, 12)
    assert result.fused.map_at_5 == pytest.approx((1 + 1 / 2 + 0 + 0) / 4)
    assert result.fused.mrr == pytest.approx((1 + 1 / 2 + 1 / 7 + 0) / 4)
    assert result.fused.success == {1: 1 / 4, 5: 2 / 4, 10: 3 / 4}
    assert result.legs["meaning"] == result.fused, "the words have nothing in common"
    assert (result.legs["words"].mrr, result.legs["grams"].mrr) == (0, 0)
    assert (result.bands, result.bands_with_negatives) == (None, None)


def test_each_leg_is_measured_on_its_own() -> None:
    it = archive(c2="2 Eiffelturm in Graz", c7="7 Coronaimpfungen")

    result = measured(it, [asked("fünf", "c2", more="Eiffelturm"), asked("vier", "c7", more="Impfung")])

    legs = {name: ranking.success[1] for name, ranking in result.legs.items()}
    assert legs == {"meaning": 0, "words": 0.5, "grams": 1}, "only parts of words see through the second one"


def test_an_adapter_is_measured_as_it_would_move_the_questions() -> None:
    three_to_eight = np.zeros((16, 16), np.float32)
    three_to_eight[3, 3], three_to_eight[3, 8] = -1, 1
    queries = [asked("drei", "c8"), asked("vier", "c4")]

    assert measured(archive(), queries).fused.success[1] == 0.5
    assert measured(archive(), queries, adapter=Adapter("tiny", three_to_eight)).fused.success[1] == 1


def test_a_question_that_nothing_answers_has_no_part_in_how_high_answers_stand() -> None:
    whole = measured(archive(), [asked("drei", "c3"), asked("vier", "c11")])
    more = measured(archive(), [asked("drei", "c3"), asked("vier", "c11"), asked("fünf")])

    assert more.fused == whole.fused
    assert more.queries == whole.queries + 1
    assert measured(archive(), [asked("fünf")]).fused.map_at_5 == 0


def test_an_answer_that_is_named_twice_counts_once() -> None:
    assert asked("drei", "c3", "c3").relevant == ["c3"]
    assert measured(archive(), [asked("drei", "c3", "c3")]).fused.map_at_5 == 1


def test_bands_are_measured_on_the_best_match_with_and_without_the_claims_that_answer() -> None:
    """Four is labelled with another claim than the one it names, so what it is given is always wrong."""
    queries = [asked("drei", "c3"), asked("vier", "c11"), asked("fünf", "c5"), asked("sechs", "c6")]

    result = measured(archive(), queries, calibration=SURE_FROM_ONE)

    assert result.bands is not None
    same = result.bands.figures["same"]
    assert (result.bands.questions, result.bands.answerable) == (4, 4)
    assert (same.matches, same.precision, same.coverage) == (4, 3 / 4, 3 / 4)
    assert [(wrong.query, wrong.claim) for wrong in result.bands.wrong] == [("vier", "c4")]
    assert result.bands_with_negatives is not None
    same = result.bands_with_negatives.figures["same"]
    assert (result.bands_with_negatives.questions, result.bands_with_negatives.answerable) == (8, 4)
    assert (same.matches, same.precision, same.coverage) == pytest.approx((5, 3 / 5, 3 / 4))
    assert [wrong.query for wrong in result.bands_with_negatives.wrong] == ["vier", "vier"]
    probability = result.bands.wrong[0].probability
    assert result.bands.wrong[0] == Wrong("vier", "c4", probability)
    assert result.bands.reliability.error == pytest.approx(probability - 3 / 4, abs=0.01)


def test_whoever_looks_at_what_is_likely_looks_at_what_is_the_same_as_well() -> None:
    """The second question has too few words for a band, and what it is given is only related."""
    queries = [asked("drei", "c3"), asked("vier", "c4", more="")]

    for calibration, same in ((SURE_FROM_ONE, 1), (only("cosine", 10.0, intercept=-5.0, same=2.0), 0)):
        result = measured(archive(), queries, calibration=calibration)

        assert result.bands is not None
        likely = result.bands.figures["likely"]
        assert (likely.matches, likely.precision, likely.coverage) == (1, 1, 1 / 2)
        assert result.bands.figures["same"].matches == same


def test_questions_without_an_answer_do_not_count_as_missed() -> None:
    queries = [asked("drei", "c3"), asked("vier", "elsewhere"), asked("fünf")]

    result = measured(archive(), queries, calibration=SURE_FROM_ONE)

    assert result.bands is not None
    assert (result.bands.questions, result.bands.answerable) == (3, 1)
    assert result.bands.figures["same"].coverage == 1
    assert result.bands.figures["same"].precision == pytest.approx(1 / 3), "but what they are given is wrong"


def test_an_archive_too_small_for_probabilities_has_bands_without_figures() -> None:
    result = measured(archive(7), [asked("drei", "c3")], calibration=SURE_FROM_ONE)

    assert result.fused.success[1] == 1
    assert result.bands is not None
    assert (result.bands.figures["same"].matches, result.bands.figures["same"].coverage) == (0, 0)


def test_the_measurement_leaves_the_archive_as_it_was() -> None:
    it = archive()

    measured(it, [asked("drei", "c3"), asked("vier", "c4")], calibration=SURE_FROM_ONE)

    assert (len(it.index.dense), len(it.index.lexical)) == (12, 12)


@pytest.mark.parametrize("calibration", [None, SURE_FROM_ONE], ids=["not calibrated", "calibrated"])
def test_the_figures_name_every_stage(calibration: Calibration | None) -> None:
    figures = measured(archive(), [asked("drei", "c3"), asked("vier", "c4")], calibration=calibration).as_json()

    assert list(figures)[:7] == ["queries", "claims", "map@5", "mrr", "s@1", "s@5", "s@10"]
    assert set(figures["legs"]) == {"meaning", "words", "grams"}
    latency = figures["latency_ms"]
    assert set(latency) == {
        *("embedding_alone", "embedding_in_batch", "terms"),
        *("search_p50", "search_p95", "judging_p50", "judging_p95"),
    }
    assert 0 < latency["search_p50"] <= latency["search_p95"]
    if calibration is not None:
        assert set(figures["bands"]) == {"questions", "answerable", "same", "likely", "calibration_error"}
        assert set(figures["bands_with_negatives"]["same"]) == {"threshold", "precision", "coverage", "matches"}
