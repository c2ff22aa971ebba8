"""Wherever the desk shows what a reader sent, slurs are masked and links lead nowhere: page by page."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from intake.models.cases import Case
from tests.support import factories
from tests.support.browsing import Browser
from tests.support.desk import signed_in
from tests.support.waiting_reports import set_aside

SAID = "Ein Kanake war es, steht da."
LINK = "https://evil.example/beitrag/4711"
PAGES = (
    "/desk/?state=all",
    "/desk/start",
    "/desk/cases/{id}",
    "/desk/cases/{id}?q=Kanake",
    "/desk/cases/{id}/article",
    "/desk/cases/{id}/similar",
    "/desk/cases/{id}/split?reports=1",
    "/desk/bulk/?what=close&case={id}.0",
    "/desk/search?q=steht",
    "/desk/automatic/",
    "/desk/attention/",
    "/desk/figures/?range=this-week",
    "/desk/audit",
)


@pytest.fixture
def case(app: Flask) -> Case:
    """A case of four reports, because from three on a burst is drawn, and a report that waits for a person."""
    sent = [factories.case(SAID, url=LINK, why=SAID) for _ in range(4)]
    set_aside(f"Noch {SAID.lower()}", url=LINK, why=SAID)
    return sent[-1]


@pytest.fixture
def browser(app: Flask, case: Case) -> Browser:
    return signed_in(app)


@pytest.mark.parametrize("page", PAGES)
def test_no_page_shows_a_slur_or_a_live_link_of_a_reader(case: Case, browser: Browser, page: str) -> None:
    answer = browser.get(page.format(id=case.id))
    assert answer.status_code == 200
    # What is behind its own switch, and what whoever searches has typed themselves.
    shown = re.sub(r'<span class="slur-word">[^<]*</span>', "", answer.text)
    shown = re.sub(r'<input[^>]*name="q"[^>]*>', "", shown)

    assert "kanake" not in re.sub(r"[?&]amp;?q=[^\"]*|q=Kanake", "", shown).lower()
    # Whoever needs it unfolds it in the head of the case, to copy it.
    assert "https://evil.example" not in re.sub(r"<code[^>]*case-url[^>]*>[^<]*</code>", "", shown)
