"""Jobs that are owed: noted with the deed, done once it stands, and not lost with whoever dies in between."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from core import jobs, owed
from core.config import Config
from core.db import db, now, writing
from core.owed import Owed
from intake.jobs import sweep
from tests.support.installation import work_off
from tests.support.sample_jobs import break_with_words, count_up, counted, run_out_of_time


def owing(*numbers: int) -> None:
    with writing():
        owed.owe(count_up, *numbers)


def notes() -> list[Owed]:
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(select(Owed).order_by(Owed.id)))


def let_time_pass() -> None:
    with writing() as session:
        session.execute(update(Owed).values(due_at=now()))


def test_what_is_owed_is_done_by_the_worker_and_then_owed_no_more(app: Flask, config: Config) -> None:
    owing(3, 4)
    owed.hand_over()
    assert counted() == 0

    work_off(config)

    assert (counted(), notes()) == (7, [])


def test_what_nobody_has_handed_over_is_done_by_the_sweep(app: Flask) -> None:
    owing(3)

    sweep()
    sweep()

    assert (counted(), notes()) == (3, [])


def test_a_deed_that_is_undone_owes_nothing(app: Flask) -> None:
    with suppress(ZeroDivisionError), writing() as session:
        owed.owe(count_up, 3)
        session.flush()
        _ = 1 // 0

    owed.pay_all()

    assert (counted(), notes()) == (0, [])


def test_each_deed_has_a_note_of_its_own_because_a_job_may_have_begun_before_the_second(app: Flask) -> None:
    owing(3)
    owing(3)

    owed.pay_all()

    assert counted() == 6


def test_a_job_that_breaks_costs_the_others_nothing_and_is_tried_again_later_and_later(app: Flask) -> None:
    with writing():
        owed.owe(jobs.name_of(break_with_words), 1)
        owed.owe(count_up, 3)

    waits = []
    for _ in range(3):
        begun = now()
        owed.pay_all()
        owed.pay_all()
        waits += [round((note.due_at - begun) / owed.AGAIN) for note in notes()]
        let_time_pass()

    assert (counted(), waits) == (3, [1, 2, 4])


def test_however_often_it_breaks_a_job_is_tried_once_a_day(app: Flask) -> None:
    with writing() as session:
        session.add(Owed(job="gone.since.the.update", number=1, attempts=10_000))

    owed.pay_all()

    (note,) = notes()
    assert timedelta(hours=23) < note.due_at - now() <= timedelta(days=1)


def test_only_a_job_can_be_owed(app: Flask) -> None:
    with pytest.raises(ValueError, match="is no job"), writing():
        owed.owe("os.system", 1)


def test_when_the_time_is_over_it_is_over_for_all_that_is_owed(app: Flask) -> None:
    with writing():
        owed.owe(jobs.name_of(run_out_of_time), 1)
        owed.owe(count_up, 3)

    with pytest.raises(jobs.OutOfTime):
        owed.pay_all()
    assert counted() == 0

    owed.pay_all()
    assert counted() == 3, "the rest is done in the next one's time"


def test_what_is_forgotten_is_owed_no_more_and_the_rest_is(app: Flask) -> None:
    owing(3, 4, 5)
    with writing():
        owed.forget(count_up, 3, 5)
    assert [note.number for note in notes()] == [4]
