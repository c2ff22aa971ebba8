"""What is shared begins a draft in this browser, and nothing more; what another site sends is asked about first."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select

from app import create_app
from core.config import Config
from core.db import db
from intake.files import keeping, missing
from intake.models.drafts import ReportDraft
from intake.models.reports import Submission
from intake.public.uploads import MOST_BYTES
from intake.reports import drafts
from tests.support.browsing import Browser, fields_of
from tests.support.installation import changed
from tests.support.uploading import post_files

LINK = "https://t.me/heimatfunk/4711"
FROM_A_PHONE = {"Sec-Fetch-Site": "none"}


@pytest.fixture
def browser(app: Flask) -> Browser:
    return Browser(app, app.response_class)


def answers(browser: Browser) -> dict[str, list[str]]:
    """Return what stands in the draft of a browser."""
    with browser.session_transaction() as session:
        token = session.get("draft", "")
    found = drafts.find(token)
    return {} if found is None else dict(found.answers)


def count(model: type[ReportDraft] | type[Submission]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_phone_shares_without_a_token_and_lands_in_the_form(browser: Browser) -> None:
    shared = {"title": "", "text": f"Stimmt das? {LINK}", "url": ""}

    answer = browser.post("/share", data=shared, headers=FROM_A_PHONE, content_type="multipart/form-data")

    assert (answer.status_code, answer.location) == (303, "/report")
    assert answers(browser) == {"text": ["Stimmt das?"], "url": [LINK], "platform": ["telegram"]}
    assert count(Submission) == 0


def test_a_screenshot_is_shared_with_its_words_and_one_that_is_none_is_named(browser: Browser) -> None:
    picture = BytesIO()
    Image.new("RGB", (400, 300), "white").save(picture, "PNG")

    files = [("Bildschirmfoto.png", picture.getvalue()), ("kein Bild.png", b"abc")]
    answer = post_files(browser, {"text": "Stimmt das?"}, *files, path="/share", headers=FROM_A_PHONE)

    assert answer.location == "/report"
    with browser.session_transaction() as session:
        present = drafts.find(session["draft"])
    assert present is not None
    assert [file.name for file in keeping.of_draft(present.id)] == ["Bildschirmfoto.png"]
    assert [one.name for one in missing.noted(present.answers)] == ["kein Bild.png"]
    assert present.one("text") == "Stimmt das?"


def test_more_than_is_read_is_noted_where_a_phone_shares_it_and_refused_from_elsewhere(browser: Browser) -> None:
    files = [("Film.mp4", bytes(MOST_BYTES + 2_000_000))]
    assert post_files(browser, {}, *files, path="/share", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 413
    assert count(ReportDraft) == 0

    answer = post_files(browser, {}, *files, path="/share", headers=FROM_A_PHONE)

    assert answer.location == "/report/files"
    assert "Your files" in browser.get(answer.location).text


@pytest.mark.parametrize("site", ["cross-site", "same-site", "", None])
def test_what_another_site_may_have_sent_begins_nothing_before_the_reader_agrees(
    browser: Browser, site: str | None
) -> None:
    headers = {} if site is None else {"Sec-Fetch-Site": site}
    page = browser.post("/share", data={"text": f"Stimmt das? {LINK}"}, headers=headers)
    assert page.status_code == 400
    assert count(ReportDraft) == 0
    assert fields_of(page.text)["text"] == "Stimmt das?"
    assert "Another page has filled this in" in page.text

    assert browser.send("/share", {"text": "Stimmt das?", "url": LINK}).location == "/report"
    assert answers(browser) == {"text": ["Stimmt das?"], "url": [LINK], "platform": ["telegram"]}


def test_what_was_begun_is_added_to_and_never_replaced(browser: Browser) -> None:
    browser.post("/share", data={"text": "Das erste.", "url": LINK}, headers=FROM_A_PHONE)
    browser.post("/share", data={"text": "Das zweite.", "url": "https://orf.at/stories/1"}, headers=FROM_A_PHONE)
    browser.post("/share", data={"text": "Das zweite.", "url": LINK}, headers=FROM_A_PHONE)

    assert answers(browser)["url"] == [LINK]
    assert answers(browser)["text"][0].startswith("Das erste.\n\nDas zweite.\n\nhttps://orf.at/stories/1")
    assert count(ReportDraft) == 1


def test_nothing_shared_is_an_empty_draft_and_no_error(browser: Browser) -> None:
    assert browser.post("/share", data={}, headers=FROM_A_PHONE).status_code == 303
    assert answers(browser) == {}


def test_what_was_shared_stands_in_no_address(browser: Browser) -> None:
    answer = browser.post("/share", data={"text": "Geheim", "url": LINK}, headers=FROM_A_PHONE)
    assert "Geheim" not in answer.location
    how = browser.get("/share/how").text
    assert "/share#url=" in how, "behind the sign that no server is sent"
    assert "/share?" not in how


def test_the_bookmark_leads_to_this_installation(config: Config) -> None:
    house = create_app(changed(config, PUBLIC_URL="https://melden.desk.de"))
    page = Browser(house, house.response_class).get("/share/how").text
    assert "window.open(&#39;https://melden.desk.de/share#url=" in page


@pytest.mark.parametrize("path", ["/share", "/share/how", "/how-to-copy-a-link", "/offline"])
def test_the_pages_are_open_and_each_is_in_both_languages(app: Flask, path: str) -> None:
    pages = {code: Browser(app, app.response_class, language=code).get(path) for code in ("de", "en")}
    assert [page.status_code for page in pages.values()] == [200, 200]
    assert pages["de"].text != pages["en"].text


def test_each_drawing_says_in_words_what_it_shows(browser: Browser) -> None:
    page = browser.get("/how-to-copy-a-link").text
    names = ("facebook", "instagram", "tiktok", "youtube", "x", "telegram", "whatsapp")
    assert page.count('role="img"') == len(names)
    assert [name for name in names if f'<title id="copy-{name}-told">' not in page] == []
