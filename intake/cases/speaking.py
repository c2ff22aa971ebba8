"""Which report speaks for a case: its kind, words and link are those of the case, unless an editor said otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, select

from core.db import db
from intake.cases import counting
from intake.models.cases import Case, Kind, TextSource
from intake.models.moves import CaseMove
from intake.models.reports import Submission


def renew(case: Case) -> None:
    """Let the oldest report speak for a case whose own words have left it."""
    own = Submission.words == case.text, Submission.url == case.url
    if db.session.scalar(_telling(case).where(*own)) is None:
        speak_again(case)


def speak_again(case: Case) -> bool:
    """Let the oldest report speak for a case that still says something, before others one that says what the case does.

    Return whether there is one; without, the case stays as it is.
    """
    own = and_(Submission.words == case.text, Submission.url == case.url)
    report = db.session.scalar(_telling(case, own.desc()))
    if report is not None:
        _speak(case, report)
    return report is not None


def _telling(case: Case, *first: ColumnElement[bool]) -> Select[Submission]:
    rows = select(Submission).where(Submission.case_id == case.id, Submission.erased_at.is_(None))
    return rows.order_by(*first, Submission.id).limit(1)


def give_back(move: CaseMove, case: Case) -> None:
    """Let the report speak again that took the words of its case along, unless older words have returned since."""
    older_returned = select(CaseMove.id).where(
        CaseMove.from_case_id == case.id,
        CaseMove.words_of_id.is_not(None),
        CaseMove.id < move.id,
        CaseMove.undone_by_id > move.id,
    )
    if move.words_of_id is not None and db.session.scalar(older_returned) is None:
        _speak(case, db.session.get_one(Submission, move.words_of_id))


def speak(case: Case, report: Submission) -> None:
    """Let a report of a case speak for it, because its own words are erased; it stays of the kind that it is."""
    kind = case.kind
    _speak(case, report)
    stay_corrected(case, kind)


def fall_silent(case: Case) -> None:
    """Let a case say nothing in words any more; a link that a reader named is none that was read."""
    case.text, case.further_text, case.text_source = "", "", TextSource.TYPED
    counting.recount(case)


def with_words_of(case: Case, reports: Sequence[Submission]) -> int | None:
    """Return the first of some reports that says what its case does; None where none does."""
    return next((report.id for report in reports if (report.words, report.url) == (case.text, case.url)), None)


def corrected_kind(case: Case) -> Kind | None:
    """Return the kind of a case if an editor gave it another one than the report that speaks for it has."""
    rows = select(Submission.kind).where(Submission.case_id == case.id, Submission.words == case.text)
    kinds = set(db.session.scalars(rows.where(Submission.url == case.url)))
    return case.kind if kinds and case.kind not in kinds else None


def stay_corrected(case: Case, kind: Kind | None) -> None:
    """Let a case stay of the kind that an editor gave it, whichever report speaks for it now; None for no such word."""
    if kind is not None and case.kind is not kind:
        case.kind = kind
        counting.recount(case)


def _speak(case: Case, report: Submission) -> None:
    case.kind, case.text, case.url = report.kind, report.words, report.url
    case.text_source, case.further_text = report.text_source, report.further_words
    counting.recount(case)
