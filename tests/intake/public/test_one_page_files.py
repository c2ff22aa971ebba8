"""The form on one page takes files, sends none of them twice, and nothing without one that was refused unasked."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from core.db import db
from intake.files import keeping
from intake.models.drafts import ReportDraft
from intake.models.files import Attachment
from intake.models.reports import Submission
from intake.public.uploads import MOST_BYTES
from tests.support import pictures
from tests.support.browsing import Browser, fields_of, hidden_fields
from tests.support.uploading import post_files

PAGE = "/report/one-page"
TEXT = "Im Park von Tulln liegen Köder mit Rasierklingen."
GOOD = ("chat.png", pictures.png())
BAD = ("film.gif", b"GIF89a")


def send(client: Browser, *files: tuple[str, bytes], page: str = "", **fields: str) -> TestResponse:
    """Fill in the page as it was opened, or as it was shown, choose files and send it."""
    shown = page or client.get(PAGE).text
    return post_files(client, {**hidden_fields(shown), "kind": "check", "text": TEXT, **fields}, *files, path=PAGE)


def sent() -> Sequence[str]:
    """Return the names of the files of the reports that were sent."""
    db.session.rollback()
    rows = select(Attachment.name).where(Attachment.submission_id.is_not(None)).order_by(Attachment.id)
    return db.session.scalars(rows).all()


def count(model: type[Submission] | type[ReportDraft]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_report_is_sent_with_its_files_in_one_press(app: Flask, client: Browser) -> None:
    answer = send(client, GOOD, ("zwei.png", pictures.png("Etwas anderes")))

    assert (answer.status_code, answer.location) == (303, "/receipt")
    assert sent() == ["chat.png", "zwei.png"]
    assert "chat.png" in client.get("/receipt").text
    assert (count(Submission), count(ReportDraft)) == (1, 0)


def test_a_picture_alone_is_report_enough(app: Flask, client: Browser) -> None:
    assert send(client, GOOD, text="").location == "/receipt"
    assert sent() == ["chat.png"]


def test_the_same_page_pressed_twice_is_sent_once(app: Flask, client: Browser) -> None:
    page = client.get(PAGE).text

    first, second = send(client, GOOD, page=page), send(client, GOOD, page=page)

    assert (first.location, second.location) == ("/receipt", "/receipt")
    assert (count(Submission), sent()) == (1, ["chat.png"])
    # With another file it is something else that is sent.
    send(client, ("zwei.png", pictures.png("Etwas anderes")), page=page)
    assert (count(Submission), sent()) == (2, ["chat.png", "zwei.png"])


def test_nothing_is_sent_without_a_file_that_was_refused_unless_the_reader_says_so(app: Flask, client: Browser) -> None:
    shown = send(client, GOOD, BAD)

    assert shown.status_code == 400
    for words in ("film.gif", "We cannot take this kind of file.", "chat.png", "Send without this file"):
        assert words in shown.text
    assert fields_of(shown.text)["text"] == TEXT
    assert count(Submission) == 0

    fields = {**hidden_fields(shown.text), "kind": "check", "text": TEXT}
    held_back = client.post(PAGE, data=fields)
    assert held_back.status_code == 400
    assert "Say of each file that is not there" in held_back.text
    (mark,) = re.findall(r'name="without"\s+value="([0-9a-f]+)"', held_back.text)
    assert client.post(PAGE, data={**fields, "without": mark}).location == "/receipt"
    assert sent() == ["chat.png"]
    assert "film.gif" in client.get("/receipt").text, "it says what they went without"


def test_files_stay_when_something_else_is_wrong(app: Flask, client: Browser) -> None:
    shown = send(client, GOOD, url="ftp://half")

    assert shown.status_code == 400
    assert "chat.png" in shown.text
    assert send(client, page=shown.text).location == "/receipt"
    assert sent() == ["chat.png"]


def test_a_page_that_was_open_for_too_long_asks_for_the_files_again(app: Flask, client: Browser) -> None:
    shown = send(client, GOOD, csrf_token="x")

    assert shown.status_code == 400
    assert "Please choose your files once more." in shown.text
    assert fields_of(shown.text)["text"] == TEXT
    assert count(ReportDraft) == 0


def test_a_report_that_was_begun_in_another_window_is_not_written_over(app: Flask, client: Browser) -> None:
    page = client.get(PAGE).text
    other = "Etwas, das in einem anderen Fenster begonnen wurde."
    client.post("/report", data={"text": other})

    shown = send(client, GOOD, page=page)

    assert shown.status_code == 409
    assert "Meanwhile you have begun another report in this browser." in shown.text
    assert "Please choose your files once more." in shown.text
    assert fields_of(shown.text)["text"] == TEXT
    assert count(Submission) == 0
    assert other in client.get("/report/text").text, "the other one is as it was"
    assert "chat.png" not in client.get("/report/files").text
    assert send(client, page=shown.text).location == "/receipt", "without its files it can go"
    assert other in client.get("/report/text").text


def test_files_that_a_page_has_shown_and_that_are_gone_are_told_before_others_go_in_their_place(
    app: Flask, client: Browser
) -> None:
    shown = send(client, GOOD, url="ftp://half")
    keeping.discard(db.session.scalars(select(ReportDraft.id)).one())

    late = send(client, ("zwei.png", pictures.png("Etwas anderes")), page=shown.text, url="")

    assert late.status_code == 409
    assert "The files that were added to this page are gone." in late.text
    assert count(Submission) == 0


def test_more_than_may_come_at_once_is_told(app: Flask, client: Browser) -> None:
    answer = send(client, ("riesig.png", bytes(MOST_BYTES + 2 * 1024 * 1024)))

    assert answer.status_code == 413
    assert "This is more than we can take at once." in answer.text
    assert send(client, page=answer.text).status_code == 400, "nothing is sent without it unless the reader says so"
    assert count(Submission) == 0


@pytest.mark.parametrize("name", ["kind", "text", "url", "why", "sending", "draft"])
def test_a_file_in_the_place_of_a_field_does_no_harm(app: Flask, client: Browser, name: str) -> None:
    fields = {**hidden_fields(client.get(PAGE).text), "kind": "check", "text": TEXT}
    fields.pop(name, None)

    answer = post_files(client, fields, ("a.txt", b"abc"), path=PAGE, field=name)

    assert answer.status_code in {303, 400}


def test_choosing_child_abuse_takes_no_file(app: Flask, client: Browser) -> None:
    answer = send(client, GOOD, kind="child-abuse")

    assert answer.location == "/report/child-abuse"
    assert db.session.scalar(select(func.count()).select_from(Attachment)) == 0
