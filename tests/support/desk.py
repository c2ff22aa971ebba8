"""What the tests of the desk share: a browser that is signed in, and cases made without a model."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask

from accounts.models import Editor
from archive.models import Claim
from core.db import db, writing
from intake.cases.heat import warmed
from intake.models.cases import Case, CaseState, Kind, Match, MatchAnswer
from search.ranking.bands import Band, Lane
from tests.support import factories
from tests.support.browsing import Browser

PASSWORD = "four words nobody guesses"
START = datetime(2026, 3, 1, 12, tzinfo=UTC)
SENTENCE = "WhatsApp kostet weiterhin nichts."
REASON = "Der Anbieter hat es auf Nachfrage bestätigt."


def signed_in(app: Flask, editor: Editor | None = None) -> Browser:
    """Return a browser in which an editor has signed in."""
    browser = Browser(app, app.response_class)
    email = (editor or factories.editor(password=PASSWORD)).email
    answer = browser.send("/desk/login", {"email": email, "password": PASSWORD})
    assert answer.status_code == 302, "signing in did not work"
    return browser


def plain_case(
    text: str = "Ein Beitrag.",
    *,
    kind: Kind = Kind.CHECK,
    state: CaseState = CaseState.OPEN,
    reports: int = 1,
    minutes: int = 0,
    url: str = "",
) -> Case:
    """Store a case as matching would, so many minutes after the first of March."""
    seen = START + timedelta(minutes=minutes)
    with writing() as session:
        case = Case(
            kind=kind,
            state=state,
            text=text,
            url=url,
            submission_count=reports,
            first_seen=seen,
            last_seen=seen,
            heat=warmed(0.0, [seen] * reports),
            signals=[],
        )
        session.add(case)
    return case


def suggestion(
    case: Case,
    claim: Claim,
    *,
    rank: int = 1,
    band: Band = Band.LIKELY,
    answer: MatchAnswer = MatchAnswer.OPEN,
) -> Match:
    """Store a match as matching would."""
    with writing() as session:
        match = Match(
            case_id=case.id,
            claim_id=claim.id,
            rank=rank,
            band=band,
            score=0.9,
            lanes=[Lane.MEANING.value],
            model_id="a-model-r1",
            answer=answer,
        )
        session.add(match)
    return match


def filled(case: Case, **changed: str) -> dict[str, str]:
    """Return a decision form as an editor fills it in."""
    return {
        "outcome": "closed",
        "claim_id": "",
        "verdict": "",
        "reason_code": "too_little",
        "reason": REASON,
        "public_sentence": SENTENCE,
        "version": str(case.version),
        **changed,
    }


def reread(case: Case) -> Case:
    """Return the case as it stands in the database now."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Case, case.id)
