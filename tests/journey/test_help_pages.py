"""In a real browser: help and the answer before sending look right to everybody, and come as one types."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from intake.models.cases import CaseState
from tests.support import factories, looks
from tests.support.served import served
from tests.support.settled import POST, settle

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only("what a page looks like does not depend on the database")]

SAD = "Ich will nicht mehr leben."


@pytest.fixture
def page(app: Flask, browser: Browser) -> Iterator[Page]:
    """A window of a German reader."""
    factories.claim()
    settle(factories.case(POST), CaseState.DECIDED)
    with served(app) as address:
        context = browser.new_context(locale="de-DE", base_url=address, reduced_motion="reduce")
        context.set_default_timeout(30_000)
        yield context.new_page()
        context.close()


def look_up(page: Page, text: str) -> None:
    page.goto("/lookup")
    page.locator("[name=text]").fill(text)
    page.get_by_role("button", name="Nachsehen").click()


def begin(page: Page) -> None:
    """Come to the question for the text."""
    page.goto("/report")
    page.locator("[name=kind][value=check]").check()
    page.get_by_role("button", name="Weiter").click()
    page.goto("/report/text")


def send(page: Page, text: str, kind: str) -> None:
    page.goto("/report/one-page")
    page.locator(f"[name=kind][value={kind}]").check()
    page.locator("[name=text]").fill(text)
    page.get_by_role("button", name="Meldung senden").click()
    page.wait_for_url("**/receipt")


@pytest.mark.parametrize(
    "name, address",
    [
        ("help-danger", "/report/danger"),
        ("help-child-abuse", "/report/child-abuse"),
        ("help-easy", "/leichte-sprache"),
        ("about-privacy", "/about/privacy"),
        ("about-promises", "/about/promises"),
        ("about-accessibility", "/about/accessibility"),
        ("about-imprint", "/about/imprint"),
        ("help-answered", "/report/answered?claim=1"),
    ],
)
def test_the_pages_of_help_look_right_to_everybody(page: Page, name: str, address: str) -> None:
    page.goto(address)
    assert list(looks.faults(page, name)) == []


def test_a_look_up_that_found_something_looks_right_to_everybody(page: Page) -> None:
    look_up(page, POST)
    assert list(looks.faults(page, "lookup-decided")) == []
    look_up(page, SAD)
    assert list(looks.faults(page, "lookup-help")) == []


def test_receipts_with_help_and_with_an_answer_look_right_to_everybody(page: Page) -> None:
    send(page, SAD, "hate")
    assert list(looks.faults(page, "receipt-help")) == []
    send(page, POST, "check")
    assert list(looks.faults(page, "receipt-known")) == []


def test_on_a_phone_the_answer_of_a_look_up_stands_on_the_first_screen(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 700})
    look_up(page, factories.CLAIM)
    verdict = page.locator(".cards .checked").first.bounding_box()
    assert verdict is not None
    assert verdict["y"] < 700
    expect(page.locator("details.again [name=text]")).to_be_hidden()


def test_an_answer_comes_as_one_types_and_no_puts_it_away(page: Page) -> None:
    begin(page)
    field = page.locator("[name=text]")
    field.fill(factories.CLAIM)
    place = page.locator("[data-known-place]")
    expect(place.get_by_role("heading", name="Geht es darum?")).to_be_visible()
    assert list(looks.faults(page, "report-known")) == []
    place.get_by_role("button", name="Nein, etwas anderes").click()
    expect(place).to_be_empty()
    expect(field).to_have_value(factories.CLAIM)


def test_yes_ends_on_the_page_that_thanks(page: Page) -> None:
    begin(page)
    page.locator("[name=text]").fill(factories.CLAIM)
    page.get_by_role("button", name="Ja, darum geht es").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Danke, dass Sie nachgefragt haben")
    expect(page.get_by_text("WhatsApp bleibt kostenlos")).to_be_visible()
