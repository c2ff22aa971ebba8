"""In a real browser: files are chosen, dropped, pasted and sent one by one, with progress and a way back."""

from __future__ import annotations

import base64
import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, render_template_string, session
from playwright.sync_api import Browser, FilePayload, Page, Route, expect

from intake.files import keeping, uploads
from intake.models.files import Attachment
from intake.public import looking_over
from intake.reports import drafts
from tests.support import pictures
from tests.support.served import served

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only("what a script does does not depend on the database")]

# The parts alone, as the step of the form holds them.
STEP = """{% extends "layout/public.html" %}{% block title %}Bilder{% endblock %}
{% block stylesheet %}{{ super() }}
<link rel="stylesheet" href="{{ url_for('static', filename='css/public/files.css') }}">{% endblock %}
{% block content %}<h1>Haben Sie ein Bildschirmfoto?</h1>
{% include "intake/report/_file_list.html" %}
<form method="post" action="{{ url_for('intake_files.upload') }}" enctype="multipart/form-data">
<input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
{% include "intake/report/_files.html" %}</form>{% endblock %}"""


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Where the app is served, with a page of these parts."""

    def step() -> str:
        draft = drafts.find(session.get("draft", ""))
        return render_template_string(
            STEP,
            files=() if draft is None else keeping.of_draft(draft.id),
            not_there=looking_over.not_there(draft),
            removable=True,
            remove_file=lambda number: f"/report/files/{number}/remove",
        )

    # In the place of a page that is open to everybody.
    app.view_functions["intake.home"] = step
    with served(app) as running:
        yield running


@pytest.fixture
def page(address: str, browser: Browser) -> Iterator[Page]:
    """The page in a window of its own; its script must not break."""
    broken: list[str] = []
    context = browser.new_context(locale="en-GB", base_url=address)
    opened = context.new_page()
    opened.on("pageerror", lambda error: broken.append(str(error)))
    opened.goto("/")
    yield opened
    context.close()
    assert broken == []


def file(name: str = "bild.png", content: bytes = b"") -> FilePayload:
    return {"name": name, "mimeType": "image/png", "buffer": content or pictures.png()}


def there(page: Page) -> list[str]:
    """Return the names in the list that the server makes."""
    return page.locator("[data-file-list] .file strong").all_inner_texts()


def test_files_are_sent_as_they_are_chosen_and_each_is_told_of(page: Page) -> None:
    page.locator("#files").set_input_files([file("a.png"), file("b.gif", b"GIF89a"), file("c.png")])

    lines = page.locator(".arrival")
    expect(lines.nth(0)).to_contain_text("The file is there.", timeout=20_000)
    expect(lines.nth(1)).to_contain_text("We cannot take this kind of file.", timeout=20_000)
    expect(lines.nth(2)).to_contain_text("The file is there.", timeout=20_000)
    expect(page.locator("[data-file-list] .file")).to_have_count(2)
    assert there(page) == ["a.png", "c.png"]
    expect(page.locator("[data-file-list] .note")).to_contain_text("b.gif")
    expect(page.get_by_role("status")).to_have_text(re.compile("The file is there."))
    loaded = page.locator("[data-file-list] img").first.evaluate("one => one.decode().then(() => one.naturalWidth)")
    assert loaded > 0


def test_a_screenshot_is_pasted_or_dropped(page: Page) -> None:
    content = base64.b64encode(pictures.png()).decode()
    script = """([content, kind, name]) => {
        const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
        const data = new DataTransfer();
        data.items.add(new File([bytes], name, {type: "image/png"}));
        const event = kind === "paste"
            ? new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})
            : new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true});
        document.querySelector("[data-area]").dispatchEvent(event);
    }"""

    page.evaluate(script, [content, "paste", "eingefügt.png"])
    page.evaluate(script, [content, "drop", "gezogen.png"])

    expect(page.locator("[data-file-list] .file")).to_have_count(2, timeout=20_000)
    assert there(page) == ["eingefügt.png", "gezogen.png"]


def test_a_file_that_is_too_large_is_not_even_sent_but_noted(page: Page) -> None:
    sent: list[int] = []
    page.on("request", lambda request: sent.append(len(request.post_data_buffer or b"")))

    page.locator("#files").set_input_files(file("groß.png", bytes(10 * 1024 * 1024 + 1)))

    expect(page.locator(".arrival.is-problem")).to_contain_text("This file has more than 10 MB.")
    expect(page.locator("[data-file-list] .note")).to_contain_text(
        "groß.png This file has more than 10 MB.", timeout=20_000
    )
    assert max(sent) < 2_000


def test_what_is_on_its_way_can_be_cancelled(page: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/report/files/upload", hold)
    page.locator("#files").set_input_files(file())
    page.get_by_role("button", name="Cancel: bild.png").click()

    expect(page.locator(".arrival")).to_contain_text("Cancelled. Nothing of it was kept.")
    expect(page.locator(".arrival progress")).to_have_count(0)
    assert there(page) == []
    for route in held:
        route.abort()


def test_what_the_server_has_cannot_be_cancelled_any_more(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    goes_on, take = threading.Event(), uploads.take

    def slow(*given: Any, **named: Any) -> Attachment:
        goes_on.wait(20)
        return take(*given, **named)

    monkeypatch.setattr(uploads, "take", slow)
    page.locator("[name=files]").set_input_files(file())
    expect(page.locator(".arrival")).to_contain_text("Being opened")
    expect(page.locator(".arrival").get_by_role("button")).to_have_count(0)
    goes_on.set()
    expect(page.locator("[data-file-list] img")).to_have_count(1)


def test_a_file_that_does_not_arrive_says_so(page: Page) -> None:
    page.route("**/report/files/upload", lambda route: route.abort())
    page.locator("#files").set_input_files(file())

    expect(page.locator(".arrival.is-problem")).to_contain_text("The file did not arrive.")

    # The connection is there again, and with the next file the server learns of the one before.
    page.unroute("**/report/files/upload")
    page.locator("#files").set_input_files(file("zweites.png"))
    expect(page.locator("[data-file-list] .file")).to_have_count(1, timeout=20_000)
    expect(page.locator("[data-file-list] .note")).to_contain_text(
        "bild.png This file has not arrived.", timeout=20_000
    )


def test_without_a_script_the_button_sends_what_was_chosen(address: str, browser: Browser) -> None:
    context = browser.new_context(locale="en-GB", base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    expect(page.get_by_role("button", name="Take a photo")).to_be_hidden()
    page.locator("#files").set_input_files([file("a.png"), file("b.png")])
    page.get_by_role("button", name="Add these files").click()
    page.goto("/")

    assert there(page) == ["a.png", "b.png"]
    context.close()
