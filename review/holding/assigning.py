"""Giving a case to somebody: a lead says who takes care of it, and everybody sees it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy import delete, select
from sqlalchemy.orm import selectinload

from accounts.models import Editor
from accounts.permissions import Permission
from core.db import db, existing, inserting, now, writing
from core.events import Detail, Subject, happened
from core.refusals import Conflict, InvalidInput
from intake.models.cases import Case, CaseState
from review.holding.models import Assignment, HoldingAction, Lease
from review.holding.named import is_named


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be given a case."""

    editor_id: int
    name: str


def assign(case_id: int, editor_id: int, *, by: Editor) -> None:
    """Give an open case to somebody; who had it before has it no longer.

    Errors: `NotFound` without such a case; `InvalidInput` for whoever may not decide cases; `Conflict` when the case is
    not open, or they are named in it.
    """
    with writing():
        assign_within(case_id, editor_id, by=by)


def assign_within(case_id: int, editor_id: int, *, by: Editor, **more: Detail) -> None:
    """Do the same in the transaction of a caller; `more` stands in the line of the trail, too."""
    session = db.session
    if existing(Case, case_id).state is not CaseState.OPEN:
        raise Conflict(gettext("This case is not open. Nothing was changed."))
    editor = session.get(Editor, editor_id)
    if editor is None or not (editor.active and editor.may(Permission.DECIDE)):
        raise InvalidInput({"editor_id": gettext("Choose somebody who may decide cases.")})
    if is_named(case_id, editor_id):
        raise Conflict(gettext("%(name)s is named in this post. Choose somebody else.", name=editor.desk_name))
    values = {"editor_id": editor_id, "assigned_by_id": by.id, "assigned_at": now()}
    giving = inserting(Assignment).values(case_id=case_id, **values)
    session.execute(giving.on_conflict_do_update(index_elements=[Assignment.case_id], set_=values))
    happened(HoldingAction.CASE_ASSIGNED, Subject("case", case_id), by=by.id, editor=editor_id, **more)


def unassign(case_id: int, *, by: Editor) -> None:
    """Give a case to nobody in particular again; a repeat changes nothing."""
    with writing():
        unassign_within(case_id, by=by)


def unassign_within(case_id: int, *, by: Editor, **more: Detail) -> None:
    """Do the same in the transaction of a caller; `more` stands in the line of the trail, too."""
    freed = delete(Assignment).where(Assignment.case_id == case_id).returning(Assignment.editor_id)
    before = db.session.scalar(freed)
    if before is not None:
        happened(HoldingAction.ASSIGNMENT_LIFTED, Subject("case", case_id), by=by.id, editor=before, **more)


def let_go(editor_id: int) -> None:
    """Free the cases of somebody who may decide none any more: nobody else would be offered them.

    May run twice: a repeat finds none.
    """
    with writing() as session:
        editor = session.get_one(Editor, editor_id)
        if not (editor.active and editor.may(Permission.DECIDE)):
            for held in (Assignment, Lease):
                session.execute(delete(held).where(held.editor_id == editor_id))


def assigned(case_ids: Collection[int]) -> dict[int, Candidate]:
    """Return whom some cases are given to, in one question for all of them."""
    rows = select(Assignment.case_id, Editor.id, Editor.desk_name).join(Assignment.editor)
    found = db.session.execute(rows.where(Assignment.case_id.in_(case_ids)))
    return {case_id: Candidate(editor_id, name) for case_id, editor_id, name in found}


def candidates(permission: Permission = Permission.DECIDE) -> list[Candidate]:
    """Return everybody who may be given a case, or whose account permits them something else, by name."""
    rows = select(Editor).where(Editor.active).options(selectinload(Editor.roles)).order_by(Editor.desk_name)
    people = db.session.scalars(rows)
    return [Candidate(editor.id, editor.desk_name) for editor in people if editor.may(permission)]
