"""Learning from the desk's own answers: only from enough of them, only on trial, and listed whatever comes of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from flask import Flask

from archive import claims
from archive.evaluation import train, train_from_desk
from archive.evaluation.train import Adapted
from archive.evaluation.train_from_desk import NEW_ANSWERS
from archive.jobs import learn_from_desk
from archive.models import ArchiveAction
from core.db import writing
from core.events import HAPPENED, Happened
from review.lessons import page
from search.engine import engine
from search.learning import in_effect
from search.learning.adapter_training import Comparison, TooFewPairs
from search.learning.certainty import FEWEST_ANSWERS
from search.learning.figures import LearnedFigures, Reason
from search.learning.models import LearnedKind, LearnedState
from tests.support.building import turning
from tests.support.training import (
    POSTS,
    claim_ids,
    confirm,
    heard,
    keep_apart,
    listed,
    shown,
)


def test_from_too_few_answers_nothing_is_tried(desk: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even the archive is read, which is much work."""
    ids = claim_ids()
    monkeypatch.setattr(train_from_desk, "_archive", pytest.fail)
    assert train_from_desk.learn() == []

    confirm(POSTS[:49], ids[:49])
    keep_apart(POSTS[:49], ids[1:50])

    assert train_from_desk.learn() == []
    assert listed() == []


def test_under_two_hundred_answers_nothing_is_tried(desk: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train_from_desk, "FEWEST_ANSWERS", FEWEST_ANSWERS)
    ids = claim_ids()
    confirm(POSTS, ids)
    keep_apart([*POSTS, *POSTS], [*ids[1:], ids[0], *ids[2:], *ids[:2]])
    keep_apart(POSTS[:19], [*ids[3:22]])
    assert FEWEST_ANSWERS == 200
    assert train_from_desk.learn() == []
    assert listed() == []

    keep_apart(POSTS[19:20], ids[22:23])
    monkeypatch.setattr(train, "adapted", lambda *_, **__: (_ for _ in ()).throw(TooFewPairs))
    assert len(train_from_desk.learn()) == 1


@pytest.mark.usefixtures("short_training")
@pytest.mark.parametrize(
    "better_for,in_use,state", [(0.9, 0.5, LearnedState.ACTIVE), (0.6, 0.43, LearnedState.REJECTED)]
)
def test_a_calibration_is_used_only_if_it_is_surely_better(
    desk: Flask, monkeypatch: pytest.MonkeyPatch, better_for: float, in_use: float, state: LearnedState
) -> None:
    """On the mean both are better than the one in use; of the second that may be chance."""
    confirm(POSTS, claim_ids())
    train_from_desk.learn()
    monkeypatch.setattr(train_from_desk, "NEW_ANSWERS", 0)
    answers = train_from_desk._answers(engine().embedder, count=60)
    right = np.array([one.right[0] for one in train.judged(answers.confirmed)])
    said = np.where(np.random.default_rng(1).random(len(right)) < better_for, 0.8, 0.2)
    monkeypatch.setattr(train_from_desk, "cross_fitted", lambda _judged: np.where(right, said, 1 - said))
    monkeypatch.setattr(train_from_desk, "_probabilities", lambda *_: np.where(right, in_use, 1 - in_use))

    calibration = train_from_desk.learn()[-1]

    assert calibration.state is state
    assert calibration.figures.sure_gain is not None
    assert (calibration.figures.sure_gain > 0) is (state is LearnedState.ACTIVE)
    assert page.certainty(calibration.figures)


def test_what_was_tried_is_listed_with_its_figures_and_in_use_only_if_it_won(desk: Flask) -> None:
    embedder = engine().embedder
    before = in_effect.calibration_of(embedder.model_id)
    confirm(POSTS, claim_ids())

    with heard() as told:
        adapter, calibration = train_from_desk.learn()

    assert [row.id for row in listed()] == [adapter.id, calibration.id]
    assert (adapter.kind, calibration.kind) == (LearnedKind.ADAPTER, LearnedKind.CALIBRATION)
    assert (adapter.figures.answers, calibration.figures.answers) == (60, 60)
    assert adapter.figures.per_language["de"].pairs == 60
    assert (adapter.state is LearnedState.ACTIVE) is adapter.figures.kept
    surprise = calibration.figures.surprise
    assert surprise is not None
    assert surprise.is_less, "claims that are all alike are unlike those the shipped one was fitted on"
    assert ("Surprise at your answers", surprise.before, surprise.after) in shown(calibration)
    assert calibration.state is LearnedState.ACTIVE
    after = in_effect.calibration_of(calibration.model_id)
    assert after is not None
    assert after != before
    assert after.questions == calibration.figures.questions == 120
    assert told == [row.id for row in (adapter, calibration) if row.state is LearnedState.ACTIVE]


@pytest.mark.usefixtures("short_training")
def test_a_calibration_that_tells_the_answers_no_better_is_only_listed(
    desk: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its thresholds are promises: a worse one must not replace one that keeps them."""
    confirm(POSTS, claim_ids())
    train_from_desk.learn()
    stands = in_effect.calibration_of(engine().embedder.model_id)
    monkeypatch.setattr(train_from_desk, "NEW_ANSWERS", 0)
    monkeypatch.setattr(train_from_desk, "cross_fitted", lambda judged: np.full(len(judged), 0.5))

    with heard() as told:
        _, calibration = train_from_desk.learn()

    assert calibration.state is LearnedState.REJECTED
    surprise = calibration.figures.surprise
    assert surprise is not None
    assert not surprise.is_less
    assert in_effect.calibration_of(engine().embedder.model_id) == stands
    assert told == []


@pytest.mark.parametrize("seed", [1, 2])
def test_from_posts_that_were_confirmed_for_any_claim_at_all_no_adapter_comes_into_use(desk: Flask, seed: int) -> None:
    mixed_up = np.random.default_rng(seed).permutation(claim_ids())
    confirm(POSTS, mixed_up.tolist())

    adapter = train_from_desk.learn()[0]

    assert (adapter.kind, adapter.state) == (LearnedKind.ADAPTER, LearnedState.REJECTED)
    assert adapter.figures.reason != Reason.WON
    assert in_effect.adapter_of(engine().embedder.model_id, engine().embedder.dimension) is None


@pytest.mark.usefixtures("short_training")
def test_it_is_tried_again_only_when_enough_new_answers_have_come(desk: Flask) -> None:
    ids = claim_ids()
    confirm(POSTS, ids)
    assert len(train_from_desk.learn()) == 2

    assert train_from_desk.learn() == []
    keep_apart(POSTS[: NEW_ANSWERS - 1], ids[-NEW_ANSWERS + 1 :])
    assert train_from_desk.learn() == []
    assert len(listed()) == 2

    keep_apart(POSTS[NEW_ANSWERS : NEW_ANSWERS + 1], ids[:1])
    learn_from_desk()
    assert [row.figures.answers for row in listed()] == [60, 60, 85, 85]


@pytest.mark.usefixtures("short_training")
def test_answers_about_claims_that_were_retracted_are_not_new_for_ever(desk: Flask) -> None:
    ids = claim_ids()
    extra = [text.replace("Unglaublich", "Kaum zu glauben") for text in POSTS]
    confirm([*POSTS, *extra], [*ids, *ids])
    for claim_id in ids[:20]:
        claims.retract(claim_id)

    adapter = train_from_desk.learn()[0]

    assert (adapter.figures.answers, adapter.figures.per_language["de"].pairs) == (120, 80)
    assert train_from_desk.learn() == []


@pytest.mark.usefixtures("short_training")
def test_what_was_learned_from_files_meanwhile_makes_no_answer_new(desk: Flask) -> None:
    confirm(POSTS, claim_ids())
    train_from_desk.learn()
    with writing():
        in_effect.keep(
            LearnedKind.ADAPTER, "another", b"", figures=LearnedFigures(gain=0.1), state=LearnedState.REJECTED
        )

    assert train_from_desk.learn() == []


@pytest.mark.usefixtures("short_training")
def test_an_adapter_that_won_is_used_at_once_also_by_the_calibration_learned_after_it(
    desk: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a single pair kept apart: there is then nothing to send through it."""
    embedder = engine().embedder
    adapter = turning(embedder.model_id, embedder.dimension)
    won = Comparison({}, 0.25, 0.04, 0.01, kept=True, reason=Reason.WON)
    monkeypatch.setattr(train, "adapted", lambda *_, **__: Adapted(adapter, won))
    confirm(POSTS, claim_ids())

    with heard() as told:
        tried = train_from_desk.learn()

    name = in_effect.made_for(embedder.model_id, adapter)
    assert [(row.kind, row.model_id) for row in tried] == [
        (LearnedKind.ADAPTER, embedder.model_id),
        (LearnedKind.CALIBRATION, name),
    ]
    assert tried[0].state is LearnedState.ACTIVE
    in_use = in_effect.adapter_of(embedder.model_id, embedder.dimension)
    assert in_use is not None
    assert in_use.id == adapter.id
    assert in_effect.calibration_of(name) is not None
    assert told == [row.id for row in tried if row.state is LearnedState.ACTIVE]


@pytest.mark.usefixtures("short_training")
def test_what_others_do_about_it_is_done_together_with_it_or_not_at_all(desk: Flask) -> None:
    confirm(POSTS, claim_ids())

    def refuse(told: Sequence[Happened]) -> None:
        if any(one.action is ArchiveAction.LEARNED for one in told):
            raise ZeroDivisionError

    with HAPPENED.connected_to(refuse), pytest.raises(ZeroDivisionError):
        train_from_desk.learn()

    assert not [row for row in listed() if row.state is LearnedState.ACTIVE]
