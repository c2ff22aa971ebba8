"""Nothing that breaks for one report costs another its turn; what breaks again and again waits for a person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DataError, OperationalError

from archive.matching import find_matches
from core.db import db, now, writing
from intake.cases import joining, keys, opening, placing, suggesting
from intake.models.cases import Case, Kind
from intake.models.reports import Submission
from intake.reports import waiting
from search.comparison import said
from search.ranking.bands import Band
from search.text.content import Content
from tests.support import factories
from tests.support.breaking import HARMLESS, POISON, choking, row


class Death(BaseException):
    """The end of a worker in the middle of its work, which it cannot report."""


def without_case() -> list[int]:
    db.session.rollback()
    return list(db.session.scalars(select(Submission.id).where(Submission.case_id.is_(None)).order_by(Submission.id)))


def let_go() -> None:
    """Let the time pass after which what a killed worker held is free again."""
    with writing() as session:
        for report in session.scalars(select(Submission).where(Submission.held_until.is_not(None))):
            report.held_until = now() - timedelta(seconds=1)


def poisoned_read(text: str, *_more: Any, **_named: Any) -> bool:
    return text == POISON


def poisoned_keys(_kind: Kind, content: Content) -> bool:
    return content.text == POISON


def poisoned_question(asked: Sequence[Content], **_more: Any) -> bool:
    return any(content.text == POISON for content in asked)


STAGES: list[tuple[str, object, str, Callable[..., bool]]] = [
    ("reading", keys, "content_of", poisoned_read),
    ("reading", keys, "keys_of", poisoned_keys),
    ("searching", suggesting, "find_matches", poisoned_question),
    ("comparing", said, "compared", poisoned_read),
]


@pytest.mark.parametrize("breaks", STAGES, ids=[f"{stage[0]} in {stage[2]}" for stage in STAGES])
def test_what_breaks_for_one_report_costs_it_its_suggestions_and_its_neighbours_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch, breaks: tuple[str, object, str, Callable[..., bool]]
) -> None:
    stage, module, name, at = breaks
    for text in HARMLESS[:2]:
        factories.claim(text=text)
    # Almost the same words before it, so that the two are compared.
    texts = [HARMLESS[0], f"Das schreibt meine Nachbarin: {POISON}", POISON, HARMLESS[1]]
    for text in texts:
        factories.report(text)
    monkeypatch.setattr(module, name, choking(getattr(module, name), at=at))

    assert joining.match_all_waiting() == len(texts)

    found = {case.text: case for case in db.session.scalars(select(Case))}
    poisoned = found[POISON]
    assert (poisoned.submission_count, poisoned.matching_failed) == (1, True)
    assert poisoned.matching_trouble.startswith(f"{stage}: ZeroDivisionError (breaking.py:")
    assert POISON not in poisoned.matching_trouble
    for text in HARMLESS[:2]:
        assert (found[text].matching_failed, found[text].matches[0].band) == (False, Band.SAME)


def test_a_batch_that_cannot_be_written_is_taken_one_by_one_and_only_its_cause_is_set_aside(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [factories.submission(text).id for text in (*HARMLESS[:2], POISON, *HARMLESS[2:])]

    def refused(submission: Submission, *_args: Any, **_more: Any) -> bool:
        return submission.text == POISON

    def refuse(_words: str) -> DataError:
        return DataError("INSERT", {}, Exception(POISON))

    monkeypatch.setattr(placing, "case_for", choking(opening.case_for, at=refused, error=refuse))

    assert joining.match_all_waiting() == 4
    assert joining.match_all_waiting() == 0

    assert without_case() == [ids[2]]
    aside = row(ids[2])
    assert aside.set_aside_at is not None
    assert (aside.attempts, aside.trouble.partition(" (")[0]) == (waiting.MOST_ATTEMPTS, "storing: DataError")
    assert not waiting.is_waiting(aside.id)
    assert (waiting.count_set_aside(), waiting.age_of_oldest()) == (1, None)


def test_a_report_that_kills_the_worker_is_set_aside_and_those_beside_it_are_matched(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [factories.submission(text).id for text in (HARMLESS[0], POISON, HARMLESS[1])]
    monkeypatch.setattr(suggesting, "find_matches", choking(find_matches, at=poisoned_question, error=Death))
    # Killed, a worker has no time to give anything back.
    monkeypatch.setattr(waiting, "release", lambda *_args, **_more: None)

    deaths = 0
    for _start in range(6):
        let_go()
        try:
            joining.match_all_waiting()
        except Death:
            deaths += 1

    assert deaths == waiting.MOST_ATTEMPTS
    assert without_case() == [ids[1]]
    assert row(ids[1]).set_aside_at is not None


def test_what_a_worker_holds_is_left_to_it_until_it_must_have_died(app: Flask) -> None:
    first = factories.submission(HARMLESS[0]).id
    assert waiting.take() == [first]

    assert waiting.take() == []
    second = factories.submission(HARMLESS[1]).id
    assert waiting.take() == [second]

    let_go()
    assert waiting.take() == [first]


def test_new_reports_come_before_those_that_were_tried_and_those_take_turns(app: Flask) -> None:
    tried = [factories.submission(text).id for text in HARMLESS[:2]]
    assert waiting.take() == tried
    waiting.release(tried[1:], counts=False)
    waiting.release(tried[:1], counts=False)
    new = [factories.submission(text).id for text in HARMLESS[2:]]

    assert waiting.take() == new
    waiting.release(new)
    assert waiting.take() == [tried[1]]
    waiting.release([tried[1]], counts=False)
    assert waiting.take() == [tried[0]]


def test_a_database_that_keeps_failing_on_one_report_lets_the_others_pass(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [factories.submission(text).id for text in (POISON, *HARMLESS)]

    def away(_words: str) -> OperationalError:
        return OperationalError("SELECT", {}, Exception("too complex"))

    monkeypatch.setattr(
        suggesting,
        "find_matches",
        choking(find_matches, at=poisoned_question, error=away),
    )

    for _sweep in range(len(ids) + 3):
        try:
            joining.match_all_waiting()
        except OperationalError:
            continue

    assert without_case() == [ids[0]]
    assert row(ids[0]).set_aside_at is None, "a database that is away is nobody's fault"


def test_a_batch_that_takes_too_long_becomes_smaller_and_the_rest_is_not_blamed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [factories.submission(text).id for text in HARMLESS]
    monkeypatch.setattr(joining, "CPU_SECONDS", 0.0)

    taken = waiting.take()
    assert joining.match_batch(taken) == 1

    assert without_case() == ids[1:]
    assert [(row(report).attempts, row(report).held_until) for report in ids[1:]] == [(0, None)] * 3
    assert joining.match_all_waiting() == 3
