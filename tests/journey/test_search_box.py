"""The search box by keyboard, and without any script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from accounts.models import Editor
from review.care import preferences
from tests.support.desk import plain_case
from tests.support.holding import editor
from tests.support.served import desk_of, served

pytestmark = pytest.mark.browser

# Milliseconds; a busy machine may take its time.
PATIENCE = 20_000


@pytest.fixture
def alva(app: Flask) -> Editor:
    return editor("Alva")


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    with served(app) as url:
        yield url


def test_one_key_leads_to_the_box_from_every_page_and_writes_in_fields(
    browser: Browser, address: str, alva: Editor
) -> None:
    case = plain_case("Ein Mikrochip.")
    page = desk_of(browser, address, alva)
    box = page.locator("#search-box")
    for place in ("/desk/", "/desk/start", f"/desk/cases/{case.id}", "/desk/account"):
        page.goto(place)
        expect(page.locator(".search-field kbd")).to_have_text("/")
        page.keyboard.press("/")
        expect(box).to_be_focused()
    page.keyboard.type("a/b mikrochip")
    expect(box).to_have_value("a/b mikrochip")
    box.fill("mikrochip")
    page.keyboard.press("Enter")
    expect(page.locator(f"#case-{case.id} mark")).to_have_text("Mikrochip", timeout=PATIENCE)
    # The rows of what was found are walked through like those of the list.
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#case-title")).to_be_visible(timeout=PATIENCE)


def test_who_works_without_keys_or_without_a_script_has_the_box_alone(
    browser: Browser, address: str, alva: Editor
) -> None:
    case = plain_case("Ein Mikrochip.")
    preferences.choose({"shortcuts": "off"}, editor=alva)
    page = desk_of(browser, address, alva)
    page.goto("/desk/")
    page.keyboard.press("/")
    expect(page.locator("#search-box")).not_to_be_focused()
    expect(page.locator(".search-field kbd")).to_have_count(0)

    plain = desk_of(browser, address, alva, scripts=False)
    plain.goto("/desk/")
    plain.locator("#search-box").fill("mikrochip")
    plain.locator(".search-field button").click()
    expect(plain.locator(f"#case-{case.id}")).to_be_visible(timeout=PATIENCE)
