"""Fact checks as an editor of the tests writes them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from werkzeug.test import TestResponse

from accounts.models import Editor
from archive.debunks import NamedSource, Written
from archive.models import Claim, Verdict
from core.db import db
from intake.models.cases import Case
from review.articles import writing
from tests.support import factories
from tests.support.browsing import Browser

SOURCE = NamedSource("Auskunft des Anbieters", "https://www.whatsapp.com/legal/fees")
WHOLE = Written(
    title="WhatsApp bleibt gratis",
    claim=factories.CLAIM,
    summary="Der Anbieter verlangt nichts, und er plant es auch nicht.",
    verdict=Verdict.FALSE,
    lang="de",
    url="",
    sources=(SOURCE,),
    claimant="Beiträge auf Facebook",
)


def written(**changed: Any) -> Written:
    """Return a fact check that lacks nothing, but for what is changed."""
    return replace(WHOLE, **changed)


def typed(version: int = 0, **changed: Any) -> dict[str, Any]:
    """Return the form of a fact check as an editor fills it in."""
    return {
        "title": WHOLE.title,
        "claim": WHOLE.claim,
        "claimant": WHOLE.claimant,
        "summary": WHOLE.summary,
        "verdict": WHOLE.verdict.value,
        "lang": WHOLE.lang,
        "url": WHOLE.url,
        "source_title": [SOURCE.title, ""],
        "source_url": [SOURCE.url, ""],
        "version": str(version),
        **changed,
    }


def address(case: Case) -> str:
    """Return where the fact check of a case is written."""
    return f"/desk/cases/{case.id}/article"


def save(browser: Browser, case: Case, version: int = 0, **changed: Any) -> TestResponse:
    """Open the form, fill it in and save it, as seen at a version."""
    return browser.send(address(case), typed(version, **changed))


def drafted(case: Case, editor: Editor, **changed: Any) -> Claim:
    """Let an editor save a draft from a case; return its claim."""
    writing.save(case.id, written(**changed), version=writing.NOT_BEGUN, editor=editor)
    return draft(case)


def draft(case: Case) -> Claim:
    """Return the claim of the draft that is written from a case."""
    db.session.rollback()
    found = writing.draft_of(case.id)
    assert found is not None, "nothing is written from this case"
    return found.claim


def published(case: Case, editor: Editor, **changed: Any) -> Claim:
    """Let an editor write a fact check from a case and publish it; return its claim."""
    claim = drafted(case, editor, **changed)
    writing.publish(case.id, version=1, means_slurs=False, source="Unsere Redaktion", editor=editor)
    return claim
