"""Locking a file at the desk: at the report, unseen; and a lead is told and deals with it."""

from __future__ import annotations

from flask import Flask

from accounts.permissions import RoleName
from core.db import db
from intake.files import locking
from intake.models.files import Attachment
from tests.support import factories
from tests.support.attached import attached, is_there, still_kept
from tests.support.browsing import Browser, open_text
from tests.support.desk import PASSWORD, signed_in

TOLD = "Locked files: please deal with them"


def lead(app: Flask) -> Browser:
    return signed_in(app, factories.editor(password=PASSWORD, role=RoleName.LEAD))


def state_of(file: Attachment) -> bool:
    db.session.expire_all()
    return locking.is_locked(db.session.get_one(Attachment, file.id))


def test_an_editor_locks_a_file_at_the_report_and_a_lead_is_told(app: Flask) -> None:
    case = factories.case()
    file = attached(case.id, name="chat.png")
    editor, chief = signed_in(app), lead(app)
    page = editor.get(f"/desk/cases/{case.id}").text
    assert "chat.png" in page
    assert f'action="/desk/files/{file.id}/lock"' in page
    assert TOLD not in chief.get("/desk/start").text

    answer = editor.send(f"/desk/files/{file.id}/lock", {}, seen_at=f"/desk/cases/{case.id}")

    assert answer.location == "/desk/start", "whoever guesses what it is must not have to look at the case again"
    assert state_of(file)
    after = editor.get(f"/desk/cases/{case.id}").text
    assert f'action="/desk/files/{file.id}/lock"' not in after
    assert "locked a file of" in open_text(after)
    assert TOLD in chief.get("/desk/start").text
    assert TOLD not in editor.get("/desk/start").text
    assert file.sha256 in chief.get("/desk/files/locked").text


def test_a_lead_erases_what_is_locked(app: Flask) -> None:
    file = attached(factories.case().id)
    keys = {file.original_key, file.preview_key}
    locking.lock(file.id, by=factories.editor().id)
    chief = lead(app)
    answer = chief.send(f"/desk/files/{file.id}/erase", {}, seen_at="/desk/files/locked")
    assert answer.location == "/desk/files/locked"
    assert still_kept(keys) == set()
    assert "No file is locked." in chief.get("/desk/files/locked").text


def test_a_lead_unlocks_what_was_a_mistake(app: Flask) -> None:
    file = attached(factories.case().id)
    locking.lock(file.id, by=factories.editor().id)
    lead(app).send(f"/desk/files/{file.id}/unlock", {}, seen_at="/desk/files/locked")
    assert not state_of(file)
    assert is_there(file)


def test_whoever_is_late_reads_what_happened_meanwhile(app: Flask) -> None:
    file = attached(factories.case().id)
    locking.lock(file.id, by=factories.editor().id)
    chief = lead(app)
    page = chief.get("/desk/files/locked").text
    locking.unlock(file.id, by=factories.editor().id)
    assert "Erase for good" in page
    chief.send(f"/desk/files/{file.id}/erase", {}, seen_at="/desk/start")
    assert "not locked any more" in chief.get("/desk/files/locked").text
    assert is_there(file)
