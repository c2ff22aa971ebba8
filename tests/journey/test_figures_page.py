"""In a real browser: the morning page and the page of figures, by eye, by ear and on every screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, StorageState, expect

from bench.support.callers import Caller
from bench.support.service import Service, wait_for
from tests.support.watched import Watched

pytestmark = pytest.mark.browser

POST = "Unser Rathaus soll angeblich nachts Post an alle Haushalte verschicken, die niemand bestellt hat."


@pytest.fixture
def reported(service: Service) -> Service:
    """A service with a case that was reported four times today."""
    for number in range(4):
        assert Caller(service.port, number).json("/api/v1/submissions", {"kind": "check", "text": POST}).status == 202
    wait_for(lambda: service.waiting() == 0, seconds=120, what=lambda: f"still waits:\n{service.output}")
    return service


def test_a_day_begins_with_what_grows_and_leads_to_the_figures(
    reported: Service, browser: Browser, editor: StorageState
) -> None:
    with Watched(browser, reported, signed_in=editor) as desk:
        page = desk.page
        page.goto(f"{reported.url}/desk/start")
        growing = page.get_by_role("region", name="Was gerade wächst")
        expect(growing).to_contain_text(POST[:60])
        expect(growing).to_contain_text("Meldungen in 24 Stunden")
        desk.photograph("desk-start")

        page.get_by_role("link", name="Zu den Zahlen").click()

        expect(page.get_by_role("heading", level=1)).to_have_text("Zahlen")
        expect(page.locator("#bursts h2")).to_contain_text("innerhalb von 24 Stunden")


def test_figures_are_told_to_those_who_hear_them_and_fit_every_screen(
    reported: Service, browser: Browser, editor: StorageState, tmp_path: Path
) -> None:
    with Watched(browser, reported, signed_in=editor, scripts=False) as desk:
        page = desk.page
        page.goto(f"{reported.url}/desk/figures/?range=this-week")
        charts = page.locator("svg.chart").all()
        assert charts
        for chart in charts:
            expect(chart).to_have_role("img")
            expect(chart).to_have_accessible_name(re.compile(r"\S.*\S"))
        desk.photograph("desk-figures")

        # Without a script a table is unfolded all the same, and has its name.
        page.locator("#received summary").click()
        table = page.get_by_role("table", name=re.compile("Eingegangene Meldungen"))
        expect(table).to_be_visible()
        expect(table.get_by_role("columnheader").first).to_have_text("Von")
        desk.photograph("desk-figures-table")

        with page.expect_download() as download:
            page.locator("#received").get_by_role("link", name=re.compile("CSV")).click()
        saved = tmp_path / "received.csv"
        download.value.save_as(saved)
        assert saved.read_bytes().startswith("\ufeffEingegangene Meldungen;".encode())


def test_any_days_can_be_chosen(reported: Service, browser: Browser, editor: StorageState) -> None:
    with Watched(browser, reported, signed_in=editor) as desk:
        page = desk.page
        page.goto(f"{reported.url}/desk/figures/")
        page.get_by_label("Von", exact=True).fill("2026-01-05")
        page.get_by_label("Bis", exact=True).fill("2026-01-11")
        page.get_by_role("button", name="Anzeigen").click()

        expect(page.locator(".figures-head")).to_contain_text("05.01.2026 – 11.01.2026")
        expect(page.locator("#received h2")).to_have_text("In diesen Tagen ging keine Meldung ein.")
