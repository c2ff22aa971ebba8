"""From labelled archives to what is learned: kept only if it wins, and put to use together or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from flask import Flask
from sqlalchemy import select

from archive.evaluation import train
from archive.evaluation.labelled import Archive, LabelledQuery
from archive.evaluation.train import Adapted, Labelled
from core.db import db
from search.learning import in_effect
from search.learning.adapter_training import Comparison, TooFewPairs
from search.learning.calibration_training import FIRST_HITS, CannotCalibrate
from search.learning.figures import Reason
from search.learning.metrics import average_precision
from search.learning.models import Learned, LearnedKind, LearnedState
from search.ranking import fusion
from search.ranking.adapter import Adapter
from search.ranking.features import FEWEST_HITS
from search.text.wrapping import undressed
from tests.support.building import Reader, seeded
from tests.support.labelled import pairs

READER: Reader = Reader()


def labelled(queries: list[LabelledQuery] | None = None) -> Labelled:
    claims, own = pairs()
    archive = Archive.of(claims, READER)  # type: ignore[arg-type]
    return Labelled.of(archive, own if queries is None else queries, READER)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def good() -> Iterator[Labelled]:
    """Sixty posts whose claims are known."""
    made = labelled()
    yield made
    assert len(made.archive.index) == len(made.archive.rows), "whatever was taken out has been put back"


def compared(*, kept: bool) -> Comparison:
    return Comparison({}, 0.25, 0.04, 0.01, kept=kept, reason=Reason.WON if kept else Reason.NOT_SURE)


def result(*, kept: bool) -> Adapted:
    matrix = np.asarray(np.eye(READER.dimension, k=1) / 100, np.float32)
    return Adapted(Adapter(READER.model_id, matrix), compared(kept=kept))


def stored() -> list[tuple[LearnedKind, str, LearnedState]]:
    return [(row.kind, row.model_id, row.state) for row in db.session.scalars(select(Learned).order_by(Learned.id))]


def test_posts_whose_claim_is_not_in_the_archive_are_left_out() -> None:
    _, queries = pairs()
    unknown = queries[0].model_copy(update={"relevant": ["elsewhere"]})
    partly = queries[1].model_copy(update={"relevant": ["elsewhere", "c1"]})

    made = labelled([unknown, partly, queries[2], queries[3].model_copy(update={"relevant": []})])

    assert [query.id for query in made.queries] == ["q1", "q2"]
    assert [question.said for question in made.questions] == [undressed(query.text) for query in made.queries]


def test_each_question_is_asked_once_with_its_claim_and_once_without(good: Labelled) -> None:
    found = train.judged(good)

    assert len(found) == 2 * len(good.queries)
    for place in range(0, len(found), 2):
        with_and_without = found[place : place + 2]
        assert len({judged.group for judged in with_and_without}) == 1, "one stands beside the other"
        assert sorted(judged.answerable for judged in with_and_without) == [False, True]
    for judged in found:
        assert judged.features.shape[0] == len(judged.right) == FIRST_HITS
        assert judged.answerable or not judged.right.any()


def test_a_calibration_is_fitted_on_both_and_tells_right_from_wrong(good: Labelled) -> None:
    calibration = train.calibrated([good], adapter=None, made_for="tiny")

    assert (calibration.made_for, calibration.questions) == ("tiny", 2 * len(good.queries))
    judged = train.judged(good)
    probabilities = calibration.probabilities(np.stack([one.features[0] for one in judged]))
    right = np.array([one.right[0] for one in judged])
    assert probabilities[right].mean() > probabilities[~right].mean() + 0.3


def test_a_calibration_is_fitted_for_questions_on_their_way_through_the_adapter(good: Labelled) -> None:
    adapter = result(kept=True).adapter

    plain = train.calibrated([good], adapter=None, made_for="tiny")
    moved = train.calibrated([good], adapter=adapter, made_for="tiny")

    assert good.through(None) is good
    assert np.allclose(good.through(adapter).questions[0].vector, adapter.apply(good.questions[0].plain[None])[0])
    assert plain.centre[0] != moved.centre[0], "the mean cosine is another one"


def test_too_few_posts_are_not_calibrated_on() -> None:
    _, queries = pairs()

    with pytest.raises(CannotCalibrate, match="at least 50 right"):
        train.calibrated([labelled(queries[:20])], adapter=None, made_for="tiny")


def test_an_archive_in_which_nothing_can_stand_out_is_not_calibrated_on() -> None:
    claims, queries = pairs()
    few = Labelled.of(
        Archive.of(claims[: FEWEST_HITS - 1], READER),  # type: ignore[arg-type]
        queries * 20,
        READER,  # type: ignore[arg-type]
    )

    with pytest.raises(CannotCalibrate):
        train.calibrated([few], adapter=None, made_for="tiny")


def test_among_posts_each_is_asked_without_itself_and_answered_by_others_about_its_claim() -> None:
    claims, queries = pairs()
    repeated = [
        LabelledQuery(id=f"p{number}", text=claim.text, relevant=[claim.id]) for number, claim in enumerate(claims[:20])
    ]
    made = Labelled.among_posts([*queries, *repeated], READER)  # type: ignore[arg-type]

    judged = train._judged_among_posts(made)

    assert [query.relevant for query in made.queries[:20]] == [[f"p{number}"] for number in range(20)]
    assert {tuple(query.relevant) for query in made.queries[20:60]} == {()}
    assert [one.answerable for one in judged] == [True] * 20 + [False] * 40 + [True] * 20
    assert all(not one.right.any() for one in judged if not one.answerable)
    assert len(made.archive.index) == 80, "each is put back"
    with pytest.raises(CannotCalibrate):
        train.calibrated_among_posts([made], made_for="tiny")


@pytest.mark.parametrize("seed", [1, 2])
def test_an_adapter_learned_from_labels_that_mean_nothing_is_not_kept(seed: int) -> None:
    _, queries = pairs()
    answers = [query.relevant for query in queries]
    seeded(seed).shuffle(answers)
    mixed_up = [
        query.model_copy(update={"relevant": relevant}) for query, relevant in zip(queries, answers, strict=True)
    ]

    found = train.adapted([labelled(mixed_up)], model_id="tiny")

    assert not found.comparison.kept
    assert found.comparison.reason is not Reason.WON


def test_held_out_posts_are_ranked_as_the_product_ranks_each_in_its_own_archive() -> None:
    """The same ids mean other claims in the other archive; mixed up, a post of one would find claims of the other."""
    claims, queries = pairs()
    parts = [labelled(queries[:30]), Labelled.of(Archive.of(claims[::-1], READER), queries[30:], READER)]  # type: ignore[arg-type]

    found = train.adapted(parts, model_id="tiny")

    expected = []
    for part in parts:
        for query, hits in zip(part.queries, fusion.rank(part.questions, part.archive, k=5), strict=True):
            right = [part.archive.rows[hit.owner].id in query.relevant for hit in hits]
            expected.append(average_precision(right, relevant=1, cut=5))
    figures = found.comparison.per_language["de"]
    assert figures.pairs == 60
    assert figures.before == pytest.approx(sum(expected) / 60)
    assert found.adapter.model_id == "tiny"
    assert found.adapter.id == train.adapted(parts, model_id="tiny").adapter.id, "learning again gives the same"


@pytest.mark.parametrize("queries", [[], pairs()[1][:20]], ids=["none", "few"])
def test_too_few_posts_are_not_learned_from(queries: list[LabelledQuery]) -> None:
    with pytest.raises(TooFewPairs, match="at least 50 pairs"):
        train.adapted([labelled(queries)], model_id="tiny")


def test_an_adapter_that_did_not_win_is_listed_with_its_figures_and_changes_nothing(app: Flask, good: Labelled) -> None:
    row = train.put_to_use(result(kept=False), [good])

    assert stored() == [(LearnedKind.ADAPTER, "tiny", LearnedState.REJECTED)]
    assert row.figures.reason == "not sure"
    assert in_effect.adapter_of("tiny", READER.dimension) is None


def test_an_adapter_that_won_is_put_to_use_together_with_its_calibration(app: Flask, good: Labelled) -> None:
    won = result(kept=True)

    row = train.put_to_use(won, [good])

    name = in_effect.made_for("tiny", won.adapter)
    assert stored() == [
        (LearnedKind.CALIBRATION, name, LearnedState.ACTIVE),
        (LearnedKind.ADAPTER, "tiny", LearnedState.ACTIVE),
    ]
    assert (row.figures.gain, row.figures.scale) == (0.04, 0.25)
    found = in_effect.adapter_of("tiny", READER.dimension)
    assert found is not None
    assert found.id == won.adapter.id
    calibration = in_effect.calibration_of(name)
    assert calibration is not None
    assert calibration.made_for == name


def test_an_adapter_that_won_but_cannot_be_calibrated_is_only_listed(app: Flask, good: Labelled) -> None:
    """With it in use there would be no probabilities at all, which is worse than what it gains."""
    few = replace(good, queries=good.queries[:20], questions=good.questions[:20])

    row = train.put_to_use(result(kept=True), [few])

    assert stored() == [(LearnedKind.ADAPTER, "tiny", LearnedState.REJECTED)]
    assert "are needed to calibrate" in (row.figures.not_calibrated or "")
