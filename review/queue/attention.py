"""What needs a person: reports that no machine could process, answers without article, cases an update loosened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import gettext
from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from accounts.models import Editor
from archive.models import Claim, ClaimState
from core import jobs
from core.db import db, now, writing
from core.events import Subject, happened
from core.refusals import Conflict
from intake.cases import keys, loosened, opening, pictures
from intake.jobs import match_submission
from intake.models.cases import Case, CaseState
from intake.models.moves import Loosened
from intake.models.reports import Held, Submission
from intake.reports import waiting
from review.models import DeskAction

# More than a person can look at in one go; the rest comes up when these are done.
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Attention:
    """How much needs a person, and for how long the oldest report has waited for the machine, if any waits.

    All are counted to `waiting.MOST_COUNTED`.
    """

    set_aside: int
    unanswered: int
    oldest: timedelta | None
    loosened: int = 0
    # What says the same counts once: a burst is one thing to look at.
    quarantined: int = 0
    # Reports that are let in by themselves.
    later: int = 0

    @property
    def total(self) -> int:
        """How many things need a person."""
        return self.set_aside + self.unanswered + self.loosened + self.quarantined


def summary() -> Attention:
    """Return what the first page of the desk says about it."""
    rows = select(Case.id).join(Claim, Case.answer_claim_id == Claim.id).where(*_ARTICLE_IS_GONE)
    return Attention(
        set_aside=waiting.count_set_aside(),
        unanswered=len(db.session.scalars(rows.limit(waiting.MOST_COUNTED)).all()),
        oldest=waiting.age_of_oldest(),
        loosened=len(loosened.still_loose(waiting.MOST_COUNTED)),
        quarantined=_count(select(Submission.alike).where(*_HELD[Held.QUARANTINE]).distinct()),
        later=_count(select(Submission.id).where(*_HELD[Held.LATER])),
    )


# In the words of their index.
_HELD = {held: (Submission.alike.is_not(None), Submission.held == held) for held in Held}


def _count(rows: Select[Any]) -> int:
    return len(db.session.execute(rows.limit(waiting.MOST_COUNTED)).all())


def set_aside() -> Sequence[Submission]:
    """Return the reports that the machine gave up on, oldest first."""
    return waiting.all_set_aside(MOST_SHOWN)


def article_is_gone() -> Sequence[Case]:
    """Return settled cases whose reporters were sent to an article that is not published any more, newest first."""
    rows = select(Case).join(Case.answer_claim).where(*_ARTICLE_IS_GONE).options(contains_eager(Case.answer_claim))
    return db.session.scalars(rows.order_by(Case.settled_at.desc(), Case.id.desc()).limit(MOST_SHOWN)).all()


@dataclass(frozen=True, slots=True)
class LooseCase:
    """A case that an update loosened, and those of its reports that nothing holds there, by their ids."""

    case: Case
    report_ids: Sequence[int]


def loose_cases() -> list[LooseCase]:
    """Return the cases that hold reports which would not come to them any more, the latest found first."""
    return [LooseCase(row.case, ids) for row, ids in loosened.still_loose(MOST_SHOWN)]


def keep_together(case_id: int, *, editor: Editor) -> None:
    """Say that the reports of a case belong together whatever the machine thinks now.

    Errors: `Conflict` when the case is not listed any more.
    """
    with writing() as session:
        keys.hold_grouping()
        row = session.scalar(select(Loosened).where(Loosened.case_id == case_id, Loosened.kept_at.is_(None)))
        if row is None:
            raise Conflict(gettext("This case is not listed any more."))
        row.kept_at = now()
        happened(DeskAction.CASE_KEPT_TOGETHER, Subject("case", case_id), by=editor.id)


# A draft that was never published cannot be an answer, so whatever is not published was. Named one by one these few are
# found by an index, and from them their cases: "not published" would read every case that was ever answered.
_GONE = [state for state in ClaimState if state is not ClaimState.PUBLISHED]
_ARTICLE_IS_GONE = (Case.state.not_in([CaseState.OPEN, CaseState.MERGED]), Claim.state.in_(_GONE))


def try_again(submission_id: int, *, editor: Editor) -> None:
    """Have a report tried like a new one, for instance after an update. Errors: `Conflict` when it waits no more."""
    with writing():
        submission = _set_aside(submission_id)
        waiting.put_back(submission)
        happened(DeskAction.REPORT_PUT_BACK, Subject("submission", submission_id), by=editor.id)
    jobs.enqueue(match_submission, submission_id)


def try_all_again(*, editor: Editor) -> int:
    """Have all reports that are listed tried again; return how many."""
    ids = [submission.id for submission in set_aside()]
    with writing():
        again = [report for number in ids if (report := waiting.locked_set_aside(number)) is not None]
        for report in again:
            waiting.put_back(report)
            happened(DeskAction.REPORT_PUT_BACK, Subject("submission", report.id), by=editor.id)
    if again:
        jobs.enqueue(match_submission, again[0].id)
    return len(again)


def open_by_hand(submission_id: int, *, editor: Editor) -> int:
    """Open a case for a report without asking the machine anything; return the case's id.

    It gets no keys, because reading the text for them may be what breaks. Errors: `Conflict` when it waits no more.
    """
    with writing():
        keys.hold_grouping()
        submission = _set_aside(submission_id)
        case = opening.open_case(submission, [], trouble=submission.trouble or "?")
        case.is_by_hand = True
        opening.join(case, submission)
        happened(DeskAction.CASE_OPENED_BY_HAND, Subject("case", case.id), by=editor.id, submission=submission_id)
        pictures.index(pictures.sent_with([submission_id]).get(submission_id, ()))
    return case.id


def _set_aside(submission_id: int) -> Submission:
    found = waiting.locked_set_aside(submission_id)
    if found is None:
        raise Conflict(gettext("This report is not waiting for a person any more."))
    return found
