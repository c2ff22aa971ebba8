"""How lines of the trail about erased and kept reports read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from audit.models import Event
from audit.telling import Sentence, Told, Word, may_read, named, number_in, numbers_in, tells, text_in, who
from core.db import db
from intake.models.retention import Erasure, RetentionAction, Why
from intake.telling import report_in, reports
from review.telling import CASE_PAGE

_ERASED: Mapping[str, LazyString] = {
    Why.READER: _l("%(who)s erased %(report)s, because its reporter asked for it."),
    Why.DESK: _l("%(who)s erased %(report)s."),
    Why.DISCARDED: _l("%(who)s erased %(report)s, because the desk had discarded it."),
    Why.TIME: _l("%(who)s erased %(report)s, because its time was over."),
}
_TEXTS = {
    RetentionAction.CASE_HELD: _l("%(who)s keeps the reports of %(case)s for a legal reason."),
    RetentionAction.HOLD_LIFTED: _l("%(who)s lets the reports of %(case)s be erased again."),
}


@tells(RetentionAction, group=_l("Erasing and keeping"))
def _tell(events: Sequence[Event]) -> Mapping[int, Told]:
    numbers = numbers_in(events, "submission")
    known = reports(numbers)
    rows = select(Erasure.submission_id, Erasure.reason).where(Erasure.submission_id.in_(numbers))
    # They may say what the report said, and that is not for everybody who reads the trail.
    reasons = dict(db.session.execute(rows).all()) if numbers and may_read(CASE_PAGE) else {}
    told = {}
    for event in events:
        places: dict[str, Word] = {"who": who(event), "case": named("case", event.case_id)}
        places["report"] = report_in(event, known)
        action = RetentionAction(event.action)
        text = _TEXTS.get(action) or _ERASED.get(text_in(event, "why"), _ERASED[Why.DESK])
        told[event.id] = Told(Sentence(str(text), places), reasons.get(number_in(event, "submission") or 0, ""))
    return told
