"""In a real browser: a screenshot is looked up on a small phone, without scripts, by keyboard, and then reported."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, ViewportSize, expect
from sqlalchemy import select

from core.db import db
from intake.models.files import Attachment
from intake.models.reports import Submission
from tests.support import factories, looks, pictures
from tests.support.hostile_files import zipped
from tests.support.screens import GERMAN, Screen
from tests.support.served import served

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only("what a page looks like does not depend on the database")]

SMALL: ViewportSize = {"width": 320, "height": 640}
CLAIM = GERMAN[1]
TITLE = "Nein, Sauerteig bleibt erlaubt"
# A picture may wait for its turn, and is read after it was opened.
PATIENCE = 60_000 * int(os.environ.get("TEST_BUDGET_FACTOR", "1"))
MOST_TABS = 40


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    factories.claim(CLAIM, title=TITLE, claimant="Beiträge auf Facebook", summary="Es gibt keine solche Vorschrift.")
    with served(app) as url:
        yield url


def window(browser: Browser, address: str, *, scripts: bool = True, language: str = "de") -> BrowserContext:
    context = browser.new_context(
        base_url=address,
        locale=language,
        viewport=SMALL,
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    return context


def chosen(content: bytes = b"", name: str = "Bildschirmfoto.png") -> FilePayload:
    return {"name": name, "mimeType": "image/png", "buffer": content or Screen(CLAIM, "de").png()}


def press(page: Page, selector: str) -> None:
    """Go to a button with the Tab key and press it."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    pytest.fail(f"{selector} cannot be reached with the Tab key on {page.url}")


def test_a_screenshot_is_looked_up_and_reported_from_a_small_phone_without_scripts(
    browser: Browser, address: str, app: Flask
) -> None:
    context = window(browser, address, scripts=False)
    page = context.new_page()
    page.goto("/lookup")
    page.locator("[name=picture]").set_input_files(chosen())
    press(page, "main .form button[type=submit]")

    # The answer comes first: its heading and its claim stand on the first screen.
    expect(page.locator("h1")).to_have_text("1 Artikel gefunden")
    card = page.locator(".card").first
    expect(card).to_contain_text(TITLE)
    expect(card).to_contain_text("Behauptet von: Beiträge auf Facebook")
    for seen in (page.locator("h1"), card.locator("h2")):
        box = seen.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= SMALL["height"]
    assert page.evaluate("document.documentElement.scrollWidth") == SMALL["width"]

    press(page, "form[action='/report'] button")
    page.wait_for_url("**/report/kind")
    page.goto("/report/files")
    expect(page.locator(".file-list")).to_contain_text("Bildschirmfoto.png")
    page.goto("/report/one-page")
    page.locator("[name=kind][value=check]").check()
    with page.expect_navigation():
        page.locator("form.one-page .button-main").click()
    page.wait_for_url("**/receipt")
    expect(page.locator("main")).to_contain_text("Bildschirmfoto.png")
    context.close()
    db.session.rollback()
    report = db.session.scalars(select(Submission)).one()
    file = db.session.scalars(select(Attachment)).one()
    assert file.submission_id == report.id
    assert report.text == ""


def pages(page: Page) -> Iterator[str]:
    """Lead through the look-up in each of its states; yield what each is called while it is shown."""

    def ask(text: str = "", picture: FilePayload | None = None) -> None:
        page.goto("/lookup")
        page.locator("[name=text]").fill(text)
        if picture is not None:
            page.locator("[name=picture]").set_input_files(picture)
        with page.expect_navigation():
            page.locator("main .form button[type=submit]").click()

    page.goto("/lookup")
    yield "empty"
    ask()
    yield "nothing-asked"
    ask("Unverwechselbar", chosen(zipped(), "archiv.zip"))
    yield "refused"
    ask(picture=chosen())
    yield "found"
    unfold(page)
    yield "found-unfolded"
    ask(
        "Quietscheentchen regieren heimlich die Gemeinde Tulln.",
        chosen(pictures.with_code("https://example.org/" + "a" * 90)),
    )
    unfold(page)
    yield "nothing-found"
    with page.expect_navigation():
        page.locator("form[action='/report'] button").first.click()
    ask(picture=chosen(Screen(GERMAN[2], "de", is_dark=True).png()))
    with page.expect_navigation():
        page.locator("form[action='/report'] button").first.click()
    yield "begun"
    page.goto("/report/one-page")
    page.locator("[name=kind]").first.check()
    page.locator("#files").set_input_files([chosen(), chosen(zipped(), "archiv.zip")])
    with page.expect_navigation():
        page.locator("form.one-page .button-main").click()
    yield "one-page-refused"


def unfold(page: Page) -> None:
    """Open all that is folded."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_state_is_sound(browser: Browser, address: str, language: str) -> None:
    context = window(browser, address, language=language)
    page = context.new_page()
    found: list[str] = []
    for name in pages(page):
        page.set_viewport_size(SMALL)
        wide = page.evaluate("document.documentElement.scrollWidth") - SMALL["width"]
        found += [f"{name} is {wide} pixels too wide for a small phone"] if wide > 0 else []
        page.keyboard.press("Tab")
        found += looks.faults(page, f"look-up-{language}-{name}")
    context.close()
    assert found == []
