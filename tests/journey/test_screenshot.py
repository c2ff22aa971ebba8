"""In a real browser: a screenshot of a chat is sent from a small phone, by keyboard, and answered by what it says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sqlalchemy import select

from archive.models import Claim
from core.config import Config
from core.db import db
from intake.files.tesseract import find_program
from intake.models.files import Reading
from intake.models.reports import Submission
from search.ranking.bands import Band
from tests.support.installation import work_off
from tests.support.keyboard import press, tab_to
from tests.support.screens import Screen
from tests.support.served import served

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only("what a page looks like does not depend on the database")]

SMALL: ViewportSize = {"width": 320, "height": 640}
# One of the demo archive.
CLAIM = "WhatsApp wird ab morgen kostenpflichtig, wenn man die Nachricht nicht an zehn Kontakte weiterleitet."
CHAT = Screen(CLAIM, "de")


@pytest.fixture
def page(demo: Flask, browser: Browser) -> Iterator[Page]:
    """A small phone without scripts that asks a desk with articles."""
    with served(demo) as address:
        phone = browser.new_context(base_url=address, locale="de", viewport=SMALL, java_script_enabled=False)
        phone.set_default_timeout(30_000)
        yield phone.new_page()
        phone.close()


def go_on(page: Page) -> None:
    """Go on to the next question, whatever this one was answered with."""
    assert page.evaluate("document.documentElement.scrollWidth") == SMALL["width"], page.url
    tab_to(page, ".step-actions .button-main")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_screenshot_of_a_chat_leads_to_the_article_about_what_it_says(page: Page, config: Config) -> None:
    assert find_program() is not None, "run `make test` once: it brings Tesseract"
    page.goto("/")
    press(page, ".action-main", leads_to="/report")
    go_on(page)
    tab_to(page, "[name=kind]")
    page.keyboard.press("Space")
    while not page.url.endswith("/report/files"):
        go_on(page)
    tab_to(page, "#files")
    with page.expect_file_chooser() as opened:
        page.keyboard.press("Space")
    opened.value.set_files({"name": "Chat.png", "mimeType": "image/png", "buffer": CHAT.png()})
    while not page.url.endswith("/report/check"):
        go_on(page)
    expect(page.locator("main")).to_contain_text("Chat.png")
    go_on(page)
    assert page.url.endswith("/receipt")
    expect(page.locator("#files-title")).to_have_text("Diese Datei ist angekommen")
    expect(page.locator("#suggestions-title, #known-title")).to_have_count(0)

    work_off(config)
    page.reload()

    db.session.rollback()
    article = db.session.scalars(select(Claim).where(Claim.text == CLAIM)).one()
    (report,) = db.session.scalars(select(Submission))
    assert (report.text, report.read_text) == ("", CLAIM)
    assert report.case is not None
    assert [match.claim_id for match in report.case.matches if match.band is Band.SAME] == [article.id]
    shown = page.locator(".cards .card").first
    expect(shown.get_by_role("link", name=article.title)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == SMALL["width"]
    assert Reading.READ in {file.reading for file in report.attachments}
