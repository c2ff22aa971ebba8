"""Reports that the machine could not work on, and that wait for a person."""

from __future__ import annotations

from core.db import db
from intake.models.reports import Submission
from intake.reports import waiting
from tests.support import factories

TROUBLE = "searching: ZeroDivisionError (fact_reading.py:1 _read)"


def set_aside(text: str = factories.POST, **fields: str) -> Submission:
    """Send a report and let it fail as often as it takes."""
    report = factories.submission(text, **fields)
    for _ in range(waiting.MOST_ATTEMPTS):
        assert waiting.take() == [report.id]
        waiting.release([report.id], trouble=TROUBLE)
    assert waiting.take() == []
    db.session.expire_all()
    assert report.set_aside_at is not None
    return report
