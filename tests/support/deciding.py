"""Deciding a case by verb, and what the trail says of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from audit.models import Event
from core.db import db
from intake.models.cases import Case
from tests.support.browsing import Browser
from tests.support.desk import filled, reread


def decide(browser: Browser, case: Case, **changed: str) -> TestResponse:
    """Open the page of a case, fill in the decision and send it."""
    return browser.send(
        f"/desk/cases/{case.id}/decision", filled(reread(case), **changed), seen_at=f"/desk/cases/{case.id}"
    )


def decisions() -> list[tuple[Any, ...]]:
    db.session.rollback()
    return [tuple(row) for row in db.session.execute(select(db.metadata.tables["decision"]).order_by("id"))]


def events() -> list[tuple[str, int | None, dict[str, Any]]]:
    """Return action, editor and details of everything that people did to cases."""
    db.session.rollback()
    done = select(Event).where(Event.case_id.is_not(None), Event.editor_id.is_not(None)).order_by(Event.id)
    return [(event.action, event.editor_id, event.details) for event in db.session.scalars(done)]
