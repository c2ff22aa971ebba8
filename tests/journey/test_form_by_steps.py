"""In a real browser: the report form in steps, on a small phone, without scripts, by keyboard, and in each state."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect
from sqlalchemy import select

from core.db import db
from intake.models.cases import Kind
from intake.models.drafts import ReportDraft
from intake.models.reports import Concern, Submission
from tests.support import looks
from tests.support.attached import attach
from tests.support.keyboard import press, tab_to
from tests.support.served import served

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only("what a page looks like does not depend on the database")]

SMALL: ViewportSize = {"width": 320, "height": 640}
TEXT = "Die gehören alle weg, sagt einer in der Gruppe, und viele klatschen."
LINK = "https://forum.example/beitrag/17"
OVER_LONG = "Satz für Satz. " * 1_500


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    with served(app) as url:
        yield url


def window(browser: Browser, address: str, *, scripts: bool = True, language: str = "de") -> BrowserContext:
    context = browser.new_context(
        base_url=address,
        locale=language,
        viewport=SMALL,
        java_script_enabled=scripts,
        # Colours are looked at the moment they change.
        reduced_motion="reduce",
    )
    context.set_default_timeout(20_000)
    return context


def reports() -> list[Submission]:
    db.session.rollback()
    return list(db.session.scalars(select(Submission)))


def test_a_report_of_hate_is_sent_from_a_small_phone_without_scripts_by_keyboard_alone(
    browser: Browser, address: str, app: Flask
) -> None:
    context = window(browser, address, scripts=False)
    page = context.new_page()
    page.goto("/")
    press(page, ".action-main", leads_to="/report")
    press(page, ".step-actions .button-main", leads_to="/report/kind")
    expect(page.locator("#error-summary")).to_be_focused()
    expect(page).to_have_title("Fehler: Worum es geht – Einen Beitrag melden – Gegencheck")
    tab_to(page, "[name=kind]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    press(page, ".step-actions .button-main", leads_to="/report/safety")
    press(page, ".step-actions .button-main", leads_to="/report/where")
    tab_to(page, "[name=url]")
    page.keyboard.type(LINK)
    # The Enter key goes on, whichever buttons the page has besides.
    page.keyboard.press("Enter")
    page.wait_for_url("**/report/text")
    tab_to(page, "[name=text]")
    page.keyboard.type(TEXT)
    press(page, ".back-link", leads_to="/report/where")
    press(page, ".step-actions .button-main", leads_to="/report/text")
    expect(page.locator("[name=text]")).to_have_value(TEXT)
    for following in ("files", "when", "targets"):
        press(page, ".step-actions .button-main", leads_to=f"/report/{following}")
    tab_to(page, "[name=targets][value=origin]")
    page.keyboard.press("Space")
    for following in ("concern", "why", "check"):
        press(page, ".step-actions .button-main", leads_to=f"/report/{following}")
    press(page, "[href='/report/concern?from=check']", leads_to="/report/concern?from=check")
    # It was left open, which is the last choice; the next one is the first.
    tab_to(page, "[name=concern]")
    page.keyboard.press("ArrowDown")
    press(page, ".step-actions .button-main", leads_to="/report/check")
    expect(page.locator(".answers")).to_contain_text("Es geht um mich")
    assert page.evaluate("document.documentElement.scrollWidth") == SMALL["width"]
    press(page, ".step-actions .button-main", leads_to="/receipt")
    expect(page.locator("#receipt")).to_be_visible()
    context.close()
    (report,) = reports()
    assert (report.kind, report.text, report.url, report.language) == (Kind.HATE, TEXT, LINK, "de")
    assert (report.targets, report.concern) == (["origin"], Concern.AFFECTED)


def test_what_is_typed_is_counted_and_the_end_of_its_time_is_told(browser: Browser, address: str) -> None:
    context = window(browser, address)
    page = context.new_page()
    page.clock.install()
    begin(page, "check")
    page.goto("/report/text")
    page.locator("[name=text]").fill(f" {OVER_LONG} ")
    expect(page.locator(".counter")).to_have_text("22.499 von 20.000 Zeichen")
    expect(page.locator(".counter")).to_have_class("counter is-over")
    expect(page.locator(".kept-warning")).to_be_empty()
    page.clock.fast_forward("01:51:00")
    expect(page.locator(".kept-warning")).to_contain_text("In zehn Minuten")
    context.close()


def test_another_language_in_the_middle_of_a_text_loses_nothing(browser: Browser, address: str) -> None:
    context = window(browser, address, scripts=False)
    page = context.new_page()
    begin(page, "check")
    page.goto("/report/text")
    page.locator("[name=text]").fill(OVER_LONG)
    page.get_by_role("button", name="English").click()
    expect(page.locator("h1")).to_have_text("The text of the post")
    expect(page.locator("[name=text]")).to_have_value(OVER_LONG)
    context.close()


def begin(page: Page, kind: str) -> None:
    page.goto("/report/kind")
    page.locator(f"[name=kind][value={kind}]").check()
    go_on(page)


def go_on(page: Page) -> None:
    with page.expect_navigation():
        page.locator(".step-actions .button-main").click()


def fill(page: Page, name: str) -> None:
    match name:
        case "where":
            page.locator("[name=platform]").select_option("facebook")
            page.locator("[name=url]").fill(LINK)
        case "text" | "why":
            page.locator("textarea").fill(TEXT)
        case "targets":
            page.locator("[name=targets]").nth(2).check()
        case _:
            page.locator("[type=radio]").first.check()


WRONG = {"where": ("url", "ftp://half"), "text": ("text", OVER_LONG), "why": ("why", OVER_LONG)}


def pages(page: Page) -> Iterator[str]:
    """Lead through the form in each of its states; yield what each is called while it is shown."""
    page.goto("/report")
    yield "entrance"
    go_on(page)
    yield "kind-error"
    begin(page, "hate")
    for name in ("safety", "where", "text", "files", "when", "targets", "concern", "why"):
        yield f"{name}-empty"
        if name in WRONG:
            page.locator(f"[name={WRONG[name][0]}]").fill(WRONG[name][1])
            go_on(page)
            yield f"{name}-error"
        if name == "files":
            attach(db.session.scalars(select(ReportDraft.id)).one(), "Bildschirmfoto vom Gruppenchat am Montag.png")
            page.reload()
        elif name != "safety":
            fill(page, name)
        yield f"{name}-filled"
        go_on(page)
    yield "check"
    page.goto("/report")
    yield "begun"
    page.goto("/report/one-page")
    yield "one-page"
    page.goto("/report/check")
    go_on(page)
    yield "receipt"


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_page_in_every_state_is_sound(browser: Browser, address: str, app: Flask, language: str) -> None:
    context = window(browser, address, language=language)
    page = context.new_page()
    found: list[str] = []
    for name in pages(page):
        page.set_viewport_size(SMALL)
        wide = page.evaluate("document.documentElement.scrollWidth") - SMALL["width"]
        found += [f"{name} is {wide} pixels too wide for a small phone"] if wide > 0 else []
        # A browser shows the focus to whoever pressed a key last, and not to whoever clicked.
        page.keyboard.press("Tab")
        found += looks.faults(page, f"form-{language}-{name}")
    context.close()
    assert found == []
