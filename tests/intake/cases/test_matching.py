"""Giving each report its case exactly once, whatever breaks on the way."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from rq.registry import FailedJobRegistry
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app import create_app
from archive import matching
from archive.matching import Found
from audit import trail
from audit.models import Event
from core import jobs
from core.config import BUILT_MODEL_FOLDER, Config
from core.db import db
from core.events import Happened
from core.web.limits import limiter
from intake.cases import joining, suggesting
from intake.jobs import explain_case, explain_new_matches, match_submission, match_waiting, rematch_open_cases, sweep
from intake.models.cases import CaseAction, CaseState
from intake.models.reports import Phase, Submission
from intake.reports import submissions, waiting
from search.ranking.bands import Band, Lane
from search.text.content import Content
from tests.support import factories
from tests.support.browsing import Browser, jobs_waiting
from tests.support.installation import work_off
from tests.support.matched import TEXTS, all_cases

POISON = "Dieser Text bringt die Maschine um."


def everything() -> list[tuple[Any, ...]]:
    """Return all rows that matching writes."""
    db.session.rollback()
    return [
        tuple(row)
        for table in ("submission", "case", "case_key", "match", "event")
        for row in db.session.execute(select(db.metadata.tables[table]).order_by("id"))
    ]


def still_waiting() -> int:
    db.session.rollback()
    return len(db.session.scalars(select(Submission.id).where(Submission.case_id.is_(None))).all())


def events(action: str) -> int:
    return len(db.session.scalars(select(Event.id).where(Event.action == action)).all())


def test_the_worker_gives_a_report_its_case_and_the_case_its_matches(app: Flask, config: Config) -> None:
    claim = factories.claim(text=factories.POST).id
    factories.report()
    work_off(config)
    (case,) = all_cases()
    (match,) = case.matches
    assert (match.claim_id, match.band, match.rank) == (claim, Band.SAME, 1)
    assert Lane.EXACT_TEXT.value in match.lanes
    assert match.model_id
    assert (case.state, case.submission_count, case.matching_failed) == (CaseState.OPEN, 1, False)


def test_every_job_may_run_twice(app: Flask) -> None:
    factories.claim()
    sent = [factories.submission(text).id for text in (*TEXTS, TEXTS[0])]
    match_submission(sent[0])
    explain_new_matches()
    once = everything()
    assert still_waiting() == 0
    jobs_again: list[tuple[Callable[..., None], tuple[int, ...]]] = [
        (match_submission, (sent[0],)),
        (match_submission, (999,)),
        (match_waiting, ()),
        (sweep, ()),
        (rematch_open_cases, ()),
        (explain_new_matches, ()),
        (explain_case, (1,)),
        (explain_case, (999,)),
    ]
    for job, ids in jobs_again:
        job(*ids)
        assert everything() == once


def test_the_sweep_finds_what_no_job_was_made_for(app: Flask, config: Config) -> None:
    factories.report()
    jobs.connection().flushdb()
    work_off(config)
    assert still_waiting() == 1
    sweep()
    assert still_waiting() == 0
    once = everything()
    sweep()
    assert everything() == once


def test_a_backlog_larger_than_a_batch_is_matched_in_one_go(app: Flask) -> None:
    for number in range(waiting.BATCH + 3):
        factories.report(f"{TEXTS[number % 5]} {number % 7}")
    assert joining.match_all_waiting() == waiting.BATCH + 3
    assert still_waiting() == 0
    assert sum(case.submission_count for case in all_cases()) == waiting.BATCH + 3


def poison(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the machine choke on texts with the poison in them, as it might on something nobody foresaw."""

    def find_matches(asked: Sequence[Content], **options: Any) -> list[Found]:
        if any(POISON in question.text for question in asked):
            raise RuntimeError("the machine broke")
        return matching.find_matches(asked, **options)

    monkeypatch.setattr(suggesting, "find_matches", find_matches)


def test_a_text_that_breaks_the_machine_gets_its_case_and_holds_up_nobody(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in TEXTS[:2]:
        factories.claim(text=text)
    for text in (TEXTS[0], POISON, TEXTS[1]):
        factories.report(text)
    poison(monkeypatch)
    assert joining.match_all_waiting() == 3
    before, broken, after = all_cases()
    assert [case.matching_failed for case in (before, broken, after)] == [False, True, False]
    assert (broken.text, broken.submission_count, broken.matches) == (POISON, 1, [])
    assert [case.matches[0].band for case in (before, after)] == [Band.SAME, Band.SAME]
    factories.report(POISON)
    assert joining.match_all_waiting() == 1
    assert all_cases()[1].submission_count == 2


def test_a_database_that_is_away_for_a_moment_is_not_blamed_on_the_texts(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.report(TEXTS[0])

    def away(_asked: Sequence[Content], **_options: Any) -> list[Found]:
        raise OperationalError("SELECT", {}, Exception("disk I/O error"))

    with monkeypatch.context() as patched:
        patched.setattr(suggesting, "find_matches", away)
        with pytest.raises(OperationalError):
            joining.match_all_waiting()
    assert (still_waiting(), all_cases()) == (1, [])
    assert joining.match_all_waiting() == 1
    assert [case.matching_failed for case in all_cases()] == [False]


def test_a_case_that_broke_the_machine_does_not_keep_the_others_from_being_asked_again(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in (TEXTS[0], POISON, TEXTS[1]):
        factories.report(text)
    poison(monkeypatch)
    joining.match_all_waiting()
    for text in TEXTS[:2]:
        factories.claim(text=text)
    suggesting.rematch_open()
    before, broken, after = all_cases()
    assert [case.matches[0].band for case in (before, after)] == [Band.SAME, Band.SAME]
    assert broken.matching_failed


def test_a_case_that_once_broke_the_machine_gets_its_matches_when_it_is_mended(app: Flask) -> None:
    with pytest.MonkeyPatch.context() as broken:
        poison(broken)
        factories.case(POISON)
    claim = factories.claim(text=POISON)
    suggesting.rematch_open()
    (case,) = all_cases()
    assert not case.matching_failed
    assert [match.claim_id for match in case.matches] == [claim.id]


@pytest.fixture
def without_model(config: Config, tmp_path: Path) -> Config:
    """Settings that name a model whose building was broken off."""
    folder = tmp_path / "half-built-model"
    folder.mkdir()
    shutil.copy(BUILT_MODEL_FOLDER / "manifest.json", folder)
    return dataclasses.replace(config, embedding_model=str(folder))


def test_without_a_model_reports_wait_and_none_is_lost(config: Config, without_model: Config) -> None:
    with create_app(without_model).app_context():
        kept = [factories.report(text) for text in TEXTS]
        with pytest.raises(jobs.JobFailed, match="ModelMissing"):
            sweep()
        work_off(without_model)
        assert still_waiting() == len(TEXTS)
        assert all_cases() == []
        assert {submissions.status(receipt.receipt).phase for receipt in kept} == {Phase.RECEIVED}
        failed = FailedJobRegistry(jobs.QUEUE, connection=jobs.connection(), serializer="json")
        assert failed.count == 1, "one job in the queue is enough for all of them"
    with create_app(config).app_context():
        sweep()
        assert still_waiting() == 0
        assert len(all_cases()) == len(TEXTS)
        assert {submissions.status(receipt.receipt).phase for receipt in kept} == {Phase.CHECKING}


class Death(BaseException):
    """The end of a worker in the middle of its work; nothing in the code may swallow it."""


@pytest.mark.parametrize("dies_at", [1, 3])
def test_a_transaction_that_dies_in_the_middle_leaves_the_batch_waiting_whole(
    app: Flask, monkeypatch: pytest.MonkeyPatch, dies_at: int
) -> None:
    for text in (*TEXTS[:3], TEXTS[0]):
        factories.report(text)
    real = trail._event
    numbers = iter(range(1, 100))

    def die(number: int, told: Happened, previous: str) -> Event:
        if told.action is CaseAction.CASE_OPENED and next(numbers) == dies_at:
            raise Death
        return real(number, told, previous)

    monkeypatch.setattr(trail, "_event", die)
    with pytest.raises(Death):
        joining.match_all_waiting()
    assert still_waiting() == 4
    assert all_cases() == []
    assert events(CaseAction.CASE_OPENED) == events(CaseAction.SUBMISSION_JOINED) == 0
    assert joining.match_all_waiting() == 4
    assert [case.submission_count for case in all_cases()] == [2, 1, 1]
    assert (events(CaseAction.CASE_OPENED), events(CaseAction.SUBMISSION_JOINED)) == (3, 1)
    assert trail.first_broken() is None


def test_while_the_queue_is_away_reports_are_taken_and_matched_by_the_next_sweep(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The limiter remembers that its store was away; the next test shall find it as it was.
    monkeypatch.setattr(limiter, "_storage_dead", False)
    away = create_app(dataclasses.replace(config, redis_url=f"unix://{tmp_path}/nobody.sock"))
    with away.app_context():
        client = Browser(away, away.response_class)
        receipts = [client.post("/api/v1/submissions", json={"text": text}).get_json()["receipt"] for text in TEXTS[:3]]
        form = client.send("/report/one-page", {"kind": "check", "text": TEXTS[3]})
        assert (form.status_code, form.location) == (303, "/receipt")
        assert still_waiting() == 4
        assert {submissions.status(receipt).phase for receipt in receipts} == {Phase.RECEIVED}
        sweep()
        assert still_waiting() == 0
        assert {submissions.status(receipt).phase for receipt in receipts} == {Phase.CHECKING}
    assert jobs_waiting(config) == 0
