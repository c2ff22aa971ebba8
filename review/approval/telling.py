"""How lines of the trail about what waited for a second person read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from accounts.models import Editor
from archive.telling import article_in, articles
from audit.models import Event
from audit.telling import Sentence, Told, Word, may_read, named, number_in, numbers_in, tells, who
from core.db import db
from review.approval.models import ApprovalAction, HeldDecision

_TEXTS = {
    ApprovalAction.DECISION_HELD: _l("%(who)s proposed a decision about %(what)s. It waits for a second person."),
    ApprovalAction.DECISION_APPROVED: _l("%(who)s released what %(proposer)s had proposed about %(what)s."),
    ApprovalAction.DECISION_RETURNED: _l("%(who)s gave back to %(proposer)s what they had proposed about %(what)s."),
    ApprovalAction.DECISION_WITHDRAWN: _l("%(who)s withdrew what they had proposed about %(what)s."),
    ApprovalAction.DECISION_OVERTAKEN: _l(
        "%(who)s set aside what %(proposer)s had proposed about %(what)s: it did not fit any more."
    ),
}
_ARTICLE_HELD = _l("%(who)s proposed to take %(what)s out of the archive. It waits for a second person.")


@tells(ApprovalAction, group=_l("Second person"))
def _tell(events: Sequence[Event]) -> Mapping[int, Told]:
    held = numbers_in(events, "held")
    found = select(HeldDecision).where(HeldDecision.id.in_(held))
    rows = {row.id: row for row in db.session.scalars(found)} if held else {}
    known = articles({row.claim_id for row in rows.values() if row.claim_id is not None})
    people = _names(numbers_in(events, "proposer"))
    told = {}
    for event in events:
        row = rows.get(number_in(event, "held") or 0)
        proposer = number_in(event, "proposer")
        what: Word = named("case", event.case_id)
        if event.case_id is None and row is not None:
            what = article_in(known, row.claim_id)
        places: dict[str, Word] = {
            "who": who(event),
            "what": what,
            "proposer": people.get(proposer or 0) or gettext("a colleague"),
        }
        action = ApprovalAction(event.action)
        text = _ARTICLE_HELD if action is ApprovalAction.DECISION_HELD and event.case_id is None else _TEXTS[action]
        told[event.id] = Told(Sentence(str(text), places), _reason(action, row))
    return told


def _reason(action: ApprovalAction, row: HeldDecision | None) -> str:
    """Return the reason that was given, to whoever may open the page of a case, where it stands, too."""
    if row is None or not may_read("review.case"):
        return ""
    return row.reason if action is ApprovalAction.DECISION_HELD else row.answer


def _names(ids: set[int]) -> dict[int, str]:
    rows = select(Editor.id, Editor.desk_name).where(Editor.id.in_(ids))
    return dict(db.session.execute(rows).all()) if ids else {}
