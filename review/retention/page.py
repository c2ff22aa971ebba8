"""What the desk sees of the end of reports, and says about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager

from accounts.models import Editor
from core.db import db, now
from core.refusals import InvalidInput
from core.web.display import local_day
from intake.models.retention import Erasure, LegalHold
from intake.retention import erasing, holds, rules
from intake.retention.rules import Due

# What is looked ahead for.
SPANS: Mapping[int, LazyString] = {
    1: _l("By tomorrow"),
    7: _l("Within a week"),
    30: _l("Within 30 days"),
}
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Soon:
    """What goes within some days."""

    label: LazyString
    due: Sequence[Due]

    @property
    def reports(self) -> int:
        """How many reports, by all rules together."""
        return sum(one.reports for one in self.due)

    @property
    def files(self) -> int:
        """How many files with them."""
        return sum(one.files for one in self.due)


@dataclass(frozen=True, slots=True)
class HoldLine:
    """Why the reports of a case are kept, and who said so."""

    hold: LegalHold
    name: str


def soon() -> list[Soon]:
    """Return what goes tomorrow, within a week and within a month; each holds what comes before it."""
    today = local_day(now())
    return [Soon(label, rules.due_by(today + timedelta(days=days))) for days, label in SPANS.items()]


def holds_told() -> list[HoldLine]:
    """Return what is kept for a legal reason."""
    found = holds.standing()
    rows = select(Editor.id, Editor.desk_name).where(Editor.id.in_({hold.set_by_id for hold in found}))
    names = dict(db.session.execute(rows).all()) if found else {}
    return [HoldLine(hold, names.get(hold.set_by_id, "?")) for hold in found]


def waiting() -> Sequence[Erasure]:
    """Return the reports that their reporters want erased, and that are still there, the longest waiting first."""
    rows = select(Erasure).join(Erasure.submission).where(Erasure.done_at.is_(None), Erasure.cleared_at.is_(None))
    rows = rows.where(or_(Erasure.not_before.is_(None), Erasure.not_before <= now()))
    return db.session.scalars(rows.options(contains_eager(Erasure.submission)).order_by(Erasure.id).limit(SHOWN)).all()


def erase(report_id: int, *, reason: str, by: int) -> None:
    """Erase a report. Errors: `NotFound`, `Conflict` while it is kept, `InvalidInput` without a reason."""
    stripped = reason.strip()
    if not stripped:
        raise InvalidInput({"reason": gettext("Please say why: it cannot be undone, and colleagues will ask.")})
    if len(stripped) > holds.LONGEST_REASON:
        most = holds.LONGEST_REASON
        raise InvalidInput({"reason": gettext("Please keep it under %(most)s characters.", most=most)})
    erasing.erase_at_desk(report_id, by=by, reason=stripped)
