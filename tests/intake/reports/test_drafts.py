"""A report that is being written is its reader's alone, for two hours."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from core.config import Config
from core.db import db, now, writing
from intake.models.drafts import ReportDraft
from intake.reports import drafts
from tests.support.browsing import whole_database

WORDS = "Unverwechselbar geschrieben und nie gesendet"


def test_answers_are_kept_beside_earlier_ones_and_in_place_of_older_to_the_same_question(app: Flask) -> None:
    token = drafts.begin({"kind": ["hate"], "targets": ["age", "gender"]})
    drafts.keep(token, {"text": [WORDS]})
    kept = drafts.keep(token, {"targets": []})
    assert kept is not None
    assert kept == drafts.find(token)
    assert (kept.one("kind"), kept.one("text"), kept.several("targets"), kept.one("why")) == ("hate", WORDS, [], "")


def test_nobody_who_has_the_database_reads_what_was_not_sent(app: Flask, config: Config) -> None:
    token = drafts.begin({"text": [WORDS]})
    stored = whole_database(config)
    assert token not in stored
    assert "Unverwechselbar" not in stored


@pytest.mark.parametrize("token", ["", "x", "A" * 32])
def test_a_secret_that_was_guessed_finds_nothing(app: Flask, token: str) -> None:
    drafts.begin({"text": [WORDS]})
    assert drafts.find(token) is None
    assert drafts.keep(token, {"text": ["anderes"]}) is None


def test_each_answer_gives_two_hours_more_and_after_that_nothing_is_found(app: Flask) -> None:
    token = drafts.begin({"text": [WORDS]})
    almost = now() + timedelta(minutes=1)
    with writing() as session:
        session.execute(update(ReportDraft).values(expires_at=almost))
    kept = drafts.keep(token, {})
    assert kept is not None
    assert kept.expires_at > almost + timedelta(hours=1, minutes=50)
    with writing() as session:
        session.execute(update(ReportDraft).values(expires_at=now()))
    assert drafts.find(token) is None
    assert drafts.keep(token, {"text": ["spät"]}) is None
    assert len(db.session.scalars(select(ReportDraft)).all()) == 1, "the clock removes it, not whoever asks"


def test_when_it_was_begun_stays_whatever_is_answered_later(app: Flask) -> None:
    before = now()
    token = drafts.begin({"kind": ["check"]})
    begun = drafts.find(token)
    assert begun is not None
    assert begun.begun_at is not None
    assert before <= begun.begun_at <= now()
    kept = drafts.keep(token, {"text": ["etwas"]})
    assert kept is not None
    assert (kept.begun_at, dict(kept.answers)) == (begun.begun_at, {"kind": ["check"], "text": ["etwas"]})
