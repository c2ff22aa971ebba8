"""A page used by keyboard alone, as people do who use no mouse; scripts may be switched off."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

# More than any page of the form has to go through.
MOST_TABS = 40


def tab_to(page: Page, selector: str) -> None:
    """Go to a part of a page with the Tab key, and no further."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} cannot be reached with the Tab key on {page.url}")


def press(page: Page, selector: str, *, leads_to: str) -> None:
    """Go to a link or a button with the Tab key, press it, and wait for the page that it leads to."""
    tab_to(page, selector)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{leads_to}")
