"""Whose cases are: what the list is narrowed down by, and what comes next for somebody."""

from __future__ import annotations

from sqlalchemy import ColumnElement, CompoundSelect, and_, exists, or_, select, union

from accounts.models import Editor
from core.db import now
from intake.models.cases import Case, CaseState
from review.holding.models import Assignment, Lease, NamedIn


def with_somebody(editor_id: int) -> ColumnElement[bool]:
    """Return the condition on `Case` that it is open, and somebody is working on it just now or was given it."""
    leased = exists().where(Lease.case_id == Case.id, Lease.editor_id == editor_id, Lease.expires_at > now())
    given = exists().where(Assignment.case_id == Case.id, Assignment.editor_id == editor_id)
    return and_(Case.state == CaseState.OPEN, or_(leased, given))


def ids_with_somebody(editor_id: int) -> CompoundSelect[int]:
    """Return the ids of these cases, found by who has them."""
    leased = select(Lease.case_id).where(Lease.editor_id == editor_id, Lease.expires_at > now())
    given = select(Assignment.case_id).join(Case, Case.id == Assignment.case_id)
    return union(leased, given.where(Assignment.editor_id == editor_id, Case.state == CaseState.OPEN))


def with_nobody() -> ColumnElement[bool]:
    """Return the condition on `Case` that nobody is working on it, and nobody was given it."""
    return ~or_(
        exists().where(Lease.case_id == Case.id, Lease.expires_at > now()),
        exists().where(Assignment.case_id == Case.id),
    )


def free_for(editor: Editor) -> ColumnElement[bool]:
    """Return the condition on `Case` that somebody could decide it without getting in a colleague's way.

    No colleague is working on it or was given it, and they are not named in it.
    """
    return ~or_(
        exists().where(Lease.case_id == Case.id, Lease.editor_id != editor.id, Lease.expires_at > now()),
        exists().where(Assignment.case_id == Case.id, Assignment.editor_id != editor.id),
        exists().where(NamedIn.case_id == Case.id, NamedIn.editor_id == editor.id),
    )
