"""Reports that are held back although they may stand in a case: their contact is muted, and that is known late.

Such a report stays where it is and counts for nothing there, so that letting it go gives it back and moves nothing. A
case that holds only such reports stands in no list until one is let go, or somebody else sends the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Select, func, or_, select

from core import jobs, owed
from core.db import db, existing, now, rows_of, writing
from core.events import Subject, happened
from intake.abuse import bursts
from intake.abuse.doubts import Doubt, doubts_of, held_for
from intake.cases import counting
from intake.cases.keys import hold_grouping
from intake.contact import answers, muting
from intake.models.cases import Case, CaseState
from intake.models.files import Attachment
from intake.models.mutes import MuteAction, MutedContact, MutedReport
from intake.models.remarks import Remark, Speaker
from intake.models.reports import Held, Submission
from intake.reports import submissions

# A database takes so many numbers in one statement, and not many more.
PAGE = 5_000


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


def count_again(cases: Sequence[Case], report_ids: Sequence[int]) -> None:
    """Bring cases in line with reports of theirs that are held back no more; call inside `writing()`.

    `cases` are `lock_cases` of them. One that was decided meanwhile has a report more since, whose reader is told, and
    which is news where it says more than the others. What a reader added meanwhile is news of an open case, too.
    """
    let_in = _by_case(report_ids)
    says_more = _by_case(report_ids, or_(Submission.why != "", Submission.is_danger))
    added_to = _by_case(report_ids, Submission.id.in_(_added()))
    for case in cases:
        counting.recount(case)
        case.has_news = case.has_news or case.id in added_to
        if case.state is CaseState.OPEN:
            continue
        case.has_news = case.has_news or case.id in says_more
        case.later_reports += let_in[case.id]
        answers.owe(case.id)


def _added() -> Select[int]:
    return select(Remark.submission_id).where(Remark.speaker == Speaker.READER)


def _by_case(report_ids: Sequence[int], *conditions: ColumnElement[bool]) -> Counter[int]:
    """Count some reports of which something holds, by their cases."""
    found: Counter[int] = Counter()
    for page in pages_of(report_ids):
        which = Submission.id.in_(page), Submission.case_id.is_not(None), *conditions
        rows = rows_of(select(Submission.case_id, func.count()).where(*which).group_by(Submission.case_id))
        found.update({case_id: count for case_id, count in rows if case_id is not None})
    return found


def pages_of(report_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield numbers in pages, because a database takes so many in one statement and no more."""
    for first in range(0, len(report_ids), PAGE):
        yield report_ids[first : first + PAGE]


def lift(mute_id: int, *, by: int | None) -> int:
    """Mute a contact no longer, and let go what was held back for that alone; return how many reports go on.

    What has to wait for a person for another reason goes on waiting, and what had not had its turn yet waits for that.
    Errors: `NotFound` when the mute is over.
    """
    with writing() as session:
        cases = lock_cases(muting.held_by(mute_id))
        mute = existing(MutedContact, mute_id, locked=True)
        rows = select(Submission).where(muting.held_by(mute_id)).order_by(Submission.id).with_for_update()
        ids = [report.id for report in session.scalars(rows) if _let_go(report)]
        session.flush()
        count_again(cases, ids)
        happened(MuteAction.CONTACT_UNMUTED, Subject("mute", mute_id), by=by, reports=mute.reports)
        muting.remove(mute)
    jobs.enqueue_once(submissions.MATCH)
    owed.hand_over()
    return len(ids)


def _let_go(report: Submission) -> bool:
    """Take away that the contact of a report is muted, and what follows from it; return whether it goes on now."""
    others = [doubt for doubt in doubts_of(report) if doubt is not Doubt.MUTED_CONTACT]
    report.doubts = [doubt.value for doubt in others]
    if report.held is not Held.QUARANTINE:
        return False
    held = held_for(others, is_danger=report.is_danger)
    # What stands in a case has had its turn.
    if held is Held.NO or (held is Held.LATER and report.case_id is not None):
        report.held, report.alike, report.line, report.held_until = Held.NO, None, None, now()
        return True
    report.held = held
    return False
