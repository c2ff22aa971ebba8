"""A running service, and an editor who is signed in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, StorageState, expect

from bench.support.service import Service
from tests.support.installation import CLOSING_SENTENCE
from tests.support.watched import Watched

OWN_PASSWORD = "vier Wörter sind leicht gemerkt"


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service with its demo content, in a folder whose name has a space."""
    running = Service(tmp_path_factory.mktemp("journey") / "data of the desk")
    try:
        running.start()
        yield running
    finally:
        code = running.stop()
    assert code == 0, running.output
    assert running.output.rstrip().endswith(CLOSING_SENTENCE)


@pytest.fixture
def new_service(tmp_path: Path) -> Iterator[Service]:
    """A service that is not started yet; it has no claims."""
    prepared = Service(tmp_path / "data of the desk", environment={"DEMO_CONTENT": "0"})
    yield prepared
    prepared.stop()


@pytest.fixture(scope="session")
def editor(service: Service, browser: Browser) -> StorageState:
    """What the browser of an editor keeps after the first sign-in and the choice of an own password."""
    password = service.one_time_password
    assert password, "the first start prints a one-time password"
    with Watched(browser, service) as editor:
        page = editor.page
        page.goto(f"{service.url}/desk/")
        page.locator("[name=email]").fill("lead@desk.test")
        page.locator("[name=password]").fill(password)
        page.locator("main form button[type=submit]").click()
        # Whatever the editor wanted to open: first an own password.
        expect(page).to_have_url(f"{service.url}/desk/password")
        page.goto(f"{service.url}/desk/audit")
        expect(page).to_have_url(f"{service.url}/desk/password")
        editor.photograph("desk-first-password")
        page.locator("[name=password]").fill(password)
        page.locator("[name=new_password]").fill(OWN_PASSWORD)
        page.locator("[name=new_password_confirm]").fill(OWN_PASSWORD)
        page.locator("main form button[type=submit]").click()
        expect(page).to_have_url(f"{service.url}/desk/")
        return editor.context.storage_state()
