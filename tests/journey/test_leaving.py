"""In a real browser: out of a public page at once, by its link or by the keyboard, and no way back to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from tests.support.served import served

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only("what a key does depends on no database")]

ELSEWHERE = "https://www.wikipedia.org/"
TOLD = "[data-leave-told]"

# What has the focus and lies, wholly or in part, under the bar with the way out.
COVERED = """() => {
  const bar = document.querySelector(".leave").getBoundingClientRect();
  const one = document.activeElement;
  const box = one.getBoundingClientRect();
  // The link past the header lies above the bar.
  const isOfTheBar = one.matches("body, .skip-link") || one.closest(".leave");
  const isUnder = !isOfTheBar && box.top < bar.bottom - 1 && box.bottom > bar.top + 1;
  return isUnder ? one.outerHTML.slice(0, 90) : "";
}"""


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    with served(app) as url:
        yield url


@pytest.fixture
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """A phone whose net ends at a page of our own in place of the other site's."""
    made = browser.new_context(locale="en-GB", base_url=address, viewport={"width": 390, "height": 700})
    made.route(f"{ELSEWHERE}**", lambda route: route.fulfill(body="<h1>An encyclopedia</h1>", content_type="text/html"))
    yield made
    made.close()


def asked(page: Page) -> list[str | None]:
    """Collect what the other site is told about where somebody came from."""
    found: list[str | None] = []

    def note(request: Request) -> None:
        if ELSEWHERE in request.url:
            found.append(request.headers.get("referer"))

    page.on("request", note)
    return found


def test_the_link_leads_away_and_not_back(context: BrowserContext) -> None:
    page = context.new_page()
    referers = asked(page)
    page.goto("/status")
    page.goto("/report")
    page.get_by_role("link", name="Leave this page quickly").click()
    expect(page.get_by_role("heading")).to_have_text("An encyclopedia")
    assert referers == [None]
    page.go_back()
    expect(page).to_have_url(re.compile("/status$"))


def test_three_times_escape_leads_away_and_says_so_before(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/report/one-page")
    page.locator("[name=text]").focus()
    page.keyboard.press("Escape")
    expect(page.locator(TOLD)).to_have_text("Press Escape two more times to leave this page quickly.")
    page.keyboard.press("Escape")
    expect(page.locator(TOLD)).to_have_text("Press Escape once more to leave this page quickly.")
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading")).to_have_text("An encyclopedia")


def test_whoever_stops_pressing_stays_and_is_told_so(context: BrowserContext) -> None:
    page = context.new_page()
    page.clock.install()
    page.goto("/report")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.clock.run_for(5_100)
    expect(page.locator(TOLD)).to_have_text("You are still on this page.")
    page.keyboard.press("Escape")
    expect(page.locator(TOLD)).to_have_text("Press Escape two more times to leave this page quickly.")
    expect(page.get_by_role("heading", level=1)).to_have_text("What is it about?")


def test_without_a_script_the_link_still_leads_away(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="en-GB", base_url=address, java_script_enabled=False)
    context.route(f"{ELSEWHERE}**", lambda route: route.fulfill(body="<h1>An encyclopedia</h1>"))
    page = context.new_page()
    referers = asked(page)
    page.goto("/")
    page.get_by_role("link", name="Leave this page quickly").click()
    page.wait_for_url(f"{ELSEWHERE}**")
    assert referers == [None]
    context.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_way_out_is_large_enough_and_covers_nothing_that_has_the_focus(context: BrowserContext, width: int) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 700})
    page.goto("/report")
    box = page.locator("[data-leave]").bounding_box()
    assert box is not None
    assert box["height"] >= 44
    covered = set()
    for key in ("Tab", "Shift+Tab"):
        for _ in range(30):
            page.keyboard.press(key)
            covered.add(page.evaluate(COVERED))
    assert covered == {""}
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    assert page.locator("[data-leave]").evaluate("one => one.getBoundingClientRect().top") < 60, "it stays in reach"


@pytest.mark.parametrize("by_key", [True, False], ids=["by Escape", "by the link"])
def test_whoever_leaves_leaves_no_text_behind(context: BrowserContext, *, by_key: bool) -> None:
    page = context.new_page()
    page.goto("/report")
    page.evaluate("localStorage.setItem('gegencheck-offline', JSON.stringify({text: 'x', at: Date.now()}))")
    if by_key:
        for _ in range(3):
            page.keyboard.press("Escape")
    else:
        page.get_by_role("link", name="Leave this page quickly").click()
    expect(page.get_by_role("heading")).to_have_text("An encyclopedia")
    page.goto("/report")
    assert page.evaluate("localStorage.getItem('gegencheck-offline')") is None
