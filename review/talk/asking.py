"""Asking the reader of a report a question, and withdrawing it."""

from __future__ import annotations

from flask_babel import gettext
from sqlalchemy import select

from accounts.models import Editor
from core import owed
from core.db import db, existing, now, writing
from core.events import Subject, happened
from core.refusals import Conflict, InvalidInput, NotFound
from intake.cases.keys import hold_grouping
from intake.contact import questions
from intake.models.cases import CaseState
from intake.models.remarks import Remark, Speaker, TalkAction
from intake.models.reports import Submission
from intake.reports.fields import text_of
from intake.retention import withdrawing
from intake.talk import remarks
from review.case.sentences import unfilled
from review.holding import leases
from review.holding.named import check_not_named

LONGEST_QUESTION = 1_000


def ask(report_id: int, text: str, *, editor: Editor) -> int:
    """Ask the reader of a report; return the number of its case. They find it on the status page.

    Who wishes for mail is told by a letter that there is a question. Nobody's name is shown. Errors: `NotFound`;
    `InvalidInput` for a question that readers must not be sent; `Conflict` while another question waits, somebody else
    holds the case, or it is decided.
    """
    problems: dict[str, str] = {}
    words = text_of(text, "text", LONGEST_QUESTION, problems)
    if not words and not problems:
        problems["text"] = gettext("Write the question first.")
    elif empty := unfilled(words):
        problems["text"] = gettext("Please fill this in first: %(what)s", what=", ".join(empty))
    if problems:
        raise InvalidInput(problems)
    with writing() as session:
        hold_grouping()
        report = existing(Submission, report_id, locked=True)
        case_id = _checked(report, editor)
        standing = remarks.of_reports([report_id]).get(report_id, ())
        if remarks.open_question(standing) is not None:
            raise Conflict(gettext("This reader was asked already and has not answered yet. Withdraw that first."))
        session.add(Remark(submission_id=report_id, speaker=Speaker.DESK, by_id=editor.id, text=words, said_at=now()))
        happened(TalkAction.QUESTION_ASKED, Subject("case", case_id), by=editor.id, submission=report_id)
        questions.owe(report_id)
    owed.hand_over()
    return case_id


def withdraw(remark_id: int, *, editor: Editor) -> int:
    """Take a question back that is not answered; its words are gone. Return the number of the report.

    Errors: `NotFound` without such a question, `Conflict` when it was answered meanwhile.
    """
    with writing():
        hold_grouping()
        question = existing(Remark, remark_id, locked=True)
        if question.speaker is not Speaker.DESK:
            raise NotFound(f"remark {remark_id} is no question")
        report = existing(Submission, question.submission_id, locked=True)
        case_id = _checked(report, editor)
        if question.withdrawn_at is not None:
            return report.id
        later = select(Remark.id).where(Remark.submission_id == report.id, Remark.id > remark_id).limit(1)
        if db.session.scalar(later) is not None:
            raise Conflict(gettext("The reader has answered meanwhile. Nothing was withdrawn."))
        question.text, question.withdrawn_at = "", now()
        happened(TalkAction.QUESTION_WITHDRAWN, Subject("case", case_id), by=editor.id, submission=report.id)
    return report.id


def _checked(report: Submission, editor: Editor) -> int:
    """Return the number of the case of a report, after making sure that its reader may be asked by this editor."""
    case = report.case
    if case is None or report.erased_at is not None:
        raise NotFound(f"there is nothing to ask about report {report.id}")
    check_not_named(case.id, editor)
    leases.check(case.id, editor)
    if withdrawing.withdrawn([report.id]):
        raise Conflict(gettext("The reader has withdrawn this report, so there is nobody to ask."))
    if case.state is not CaseState.OPEN:
        raise Conflict(gettext("This case is settled. Reopen it first."))
    return case.id
