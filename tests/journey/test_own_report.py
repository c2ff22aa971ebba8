"""In a real browser without scripts: a reader has their report erased, and each page on the way looks right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from intake.cases import joining
from intake.retention import erasing
from tests.support import factories, looks
from tests.support.served import served

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only("what a page looks like does not depend on the database")]


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    with served(app) as url:
        yield url


def show_status(page: Page, receipt: str) -> None:
    page.goto("/status")
    page.locator("[name=receipt]").last.fill(receipt)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").last.click()
    # A page is measured as it stands, with its letters.
    page.evaluate("document.fonts.ready.then(() => true)")


def test_a_reader_saves_and_erases_their_report(browser: Browser, address: str) -> None:
    receipt = factories.report().receipt
    joining.match_all_waiting()
    plain = browser.new_context(java_script_enabled=False, base_url=address, locale="en-GB")
    page = plain.new_page()
    show_status(page, receipt)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a text").click()
    assert factories.POST in Path(download.value.path()).read_text(encoding="utf-8")
    page.get_by_role("button", name="Erase this report").click()
    page.get_by_role("button", name="Yes, erase it").click()
    expect(page.get_by_text("This report is being erased.")).to_be_visible()
    assert receipt not in page.url
    assert erasing.carry_out() == 1
    show_status(page, receipt)
    expect(page.get_by_text("You asked for it.")).to_be_visible()
    plain.close()


def test_the_pages_look_right_to_everybody(browser: Browser, address: str) -> None:
    receipt = factories.report().receipt
    joining.match_all_waiting()
    context = browser.new_context(
        locale="de-DE",
        reduced_motion="reduce",
        base_url=address,
        viewport={"width": looks.PHONE, "height": looks.HEIGHT},
    )
    page = context.new_page()
    show_status(page, receipt)
    wrong = list(looks.faults(page, "status"))
    show_status(page, receipt)
    with page.expect_navigation():
        page.locator("form[action$='/status/erase'] button").click()
    expect(page.locator("[name=sure]")).to_have_count(1)
    page.evaluate("document.fonts.ready.then(() => true)")
    wrong += looks.faults(page, "sure")
    erasing.ask(receipt)
    erasing.carry_out()
    show_status(page, receipt)
    wrong += looks.faults(page, "erased")
    assert wrong == []
    context.close()
