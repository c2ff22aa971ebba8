"""Drafts: what an editor typed and did not send, kept until it is sent or thrown away.

A draft belongs to its editor alone. It is never in the trail, and no colleague reads it, whatever their role.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext
from sqlalchemy import ColumnElement, delete, or_, select

from accounts.models import Editor
from accounts.permissions import Permission
from core.db import db, existing, inserting, now, writing
from core.refusals import Conflict, InvalidInput, NotFound
from intake.models.cases import Case
from intake.models.files import Attachment
from intake.models.reports import Submission
from review.holding.models import DraftForm, StoredDraft
from review.holding.named import check_not_named, is_named
from review.models import Decision

KEPT_FOR = timedelta(days=30)
# As much as the longest form takes; what is longer is no draft of one.
LONGEST_TEXT = 20_000
MOST_FIELDS = 30
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Mark:
    """Of what a text is the draft: whose, of which form of which case, and what its writer had before their eyes."""

    editor_id: int
    case_id: int
    form: DraftForm
    version: int
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as its editor finds it again."""

    form: DraftForm
    fields: Mapping[str, Sequence[str]]
    opened_at: datetime
    updated_at: datetime
    # Who decided the case while it was written, and when; None if nobody did.
    decided_by: str | None = None
    decided_at: datetime | None = None

    def text(self, name: str) -> str:
        """Return what stands in a field; empty for one that has nothing."""
        return "\n".join(self.fields.get(name, ()))


def keep(mark: Mark, fields: Mapping[str, Sequence[str]]) -> bool:
    """Keep what stands in a form in place of what was kept of it before; return whether there is anything to keep.

    Fields that are all empty are no draft, and end the one there was. Errors: `NotFound` without such a case, or
    without an open account that may read it; `InvalidInput` for more than a form has; `Conflict` for whoever is named
    in it, and where something of the case was erased since the form was opened.
    """
    _check_size(fields)
    is_empty = not any("".join(values).strip() for values in fields.values())
    with writing() as session:
        # The row refers to the case, which is locked first, as by whoever gives back what was sent.
        session.get(Case, mark.case_id, with_for_update={"read": True, "key_share": True})
        existing(Case, mark.case_id)
        editor = session.get(Editor, mark.editor_id)
        if editor is None or not (editor.active and editor.may(Permission.READ_CASES)):
            raise NotFound(f"account {mark.editor_id} is closed, or may read no case")
        check_not_named(mark.case_id, editor)
        if _is_erased_since(mark):
            raise Conflict(
                gettext("Something of this case was erased while you wrote, so your text is not kept. Open it again.")
            )
        if is_empty:
            session.execute(delete(StoredDraft).where(*_one(mark)))
            return False
        values = _values(mark, fields)
        keeping = inserting(StoredDraft).values(
            editor_id=mark.editor_id, case_id=mark.case_id, form=mark.form, **values
        )
        unique = [StoredDraft.editor_id, StoredDraft.case_id, StoredDraft.form]
        session.execute(keeping.on_conflict_do_update(index_elements=unique, set_=values))
    return True


def give_back(mark: Mark, fields: Mapping[str, Sequence[str]]) -> None:
    """Make a draft again of what was sent, unless its editor has begun another; call inside `writing()`.

    Not where something of the case was erased since: it may quote that.
    """
    if _is_erased_since(mark):
        return
    values = _values(mark, fields)
    keeping = inserting(StoredDraft).values(editor_id=mark.editor_id, case_id=mark.case_id, form=mark.form, **values)
    db.session.execute(keeping.on_conflict_do_nothing())


def discard(case_id: int, form: DraftForm, *, editor: Editor) -> None:
    """Throw a draft away, or end it because it was sent; costs one question where there is none."""
    which = (StoredDraft.editor_id == editor.id, StoredDraft.case_id == case_id, StoredDraft.form == form)
    if db.session.scalar(select(StoredDraft.id).where(*which)) is not None:
        with writing() as session:
            session.execute(delete(StoredDraft).where(*which))


def erase(case_id: int) -> None:
    """Erase what anybody has typed into a form of a case and not sent; call inside `writing()`."""
    db.session.execute(delete(StoredDraft).where(StoredDraft.case_id == case_id))


def drafts_of(case: Case, editor: Editor) -> dict[DraftForm, Kept]:
    """Return an editor's drafts of a case, by form; none for whoever is named in it."""
    rows = select(StoredDraft).where(StoredDraft.editor_id == editor.id, StoredDraft.case_id == case.id)
    found = db.session.scalars(rows).all()
    if not found or is_named(case.id, editor.id):
        return {}
    return {draft.form: _kept(draft, case, editor) for draft in found}


def erase_old() -> None:
    """Erase drafts that nobody came back to, and those of closed accounts; a repeat finds none."""
    closed = select(Editor.id).where(Editor.active.is_(False))
    with writing() as session:
        gone = or_(StoredDraft.updated_at < now() - KEPT_FOR, StoredDraft.editor_id.in_(closed))
        session.execute(delete(StoredDraft).where(gone))


def _is_erased_since(mark: Mark) -> bool:
    """Return whether a report of the case or a file of one was erased after a text was begun, or nothing is left of it.

    What was typed by then may quote it, and a page that is still open would bring it back.
    """
    of_case = select(Submission.id).where(Submission.case_id == mark.case_id)
    reports = select(Submission.id).where(Submission.case_id == mark.case_id, Submission.erased_at >= mark.opened_at)
    files = select(Attachment.id).where(
        Attachment.submission_id.in_(of_case), Attachment.erased_at >= mark.opened_at, Attachment.locked_at.is_not(None)
    )
    empty = select(Case.id).where(Case.id == mark.case_id, Case.erased_at.is_not(None))
    return any(db.session.scalar(rows.limit(1)) is not None for rows in (empty, reports, files))


def _check_size(fields: Mapping[str, Sequence[str]]) -> None:
    length = sum(len(value) for values in fields.values() for value in values)
    if length > LONGEST_TEXT or len(fields) > MOST_FIELDS or any(len(name) > LONGEST_NAME for name in fields):
        raise InvalidInput({"draft": gettext("This is too long to be kept as a draft.")})


def _values(mark: Mark, fields: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    kept = {name: list(values) for name, values in fields.items()}
    return {"fields": kept, "version": mark.version, "opened_at": mark.opened_at, "updated_at": now()}


def _one(mark: Mark) -> tuple[ColumnElement[bool], ...]:
    return (
        StoredDraft.editor_id == mark.editor_id,
        StoredDraft.case_id == mark.case_id,
        StoredDraft.form == mark.form,
    )


def _kept(draft: StoredDraft, case: Case, editor: Editor) -> Kept:
    """Return a draft together with what a colleague decided meanwhile."""
    kept = Kept(draft.form, draft.fields, draft.opened_at, draft.updated_at)
    if draft.version == case.version:
        return kept
    decided = (
        select(Editor.desk_name, Decision.created_at)
        .join(Decision, Decision.editor_id == Editor.id)
        .where(Decision.case_id == case.id, Decision.created_at >= draft.opened_at, Decision.editor_id != editor.id)
        .order_by(Decision.id.desc())
        .limit(1)
    )
    row = db.session.execute(decided).one_or_none()
    if row is None:
        return kept
    return Kept(kept.form, kept.fields, kept.opened_at, kept.updated_at, row.desk_name, row.created_at)
