"""The words in a picture are shown when they have been read: while the form is filled in, and on the receipt."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from core.config import AppRole, Config
from core.db import db, now, writing
from intake.models.drafts import ReportDraft
from intake.models.files import Attachment, Reading
from tests.support.attached import attach
from tests.support.browsing import Browser, open_text
from tests.support.factories import POST
from tests.support.installation import changed

WORDS = "Ab Montag gibt es kein <Bargeld> mehr."


@pytest.fixture
def waiting(client: Browser) -> Attachment:
    """A picture of a report that is being written, which nobody has read yet."""
    client.send("/report/kind", {"kind": "check"})
    client.send("/report/text", {"text": POST})
    return attach(db.session.scalars(select(ReportDraft.id)).one(), "chat.png", reading=Reading.WAITING)


def read(file: Attachment, words: str = WORDS) -> None:
    with writing() as session:
        found = session.get_one(Attachment, file.id)
        found.reading, found.read_text = (Reading.READ if words else Reading.NOTHING), words


@pytest.mark.parametrize("address", ["/report/reading", "/report/reading?correct=yes"])
def test_a_picture_waits_until_it_is_read_and_then_its_words_are_there(
    client: Browser, waiting: Attachment, address: str
) -> None:
    before = client.get(address).text
    assert "data-waits" in before
    assert "Bargeld" not in before

    read(waiting)

    after = client.get(address).text
    assert "data-waits" not in after
    assert "Ab Montag gibt es kein &lt;Bargeld&gt; mehr." in after
    assert ("csrf_token" in after) == address.endswith("yes")


def test_the_last_page_shows_the_words_and_before_a_way_to_look_again(client: Browser, waiting: Attachment) -> None:
    page = client.get("/report/check").text
    assert "The words in chat.png are still being read." in open_text(page)
    assert "Look again" in page
    assert 'data-reading="/report/reading"' in page

    read(waiting)

    assert "&lt;Bargeld&gt;" in client.get("/report/check").text


def test_the_receipt_shows_the_words_when_they_come(client: Browser, waiting: Attachment) -> None:
    client.send("/report/check", {})
    page = client.get("/receipt").text
    assert 'data-reading="/receipt/reading"' in page
    assert "data-waits" in client.get("/receipt/reading").text

    read(waiting)

    assert "&lt;Bargeld&gt;" in client.get("/receipt/reading").text
    assert "&lt;Bargeld&gt;" in client.get("/receipt").text
    # The draft has ended.
    assert "Bargeld" not in client.get("/report/reading").text


def test_where_no_word_was_found_nothing_is_waited_for(client: Browser, waiting: Attachment) -> None:
    read(waiting, "")
    assert "data-waits" not in client.get("/report/reading").text
    assert "data-look-again\n       hidden" in client.get("/report/check").text


def test_nobody_else_reads_them(app: Flask, client: Browser, waiting: Attachment) -> None:
    read(waiting)
    stranger = Browser(app, app.response_class)
    for address in ("/report/reading", "/receipt/reading"):
        answer = stranger.get(address)
        assert (answer.status_code, answer.text.strip()) == (200, "")
    client.send("/report/check", {})
    assert stranger.get("/receipt/reading").text.strip() == ""


def test_of_a_locked_file_no_word_is_shown(client: Browser, waiting: Attachment) -> None:
    read(waiting)
    with writing() as session:
        session.get_one(Attachment, waiting.id).locked_at = now()
    for address in ("/report/reading", "/report/files", "/report/check"):
        assert "Bargeld" not in client.get(address).text


def test_the_public_pages_alone_show_files_too(config: Config) -> None:
    public = create_app(changed(config, APP_ROLE=AppRole.PUBLIC.value))
    client = Browser(public, public.response_class)
    with public.app_context():
        client.send("/report/kind", {"kind": "check"})
        attach(db.session.scalars(select(ReportDraft.id)).one(), "chat.png", reading=Reading.READ)
        for name in ("files", "check"):
            page = client.get(f"/report/{name}")
            assert page.status_code == 200
            assert "chat.png" in page.text
