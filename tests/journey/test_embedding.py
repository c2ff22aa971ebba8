"""In a real browser: a partner's page shows the small form, and what is typed there goes on in a window of ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app import create_app
from core.config import Config
from tests.support.installation import changed
from tests.support.served import served

FRAME = (
    '<!DOCTYPE html><html lang="de"><title>x</title><iframe src="{address}/embed" width="100%" height="600"></iframe>'
)

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only("what a frame shows does not depend on the database")]

TEXT = "Ab morgen kostet WhatsApp Geld!"


@dataclass(frozen=True, slots=True)
class Sites:
    """A reader's browser, and two sites that show our form in a frame, of which we have named the first."""

    context: BrowserContext
    partner: str
    stranger: str

    def show(self, site: str) -> Page:
        """Open a page of a site."""
        page = self.context.new_page()
        page.goto(site)
        return page


@pytest.fixture
def sites(config: Config, app: Flask, browser: Browser) -> Iterator[Sites]:
    del app
    ours: list[str] = []
    theirs = Flask("theirs")
    theirs.add_url_rule("/", view_func=lambda: FRAME.format(address=ours[0]))
    with ExitStack() as running:
        # Another name of this machine is another site, so that cookies are those of a third party in the frame.
        partner, stranger = (running.enter_context(served(theirs)).replace("127.0.0.1", "localhost") for _ in range(2))
        ours.append(running.enter_context(served(create_app(changed(config, EMBED_SITES=partner)))))
        reader = browser.new_context(locale="de-DE", viewport={"width": 320, "height": 700})
        running.callback(reader.close)
        yield Sites(reader, partner, stranger)


def test_what_is_typed_on_a_partners_page_goes_on_in_our_form(sites: Sites) -> None:
    page = sites.show(sites.partner)
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading")).to_have_text("Stimmt das? Ist das Hass?")
    assert frame.locator("html").evaluate("one => one.scrollWidth - one.clientWidth") <= 0
    frame.get_by_label("Der Text des Beitrags").fill(TEXT)
    with sites.context.expect_page() as opened:
        frame.get_by_role("button").click()
    ours = opened.value
    ours.wait_for_url("**/report")
    ours.goto(ours.url.removesuffix("/report") + "/report/text")
    expect(ours.locator("[name=text]")).to_have_value(TEXT)
    assert ours.evaluate("window.opener") is None


def test_a_site_that_we_have_not_named_shows_an_empty_frame(sites: Sites) -> None:
    frame = sites.show(sites.stranger).frame_locator("iframe")
    expect(frame.locator("[name=text]")).to_have_count(0)
