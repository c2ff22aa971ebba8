"""Letting in what is held back, discarding it, and taking that back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, select, update

from accounts.models import Editor
from core import jobs, owed
from core.db import db, now, writing
from core.events import Action, Subject, happened
from core.labels import LabelledEnum
from core.refusals import Conflict, InvalidInput
from intake.abuse.waiting_line import let_in_now
from intake.cases import held_back
from intake.jobs import match_waiting
from intake.models.reports import Held, Submission
from intake.retention import discarding
from review.holding.named import check_no_part


class QuarantineAction(Action):
    """What the desk does with reports that are held back."""

    LET_IN = "held_let_in", _l("Let in reports that were held back")
    DISCARDED = "held_discarded", _l("Discarded reports that were held back")
    TAKEN_BACK = "discard_taken_back", _l("Took back that reports were discarded")


class WhyDiscarded(LabelledEnum):
    """Why nobody has to check what is held back; nobody discards anything without one of these."""

    MACHINE = "machine", _l("A machine sent it, again and again")
    NOTHING = "nothing", _l("It says nothing that could be checked")
    ADVERTISING = "advertising", _l("It is advertising")
    ABUSE = "abuse", _l("It only insults or threatens the desk")


# The two states out of which a person takes reports.
EMPTIED = (Held.QUARANTINE, Held.LATER)


def let_in(alike: str, held: Held, *, editor: Editor, only_one: bool = False) -> int:
    """Let in reports that say the same, or the one of them that is shown, the newest; return how many.

    Errors: `Conflict` when none of them is held back any more, and for whoever is named in a case of theirs.
    """
    with writing():
        # Those whose contact is muted may stand in a case already.
        cases = held_back.lock_cases(are_alike(alike, held))
        ids = _taken(are_alike(alike, held), editor, only_newest=only_one)
        _change(ids, let_in_now())
        held_back.count_again(cases, ids)
        happened(QuarantineAction.LET_IN, Subject("submission", ids[0]), by=editor.id, reports=len(ids))
    jobs.enqueue_once(match_waiting)
    owed.hand_over()
    return len(ids)


def discard(alike: str, held: Held, why: str, *, editor: Editor) -> int:
    """Discard reports that say the same; return how many. For a day that can be taken back, then they are erased.

    Errors: `InvalidInput` without a reason, `Conflict` when none of them is held back any more, and for whoever is
    named in a case of theirs.
    """
    if why not in set(WhyDiscarded):
        raise InvalidInput({"why": gettext("Choose why they are discarded.")})
    changed = {Submission.held: Held.DISCARDED, Submission.discarded_at: now(), Submission.line: None}
    with writing():
        ids = _taken(are_alike(alike, held), editor)
        _change(ids, changed)
        subject = Subject("submission", ids[0])
        happened(QuarantineAction.DISCARDED, subject, by=editor.id, reports=len(ids), why=WhyDiscarded(why).value)
    return len(ids)


def take_back(alike: str, *, editor: Editor) -> int:
    """Have reports back that were discarded; return how many. They wait for a person again.

    Errors: `Conflict` when they are erased by now, or somebody else was quicker, and for whoever is named in a case of
    theirs.
    """
    with writing():
        ids = _taken(and_(are_alike(alike, Held.DISCARDED), ~discarding.is_over()), editor)
        _change(ids, {Submission.held: Held.QUARANTINE, Submission.discarded_at: None})
        happened(QuarantineAction.TAKEN_BACK, Subject("submission", ids[0]), by=editor.id, reports=len(ids))
    return len(ids)


def are_alike(alike: str, held: Held) -> ColumnElement[bool]:
    """Return what holds of reports that say the same and are held back in the same way."""
    return and_(Submission.alike.is_not(None), Submission.alike == alike, Submission.held == held)


def _taken(which: ColumnElement[bool], editor: Editor, *, only_newest: bool = False) -> list[int]:
    check_no_part(which, editor)
    rows = select(Submission.id).where(which)
    rows = rows.order_by(Submission.id.desc()).limit(1) if only_newest else rows.order_by(Submission.id)
    ids = list(db.session.scalars(rows.with_for_update()))
    if not ids:
        raise Conflict(gettext("These reports are not held back any more. Somebody was quicker, or they were let in."))
    return ids


def _change(ids: list[int], values: Mapping[Any, object]) -> None:
    for page in held_back.pages_of(ids):
        db.session.execute(update(Submission).where(Submission.id.in_(page)).values(values))
