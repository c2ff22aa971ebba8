"""Erasing reports: everything that knows what they said forgets it in one transaction, and a number stays.

What of it stands in files is forgotten after that: what was sealed at once, the index and the database's own side files
by the worker, in `clear_files`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from flask import Flask, current_app
from flask_babel import gettext
from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy import true as sql_true

from core import jobs, owed
from core.db import clear_side_files, db, existing, inserting, now, writing
from core.events import Happened, Subject, all_happened
from core.refusals import Conflict
from intake.cases import merging
from intake.cases.keys import hold_grouping
from intake.contact import contacts, muting
from intake.files import keeping
from intake.models.cases import Case
from intake.models.files import Attachment
from intake.models.moves import CaseMove
from intake.models.objections import Objection
from intake.models.remarks import Remark, Speaker
from intake.models.reports import Advertised, Concern, Held, Platform, SeenWhen, Submission
from intake.models.retention import Erasure, LegalHold, RetentionAction, Why
from intake.reports import submissions
from intake.retention import holds, log
from intake.retention.forgetting import Loss, family_of
from intake.retention.quoting import Quotation
from intake.talk import remarks
from search.engine import engine

# The jobs that go on with it; they stand above this file.
CARRY_OUT = "intake.jobs.carry_out_erasures"
INDEX = "intake.jobs.index_missing_cases"
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Gone:
    """What is erased just now, for whoever keeps words about reports elsewhere.

    `cases` are all through which the reports went, `emptied` those of them of which no words are left. `objections` are
    those of their reporters.
    """

    cases: Collection[int]
    emptied: Collection[int]
    objections: Collection[int]
    quotes: Quotation

    def reaches(self, text: str, *case_ids: int) -> bool:
        """Return whether what somebody wrote about cases goes as well: it quotes, or is about what is no more."""
        return bool(text) and (any(number in self.emptied for number in case_ids) or self.quotes.is_in(text))


_IS_WAITING = and_(Erasure.done_at.is_(None), Erasure.cleared_at.is_(None))

Forget = Callable[[Gone], None]


def init_app(app: Flask, *others: Forget) -> None:
    """Have others forget with us, inside the transaction: they stand above this package and know their own tables."""
    app.extensions["forget_with_reports"] = others


def ask(receipt: str) -> None:
    """Have the worker erase the report that has a receipt, as its reporter wishes; asking again changes nothing.

    By the worker, because who serves strangers keeps no trail. Errors: `InvalidInput` when no report has the receipt.
    """
    report = submissions.reported(receipt)
    with writing() as session:
        asked = inserting(Erasure).values(submission_id=report.id, why=Why.READER, reason="", asked_at=now())
        # What was withdrawn goes at once, too.
        at_once = {"not_before": None}
        asked = asked.on_conflict_do_update(index_elements=["submission_id"], set_=at_once, where=_IS_WAITING)
        session.execute(asked)
    jobs.enqueue_once(CARRY_OUT)


def erase_at_desk(report_id: int, *, by: int, reason: str) -> bool:
    """Erase a report on the word of an account, by its number; return whether it was still there.

    Errors: `NotFound`, `Conflict` while it is kept for a legal reason.
    """
    existing(Submission, report_id)
    return bool(erase([report_id], why=Why.DESK, by=by, reason=reason))


def carry_out() -> int:
    """Erase what reporters have asked for; return how many. What is kept for a legal reason waits until it is not.

    May run twice and side by side: what is erased already is no more.
    """
    is_due = or_(Erasure.not_before.is_(None), Erasure.not_before <= now())
    rows = select(Erasure.id, Erasure.submission_id).where(_IS_WAITING, is_due)
    done = after = 0
    while page := db.session.execute(rows.where(Erasure.id > after).order_by(Erasure.id).limit(AT_ONCE)).all():
        after = page[-1].id
        for row in page:
            try:
                done += erase([row.submission_id], why=Why.READER)
            except Conflict:
                continue
            except Exception as error:
                # Nor does it keep the others, and all that the worker does after it, from theirs.
                log.failed([row.submission_id], error)
    return done


def clear_files() -> None:
    """Let the files of the index and of the database forget what was erased; a repeat finds nothing to do.

    Errors: `search.model.embedder.ModelMissing`; then it is left for the next time.
    """
    rows = select(Erasure.id).where(Erasure.done_at.is_not(None), Erasure.cleared_at.is_(None))
    ids = db.session.scalars(rows.order_by(Erasure.id).limit(AT_ONCE)).all()
    db.session.rollback()
    if not ids:
        return
    engine().write_over()
    if clear_side_files():
        with writing() as session:
            for row in session.scalars(select(Erasure).where(Erasure.id.in_(ids))):
                row.cleared_at = now()


def erase(
    report_ids: Sequence[int],
    *,
    why: Why,
    by: int | None = None,
    reason: str = "",
    are_held_too: bool = False,
    only: ColumnElement[bool] | None = None,
) -> int:
    """Erase reports of one case, or some that have none; return how many were still there.

    Those that belong to another case by now are left, and those of which `only` does not hold any more. A repeat
    changes nothing. Errors: `Conflict` while they are kept for a legal reason, unless `are_held_too`.
    """
    with writing() as session:
        hold_grouping()
        first = session.scalar(select(Submission.case_id).where(Submission.id.in_(report_ids)).limit(1))
        family = [] if first is None else merging.locked(*family_of(first))
        if not are_held_too and holds.is_held(first):
            raise Conflict(gettext("The reports of this case are kept for a legal reason. Lift that first."))
        # In the order of whoever reads pictures: files before their reports.
        files = _locked_files(report_ids)
        reports = _locked(report_ids, first, sql_true() if only is None else only)
        if not reports:
            return 0
        case = next((one for one in family if one.id == first), None)
        keys = _forget(reports, files, case, family, by=by, why=why)
        _note(reports, why=why, by=by, reason=reason)
    # After the commit: a row must never name a file that is gone.
    keeping.forget(keys)
    jobs.enqueue_once(CARRY_OUT)
    jobs.enqueue(INDEX)
    owed.hand_over()
    return len(reports)


def _locked_files(report_ids: Sequence[int]) -> list[Attachment]:
    rows = select(Attachment).where(Attachment.submission_id.in_(report_ids)).order_by(Attachment.id)
    return list(db.session.scalars(rows.with_for_update().execution_options(populate_existing=True)))


def _locked(report_ids: Sequence[int], case_id: int | None, only: ColumnElement[bool]) -> list[Submission]:
    theirs = Submission.case_id.is_(None) if case_id is None else Submission.case_id == case_id
    rows = select(Submission).where(Submission.id.in_(report_ids), Submission.erased_at.is_(None), theirs, only)
    rows = rows.order_by(Submission.id).with_for_update()
    return list(db.session.scalars(rows.execution_options(populate_existing=True)))


def _forget(
    reports: Sequence[Submission],
    files: Sequence[Attachment],
    case: Case | None,
    family: Sequence[Case],
    *,
    by: int | None,
    why: Why,
) -> list[str]:
    """Let all tables forget some reports, and tell the trail; return the keys of sealed files, to forget afterwards."""
    numbers = {report.id for report in reports}
    theirs = [file for file in files if file.submission_id in numbers]
    loss = Loss.of(reports, [file.id for file in theirs], case, family)
    keys = keeping.take_away(theirs)
    for report in reports:
        _empty(report)
        contacts.forget(report.id)
        muting.forget_report(report.id)
    _reach_remarks(numbers, loss)
    remarks.forget(numbers)
    db.session.flush()
    loss.reach_cases()
    _forget_objections(numbers, loss)
    subject = None if case is None else Subject("case", case.id)
    all_happened(
        [
            Happened(
                RetentionAction.REPORT_ERASED,
                subject or Subject("submission", report.id),
                by,
                {"submission": report.id, "why": why.value},
            )
            for report in reports
        ]
    )
    return keys + loss.unlearn()


def _reach_remarks(report_ids: Collection[int], loss: Loss) -> None:
    """Count what their readers added among what is gone, and what other readers of the case added among what stays."""
    rows = select(Remark.submission_id, Remark.text).join(Submission, Submission.id == Remark.submission_id)
    same_case = or_(Submission.id.in_(report_ids), Submission.case_id.in_([case.id for case in loss.family]))
    for number, text in db.session.execute(rows.where(Remark.speaker == Speaker.READER, same_case)):
        (loss.gone if number in report_ids else loss.live).texts.add(text)


def _empty(report: Submission) -> None:
    report.text = report.url = report.why = report.read_text = report.trouble = report.shown = ""
    report.platform, report.concern = Platform.UNKNOWN, Concern.UNSAID
    report.seen_when, report.advertised = SeenWhen.UNSAID, Advertised.UNSAID
    report.targets, report.not_the_same, report.doubts = [], [], []
    report.alike = report.line = None
    # That the desk had discarded it is what its receipt says from then on, and one that counted for nothing in its case
    # must not begin to count there. Only a turn is waited for no more.
    report.held = Held.NO if report.held is Held.LATER else report.held
    report.is_danger = report.awaits_reading = report.is_read_doubtful = report.speaks_by_picture = False
    report.is_long = False
    report.set_aside_at = report.held_until = None
    report.erased_at = now()


def _forget_objections(report_ids: Collection[int], loss: Loss) -> None:
    """Take the words out of what their reporters objected; what nobody has answered yet is withdrawn with the report.

    Others forget first: who is to answer an objection points at it.
    """
    rows = select(Objection).where(Objection.submission_id.in_(report_ids), Objection.is_proven)
    objections = db.session.scalars(rows.order_by(Objection.id).with_for_update()).all()
    quotes = Quotation(
        loss.gone.texts | {one.text for one in objections}, loss.live.texts, links=loss.gone.urls - loss.live.urls
    )
    gone = Gone([case.id for case in loss.family], loss.emptied, [one.id for one in objections], quotes)
    _forget_reasons(gone)
    for forget in current_app.extensions["forget_with_reports"]:
        forget(gone)
    for objection in objections:
        objection.text = objection.about = objection.public_sentence = ""
    waiting = [one.id for one in objections if one.answered_at is None]
    db.session.flush()
    db.session.execute(delete(Objection).where(Objection.id.in_(waiting)))


def _forget_reasons(gone: Gone) -> None:
    """Take out what editors wrote about moving and keeping the reports, where nothing else of the case is left."""
    moves = select(CaseMove).where(or_(CaseMove.from_case_id.in_(gone.cases), CaseMove.to_case_id.in_(gone.cases)))
    for move in db.session.scalars(moves.where(CaseMove.note != "")):
        if gone.reaches(move.note, move.from_case_id, move.to_case_id):
            move.note = ""
    for hold in db.session.scalars(select(LegalHold).where(LegalHold.case_id.in_(gone.cases))):
        if gone.reaches(hold.reason, hold.case_id):
            hold.reason = ""
    # What the desk has asked other readers.
    asked = select(Remark).join(Submission, Submission.id == Remark.submission_id)
    asked = asked.where(Remark.speaker == Speaker.DESK, Submission.case_id.in_(gone.cases))
    for question in db.session.scalars(asked):
        if gone.quotes.is_in(question.text):
            question.text, question.withdrawn_at = "", now()


def _note(reports: Sequence[Submission], *, why: Why, by: int | None, reason: str) -> None:
    """Write down which reports are erased, here and in the file that outlives the database.

    The file first: if the commit fails after it, the next start erases what was to be erased anyway.
    """
    known = select(Erasure).where(Erasure.submission_id.in_([report.id for report in reports]))
    rows = {row.submission_id: row for row in db.session.scalars(known)}
    for report in reports:
        row = rows.get(report.id)
        if row is None:
            row = Erasure(submission_id=report.id, why=why, by_id=by, reason=reason, asked_at=now())
            db.session.add(row)
        row.done_at, row.cleared_at = now(), None
    db.session.flush()
    log.note(reports, why)
