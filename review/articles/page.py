"""What the pages of fact checks show: the form with what it starts from, and the list of what the desk wrote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from archive.debunks import LONGEST_CLAIM, NO_VERDICT, Written
from archive.models import Claim, ClaimState
from core.config import Config
from core.db import db
from core.refusals import NotFound
from core.web.display import excerpt
from intake.models.cases import Case, with_merged
from intake.models.reports import Submission
from review.articles.models import WrittenArticle
from review.care import slurs
from review.case.sentences import readers_of
from review.case.wordings import OtherWording, other_wordings

PAGE = 30


@dataclass(frozen=True, slots=True)
class Beginning:
    """What people reported in a case, to take the claim's words from; the case's own text stands for most of it."""

    own: str
    others: Sequence[OtherWording]


def beginning(case: Case) -> Beginning:
    """Return the words that reports of a case have."""
    return Beginning(case.text, other_wordings(case) if case.submission_count > 1 else ())


def first_words(case: Case) -> Written:
    """Return what a new draft begins with: the case's text as the claim, unless it may hurt, and its readers' language.

    Words that may hurt are on no page before somebody chose to read them, and in no article by default.
    """
    claim = "" if case.kind.is_shielded or slurs.slurs(case.text) else as_claim(case.text)
    return Written("", claim, "", NO_VERDICT, readers_of(case.id).lang, "", ())


def as_claim(text: str) -> str:
    """Return reported words as they may stand in the field of the claim: in one line, and no longer than it takes."""
    return excerpt(text, LONGEST_CLAIM - 2)


def words_of(case: Case, report_id: int) -> str:
    """Return the words of a report of a case, or with 0 the case's own. Errors: `NotFound` for any other report."""
    if not report_id:
        return as_claim(case.text)
    report = db.session.get(Submission, report_id)
    if report is None or report.case_id != case.id:
        raise NotFound(f"case {case.id} has no report {report_id}")
    return as_claim(report.text)


def drafts_beside(case: Case) -> Sequence[WrittenArticle]:
    """Return the drafts that are being written from a case, or from one that was merged into it."""
    rows = select(WrittenArticle).join(WrittenArticle.claim)
    rows = rows.where(WrittenArticle.case_id.in_(with_merged(case.id)), Claim.state == ClaimState.DRAFT)
    return db.session.scalars(_with_names(rows.order_by(WrittenArticle.id))).all()


def written_articles(state: ClaimState, *, before: int | None) -> tuple[Sequence[WrittenArticle], bool]:
    """Return what the desk wrote, the newest first, a page that ends before a number; and whether more follow."""
    rows = select(WrittenArticle).join(WrittenArticle.claim).where(Claim.state == state)
    if before is not None:
        rows = rows.where(WrittenArticle.id < before)
    found = db.session.scalars(_with_names(rows.order_by(WrittenArticle.id.desc()).limit(PAGE + 1))).all()
    return found[:PAGE], len(found) > PAGE


def public_page(claim: Claim) -> str:
    """Return the address of a claim's public page; empty where this process knows none."""
    path = f"/claims/{claim.slug}"
    settings: Config = current_app.extensions["settings"]
    if settings.public_url:
        return settings.public_url + path
    return path if "archive.claim" in current_app.view_functions else ""


def _with_names(rows: Select[WrittenArticle]) -> Select[WrittenArticle]:
    people = (joinedload(WrittenArticle.begun_by), joinedload(WrittenArticle.changed_by))
    return rows.options(joinedload(WrittenArticle.claim), *people)
