"""In a real browser: a partner's page shows the small form, and what is typed there goes on in a window of ours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app import create_app
from core.config import Config
from tests.support.installation import changed
from tests.support.served import served

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only("what a frame shows does not depend on the database")]

PARTNER, STRANGER = "https://news.example.org", "https://elsewhere.example.org"
TEXT = "Ab morgen kostet WhatsApp Geld!"


@pytest.fixture
def context(config: Config, app: Flask, browser: Browser) -> Iterator[BrowserContext]:
    """A reader, for whom two other sites show our form in a frame; one of them we have named."""
    del app
    with served(create_app(changed(config, EMBED_SITES=PARTNER))) as address:
        reader = browser.new_context(locale="de-DE", viewport={"width": 320, "height": 700})
        page = (
            f'<!DOCTYPE html><html lang="de"><title>x</title><iframe src="{address}/embed" width="100%" height="600">'
        )
        for site in (PARTNER, STRANGER):
            reader.route(f"{site}/**", lambda route: route.fulfill(body=page, content_type="text/html"))
        yield reader
        reader.close()


def show(context: BrowserContext, site: str) -> Page:
    page = context.new_page()
    page.goto(f"{site}/artikel")
    return page


def test_what_is_typed_on_a_partners_page_goes_on_in_our_form(context: BrowserContext) -> None:
    page = show(context, PARTNER)
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading")).to_have_text("Stimmt das? Ist das Hass?")
    assert frame.locator("html").evaluate("one => one.scrollWidth - one.clientWidth") <= 0
    frame.get_by_label("Der Text des Beitrags").fill(TEXT)
    with context.expect_page() as opened:
        frame.get_by_role("button").click()
    ours = opened.value
    ours.wait_for_url("**/report")
    ours.goto(ours.url.removesuffix("/report") + "/report/text")
    expect(ours.locator("[name=text]")).to_have_value(TEXT)
    assert ours.evaluate("window.opener") is None


def test_a_site_that_we_have_not_named_shows_an_empty_frame(context: BrowserContext) -> None:
    frame = show(context, STRANGER).frame_locator("iframe")
    expect(frame.locator("[name=text]")).to_have_count(0)
