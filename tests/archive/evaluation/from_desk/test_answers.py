"""What the desk's own answers teach: which of them are learned from, and what of the archive is read for it."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from flask import Flask
from sqlalchemy import func, select

from archive import claims, indexing
from archive.evaluation import train, train_from_desk
from archive.models import KeptApart
from core.db import db, now, writing
from search.engine import engine
from search.index.models import Vector
from search.learning.calibration_training import fit
from tests.support.labelled import TOPICS
from tests.support.training import (
    ELSEWHERE,
    POSTS,
    claim_ids,
    confirm,
    keep_apart,
    post,
    take_back,
    tops,
)


@pytest.mark.usefixtures("short_training")
def test_of_a_large_archive_only_what_stands_near_the_answers_is_held(
    desk: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = claim_ids()
    confirm(POSTS[:3], ids[:3])
    whole = train_from_desk._answers(engine().embedder, count=3).confirmed
    monkeypatch.setattr(train_from_desk, "MOST_CLAIMS", 10)
    monkeypatch.setattr(train_from_desk, "NEAREST", 4)

    part = train_from_desk._answers(engine().embedder, count=3).confirmed

    assert len(whole.archive.rows) == len(ids)
    held = {int(row.id) for row in part.archive.rows}
    assert set(ids[:3]) <= held
    assert len(held) <= 10 + 4
    assert [query.id for query in part.queries] == [query.id for query in whole.queries]


def test_of_very_many_answers_the_newest_are_learned_from(desk: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train_from_desk, "MOST_ANSWERS", 5)
    made = confirm(POSTS[:8], claim_ids()[:8])

    confirmed = train_from_desk._answers(engine().embedder, count=8).confirmed

    assert [query.id for query in confirmed.queries] == [f"w{wording.id}" for wording in made[-5:]]


def test_no_post_is_its_own_answer(desk: Flask) -> None:
    """The product finds a confirmed post by itself; what is learned from must not."""
    ids = claim_ids()
    made = confirm(POSTS, ids)
    assert indexing.embed_missing() == len(POSTS)
    documents = db.session.scalar(select(func.count(Vector.id)))
    assert documents == len(POSTS) + len(ids)
    claims.retract(ids[0])

    answers = train_from_desk._answers(engine().embedder, count=len(made))

    assert sorted(int(row.id) for row in answers.confirmed.archive.rows) == ids[1:]
    assert len(answers.confirmed.archive.index) == len(ids) - 1
    assert [query.id for query in answers.confirmed.queries] == [f"w{wording.id}" for wording in made[1:]]
    said = {query.text for query in answers.confirmed.queries}
    assert not said & {row.text for row in answers.confirmed.archive.rows}


def test_answers_that_were_taken_back_teach_nothing(desk: Flask) -> None:
    ids = claim_ids()
    made = confirm(POSTS, ids)
    keep_apart(POSTS[:2], ids[1:3])
    take_back(made[:5])
    with writing() as session:
        pair = session.scalars(select(KeptApart).limit(1)).one()
        pair.taken_back_at = now()

    answers = train_from_desk._answers(engine().embedder, count=56)

    assert [query.id for query in answers.confirmed.queries] == [f"w{wording.id}" for wording in made[5:]]
    assert [query.text for query in answers.rejected.queries] == [POSTS[1]]


def test_a_text_that_was_confirmed_for_two_claims_is_asked_once_and_answered_by_both(desk: Flask) -> None:
    ids = claim_ids()
    confirm([*POSTS[:3], POSTS[0]], [*ids[:3], ids[7]])

    confirmed = train_from_desk._answers(engine().embedder, count=4).confirmed

    assert [query.relevant for query in confirmed.queries] == [[str(ids[0]), str(ids[7])], [str(ids[1])], [str(ids[2])]]


def test_of_a_rejected_claim_that_would_not_stand_on_top_nothing_is_learned(desk: Flask) -> None:
    rejected = [post(place, said) for place, (_, said) in product(ELSEWHERE[:2], TOPICS)]
    first = tops(rejected)
    ids = claim_ids()
    others = [ids[ids.index(top) - 1] for top in first]
    keep_apart([*rejected, *rejected[:3]], [*others, *first[:3]])

    answers = train_from_desk._answers(engine().embedder, count=15)

    judged = train_from_desk._judged_rejected(answers.rejected)
    assert [one.group for one in judged] == [str(claim_id) for claim_id in first[:3]]


@pytest.mark.usefixtures("short_training")
def test_pairs_kept_apart_lower_the_probability_of_what_is_like_them(desk: Flask) -> None:
    rejected = [post(place, said) for place, (_, said) in product(ELSEWHERE, TOPICS)]
    confirm(POSTS, claim_ids())
    keep_apart(rejected, tops(rejected))

    answers = train_from_desk._answers(engine().embedder, count=120)
    right_and_wrong = train.judged(answers.confirmed)
    kept_apart = train_from_desk._judged_rejected(answers.rejected)
    without = fit(right_and_wrong, made_for="x")
    with_them = fit([*right_and_wrong, *kept_apart], made_for="x")

    assert len(kept_apart) == len(rejected)
    assert not any(judged.right.any() or judged.answerable for judged in kept_apart)
    features = np.stack([judged.features[0] for judged in kept_apart])
    assert with_them.probabilities(features).mean() < without.probabilities(features).mean()

    calibration = train_from_desk.learn()[-1]
    assert calibration.figures.questions == 180
