"""In a real browser: the slip of a receipt, the talk with the desk, and the pages of both in every light."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from core.db import db
from intake.cases import joining
from intake.models.reports import Submission
from intake.reports.receipts import Receipt
from review.talk import asking
from tests.support import factories, looks
from tests.support.served import served

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only("what a page looks like does not depend on the database")]

QUESTION = "Wo haben Sie das gesehen?"


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    with served(app) as url:
        yield url


def settled(page: Page) -> Page:
    page.evaluate("document.fonts.ready.then(() => true)")
    return page


def send_report(page: Page) -> str:
    page.goto("/report/one-page")
    page.locator("[name=kind][value=check]").check()
    page.locator("[name=text]").fill("Ab morgen kostet WhatsApp Geld!")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/receipt")
    return page.locator("#receipt").inner_text()


def asked() -> Receipt:
    """Send a report to whose reader the desk has a question."""
    receipt = factories.report()
    joining.match_all_waiting()
    number = db.session.scalars(select(Submission.id).where(Submission.reference == receipt.reference)).one()
    asking.ask(number, QUESTION, editor=factories.editor())
    return receipt


def test_without_a_script_a_receipt_is_kept_opens_by_one_press_and_answers(browser: Browser, address: str) -> None:
    plain = browser.new_context(java_script_enabled=False, base_url=address, locale="en-GB")
    page = plain.new_page()
    receipt = send_report(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    assert receipt in Path(download.value.path()).read_text(encoding="utf-8")
    assert receipt not in download.value.url
    page.goto("/status")
    page.get_by_role("button", name=re.compile("GC-")).click()
    expect(page.get_by_role("heading", name="Status of your report")).to_be_visible()
    page.get_by_label("What you want to tell us").fill("Es stand auch in der Zeitung.")
    page.get_by_role("button", name="Add to the report").click()
    expect(page.get_by_text("It has arrived and stands beside your report, where the desk reads it.")).to_be_visible()
    expect(page.get_by_text("Es stand auch in der Zeitung.")).to_have_count(0)
    assert receipt not in page.url
    plain.close()


def test_what_an_app_is_handed_is_the_slip_as_words(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, locale="en-GB")
    context.add_init_script("navigator.share = (data) => { window.shared = data; return Promise.resolve(); };")
    page = context.new_page()
    receipt = send_report(page)
    page.get_by_role("button", name="Send to yourself").click()
    shared = page.evaluate("window.shared")
    assert list(shared) == ["text"]
    assert receipt in shared["text"]
    context.close()


def test_who_cannot_share_is_offered_no_button_for_it(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, locale="en-GB")
    context.add_init_script("Object.defineProperty(Navigator.prototype, 'share', { value: undefined });")
    page = context.new_page()
    send_report(page)
    expect(page.get_by_role("button", name="Copy")).to_be_visible()
    expect(page.get_by_role("button", name="Send to yourself")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("locale", ["de-DE", "en-GB"])
def test_the_pages_look_right_to_everybody(browser: Browser, address: str, locale: str) -> None:
    receipt = asked().receipt
    context = browser.new_context(
        locale=locale,
        reduced_motion="reduce",
        base_url=address,
        viewport={"width": looks.PHONE, "height": looks.HEIGHT},
    )
    page = context.new_page()
    language = locale[:2]
    send_report(page)
    wrong = list(looks.faults(settled(page), f"slip-{language}"))
    page.goto("/status")
    wrong += looks.faults(settled(page), f"status-mine-{language}")
    page.locator("[name=receipt]").fill(f"{receipt[:-1]}{(int(receipt[-1]) + 1) % 10}")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").last.click()
    wrong += looks.faults(settled(page), f"status-wrong-digit-{language}")
    page.locator("[name=receipt]").fill(receipt)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").last.click()
    expect(page.get_by_text(QUESTION)).to_be_visible()
    wrong += looks.faults(settled(page), f"status-question-{language}")
    with page.expect_navigation():
        page.locator("form[action$='/status/add'] button").click()
    wrong += looks.faults(settled(page), f"status-empty-answer-{language}")
    page.locator("[name=text]").fill("In der Familiengruppe.")
    with page.expect_navigation():
        page.locator("form[action$='/status/add'] button").click()
    wrong += looks.faults(settled(page), f"status-answered-{language}")
    assert wrong == []
    context.close()
