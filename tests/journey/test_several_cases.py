"""Several cases at once, by keyboard alone: picked in the list, shown, confirmed, and taken back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from core.db import db
from intake.models.cases import Case, CaseState
from tests.support.desk import plain_case
from tests.support.holding import editor
from tests.support.served import desk_of, hears_keys, served

pytestmark = pytest.mark.browser


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    with served(app) as url:
        yield url


def states() -> list[CaseState]:
    db.session.rollback()
    return list(db.session.scalars(select(Case.state).order_by(Case.id)))


def test_cases_are_picked_confirmed_and_taken_back_by_keyboard(browser: Browser, address: str) -> None:
    for number in range(4):
        plain_case(f"Ein Beitrag, Nummer {number}.")
    page = desk_of(browser, address, editor("Alva"))
    page.goto(f"{address}/desk/")
    hears_keys(page)
    expect(page.locator(".bulk-bar")).to_be_hidden()

    for key in ("j", "x", "j", "x", "j", "x", "x"):
        page.keyboard.press(key)
    expect(page.locator("[data-picked]")).to_have_text("2 cases chosen")
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Close without result: 2 cases")
    assert states() == [CaseState.OPEN] * 4

    hears_keys(page)
    page.locator("[name=reason_code]").press("t")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".flashes")).to_contain_text("2 cases are closed.")
    assert states().count(CaseState.CLOSED) == 2

    hears_keys(page)
    page.keyboard.press("z")
    expect(page.locator(".flashes")).to_contain_text("2 cases are as before.")
    assert states() == [CaseState.OPEN] * 4


def test_a_range_is_picked_with_the_shift_key_and_let_go_at_once(browser: Browser, address: str) -> None:
    for _ in range(5):
        plain_case()
    page = desk_of(browser, address, editor("Alva"))
    page.goto(f"{address}/desk/")
    picks = page.locator(".pick")

    picks.nth(1).click()
    picks.nth(4).click(modifiers=["Shift"])

    expect(page.locator("[data-picked]")).to_have_text("4 cases chosen")
    page.get_by_role("button", name="Choose none").click()
    expect(page.locator(".bulk-bar")).to_be_hidden()


def test_without_scripts_the_same_is_done_with_clicks(browser: Browser, address: str) -> None:
    plain_case()
    page = desk_of(browser, address, editor("Alva"), scripts=False)
    page.goto(f"{address}/desk/")

    page.locator(".pick").check()
    page.locator("#bulk [value=close]").click()
    page.locator("[name=reason_code]").select_option("too_little")
    page.locator("main button[type=submit]").click()

    expect(page.locator(".undo-note")).to_be_visible()
    assert states() == [CaseState.CLOSED]
