"""Whose turn it is: long texts, reports that were tried, and what holds them up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from core.db import db, now, writing
from intake.cases import joining, keys, near_duplicates, opening, placing, suggesting
from intake.models.cases import Case
from intake.models.reports import Submission
from intake.reports import trouble, waiting
from search.comparison import said
from search.comparison.near_duplicate import Compared, are_near_duplicates, compared
from search.ranking.bands import Band
from search.ranking.fusion import Question
from tests.support import factories
from tests.support.breaking import HARMLESS, POISON, choking, row


def test_many_long_texts_keep_only_other_long_ones_waiting(app: Flask) -> None:
    long = [factories.submission(f"Nummer {n}. " + "Ein langer Satz. " * 400).id for n in range(12)]
    short = [factories.submission(text).id for text in HARMLESS]

    assert waiting.take() == long[: waiting.LONG_ONES] + short
    assert waiting.take() == long[waiting.LONG_ONES :][: waiting.LONG_ONES_ALONE]
    assert waiting.age_of_oldest() is not None


def test_a_report_that_was_tried_has_its_turn_however_many_new_ones_come(app: Flask) -> None:
    tried = factories.submission(POISON).id
    assert waiting.take() == [tried]
    waiting.release([tried], counts=False)
    new = [factories.submission(text).id for text in HARMLESS[:2]]
    assert waiting.take() == new

    with writing() as session:
        session.get_one(Submission, tried).held_until = now() - waiting.PATIENCE - timedelta(seconds=1)
    newer = factories.submission(HARMLESS[2]).id

    assert waiting.take() == [tried]
    assert waiting.take() == [newer]


def test_a_fault_of_ours_does_not_set_everything_aside_at_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [factories.submission(f"{text} Und noch etwas.").id for text in HARMLESS]
    more = [factories.submission(f"Ganz anders, Nummer {n}, und sonst nichts weiter.").id for n in range(6)]
    monkeypatch.setattr(placing, "case_for", choking(opening.case_for, at=lambda *_args, **_more: True))

    assert joining.match_all_waiting() == 0

    assert waiting.count_set_aside() == 0
    assert max(row(report).attempts for report in ids + more) < waiting.MOST_ATTEMPTS


@pytest.mark.parametrize("error", [OSError(24, "Too many open files"), MemoryError()], ids=["files", "memory"])
def test_a_machine_that_is_out_of_something_blames_no_report(
    app: Flask, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    report = factories.submission(HARMLESS[0]).id
    with monkeypatch.context() as patched:
        patched.setattr(
            placing, "case_for", choking(opening.case_for, at=lambda *_a, **_m: True, error=lambda _: error)
        )
        for _sweep in range(5):
            with pytest.raises(type(error)):
                joining.match_all_waiting()

    assert row(report).set_aside_at is None
    assert joining.match_all_waiting() == 1


def test_a_limit_of_the_database_is_about_the_text_and_one_that_is_away_is_not() -> None:
    class LimitExceeded(Exception):
        sqlstate = "54000"

    class Away(Exception):
        sqlstate = "57P01"

    assert not trouble.passes(OperationalError("INSERT", {}, LimitExceeded()))
    assert trouble.passes(OperationalError("INSERT", {}, Away()))
    assert trouble.passes(OperationalError("INSERT", {}, Exception("database is locked")))


def test_a_report_that_was_given_up_and_matched_all_the_same_waits_for_nobody(app: Flask) -> None:
    report = factories.submission(HARMLESS[0]).id
    plans, found = joining._planned(joining._read(waiting.take()))
    with writing() as session:
        session.get_one(Submission, report).set_aside_at = now()

    assert joining._written(plans, found) == 1

    assert (row(report).set_aside_at, waiting.count_set_aside()) == (None, 0)


def test_a_budget_counts_the_time_of_its_own_thread() -> None:
    budget = trouble.Budget(0.05)
    assert not budget.is_spent()

    while not budget.is_spent():
        sum(range(10_000))

    assert budget.is_spent()


def test_two_long_texts_are_compared_while_nothing_is_locked(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = " ".join(f"{n}." for n in range(3_000))
    texts = [f"Diese Zahlen wurden gestern im Rathaus verlesen: {numbers} und zuletzt die {last}" for last in (1, 2)]
    locked: list[str] = []
    real_hold = keys.hold_grouping
    held = {"now": False}

    def hold() -> None:
        held["now"] = True
        real_hold()

    def reading(text: str, lang: str, **given: Any) -> Compared:
        locked.extend(["read"] if held["now"] else [])
        return compared(text, lang, **given)

    def alike(one: Compared, other: Compared) -> bool:
        locked.extend(["compared"] if held["now"] else [])
        return are_near_duplicates(one, other)

    monkeypatch.setattr(joining, "hold_grouping", hold)
    monkeypatch.setattr(said, "compared", reading)
    monkeypatch.setattr(said, "are_near_duplicates", alike)
    for text in texts:
        factories.report(text)

    assert joining.match_all_waiting() == len(texts)

    assert held["now"]
    assert locked == []
    assert len(list(db.session.scalars(select(Case)))) == len(texts), "another last number is another text"


def test_cases_that_others_open_all_the_while_do_not_keep_a_batch_for_ever(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.report(HARMLESS[0])
    monkeypatch.setattr(near_duplicates.Twins, "is_outdated", lambda _self: True)
    looks: list[int] = []
    real = near_duplicates.Twins.look_again

    def look(self: near_duplicates.Twins) -> None:
        looks.append(self.seq)
        real(self)

    monkeypatch.setattr(near_duplicates.Twins, "look_again", look)

    assert joining.match_all_waiting() == 1

    assert len(looks) == joining.LOOKS


def test_a_case_that_breaks_the_rematch_keeps_its_matches_and_costs_the_others_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in (HARMLESS[0], POISON, HARMLESS[1]):
        factories.report(text)
    joining.match_all_waiting()
    for text in HARMLESS[:2]:
        factories.claim(text=text)

    def refused(case: Case, _found: object) -> bool:
        return case.text == POISON

    monkeypatch.setattr(suggesting, "write_matches", choking(suggesting.write_matches, at=refused))
    suggesting.rematch_open()

    db.session.expire_all()
    found = {case.text: case for case in db.session.scalars(select(Case))}
    assert [found[text].matches[0].band for text in HARMLESS[:2]] == [Band.SAME, Band.SAME]


def test_a_report_that_somebody_else_matched_meanwhile_is_joined_by_its_twin(app: Flask) -> None:
    letter = (
        "Achtung, ab dem 1. März verlangen die Wasserwerke in Graz für jeden Hausanschluss eine neue Gebühr von 40 "
        "Euro, und wer nicht bis Freitag widerspricht, dem wird der Betrag vom Konto abgebucht."
    )
    first, second = (factories.submission(text).id for text in (letter, f"{letter} Steht so am Aushang im Haus."))
    plans, found = joining._planned(joining._read([first, second]))
    assert plans[1].twin == near_duplicates.Twin(report_id=first)
    joining.match_batch([first])

    with writing():
        keys.hold_grouping()
        assert placing.place(plans) == 1

    assert row(second).case_id == row(first).case_id is not None
    assert isinstance(found.questions[first], Question)
