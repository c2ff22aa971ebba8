"""In a real browser: files that did not come, a page that was open too long, and words that are still being read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, FilePayload, Page, Route, expect
from sqlalchemy import select

from core.db import db, writing
from intake.models.drafts import ReportDraft
from intake.models.files import Attachment, Reading
from intake.models.reports import Submission
from tests.support import looks, pictures
from tests.support.attached import attach
from tests.support.served import served

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only("what a page looks like does not depend on the database")]

WORDS = "Ab Montag gibt es kein Bargeld mehr."
SMALL_WIDTH = 320
# Also on a machine that does something else besides.
SOON = 20_000
BROKEN: list[FilePayload] = [
    {"name": "Bildschirmfoto.png", "mimeType": "image/png", "buffer": b"GIF89a"},
    {"name": "Chat mit einem sehr langen Namen vom Montag.png", "mimeType": "image/png", "buffer": b""},
]


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    with served(app) as url:
        yield url


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A small phone on which a report is begun; no script may break on it."""
    broken: list[str] = []
    context = browser.new_context(
        base_url=address, locale="de", viewport={"width": SMALL_WIDTH, "height": 700}, reduced_motion="reduce"
    )
    context.set_default_timeout(20_000)
    opened = context.new_page()
    opened.on("pageerror", lambda error: broken.append(str(error)))
    opened.goto("/report/kind")
    opened.locator("[name=kind][value=check]").check()
    go_on(opened)
    opened.goto("/report/text")
    opened.locator("[name=text]").fill("Stimmt das mit dem Bargeld?")
    go_on(opened)
    yield opened
    context.close()
    assert broken == []


def go_on(page: Page) -> None:
    with page.expect_navigation():
        page.locator(".step-actions .button-main").click()


def faults(page: Page, name: str) -> list[str]:
    page.set_viewport_size({"width": SMALL_WIDTH, "height": 700})
    wide = page.evaluate("document.documentElement.scrollWidth") - SMALL_WIDTH
    page.keyboard.press("Tab")
    found = list(looks.faults(page, f"missing-{name}"))
    page.set_viewport_size({"width": SMALL_WIDTH, "height": 700})
    return found + ([f"{name} is {wide} pixels too wide for a small phone"] if wide > 0 else [])


def test_going_on_before_a_file_is_there_says_which_one_did_not_come(page: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.resource_type == "xhr":
            held.append(route)
        else:
            route.continue_()

    page.goto("/report/files")
    page.route("**/report/files/upload", hold)
    page.on("dialog", lambda dialog: dialog.accept())
    chosen: list[FilePayload] = [
        {"name": name, "mimeType": "image/png", "buffer": pictures.png(name)} for name in ("eins.png", "zwei.png")
    ]
    page.locator("#files").set_input_files(chosen)
    expect(page.locator(".arrival")).to_have_count(2)
    go_on(page)

    expect(page.locator("body")).to_contain_text("eins.png")
    expect(page.locator("body")).to_contain_text("zwei.png")
    page.goto("/report/check")
    expect(page.locator("body")).to_contain_text("eins.png")
    for route in held:
        route.abort()


def picture() -> Attachment:
    return attach(db.session.scalars(select(ReportDraft.id)).one(), "chat.png", reading=Reading.WAITING)


def let_read(file: Attachment) -> None:
    with writing() as session:
        found = session.get_one(Attachment, file.id)
        found.reading, found.read_text = Reading.READ, WORDS


def test_a_report_goes_without_a_file_only_when_its_reader_says_so_of_each(page: Page) -> None:
    page.goto("/report/files")
    page.locator("#files").set_input_files(BROKEN)
    expect(page.locator("[data-file-list] .note")).to_have_count(2, timeout=SOON)
    found = faults(page, "files")
    page.goto("/report/check")
    found += faults(page, "check")
    go_on(page)
    expect(page.locator("#error-summary")).to_be_focused()
    found += faults(page, "check-error")

    page.get_by_label("Ohne diese Datei senden: Bildschirmfoto.png").check()
    go_on(page)
    expect(page.get_by_role("checkbox")).to_have_count(1)
    page.goto("/report/files")
    with page.expect_navigation():
        page.get_by_role("button", name="Ohne diese Datei weitermachen").click()
    expect(page.locator("[data-file-list] .note")).to_have_count(0)
    page.goto("/report/check")
    found += faults(page, "check-without")
    go_on(page)

    page.wait_for_url("**/receipt")
    expect(page.locator("main")).to_contain_text("Bildschirmfoto.png")
    found += faults(page, "receipt")
    assert found == []
    assert len(db.session.scalars(select(Submission)).all()) == 1


def test_a_form_that_was_open_too_long_comes_back_with_what_was_typed(page: Page) -> None:
    file = picture()
    let_read(file)
    page.goto("/report/files")
    page.locator("[name=read_words]").fill("Ab Dienstag.")
    page.evaluate("for (const one of document.querySelectorAll('[name=csrf_token]')) one.value = 'old'")
    with page.expect_navigation():
        page.get_by_role("button", name="Diese Worte übernehmen").click()
    assert faults(page, "late") == []
    expect(page.locator("[name=read_words]")).to_have_value("Ab Dienstag.")
    with page.expect_navigation():
        page.locator("main form .button-main").click()
    page.wait_for_url("**/report/files#*")
    expect(page.locator("[name=read_words]")).to_have_value("Ab Dienstag.")


@pytest.mark.parametrize("where", ["/report/files", "/report/check", "/receipt"])
def test_the_words_of_a_picture_come_by_themselves_and_the_page_then_stops_asking(page: Page, where: str) -> None:
    file = picture()
    if where == "/receipt":
        page.goto("/report/check")
        go_on(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.find("/reading") > 0 else None)
    page.goto(where)
    expect(page.locator("[data-waits]")).to_have_count(1)
    expect(page.locator("[data-look-again]")).to_be_hidden()

    let_read(file)

    place = page.locator("[data-reading]")
    if where == "/report/files":
        expect(place.locator("[name=read_words]")).to_have_value(WORDS, timeout=SOON)
    else:
        expect(place).to_contain_text(WORDS, timeout=SOON)
    expect(page.locator("[data-reading-status]")).to_have_text("Die Wörter in Ihrem Bild sind gelesen.")
    # The reading script has a name of its own, which is asked for once.
    pieces = [url for url in asked if not url.endswith(".js")]
    page.wait_for_timeout(2_500)
    assert [url for url in asked if not url.endswith(".js")] == pieces


def test_what_somebody_corrects_is_not_replaced_while_another_picture_is_read(page: Page) -> None:
    first = picture()
    let_read(first)
    picture()
    page.goto("/report/files")
    page.locator("[name=read_words]").fill("Meine Worte.")
    let_read(db.session.scalars(select(Attachment).order_by(Attachment.id.desc())).first() or first)

    expect(page.locator("[name=read_words]")).to_have_count(2, timeout=SOON)
    expect(page.locator("[name=read_words]").first).to_have_value("Meine Worte.")


def test_it_asks_no_more_after_its_time_and_offers_a_link(page: Page) -> None:
    page.clock.install()
    picture()
    page.goto("/report/check")
    expect(page.locator("[data-look-again]")).to_be_hidden()
    for _ in range(40):
        page.clock.run_for(16_000)
    expect(page.get_by_role("link", name="Noch einmal nachsehen")).to_be_visible()


def test_without_a_script_a_link_looks_again(browser: Browser, address: str, page: Page) -> None:
    picture()
    cookies = page.context.cookies()
    context = browser.new_context(base_url=address, locale="de", java_script_enabled=False)
    context.add_cookies([{"name": one["name"], "value": one["value"], "url": address} for one in cookies])
    plain = context.new_page()
    plain.goto("/report/check")
    with plain.expect_navigation():
        plain.get_by_role("link", name="Noch einmal nachsehen").click()
    expect(plain.locator("[data-waits]")).to_have_count(1)
    context.close()
