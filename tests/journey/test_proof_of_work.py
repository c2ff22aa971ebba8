"""In a real browser: while a flood comes in, a reader's report gets past it by a little work nobody notices."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from sqlalchemy import select

from core.config import Config
from core.db import db
from intake.abuse.doubts import Doubt
from intake.abuse.proof_of_work import DOUBLINGS
from intake.models.reports import Held, Submission
from tests.support import looks
from tests.support.keyboard import MOST_TABS
from tests.support.proofs import busy, flood
from tests.support.served import served

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only("what a browser works out does not depend on the database")]

TEXT = "Ab morgen kostet WhatsApp Geld, sagt die Tante meiner Nachbarin."
CHALLENGE = "**/api/v1/challenge"
BUSY = "Very many reports are coming in just now."
WAITS = "it waits its turn before it goes on"
# Workers that come so far and no further, and that find what they were given to begin with.
STOPS = "self.addEventListener('message', () => self.postMessage({ at: 1234 }));"
FINDS = "self.addEventListener('message', ({ data }) => self.postMessage({ found: data.at }));"
# Longer than the work takes here with everything else that this machine does.
DONE = 60_000


@pytest.fixture
def flooded(config: Config) -> Iterator[Flask]:
    """The app of an installation on which a flood is coming in."""
    with busy(config, REPORTS_PER_NETWORK_PER_HOUR="0") as app:
        yield app


@pytest.fixture
def address(flooded: Flask) -> Iterator[str]:
    """Where that installation is reached."""
    with served(flooded) as url:
        yield url


@contextmanager
def window(browser: Browser, address: str, *, scripts: bool = True, is_cut_off: bool = False) -> Iterator[Page]:
    """Open a phone; whatever its browser complains about fails the test, but that it `is_cut_off`."""
    context: BrowserContext = browser.new_context(
        base_url=address,
        locale="en-GB",
        viewport={"width": 390, "height": 800},
        java_script_enabled=scripts,
        # Colours are looked at the moment they change.
        reduced_motion="reduce",
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert [one for one in complaints if not (is_cut_off and "ERR_INTERNET_DISCONNECTED" in one)] == []


def stored() -> list[tuple[Held, list[str]]]:
    """Return of each report whether it is held back, and why."""
    db.session.rollback()
    rows = db.session.scalars(select(Submission).order_by(Submission.id))
    return [(row.held, row.doubts) for row in rows]


def fill_in(page: Page, text: str = TEXT) -> None:
    """Fill in the form on one page."""
    page.goto("/report/one-page")
    page.locator("[name=kind][value=check]").check()
    page.locator("[name=text]").fill(text)


def send(page: Page) -> None:
    """Press the button that sends, and arrive at the receipt."""
    page.get_by_role("button", name="Send report").click()
    page.wait_for_url("**/receipt")


def proof_on(page: Page) -> Locator:
    """The field that the script fills in."""
    return page.locator("[name=proof]")


def kept(page: Page, name: str) -> Any:
    """Return what the browser keeps of its work for the next page, by name."""
    return page.evaluate("name => JSON.parse(sessionStorage.getItem('proof') ?? '{}')[name]", name)


def until_kept(page: Page, name: str, *, beyond: int) -> int:
    """Wait until what the browser keeps is a number beyond another one, and return it.

    Asked from outside: inside, the policy of the pages forbids the tool to wait.
    """
    deadline = time.monotonic() + DONE / 1_000
    while not (found := kept(page, name)) or found <= beyond:
        assert time.monotonic() < deadline, f"the browser kept {found} as {name}"
        page.wait_for_timeout(20)
    return int(found)


def solved(page: Page) -> None:
    """Wait until the work is done that the page has begun by itself."""
    expect(proof_on(page)).not_to_have_value("", timeout=DONE)


def test_a_report_with_a_script_is_let_in_at_once_and_nobody_is_told_to_wait(browser: Browser, address: str) -> None:
    with window(browser, address) as page:
        fill_in(page)
        solved(page)
        expect(page.get_by_text(BUSY)).not_to_be_visible()
        send(page)
        expect(page.locator("#receipt")).to_be_visible()
        expect(page.get_by_text(WAITS)).to_have_count(0)
    assert stored() == [(Held.NO, [])]


def test_without_a_script_a_report_waits_its_turn_and_its_reader_is_told_before_and_after(
    browser: Browser, address: str
) -> None:
    with window(browser, address, scripts=False) as page:
        fill_in(page)
        expect(page.get_by_text(BUSY)).to_be_visible()
        send(page)
        expect(page.locator("#receipt")).to_be_visible()
        expect(page.get_by_text(WAITS)).to_be_visible()
    assert stored() == [(Held.LATER, [Doubt.NO_PROOF.value])]


def test_work_that_was_begun_on_the_first_page_of_the_steps_is_done_by_the_last(browser: Browser, address: str) -> None:
    with window(browser, address) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url) if "challenge" in request.url else None)
        page.goto("/report")
        page.locator("[name=kind][value=check]").check()
        until_kept(page, "found", beyond=-1)
        page.locator(".step-actions .button-main").click()
        page.wait_for_url("**/report/safety")
        page.goto("/report/text")
        page.locator("[name=text]").fill(TEXT)
        page.locator(".step-actions .button-main").click()
        page.wait_for_url("**/report/files")
        page.goto("/report/check")
        solved(page)
        assert len(asked) == 1
        send(page)
    assert stored() == [(Held.NO, [])]


def test_hard_work_goes_on_where_the_page_before_left_it(browser: Browser, address: str) -> None:
    flood(times=2**DOUBLINGS)
    with window(browser, address) as page:
        page.route("**/js/proof-worker.js", lambda route: route.fulfill(content_type="text/javascript", body=STOPS))
        page.goto("/report")
        assert until_kept(page, "at", beyond=0) == 1_234
        before = kept(page, "challenge")
        page.unroute("**/js/proof-worker.js")
        page.route("**/js/proof-worker.js", lambda route: route.fulfill(content_type="text/javascript", body=FINDS))
        page.goto("/report/one-page")
        solved(page)
        assert proof_on(page).input_value() == f"{before}.1234"


def test_nobody_waits_for_work_that_is_not_done(browser: Browser, address: str) -> None:
    flood(times=2**DOUBLINGS)
    with window(browser, address) as page:
        # A number that is never found.
        page.add_init_script(
            "const kept = JSON.stringify({ challenge: 'x', nonce: 'x', target: '0'.repeat(64), most: 1e9, at: 0,"
            " ends: Date.now() + 1e7 }); sessionStorage.getItem('proof') ?? sessionStorage.setItem('proof', kept);"
        )
        fill_in(page)
        page.get_by_role("button", name="Send report").click()
        page.wait_for_url("**/receipt", timeout=15_000)
    assert stored() == [(Held.LATER, [Doubt.NO_PROOF.value])]


def test_whoever_goes_back_and_sends_something_else_has_another_proof(browser: Browser, address: str) -> None:
    with window(browser, address) as page:
        fill_in(page)
        solved(page)
        first = proof_on(page).input_value()
        send(page)
        page.go_back()
        page.locator("[name=text]").fill(f"{TEXT} Und Signal auch.")
        solved(page)
        expect(proof_on(page)).not_to_have_value(first)
        page.locator("[name=kind][value=check]").check()
        send(page)
    assert stored() == [(Held.NO, []), (Held.NO, [])]


def test_what_went_on_for_too_long_is_asked_for_anew(browser: Browser, address: str) -> None:
    with window(browser, address) as page:
        fill_in(page)
        solved(page)
        old = proof_on(page).input_value()
        page.evaluate(
            "const kept = JSON.parse(sessionStorage.getItem('proof'));"
            "sessionStorage.setItem('proof', JSON.stringify({ ...kept, ends: Date.now() + 1000 }));"
        )
        fill_in(page)
        solved(page)
        assert proof_on(page).input_value() != old
        send(page)
    assert stored() == [(Held.NO, [])]


def test_a_page_that_is_open_for_longer_than_a_proof_is_good_gets_another(browser: Browser, address: str) -> None:
    with window(browser, address) as page:
        page.clock.install()
        fill_in(page)
        solved(page)
        old = proof_on(page).input_value()
        page.clock.fast_forward("02:00:00")
        expect(proof_on(page)).not_to_have_value(old)
        solved(page)
        expect(proof_on(page)).not_to_have_value(old)


def test_without_a_connection_it_begins_when_there_is_one_again(browser: Browser, address: str) -> None:
    with window(browser, address, is_cut_off=True) as page:
        page.route(CHALLENGE, lambda route: route.abort("internetdisconnected"))
        fill_in(page)
        expect(page.get_by_text(BUSY)).to_be_visible()
        assert proof_on(page).input_value() == ""
        page.unroute(CHALLENGE)
        page.context.set_offline(True)
        page.context.set_offline(False)
        solved(page)
        send(page)
    assert stored() == [(Held.NO, [])]


def test_no_key_leads_into_the_field_that_nobody_sees_and_nothing_reads_it_out(browser: Browser, address: str) -> None:
    with window(browser, address) as page:
        page.goto("/report/one-page")
        reached = []
        for _ in range(MOST_TABS):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.name ?? ''"))
        assert "text" in reached
        assert "remark" not in reached
        told = page.locator("#report-form").aria_snapshot()
        assert "The text of the post" in told
        assert "leave this field empty" not in told


@pytest.mark.parametrize("is_done", [True, False])
def test_the_pages_under_load_are_sound_before_the_work_is_done_and_after(
    browser: Browser, address: str, *, is_done: bool
) -> None:
    found: list[str] = []
    with window(browser, address, is_cut_off=not is_done) as page:
        if not is_done:
            page.route(CHALLENGE, lambda route: route.abort("internetdisconnected"))
        page.goto("/report/kind")
        page.locator("[name=kind][value=check]").check()
        page.locator(".step-actions .button-main").click()
        page.wait_for_url("**/report/safety")
        for name in ("one-page", "check"):
            page.goto(f"/report/{name}")
            if is_done:
                solved(page)
            expect(page.get_by_text(BUSY)).to_be_visible(visible=not is_done)
            # A browser shows the focus to whoever pressed a key last.
            page.keyboard.press("Tab")
            found += looks.faults(page, f"door-{name}-{is_done}")
    assert found == []
