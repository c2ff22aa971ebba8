"""Reports that are held back although they may stand in a case: their contact is muted, and that is known late.

Such a report stays where it is and counts for nothing there, so that letting it go gives it back and moves nothing. A
case that holds only such reports stands in no list until one is let go, or somebody else sends the same.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, select, update

from core import jobs, owed
from core.db import db, existing, writing
from core.events import Subject, happened
from intake.abuse import bursts
from intake.abuse.doubts import Doubt, doubts_of, held_for
from intake.abuse.waiting_line import let_in_now
from intake.cases import counting
from intake.cases.keys import hold_grouping
from intake.contact import answers, muting
from intake.models.cases import Case, CaseState
from intake.models.files import Attachment
from intake.models.mutes import MuteAction, MutedContact, MutedReport
from intake.models.reports import Held, Submission
from intake.reports import submissions


def hold_back(report_id: int) -> bool:
    """Hold a report back whose contact is muted; return whether it is held back by this call.

    Only while nobody has decided its case, and once: a report that a person has let in stays in, so a repeat changes
    nothing.
    """
    with writing() as session:
        cases = lock_cases(Submission.id == report_id)
        mute = session.scalars(muting.of_report(report_id).limit(1).with_for_update()).one_or_none()
        report = session.get(Submission, report_id, with_for_update=True, populate_existing=True)
        if mute is None or report is None or any(case.state is not CaseState.OPEN for case in cases):
            return False
        if report.erased_at is not None or report.held is Held.DISCARDED or Doubt.MUTED_CONTACT in doubts_of(report):
            return False
        _hold(report, mute)
        session.flush()
        for case in cases:
            counting.recount(case)
        subject = Subject("case", cases[0].id) if cases else Subject("submission", report.id)
        happened(MuteAction.MUTED_REPORT_HELD, subject, submission=report.id)
    return True


def _hold(report: Submission, mute: MutedContact) -> None:
    report.doubts = sorted({*report.doubts, Doubt.MUTED_CONTACT.value})
    report.held, report.line = Held.QUARANTINE, None
    files = db.session.scalars(select(Attachment.sha256).where(Attachment.submission_id == report.id)).all()
    report.alike = bursts.alike(report.kind, report.text, report.url, files, alone=report.receipt_hash)
    db.session.add(MutedReport(submission_id=report.id, mute_id=mute.id))
    mute.reports += 1


def lock_cases(which: ColumnElement[bool]) -> Sequence[Case]:
    """Return the cases in which some reports stand, locked; call first of all inside `writing()`.

    Under the lock of the grouping, so that none of the reports gets a case, or another one, until the transaction ends.
    """
    hold_grouping()
    theirs = select(Submission.case_id).where(which, Submission.case_id.is_not(None))
    rows = select(Case).where(Case.id.in_(theirs)).order_by(Case.id).with_for_update()
    return db.session.scalars(rows.execution_options(populate_existing=True)).all()


def count_again(cases: Sequence[Case], report_ids: Collection[int]) -> None:
    """Bring cases in line with reports of theirs that are held back no more; call inside `writing()`.

    `cases` are `lock_cases` of them. One that was decided meanwhile has a report more since, whose reader is told.
    """
    for case in cases:
        counting.recount(case)
        if case.state is CaseState.OPEN:
            continue
        later = select(Submission.id).where(Submission.case_id == case.id, Submission.id.in_(report_ids))
        case.later_reports += len(db.session.scalars(later).all())
        answers.owe(case.id)


def lift(mute_id: int, *, by: int | None) -> int:
    """Mute a contact no longer, and let go what was held back for that alone; return how many reports go on.

    What has to wait for a person for another reason goes on waiting. Errors: `NotFound` when the mute is over.
    """
    with writing() as session:
        cases = lock_cases(muting.held_by(mute_id))
        mute = existing(MutedContact, mute_id, locked=True)
        rows = select(Submission).where(muting.held_by(mute_id), Submission.held == Held.QUARANTINE)
        held = session.scalars(rows.order_by(Submission.id).with_for_update()).all()
        ids = [report.id for report in held if _goes_on(report)]
        session.execute(update(Submission).where(Submission.id.in_(ids)).values(let_in_now()))
        count_again(cases, ids)
        happened(MuteAction.CONTACT_UNMUTED, Subject("mute", mute_id), by=by, reports=mute.reports)
        muting.remove(mute)
    jobs.enqueue_once(submissions.MATCH)
    owed.hand_over()
    return len(ids)


def _goes_on(report: Submission) -> bool:
    others = [doubt for doubt in doubts_of(report) if doubt is not Doubt.MUTED_CONTACT]
    return held_for(others) is not Held.QUARANTINE
