"""Who took back what machines did: read from the trail for a page of lines at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from archive.models import ArchiveAction
from audit.models import Event
from audit.telling import number_in
from core.db import db
from core.events import Action
from review.models import DeskAction

_AT_CASES = (
    *(DeskAction.CASE_SPLIT, DeskAction.CASES_MERGED, DeskAction.CASE_KEPT_TOGETHER),
    *(DeskAction.MATCHES_ASKED_AGAIN, DeskAction.CASE_OPENED_BY_HAND),
)
_AT_NONE = (DeskAction.REPORT_PUT_BACK, ArchiveAction.LEARNED_TAKEN_BACK)
# Of lines without a case, which are rare, so many beyond the oldest of the page are looked through.
LOOKED_AT = 1_000


@dataclass(frozen=True, slots=True)
class People:
    """What people did after machines, about cases and about reports and models without one."""

    at_cases: Sequence[Event]
    at_none: Sequence[Event]

    @classmethod
    def of(cls, events: Sequence[Event], case_ids: Collection[int]) -> People:
        """Ask for everything that people did to what some lines are about."""
        oldest = min(event.id for event in events)
        rows = select(Event).where(Event.editor_id.is_not(None), Event.id > oldest).options(joinedload(Event.editor))
        at_cases = rows.where(Event.case_id.in_(case_ids), Event.action.in_([one.value for one in _AT_CASES]))
        at_none = rows.where(Event.case_id.is_(None), Event.action.in_([one.value for one in _AT_NONE]))
        return cls(
            db.session.scalars(at_cases.order_by(Event.id)).all(),
            db.session.scalars(at_none.order_by(Event.id).limit(LOOKED_AT)).all(),
        )

    def of_move(self, move_id: int) -> str:
        """Return who made a move."""
        return _name(one for one in self.at_cases if number_in(one, "move") == move_id)

    def of_case(self, action: Action, case_id: int, *, after: int) -> str:
        """Return who did something to a case first after a line."""
        return _name(
            one for one in self.at_cases if (one.action, one.case_id) == (action.value, case_id) and one.id > after
        )

    def of_report(self, submission_id: int, *, after: int) -> str:
        """Return who took a report up first that was set aside."""
        taken = (
            one
            for one in sorted([*self.at_cases, *self.at_none], key=lambda one: one.id)
            if number_in(one, "submission") == submission_id and one.id > after
        )
        return _name(taken)

    def of_learned(self, learned_id: int) -> str:
        """Return who took back what was learned."""
        return _name(one for one in self.at_none if number_in(one, "learned") == learned_id)


def _name(done: Iterable[Event]) -> str:
    first = next(iter(done), None)
    return "" if first is None or first.editor is None else first.editor.desk_name
