"""What an editor leaves to others today: kinds of cases, and single cases. Nobody asks why, and nobody else sees it."""

from __future__ import annotations

from sqlalchemy import ColumnElement, delete, exists, func, select, true

from accounts.models import Editor
from core.db import db, existing, writing
from intake.models.cases import Case, Kind
from review.care import days
from review.care.models import NotToday, Skipped
from review.care.preferences import Preferences


def not_today(kind: Kind, *, editor: Editor) -> None:
    """Leave a kind of cases out of an editor's list until the day is over."""
    with writing():
        days.note(NotToday, editor_id=editor.id, kind=kind)


def today_again(kind: Kind, *, editor: Editor) -> None:
    """Show an editor a kind of cases again."""
    with writing() as session:
        session.execute(delete(NotToday).where(NotToday.editor_id == editor.id, NotToday.kind == kind))


def skip(case_id: int, *, editor: Editor) -> None:
    """Leave a case out of what comes next for an editor until the day is over. Errors: `NotFound`."""
    with writing():
        existing(Case, case_id)
        days.note(Skipped, editor_id=editor.id, case_id=case_id)


def skipped_again(*, editor: Editor) -> None:
    """Let all cases that an editor skipped come up again."""
    with writing() as session:
        session.execute(delete(Skipped).where(Skipped.editor_id == editor.id))


def count_skipped(*, editor: Editor) -> int:
    """Return how many cases an editor has skipped today."""
    rows = select(func.count()).where(Skipped.editor_id == editor.id, Skipped.day == days.today())
    return db.session.scalar(rows) or 0


def wanted(preferences: Preferences) -> ColumnElement[bool]:
    """Return the condition on `Case` that leaves out the kinds which somebody does not want today."""
    return Case.kind.not_in(preferences.not_today) if preferences.not_today else true()


def not_skipped(editor: Editor) -> ColumnElement[bool]:
    """Return the condition on `Case` that leaves out what an editor skipped today: for what comes next, no list."""
    skipped = exists().where(Skipped.editor_id == editor.id, Skipped.day == days.today(), Skipped.case_id == Case.id)
    return ~skipped
