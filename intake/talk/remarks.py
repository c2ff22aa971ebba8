"""What readers add to their reports, and which question of the desk waits for them.

Whatever a reader writes while a question is open answers it. One question is open at a time: nobody is examined.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext
from sqlalchemy import delete, select

from core.db import db, now, writing
from core.refusals import InvalidInput
from core.web.display import local_day
from intake.cases.keys import hold_grouping
from intake.models.cases import Case, CaseState
from intake.models.remarks import Remark, Speaker
from intake.models.reports import Held, Submission
from intake.models.retention import Erasure
from intake.reports import opening
from intake.reports.fields import text_of

LONGEST_REMARK = 4_000
# So often a reader may add to one report; who has more to say has a report more.
MOST_REMARKS = 10


@dataclass(frozen=True, slots=True)
class Talk:
    """How the talk about a report stands: the question that waits, the number of the last one, how much was added.

    `left` is how often more may be added; a file and words beside it are two.
    """

    question: Remark | None
    last_asked: int
    said: int
    last_said_on: date | None
    may_add: bool
    left: int


def talk_of(report: Submission) -> Talk:
    """Return how the talk about a report stands; its reader may add something until it is decided or erased."""
    standing = of_reports([report.id]).get(report.id, ())
    said = [one for one in standing if one.speaker is Speaker.READER]
    may_add, left = is_open(report), max(0, MOST_REMARKS - len(said))
    return Talk(
        question=open_question(standing) if may_add else None,
        last_asked=max((one.id for one in standing if one.speaker is Speaker.DESK), default=0),
        said=len(said),
        last_said_on=local_day(said[-1].said_at) if said else None,
        may_add=may_add and left > 0,
        left=left,
    )


def of_reports(report_ids: Collection[int]) -> Mapping[int, Sequence[Remark]]:
    """Return what was said about some reports, by report, the oldest first, without what was withdrawn."""
    rows = select(Remark).where(Remark.submission_id.in_(report_ids), Remark.withdrawn_at.is_(None))
    found: defaultdict[int, list[Remark]] = defaultdict(list)
    for remark in db.session.scalars(rows.order_by(Remark.id)):
        found[remark.submission_id].append(remark)
    return found


def open_question(standing: Sequence[Remark]) -> Remark | None:
    """Return the question that nobody has answered yet, of what was said about one report."""
    return standing[-1] if standing and standing[-1].speaker is Speaker.DESK else None


def add(receipt: str, text: str) -> None:
    """Keep what a reader adds to their report or answers; the case is marked, because an editor should look again.

    The same words once more, as after going back and sending again, are kept once. Errors: `InvalidInput` without such
    a report, for words that cannot be taken, and once it is decided, erased or withdrawn or enough was said; then
    nothing is kept.
    """
    number = opening.opened(receipt).report.id
    words = checked(text)
    with writing() as session:
        hold_grouping()
        report = session.get_one(Submission, number, with_for_update=True, populate_existing=True)
        note(report, words)


def note(report: Submission, words: str, *, with_file: bool = False) -> None:
    """Note beside a report what its reader adds: words, that there is a new file, or both; call under its lock.

    Errors: `InvalidInput` once the report is decided, erased or withdrawn, and where not all of it may be added.
    """
    closed = why_closed(report)
    if closed:
        raise InvalidInput({"text": closed})
    rows = select(Remark).where(Remark.submission_id == report.id, Remark.withdrawn_at.is_(None)).order_by(Remark.id)
    standing = db.session.scalars(rows).all()
    said = [one for one in standing if one.speaker is Speaker.READER]
    if not with_file and said and said[-1].text == words and open_question(standing) is None:
        return
    # Of a file without its name, which goes when the file is locked or erased. It answers a question that is open, and
    # the desk sees when it came.
    added = [*([gettext("Added a file")] if with_file else []), *([words] if words else [])]
    left = MOST_REMARKS - len(said)
    if added and left <= 0:
        raise InvalidInput({"text": gettext("You have added ten times already. Please send a new report.")})
    if len(added) > left:
        told = gettext("You can add one more thing, and a file and words are two. Please send one of them.")
        raise InvalidInput({"text": told})
    for text in added:
        db.session.add(Remark(submission_id=report.id, speaker=Speaker.READER, text=text, said_at=now()))
    if added and report.told_case is not None:
        report.told_case.has_news = True


def checked(text: str) -> str:
    """Return what a reader writes as it is kept. Errors: `InvalidInput` at `text`."""
    problems: dict[str, str] = {}
    words = text_of(text, "text", LONGEST_REMARK, problems)
    if not words and not problems:
        problems["text"] = gettext("Write what you want to tell us. One sentence is enough.")
    if problems:
        raise InvalidInput(problems)
    return words


def forget(report_ids: Collection[int]) -> None:
    """Erase what was said about reports that are erased; call inside `writing()`."""
    db.session.execute(delete(Remark).where(Remark.submission_id.in_(report_ids)))


def is_open(report: Submission) -> bool:
    """Return whether a report can be added to: it is neither decided nor discarded nor erased, nor to be erased."""
    return not why_closed(report)


def why_closed(report: Submission) -> str:
    """Return what a reader is told whose report can be added to no more; empty where it can."""
    case: Case | None = report.told_case
    is_decided = case is not None and case.state is not CaseState.OPEN
    asked = db.session.scalar(select(Erasure).where(Erasure.submission_id == report.id))
    said = ""
    if report.erased_at is not None or report.held is Held.DISCARDED or is_decided:
        said = gettext("Meanwhile this report is decided or erased. Nothing was added.")
    elif asked is not None and asked.not_before is not None and asked.not_before > now():
        said = gettext("You have withdrawn this report. Nothing was added. To add this, please keep the report first.")
    elif asked is not None:
        said = gettext("Meanwhile this report is decided or erased. Nothing was added.")
    return said
