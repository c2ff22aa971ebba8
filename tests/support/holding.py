"""People at a case: a desk name of one's own, time that passes, and what is kept of a text."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from accounts.models import Editor
from accounts.permissions import RoleName
from core.db import db, writing
from intake.models.cases import Case
from review.holding import drafts
from review.holding.models import DraftForm, Lease, StoredDraft, Viewing
from tests.support import factories
from tests.support.browsing import Browser, hidden_fields
from tests.support.desk import PASSWORD


def editor(name: str, *, role: RoleName = RoleName.EDITOR) -> Editor:
    """Make an account that colleagues know by a name, and that has a password of its own."""
    made = factories.editor(password=PASSWORD, role=role)
    with writing() as session:
        session.get_one(Editor, made.id).desk_name = name
    return made


def let_pass(time: timedelta) -> None:
    """Make everything that runs out or was seen older by so much."""
    with writing() as session:
        for lease in session.scalars(select(Lease)):
            lease.expires_at -= time
            lease.taken_at -= time
        for viewing in session.scalars(select(Viewing)):
            viewing.seen_at -= time
        for draft in session.scalars(select(StoredDraft)):
            draft.updated_at -= time


def close(editor: Editor) -> None:
    """Close an account as the command does."""
    with writing() as session:
        session.get_one(Editor, editor.id).active = False


def end_session(editor: Editor) -> None:
    """End all sessions of an account, as an operator or a new password does."""
    with writing() as session:
        session.execute(update(Editor).where(Editor.id == editor.id).values(fs_uniquifier=f"other-{editor.id}"))


def page_of(case: Case, browser: Browser) -> str:
    """Return the page of a case as a browser gets it."""
    answer = browser.get(f"/desk/cases/{case.id}")
    assert answer.status_code == 200
    return answer.text


def mark(browser: Browser, case: Case, form: str) -> dict[str, str]:
    """Return the hidden fields of a form on the page of a case: its mark, and the token against forgery."""
    page = page_of(case, browser)
    cut = page.partition(f'data-form="{form}"')[0].rpartition('name="draft"')[2]
    signed = cut.partition('value="')[2].partition('"')[0]
    return {"csrf_token": hidden_fields(page)["csrf_token"], "draft": signed}


def kept(case: Case, editor: Editor, form: DraftForm = DraftForm.DECISION) -> dict[str, str]:
    """Return what is kept of an editor's text, by field; empty when there is no draft."""
    db.session.rollback()
    db.session.expire_all()
    found = drafts.drafts_of(db.session.get_one(Case, case.id), editor).get(form)
    return {} if found is None else {name: found.text(name) for name in found.fields}
