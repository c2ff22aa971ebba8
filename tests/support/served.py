"""The app of a test behind a real socket, so that a real browser can ask it; nothing but the app is started."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from playwright.sync_api import Browser, Page, expect

from accounts.models import Editor
from intake.models.cases import Case
from processes.connections import WebServer, adjustments
from tests.support.desk import PASSWORD

HOST = "127.0.0.1"


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an app as the service does, in threads of this process; gives its address, without a slash at the end."""
    listening = socket.create_server((HOST, 0))
    server = WebServer(app, listening, adjustments(threads=8, connections=100, behind_proxy=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield f"http://{HOST}:{listening.getsockname()[1]}"
    finally:
        server.stop()
        thread.join()


def desk_of(browser: Browser, address: str, editor: Editor, *, scripts: bool = True) -> Page:
    """Return a window of its own in which an editor has signed in; pages are in English."""
    context = browser.new_context(locale="en-GB", java_script_enabled=scripts, base_url=address)
    page = context.new_page()
    sign_in(page, editor)
    return page


def sign_in(page: Page, editor: Editor) -> None:
    """Open the page for signing in, unless it is there already, and sign in."""
    if "/desk/login" not in page.url:
        page.goto("/desk/login")
    page.locator("[name=email]").fill(editor.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(lambda url: "/desk/login" not in url)


def hears_keys(page: Page) -> None:
    """Wait until a page of the desk obeys its keys.

    It shows them as soon as its script listens. A browser may throw away what is pressed before it has painted a page
    for the first time, which on a busy machine comes later.
    """
    expect(page.locator("kbd").first).to_be_visible()
    page.evaluate(
        "() => new Promise((done) => new PerformanceObserver(() => done()).observe({ type: 'paint', buffered: true }))"
    )


def open_case(page: Page, case: Case) -> None:
    """Open the page of a case."""
    page.goto(f"/desk/cases/{case.id}")
