"""Taking an act for several cases back, within the minute in which one sees that it was a mistake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy import func, select

from accounts.models import Editor
from core import owed
from core.db import db, existing, now, writing
from core.refusals import Conflict, NotFound
from intake.cases import keys
from intake.models.cases import Case, CaseState
from review.bulk.models import BulkAct, BulkItem, BulkWhat
from review.case import reopening
from review.case.reopening import UNDONE_WITHIN
from review.holding import assigning
from review.holding.models import Assignment
from review.lessons.lessons import FollowUp
from review.queue import tags


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What came of taking an act back: how many cases are as before, and which are not, because of what came since."""

    back: int
    stayed: Sequence[int]


def take_back(act_id: int, *, editor: Editor) -> TakenBack:
    """Take an act of one's own back at once: of each case what is still the last that was done to it.

    Errors: `NotFound` without such an act of this editor; `Conflict` when a minute has passed, or when nothing of it
    stands any more.
    """
    act = _own(act_id, editor)
    if now() - act.done_at > UNDONE_WITHIN:
        raise Conflict(gettext("This cannot be taken back any more. Reopen the cases instead."))
    rows = select(BulkItem.case_id).where(BulkItem.act_id == act_id, BulkItem.taken_back_at.is_(None))
    standing = db.session.scalars(rows.order_by(BulkItem.case_id)).all()
    if not standing:
        raise Conflict(gettext("This was taken back already."))
    follow_ups: list[FollowUp] = []
    stayed: list[int] = []
    for case_id in standing:
        try:
            follow_ups.append(_taken_back(act, case_id, editor))
        except Conflict:
            stayed.append(case_id)
    FollowUp.together(follow_ups).pass_on()
    owed.hand_over()
    return TakenBack(len(follow_ups), stayed)


def _taken_back(act: BulkAct, case_id: int, editor: Editor) -> FollowUp:
    follow_up = FollowUp()
    with writing() as session:
        keys.hold_grouping()
        item = session.get_one(BulkItem, (act.id, case_id), populate_existing=True)
        case = existing(Case, case_id, locked=True)
        if case.state is CaseState.MERGED:
            raise Conflict(gettext("It was merged into another case."))
        if item.taken_back_at is not None:
            return follow_up
        if item.decision is not None:
            made_at = act.done_at
            follow_up = reopening.take_back_within(item.decision, editor=editor, made_at=made_at, bulk=act.id)
        elif item.given_to_id is not None:
            _give_back(item, editor)
        elif item.tag_id is not None:
            undone = tags.take_off if act.what is BulkWhat.TAG else tags.put_on
            if not undone(case_id, item.tag_id, editor=editor, bulk=act.id):
                raise Conflict(gettext("Somebody has changed the tags of this case since."))
        item.taken_back_at = now()
    return follow_up


def _give_back(item: BulkItem, editor: Editor) -> None:
    row = db.session.scalar(select(Assignment).where(Assignment.case_id == item.case_id))
    if row is None or (row.editor_id, row.assigned_by_id) != (item.given_to_id, editor.id):
        raise Conflict(gettext("Somebody has given this case to somebody else since."))
    if item.given_before_id is None:
        assigning.unassign_within(item.case_id, by=editor, bulk=item.act_id)
    else:
        assigning.assign_within(item.case_id, item.given_before_id, by=editor, bulk=item.act_id)


@dataclass(frozen=True, slots=True)
class Undoable:
    """An act that can be taken back at once, and for how many cases."""

    act_id: int
    what: BulkWhat
    count: int


def undoable(act_id: int, *, editor: Editor) -> Undoable | None:
    """Return an act if it can be taken back at once by who asks."""
    act = db.session.get(BulkAct, act_id)
    if act is None or act.editor_id != editor.id or now() - act.done_at > UNDONE_WITHIN:
        return None
    rows = select(func.count()).where(BulkItem.act_id == act_id, BulkItem.taken_back_at.is_(None))
    count = db.session.scalar(rows) or 0
    return Undoable(act.id, act.what, count) if count else None


def _own(act_id: int, editor: Editor) -> BulkAct:
    act = existing(BulkAct, act_id)
    if act.editor_id != editor.id:
        raise NotFound(f"act {act_id} is another editor's")
    return act
