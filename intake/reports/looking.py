"""What is new on the status page since its reader looked last, and how many look at all.

Kept is a mark of what was shown, and no moment: when somebody looked is nobody's business.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, fields
from hashlib import sha256

from sqlalchemy import update

from core.db import inserting, now, writing
from core.web.display import local_day
from intake.models.counts import ReadDay
from intake.models.reports import Submission
from intake.reports.submissions import Status


@dataclass(frozen=True, slots=True)
class News:
    """What is new since its reader looked last; nothing for somebody who looks for the first time."""

    phase: bool = False
    answer: bool = False
    objection: bool = False
    question: bool = False

    @property
    def is_any(self) -> bool:
        """Whether there is something new."""
        return bool(self.names)

    @property
    def names(self) -> tuple[str, ...]:
        """What is new, by name."""
        return tuple(one.name for one in fields(self) if getattr(self, one.name))

    def __or__(self, other: News) -> News:
        """Return what is new by either."""
        return News(**dict.fromkeys((*self.names, *other.names), True))


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a page says, as short as a comparison needs it; of the answer a hash that fits no other."""

    phase: str
    answer: str
    objections: str
    questions: str

    @property
    def mark(self) -> str:
        return f"{self.phase} {self.answer} {self.objections} {self.questions}"


def look(
    report: Submission, status: Status, *, objections: int, last_question: int, told: Collection[str] = ()
) -> News:
    """Note what the reader of a report is shown now, and return what of it is new to them.

    `objections` are those that are answered, `last_question` is the number of the last one that the desk has asked.
    Whoever looks for the first time is counted, once however often and at how many places at once. Of an erased report
    nothing is noted. `told` names what was new on the page that is shown once more, in another language.
    """
    before, shown = report.shown, _Shown(status.phase.value, _answer(status), str(objections), str(last_question))
    if report.erased_at is not None:
        return News()
    still = _still(shown, told)
    if before == shown.mark:
        return still
    with writing() as session:
        untouched = (Submission.id == report.id, Submission.shown == before, Submission.erased_at.is_(None))
        noted = update(Submission).where(*untouched).values(shown=shown.mark).returning(Submission.id)
        if session.scalar(noted) is not None and not before:
            row = inserting(ReadDay).values(day=local_day(now()), count=1)
            more = row.on_conflict_do_update(index_elements=["day"], set_={"count": ReadDay.count + 1})
            session.execute(more)
    return still if not before else _since(_Shown(*before.split(" ")), shown) | still


def _still(shown: _Shown, told: Collection[str]) -> News:
    """Return what the page before named as new, and what there is: it comes from the reader's browser."""
    return News(
        phase="phase" in told,
        answer="answer" in told and bool(shown.answer),
        objection="objection" in told and int(shown.objections) > 0,
        question="question" in told and int(shown.questions) > 0,
    )


def _since(before: _Shown, shown: _Shown) -> News:
    return News(
        phase=before.phase != shown.phase,
        answer=shown.answer not in {before.answer, ""},
        objection=int(shown.objections) > int(before.objections),
        question=int(shown.questions) > int(before.questions),
    )


def _answer(status: Status) -> str:
    if not status.answers:
        return ""
    said = [
        [
            answer.sentence,
            answer.verdict.value if answer.verdict else "",
            answer.article.claim.id if answer.article else 0,
            answer.is_withdrawn,
        ]
        for answer in status.answers
    ]
    return sha256(json.dumps(said).encode()).hexdigest()[:16]
