"""In a real browser: how the status page looks at each end that a report can have."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from archive.models import Verdict
from core.db import db, writing
from intake.cases import joining, settling
from intake.models.cases import Case, CaseState
from intake.retention import erasing, withdrawing
from tests.support import factories, looks
from tests.support.served import served

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only("what a page looks like does not depend on the database")]

# A plural that the catalogue has as one text comes out as its first letter.
SHORTEST_HEADING = 5
ENDS = (CaseState.ANSWERED, CaseState.DECIDED, CaseState.CLOSED, CaseState.FORWARDED)


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    with served(app) as url:
        yield url


def ended(state: CaseState) -> str:
    """Send a report whose case ends so; return its receipt."""
    receipt = factories.report(f"Ein Beitrag, der so endet: {state.value}.").receipt
    joining.match_all_waiting()
    number = db.session.scalars(select(Case.id).order_by(Case.id.desc()).limit(1)).one()
    claim = factories.claim("Niemand verschenkt Geld.") if state is CaseState.ANSWERED else None
    with writing() as session:
        settling.settle(
            session.get_one(Case, number),
            state=state,
            public_sentence="Das haben wir dazu gefunden.",
            verdict=Verdict.FALSE if state is CaseState.DECIDED else None,
            answer_claim_id=None if claim is None else claim.id,
        )
    return receipt


def withdrawn() -> str:
    receipt = factories.report("Ein Beitrag, der zurückgezogen ist.").receipt
    joining.match_all_waiting()
    withdrawing.withdraw(receipt)
    return receipt


def erased() -> str:
    receipt = factories.report("Ein Beitrag, der gelöscht ist.").receipt
    joining.match_all_waiting()
    erasing.ask(receipt)
    erasing.carry_out()
    return receipt


def look(page: Page, name: str, receipt: str) -> Iterator[str]:
    page.goto("/status")
    page.locator("[name=receipt]").last.fill(receipt)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").last.click()
    page.evaluate("document.fonts.ready.then(() => true)")
    headings = page.locator("h1, h2").all_inner_texts()
    yield from (f"{name}: a heading says {one!r}" for one in headings if len(one) < SHORTEST_HEADING)
    yield from looks.faults(page, f"end-{name}")


def test_every_end_looks_right_to_everybody(browser: Browser, address: str) -> None:
    receipts = {state.value: ended(state) for state in ENDS} | {"withdrawn": withdrawn(), "erased": erased()}
    context = browser.new_context(
        locale="de-DE",
        reduced_motion="reduce",
        base_url=address,
        viewport={"width": looks.PHONE, "height": looks.HEIGHT},
    )
    page = context.new_page()
    wrong = [fault for name, receipt in receipts.items() for fault in look(page, name, receipt)]
    assert wrong == []
    context.close()
