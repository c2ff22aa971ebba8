"""What the tests of merging and splitting at the desk share: the pages filled in and sent."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import func, select
from werkzeug.test import TestResponse

from accounts.models import Editor
from audit.models import Event
from core.db import db
from intake.models.cases import Case
from intake.models.moves import CaseMove
from intake.models.reports import Submission
from tests.support import factories
from tests.support.browsing import Browser, hidden_fields
from tests.support.case_moves import TEXTS, case_of, forget, sent
from tests.support.desk import PASSWORD

WHY = "Beide erzählen vom selben Brunnen."


def two_cases() -> tuple[Case, Case]:
    """Make two open cases with one report each."""
    first, second = sent(TEXTS[0], TEXTS[1])
    return case_of(first), case_of(second)


def three_reports() -> tuple[Case, list[Submission]]:
    """Make one case out of three reports about one link."""
    found = [factories.submission(text, url="https://example.org/a/7") for text in TEXTS[:3]]
    sent()
    return case_of(found[0]), found


def merge(browser: Browser, case: Case, other: Case, **changed: str) -> TestResponse:
    """Open the page that shows both cases, give the reason and send it."""
    page = f"/desk/cases/{case.id}/merge"
    return browser.send(page, {"reason": WHY, **changed}, seen_at=f"{page}?other={other.id}")


def split(browser: Browser, case: Case, leaving: list[Submission], **changed: Any) -> TestResponse:
    """Open the page that shows the chosen reports, give the reason and send it."""
    page, ids = f"/desk/cases/{case.id}/split", [str(one.id) for one in leaving]
    chosen = "&".join(f"reports={number}" for number in ids)
    return browser.send(page, {"reason": WHY, "reports": ids, **changed}, seen_at=f"{page}?{chosen}")


def take_back(browser: Browser, case: Case) -> TestResponse:
    """Press the first button on the page of a case that takes something back."""
    page = browser.get(f"/desk/cases/{case.id}").text
    (address, *_) = re.findall(r'action="(/desk/cases/\d+/moves/\d+/undo)', page)
    return browser.post(address, data=hidden_fields(page))


def trail() -> list[tuple[str, int | None, int | None, dict[str, Any]]]:
    """Return what editors did to cases: action, case, editor, details."""
    forget()
    rows = select(Event).where(Event.case_id.is_not(None), Event.editor_id.is_not(None)).order_by(Event.id)
    return [(event.action, event.case_id, event.editor_id, event.details) for event in db.session.scalars(rows)]


def no_move_was_made() -> bool:
    forget()
    return db.session.scalar(select(func.count()).select_from(CaseMove)) == 0 and trail() == []


def editor() -> Editor:
    return factories.editor(password=PASSWORD)
