"""In a real browser: on the narrowest screen no German word of a page for readers is broken without a hyphen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, ViewportSize
from sqlalchemy import select

from app import PUBLIC_ENDPOINTS
from core.db import db
from intake.cases import joining
from intake.models.cases import Case
from tests.support import factories, looks
from tests.support.served import served
from tests.support.settled import POST, SENTENCE, settle

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only("where a line ends does not depend on the database")]

# The narrowest screen, and what a bar for scrolling leaves of it.
NARROW = (320, 305)
STEPS = ("danger", "where", "text", "files", "when", "target", "concern", "why", "advertised", "check")
FURTHER = (
    "/about/privacy",
    "/about/promises",
    "/about/accessibility",
    "/about/imprint",
    "/mail/confirm/x",
    "/mail/stop/x",
    "/nowhere",
    "/report/answered?claim=1",
)


@pytest.fixture(params=NARROW)
def page(app: Flask, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A narrow window of a German reader."""
    with served(app) as address:
        size = ViewportSize(width=request.param, height=looks.HEIGHT)
        context = browser.new_context(locale="de-DE", base_url=address, viewport=size, reduced_motion="reduce")
        context.set_default_timeout(30_000)
        yield context.new_page()
        context.close()


def status(page: Page, receipt: str) -> None:
    page.goto("/status")
    page.locator("[name=receipt]").last.fill(receipt)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").last.click()


def press(page: Page, where: str) -> None:
    with page.expect_navigation():
        page.locator(where).first.click()


def test_on_pages_that_stand_by_themselves(app: Flask, page: Page) -> None:
    slug = factories.claim().slug
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint in PUBLIC_ENDPOINTS]
    addresses = [one.rule for one in rules if "GET" in (one.methods or ()) and not {"<", "."} & set(one.rule)]
    looked_at = 0
    for address in [*addresses, *FURTHER, f"/claims/{slug}"]:
        # What is no page is downloaded.
        if app.test_client().get(address, follow_redirects=True).mimetype != "text/html":
            continue
        page.goto(address)
        assert looks.broken_words(page) == [], address
        looked_at += 1
    assert looked_at > 20


@pytest.mark.parametrize("kind", ["check", "hate", "scam"])
def test_on_the_steps_of_the_form(page: Page, kind: str) -> None:
    page.goto("/report")
    page.locator(f"[name=kind][value={kind}]").check()
    press(page, "main form button[type=submit]")
    for step in STEPS:
        page.goto(f"/report/{step}")
        assert looks.broken_words(page) == [], step


def test_on_the_way_from_a_report_to_its_answer(page: Page) -> None:
    factories.claim()
    settle(factories.case(POST))
    for text in ("Ich bring dich um, sagt jemand zu mir.", POST):
        page.goto("/report/one-page")
        page.locator("[name=kind][value=hate]").check()
        page.locator("[name=text]").fill(text)
        page.get_by_role("button", name="Meldung senden").click()
        page.wait_for_url("**/receipt")
        assert looks.broken_words(page) == []
    page.goto("/lookup")
    page.locator("[name=text]").fill(factories.CLAIM)
    page.get_by_role("button", name="Nachsehen").click()
    assert looks.broken_words(page) == []


def test_on_the_page_of_a_report(page: Page) -> None:
    receipt = factories.report().receipt
    joining.match_all_waiting()
    status(page, receipt)
    assert looks.broken_words(page) == []
    press(page, "form[action$='/status/erase'] button")
    assert looks.broken_words(page) == []
    status(page, receipt)
    press(page, "form[action$='/status/withdraw'] button")
    assert looks.broken_words(page) == []


def test_on_the_page_of_a_report_that_is_answered(page: Page) -> None:
    receipt = factories.report(POST).receipt
    joining.match_all_waiting()
    settle(db.session.scalars(select(Case)).one())
    status(page, receipt)
    assert page.get_by_text(SENTENCE).is_visible()
    assert looks.broken_words(page) == []


def test_a_link_over_several_lines_begins_at_the_left(page: Page) -> None:
    page.goto("/report/one-page")
    link = page.get_by_role("link", name="Wer solche Meldungen annimmt")
    assert link.evaluate("one => getComputedStyle(one).textAlign") == "start"


def test_a_word_that_is_broken_is_seen(page: Page) -> None:
    page.goto("/nowhere")
    write = "word => { document.querySelector('h1').textContent = word; }"
    page.evaluate(write, "Donaudampfschifffahrtsgesellschaftskapitän")
    assert looks.broken_words(page)
    page.evaluate(write, "Donau\u00addampf\u00adschiff\u00adfahrts\u00adgesellschafts\u00adkapitän")
    assert looks.broken_words(page) == []
