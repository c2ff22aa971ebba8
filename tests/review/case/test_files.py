"""Files of reports at the desk: blurred until they are opened, with what is known of them, and the original."""

from __future__ import annotations

import hashlib

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Editor
from accounts.permissions import RoleName
from audit import trail
from core.db import db
from intake.files import uploads
from intake.models.files import Attachment
from intake.models.reports import Submission
from intake.reports import drafts
from tests.support import factories, pictures
from tests.support.browsing import Browser, hidden_fields, open_text
from tests.support.desk import PASSWORD, signed_in
from tests.support.statements import statements


@pytest.fixture
def editor(app: Flask) -> Editor:
    return factories.editor(password=PASSWORD)


@pytest.fixture
def desk(app: Flask, editor: Editor) -> Browser:
    return signed_in(app, editor)


def with_file(content: bytes = b"", name: str = "Bild.png") -> tuple[int, Attachment]:
    """Return the number of a case whose report came with a file, and the file."""
    case_id = factories.case().id
    report = db.session.scalars(select(Submission).where(Submission.case_id == case_id)).one()
    return case_id, factories.sent_file(report, name=name, content=content)


def test_a_file_stands_beside_its_report_blurred_with_what_is_known_of_it(desk: Browser) -> None:
    content = pictures.with_prompt("a cat")
    case_id, file = with_file(content, "<b>Bild.png")

    page = desk.get(f"/desk/cases/{case_id}").text

    assert "&lt;b&gt;Bild.png" in page
    assert "PNG picture" in page
    assert hashlib.sha256(content).hexdigest() in page
    assert "shielded-picture" in page
    assert f'src="/desk/files/{file.id}/preview"' in page
    assert "Anybody can write such a note or take it out" in open_text(page)


def test_a_link_in_a_code_can_be_read_and_not_clicked(desk: Browser) -> None:
    case_id, _ = with_file(pictures.with_code("https://example.org/gewinn"))

    page = desk.get(f"/desk/cases/{case_id}").text

    assert "hxxps://example[.]org/gewinn" in page
    assert "https://example.org/gewinn" not in page


def test_our_picture_is_shown_to_whoever_reads_cases(app: Flask) -> None:
    _, file = with_file()
    viewer = signed_in(app, factories.editor(password=PASSWORD, role=RoleName.VIEWER))

    answer = viewer.get(f"/desk/files/{file.id}/preview")

    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert viewer.post(f"/desk/files/{file.id}/original").status_code in {400, 403}


def test_the_original_is_saved_as_bytes_and_the_trail_tells_who_did(desk: Browser, editor: Editor) -> None:
    content = pictures.png() + b"<html>"
    case_id, file = with_file(content, "rechnung.html")
    token = hidden_fields(desk.get(f"/desk/cases/{case_id}").text)["csrf_token"]

    answer = desk.post(f"/desk/files/{file.id}/original", data={"csrf_token": token})

    assert answer.data == content
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={file.sha256[:12]}.png"
    (newest, *_), _ = trail.lines(case_id=case_id)
    assert editor.desk_name in str(newest.sentence)
    assert "saved the original of a file of report GC-" in str(newest.sentence)


def test_of_a_report_that_nobody_has_sent_the_desk_sees_nothing(desk: Browser) -> None:
    draft = drafts.find(drafts.begin())
    assert draft is not None
    file = uploads.take(draft.id, "a.png", [pictures.png()])

    assert desk.get(f"/desk/files/{file.id}/preview").status_code == 404
    assert desk.get("/desk/files/99/preview").status_code == 404


def test_the_number_of_questions_does_not_grow_with_the_number_of_files(desk: Browser) -> None:
    case_id, _ = with_file()
    # The first look at a case is noted.
    desk.get(f"/desk/cases/{case_id}")
    with statements() as few:
        desk.get(f"/desk/cases/{case_id}")
    report = db.session.scalars(select(Submission).where(Submission.case_id == case_id)).one()
    for _ in range(3):
        factories.sent_file(report)
    with statements() as many:
        desk.get(f"/desk/cases/{case_id}")
    assert len(many) == len(few)
