"""Who is named in the post of a case: they take no part in it, and a lead may give it to somebody else."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy import ColumnElement, delete, select

from accounts.models import Editor
from core.db import db, existing, inserting, now, writing
from core.events import Subject, happened
from core.refusals import Conflict, InvalidInput
from intake.models.cases import Case
from intake.models.reports import Submission
from review.holding.models import Assignment, HoldingAction, Lease, NamedIn

LONGEST_REASON = 1_000


@dataclass(frozen=True, slots=True)
class Named:
    """An editor who is named in a case, as colleagues read it; nobody has to give a reason."""

    editor_id: int
    name: str
    reason: str


def is_named(case_id: int, editor_id: int) -> bool:
    """Return whether somebody is named in the post of a case."""
    return db.session.scalar(select(NamedIn.id).where(*_pair(case_id, editor_id))) is not None


def check_not_named(case_id: int, editor: Editor) -> None:
    """Make sure that an editor may have a part in a case; every verb asks that changes what becomes of it.

    Errors: `Conflict` with a kind sentence for whoever is named in it.
    """
    if is_named(case_id, editor.id):
        raise Conflict(refusal())


def check_no_part(reports: ColumnElement[bool], editor: Editor) -> None:
    """Make sure that an editor may have a part in each of the cases in which some reports stand.

    Errors: `Conflict` with a kind sentence for whoever is named in one of them.
    """
    cases = select(Submission.case_id).where(reports, Submission.case_id.is_not(None))
    which = NamedIn.editor_id == editor.id, NamedIn.case_id.in_(cases)
    if db.session.scalar(select(NamedIn.id).where(*which).limit(1)) is not None:
        raise Conflict(refusal())


def refusal() -> str:
    """Return the sentence for whoever is named in a case."""
    told: str = gettext(
        "You said that you are named in this post. A colleague takes care of it; you need not look at it."
    )
    return told


def named_among(case_ids: Collection[int], editor: Editor) -> set[int]:
    """Return in which of some cases an editor is named, in one question for all of them."""
    rows = select(NamedIn.case_id).where(NamedIn.case_id.in_(case_ids), NamedIn.editor_id == editor.id)
    return set(db.session.scalars(rows))


def say(case_id: int, *, editor: Editor, reason: str = "") -> None:
    """Let an editor say that they are named in a post; they hold it no longer. Saying it twice changes nothing.

    Errors: `NotFound` without such a case, `InvalidInput` for a reason that is too long.
    """
    if len(reason) > LONGEST_REASON:
        raise InvalidInput({"reason": gettext("Please use at most 1,000 characters.")})
    with writing() as session:
        existing(Case, case_id)
        told = inserting(NamedIn).values(
            case_id=case_id, editor_id=editor.id, said_by_id=editor.id, said_at=now(), reason=reason
        )
        if session.scalar(told.on_conflict_do_nothing().returning(NamedIn.id)) is None:
            return
        _take_away(case_id, editor.id)
        happened(HoldingAction.NAMED_IN_CASE, Subject("case", case_id), by=editor.id, editor=editor.id)


def lift(case_id: int, editor_id: int, *, by: Editor) -> None:
    """Let somebody have a part in a case again; of two who lift it at once, the second changes nothing.

    Errors: `Conflict` for whoever would lift it for themselves.
    """
    if editor_id == by.id:
        raise Conflict(gettext("You are named in this post yourself. Somebody else has to say that you are not."))
    with writing() as session:
        lifted = delete(NamedIn).where(*_pair(case_id, editor_id)).returning(NamedIn.id)
        if session.scalar(lifted) is not None:
            happened(HoldingAction.NAMED_LIFTED, Subject("case", case_id), by=by.id, editor=editor_id)


def carry_over(from_id: int, to_id: int) -> None:
    """Count whoever is named in one case as named in another, to which its reports went; call inside `writing()`."""
    for row in db.session.scalars(select(NamedIn).where(NamedIn.case_id == from_id)).all():
        same = {"editor_id": row.editor_id, "said_by_id": row.said_by_id, "said_at": row.said_at, "reason": row.reason}
        db.session.execute(inserting(NamedIn).values(case_id=to_id, **same).on_conflict_do_nothing())
        _take_away(to_id, row.editor_id)


def named_in(case_id: int) -> list[Named]:
    """Return who is named in a case, by name."""
    rows = select(NamedIn, Editor.desk_name).join(NamedIn.editor).where(NamedIn.case_id == case_id)
    return [Named(row.editor_id, name, row.reason) for row, name in db.session.execute(rows.order_by(Editor.desk_name))]


def _take_away(case_id: int, editor_id: int) -> None:
    for held in (Lease, Assignment):
        db.session.execute(delete(held).where(held.case_id == case_id, held.editor_id == editor_id))


def _pair(case_id: int, editor_id: int) -> tuple[ColumnElement[bool], ...]:
    return NamedIn.case_id == case_id, NamedIn.editor_id == editor_id
