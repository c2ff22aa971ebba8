"""The desk by keyboard alone: a known duplicate in three keys, twenty cases in few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from accounts.models import Editor
from core.db import db
from intake.models.cases import Case, CaseState, Kind
from review.care import preferences
from tests.support import factories
from tests.support.desk import plain_case, suggestion
from tests.support.holding import editor
from tests.support.served import desk_of, hears_keys, served

pytestmark = pytest.mark.browser

SENT = "The answer is sent."
# Milliseconds; a busy machine may take its time for a decision.
PATIENCE = 20_000


@pytest.fixture
def alva(app: Flask) -> Editor:
    return editor("Alva")


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    with served(app) as url:
        yield url


class Keyboard:
    """Presses keys and counts them; what is typed into a field as text is not counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, *keys: str) -> None:
        hears_keys(self.page)
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1


def states() -> Counter[CaseState]:
    db.session.rollback()
    return Counter(db.session.scalars(select(Case.state)))


def test_a_known_duplicate_is_closed_with_three_keys_from_the_list(
    browser: Browser, address: str, alva: Editor
) -> None:
    suggestion(plain_case("Bekannt."), factories.claim())
    page = desk_of(browser, address, alva)
    page.goto(f"{address}/desk/")
    keys = Keyboard(page)

    keys.press("Enter")
    expect(page.locator("#case-title")).to_be_visible()
    keys.press("a")
    assert not states()[CaseState.ANSWERED], "it asks once: the sentence stands above the button that has the focus now"
    keys.press("Enter")

    expect(page.locator(".flashes")).to_contain_text(SENT)
    assert keys.pressed == 3
    assert states() == {CaseState.ANSWERED: 1}
    # And back with one more.
    keys.press("z")
    expect(page.locator("#case-title")).to_be_visible()
    assert states() == {CaseState.OPEN: 1}


def test_a_known_duplicate_is_closed_with_two_clicks_from_the_list(
    browser: Browser, address: str, alva: Editor
) -> None:
    suggestion(plain_case("Bekannt."), factories.claim())
    page = desk_of(browser, address, alva)
    page.goto(f"{address}/desk/")

    page.locator(".row-link").click()
    page.get_by_role("button", name="Yes, answer with this").click()

    expect(page.locator(".flashes")).to_contain_text(SENT)
    assert states() == {CaseState.ANSWERED: 1}


def test_twenty_mixed_cases_take_a_hundred_and_twenty_keys_at_most(
    browser: Browser, address: str, alva: Editor
) -> None:
    claim = factories.claim()
    for number in range(20):
        case = plain_case(f"Der Beitrag Nummer {number}.", kind=Kind.SCAM if number % 5 == 4 else Kind.CHECK)
        if number % 2:
            suggestion(case, claim)
    page = desk_of(browser, address, alva)
    page.goto(f"{address}/desk/")
    keys = Keyboard(page)

    keys.press("Enter")
    for left in reversed(range(20)):
        expect(page.locator("#case-title")).to_be_visible(timeout=PATIENCE)
        here = page.url
        if page.locator("[data-key=a]").count():
            keys.press("a")
            expect(page.locator("[data-key=a]")).to_be_focused()
            keys.press("Enter")
        else:
            expect(page.locator("#decision-form[data-ready]")).to_be_visible()
            # To the outcomes, two down to "closed", to the reason beside article and verdict, "Too little", send.
            keys.press("e", "ArrowDown", "ArrowDown", "Tab", "Tab", "Tab", "t", "Control+Enter")
        expect(page).not_to_have_url(here, timeout=PATIENCE)
        expect(page.locator(".undo-note")).to_be_visible(timeout=PATIENCE)
        assert states()[CaseState.OPEN] == left

    assert states() == {CaseState.ANSWERED: 10, CaseState.CLOSED: 10}
    assert keys.pressed <= 120, keys.pressed
    expect(page.locator("h1")).to_contain_text("Open (0)")


def test_keys_are_shown_do_nothing_in_fields_and_can_be_switched_off(
    browser: Browser, address: str, alva: Editor
) -> None:
    first, second = plain_case("Der erste.", minutes=1), plain_case("Der zweite.")
    page = desk_of(browser, address, alva)
    page.goto(f"{address}/desk/cases/{first.id}?sort=newest")
    expect(page.locator("a[data-key=j] kbd")).to_have_text("j")

    page.keyboard.press("m")
    page.keyboard.type("jg?")
    expect(page.locator("#note-text")).to_have_value("jg?")
    page.locator("#note-text").fill("")
    page.locator("#case-title").click()
    page.keyboard.press("?")
    expect(page.locator("#keys-help")).to_contain_text("Next")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page).to_have_url(f"{address}/desk/cases/{second.id}?sort=newest")

    preferences.choose({"shortcuts": "off"}, editor=alva)
    page.reload()
    expect(page.locator("kbd").first).to_be_hidden()
    page.keyboard.press("k")
    expect(page).to_have_url(f"{address}/desk/cases/{second.id}?sort=newest")
