"""What is new about a settled case because of its article: marked once it is certain, and by nothing else."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from archive import claims
from archive.imports import importing
from archive.imports.rows import ClaimRow
from archive.models import Verdict
from audit.models import Event
from core.config import Config
from core.db import db, writing
from core.owed import Owed
from intake.cases import news, settling
from intake.jobs import sweep
from intake.models.cases import Case, CaseState
from tests.support import factories
from tests.support.desk import plain_case, signed_in
from tests.support.installation import work_off

TEXT = "Im Brunnen von Retz schwimmen 12 Goldhechte."


def import_again(*, verdict: Verdict = Verdict.FALSE, title: str = "Keine Goldhechte") -> None:
    report = importing.import_rows([ClaimRow(id="hechte", text=TEXT, title=title, verdict=verdict, lang="de")])
    assert report.changed == 1


@pytest.fixture
def claim(app: Flask) -> int:
    return factories.claim(TEXT, external_id="hechte", verdict=Verdict.FALSE).id


@pytest.fixture
def answered(claim: int) -> int:
    return settled(claim)


def settled(claim: int, state: CaseState = CaseState.ANSWERED) -> int:
    case_id = plain_case(TEXT).id
    with writing() as session:
        settling.settle(
            session.get_one(Case, case_id),
            state=state,
            public_sentence="Satz.",
            verdict=None,
            answer_claim_id=claim,
        )
    return case_id


def is_marked(case_id: int) -> bool:
    db.session.rollback()
    return db.session.get_one(Case, case_id, populate_existing=True).has_news


def page_of(app: Flask, case_id: int) -> str:
    return signed_in(app).get(f"/desk/cases/{case_id}").text


def test_a_case_is_marked_whose_article_has_another_verdict_now_and_no_other(
    app: Flask, config: Config, claim: int, answered: int
) -> None:
    other, merged, still_open = settled(factories.claim().id), settled(claim, CaseState.MERGED), plain_case().id

    import_again(verdict=Verdict.MISLEADING)
    work_off(config)

    assert [is_marked(case_id) for case_id in (answered, other, merged, still_open)] == [True, False, False, False]
    page = page_of(app, answered)
    assert "The verdict of the article that answered it was changed from “False” to “Misleading”." in page
    line = db.session.scalars(select(Event).where(Event.action == "verdict_changed")).one()
    assert (line.details["was"], line.details["verdict"]) == ("false", "misleading")


def test_a_new_headline_is_no_news(config: Config, claim: int, answered: int) -> None:
    import_again(title="Ein anderer Titel")
    work_off(config)

    assert not is_marked(answered)


def test_a_case_is_marked_whose_article_was_taken_back(app: Flask, config: Config, claim: int, answered: int) -> None:
    claims.retract(claim)
    work_off(config)

    assert is_marked(answered)
    assert "The article that answered it was taken back." in page_of(app, answered)


def test_the_mark_is_owed_from_the_commit_on_and_made_without_the_queue(claim: int, answered: int) -> None:
    import_again(verdict=Verdict.TRUE)
    assert [owed.number for owed in db.session.scalars(select(Owed))] == [claim]

    sweep()

    assert is_marked(answered)
    assert news.mark_answered(claim) == 0, "a repeat changes nothing"


def test_a_decision_that_knew_the_new_verdict_is_not_told_of_it(app: Flask, config: Config, claim: int) -> None:
    import_again(verdict=Verdict.TRUE)
    work_off(config)
    later = settled(claim)
    with writing() as session:
        session.get_one(Case, later).has_news = True

    assert "was changed from" not in page_of(app, later)
