"""In a real browser: installed on a phone, shared to, and used without a connection."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import func, select

from core.db import db
from intake.models.drafts import ReportDraft
from intake.reports import drafts
from tests.support.served import served

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only("what a browser keeps does not depend on the database")]

TEXT = "Ab morgen kostet WhatsApp Geld!"
LINK = "https://t.me/heimatfunk/4711"
KEPT = "JSON.parse(localStorage.getItem('gegencheck-offline'))"


@pytest.fixture
def context(app: Flask, browser: Browser) -> Iterator[BrowserContext]:
    """A phone, in English."""
    with served(app) as address:
        phone = browser.new_context(locale="en-GB", base_url=address, viewport={"width": 390, "height": 800})
        yield phone
        phone.close()


@pytest.fixture
def installed(context: BrowserContext) -> Page:
    """A page whose script for the time without a connection is at work."""
    page = context.new_page()
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    return page


def answers(app: Flask, context: BrowserContext) -> dict[str, list[str]]:
    """Return what stands in the draft of a browser."""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    cookie = next(one for one in context.cookies() if one["name"] == "gegencheck")
    found = drafts.find(serializer.loads(cookie["value"])["draft"])
    assert found is not None
    return dict(found.answers)


def test_chromium_takes_the_manifest_and_its_share_target(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/")
    manifest = context.new_cdp_session(page).send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert manifest["url"].endswith("/manifest.webmanifest")
    problems = context.new_cdp_session(page).send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A window of a test is a private one, in which nothing is installed.
    assert {one["errorId"] for one in problems} <= {"in-incognito"}


def test_without_a_connection_a_page_takes_what_is_written_and_hands_it_on_later(
    app: Flask, context: BrowserContext, installed: Page
) -> None:
    context.set_offline(True)
    installed.goto("/report")
    expect(installed.get_by_role("heading", level=1)).to_have_text("No connection")
    expect(installed.get_by_text("stays in this browser, on this device, for a day")).to_be_visible()
    installed.get_by_label("The text of the post").fill(TEXT)
    expect(installed.get_by_role("status")).to_have_text("Kept in this browser.")
    installed.get_by_role("button", name="Go on with the report").click()
    expect(installed.get_by_role("status")).to_have_text("Still no connection. Your text is kept.")
    installed.reload()
    expect(installed.get_by_label("The text of the post")).to_have_value(TEXT)

    context.set_offline(False)
    installed.goto("/")
    installed.get_by_role("link", name="Go on with it or delete it").click()
    installed.get_by_role("button", name="Go on with the report").click()

    installed.wait_for_url("**/report")
    assert answers(app, context)["text"] == [TEXT]
    assert installed.evaluate(KEPT) is None


def test_the_way_back_to_an_answer_leads_to_its_form_and_not_to_a_missing_connection(installed: Page) -> None:
    installed.goto("/lookup")
    installed.locator("[name=text]").fill(TEXT)
    with installed.expect_navigation():
        installed.locator("main form button[type=submit]").first.click()
    installed.goto("/")
    installed.go_back()
    expect(installed.locator("[name=text]")).to_be_visible()
    assert installed.url.endswith("/lookup")


def test_without_a_connection_the_page_speaks_the_language_that_was_chosen_last(
    context: BrowserContext, installed: Page
) -> None:
    installed.goto("/language/de?next=/")
    german = "async () => (await (await caches.match('/offline')).text()).includes('Keine Verbindung')"
    installed.wait_for_function(german)
    context.set_offline(True)
    installed.goto("/report")
    expect(installed.get_by_role("heading", level=1)).to_have_text("Keine Verbindung")


def test_what_was_written_without_a_connection_can_be_deleted(context: BrowserContext, installed: Page) -> None:
    installed.goto("/offline")
    installed.get_by_label("The text of the post").fill(TEXT)
    assert installed.evaluate(KEPT)["text"] == TEXT
    installed.get_by_role("button", name="Delete what I wrote").click()
    expect(installed.get_by_label("The text of the post")).to_have_value("")
    assert installed.evaluate(KEPT) is None


def test_whoever_leaves_in_a_hurry_leaves_nothing_behind(context: BrowserContext, installed: Page) -> None:
    installed.goto("/offline")
    installed.get_by_label("The text of the post").fill(TEXT)
    installed.goto("/report")
    # Where it leads does not matter here, and no test asks another host.
    installed.locator("a[data-leave]").first.evaluate("link => { link.href = '/status'; link.click(); }")
    installed.wait_for_url("**/status")
    assert installed.evaluate(KEPT) is None


def test_after_a_day_it_is_gone(installed: Page) -> None:
    installed.goto("/offline")
    installed.get_by_label("The text of the post").fill(TEXT)
    installed.evaluate(f"localStorage.setItem('gegencheck-offline', JSON.stringify({{...{KEPT}, at: 0}}))")
    installed.goto("/")
    assert installed.evaluate(KEPT) is None
    expect(installed.locator("[data-waiting]")).to_be_hidden()


SHARE = """([text, url]) => {
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action: "/share", enctype: "multipart/form-data" });
    for (const [name, value] of Object.entries({ title: "", text, url })) {
        form.append(Object.assign(document.createElement("input"), { name, value }));
    }
    document.body.append(form);
    form.submit();
}"""


def test_a_share_as_chromium_posts_it_lands_in_the_form(app: Flask, context: BrowserContext, installed: Page) -> None:
    with installed.expect_navigation(url="**/report"):
        installed.evaluate(SHARE, [f"{TEXT} {LINK}", ""])
    assert answers(app, context) == {"text": [TEXT], "url": [LINK], "platform": ["telegram"]}


def test_a_share_without_a_connection_is_kept_in_the_browser(
    app: Flask, context: BrowserContext, installed: Page
) -> None:
    context.set_offline(True)
    installed.evaluate(SHARE, [f"{TEXT} {LINK}", ""])
    installed.wait_for_url("**/offline")
    expect(installed.get_by_label("The text of the post")).to_have_value(f"{TEXT} {LINK}")
    assert installed.evaluate(KEPT)["text"] == f"{TEXT} {LINK}"
    assert db.session.scalar(select(func.count()).select_from(ReportDraft)) == 0


def test_no_page_with_anything_of_anybody_is_in_the_cache(context: BrowserContext, installed: Page) -> None:
    for path in ("/report", "/status", "/lookup", "/share"):
        installed.goto(path)
    kept = installed.evaluate(
        "async () => { const found = []; for (const name of await caches.keys()) for (const one of"
        " await (await caches.open(name)).keys()) found.push(new URL(one.url).pathname); return found; }"
    )
    assert [path for path in kept if path != "/offline" and not path.startswith("/static/")] == []


def test_a_bookmark_hands_over_what_no_server_is_sent(app: Flask, context: BrowserContext) -> None:
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/how-to-copy-a-link")
    page.goto("/share/how")
    script = page.locator("a[href^='javascript:']").get_attribute("href") or ""
    page.goto("/how-to-copy-a-link")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('h1'))")
    with context.expect_page() as opened:
        # As the browser runs a bookmark: past the policy of the page.
        context.new_cdp_session(page).send(
            "Runtime.evaluate", {"expression": script.removeprefix("javascript:"), "userGesture": True}
        )
    share = opened.value
    expect(share.get_by_label("The text of the post")).to_have_value("How to copy a link")
    expect(share.get_by_label("Link to the post")).to_have_value(page.url)
    assert "#" not in share.url
    share.get_by_role("button", name="Go on to the report").click()
    share.wait_for_url("**/report")
    assert answers(app, context)["url"] == [page.url]
