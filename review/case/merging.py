"""What editors do with whole cases: merge them, split reports off, take either back, and see what was done."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from accounts.models import Editor
from audit.models import Event
from core import owed
from core.db import db, existing, writing
from core.events import Subject, happened
from core.refusals import Conflict
from intake.cases import merging
from intake.jobs import rematch_case
from intake.models.cases import Case
from intake.models.moves import CaseMove, MoveReason
from review.approval import proposals
from review.holding import leases
from review.holding.named import carry_over, check_not_named
from review.models import DeskAction
from review.queue import tags
from review.reasons import check_reason

SHOWN_MOVES = 50
MOVES = (DeskAction.CASES_MERGED, DeskAction.CASE_SPLIT, DeskAction.MOVE_UNDONE)


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of taking a move back: the case from which reports returned, and how many stay in it."""

    case_id: int
    stayed: int


@dataclass(frozen=True, slots=True)
class MoveLine:
    """A merge or split as the page of one of its two cases tells it."""

    id: int
    at: datetime
    sentence: LazyString
    other_id: int
    reports: int
    note: str
    person: str
    # Who took it back, if somebody has.
    taken_back_by: str | None


def merge_cases(
    case_id: int, other_id: int, *, version: int, other_version: int, reason: str, editor: Editor
) -> CaseMove:
    """Merge another case into a case; its reporters get the answer of that case from then on.

    Errors: `NotFound` without such a case, `InvalidInput` without a reason, `Conflict` when one of the two
    changed since the form was opened or they cannot become one, and for whoever is named in one of them.
    """
    check_reason(reason)
    with writing():
        case, other = merging.locked(case_id, other_id)
        _check_version(case, version)
        _check_version(other, other_version)
        for one in (case, other):
            check_not_named(one.id, editor)
            leases.check(one.id, editor)
            proposals.overtake(one.id, by=editor)
        move = merging.merge(other, case, note=reason)
        carry_over(other.id, case.id)
        tags.carry_over(other.id, case.id)
        happened(
            DeskAction.CASES_MERGED,
            Subject("case", case.id),
            by=editor.id,
            move=move.id,
            merged=other.id,
            **_counts(move),
        )
    return move


def split_case(case_id: int, submission_ids: Collection[int], *, version: int, reason: str, editor: Editor) -> CaseMove:
    """Move chosen reports to a new case, which the worker then gives its matches.

    Errors: `NotFound` without such a case, `InvalidInput` without a reason or when none leaves or none
    stays, `Conflict` when the case changed since the form was opened or is not open.
    """
    check_reason(reason)
    return _split(case_id, submission_ids, version=version, reason=reason, editor=editor)


def part_report(case_id: int, submission_id: int, *, version: int, editor: Editor) -> CaseMove:
    """Move a report that a machine joined to a case to one of its own, which the worker then gives its matches.

    Nobody has looked at what joined a settled case since, so it leaves a settled one, too; the decision stays what it
    is for the others. Errors: `NotFound` without such a case; `Conflict` when it changed since the page was opened, is
    merged, or holds the report no more; `InvalidInput` when the report is alone in it.
    """
    reason = gettext("A machine had joined it, and it is something else.")
    return _split(case_id, [submission_id], version=version, reason=reason, editor=editor, may_be_settled=True)


def _split(
    case_id: int,
    submission_ids: Collection[int],
    *,
    version: int,
    reason: str,
    editor: Editor,
    may_be_settled: bool = False,
) -> CaseMove:
    with writing():
        (case,) = merging.locked(case_id)
        check_not_named(case_id, editor)
        _check_version(case, version)
        leases.check(case.id, editor)
        proposals.overtake(case.id, by=editor)
        move = merging.split(case, submission_ids, note=reason, may_be_settled=may_be_settled)
        carry_over(case.id, move.to_case_id)
        happened(
            DeskAction.CASE_SPLIT,
            Subject("case", case.id),
            by=editor.id,
            move=move.id,
            new=move.to_case_id,
            **_counts(move),
        )
        _ask_again(move)
    owed.hand_over()
    return move


def undo_move(move_id: int, *, editor: Editor) -> Taken:
    """Take a merge or split back; what came later stays where it is.

    Errors: `NotFound` without such a move, `Conflict` when something later stands against it.
    """
    with writing() as session:
        move = existing(CaseMove, move_id)
        for one in merging.locked(move.from_case_id, move.to_case_id):
            check_not_named(one.id, editor)
            leases.check(one.id, editor)
            proposals.overtake(one.id, by=editor)
        undone = merging.undo(move)
        carry_over(undone.back.from_case_id, undone.back.to_case_id)
        # The line stands where that of the move stands.
        place = session.get_one(Case, move.to_case_id if move.reason is MoveReason.MERGE else move.from_case_id)
        happened(DeskAction.MOVE_UNDONE, Subject("case", place.id), by=editor.id, move=undone.back.id, undone=move.id)
        _ask_again(undone.back)
    owed.hand_over()
    return Taken(undone.back.from_case_id, undone.stayed)


def _ask_again(move: CaseMove) -> None:
    """Have both cases matched anew: with their reports, their words may have changed. Call inside `writing()`."""
    owed.owe(rematch_case, move.from_case_id, move.to_case_id)


def _check_version(case: Case, version: int) -> None:
    if case.version != version:
        raise Conflict(gettext("This case was worked on in the meantime. Nothing was changed."))


def _counts(move: CaseMove) -> dict[str, int]:
    return {"reports": len(move.submission_ids), "keys": len(move.key_ids)}


def moves(case: Case) -> list[MoveLine]:
    """Return the merges and splits that a case had a part in, newest first, at most `SHOWN_MOVES`.

    What took another one back is told with that one.
    """
    rows = (
        select(CaseMove)
        .where(or_(CaseMove.from_case_id == case.id, CaseMove.to_case_id == case.id))
        .where(CaseMove.id.not_in(select(CaseMove.undone_by_id).where(CaseMove.undone_by_id.is_not(None))))
        .order_by(CaseMove.id.desc())
        .limit(SHOWN_MOVES)
    )
    found = db.session.scalars(rows).all()
    people = _people(found)
    return [_line(move, case, people) for move in found]


def _people(found: Sequence[CaseMove]) -> dict[int, str]:
    """Return who made each move, and each that took one back, by the id of the move."""
    case_ids = {case_id for move in found for case_id in (move.from_case_id, move.to_case_id)}
    rows = select(Event).where(Event.action.in_(MOVES), Event.case_id.in_(case_ids)).options(joinedload(Event.editor))
    people = {}
    for event in db.session.scalars(rows):
        move = event.details.get("move")
        if isinstance(move, int) and event.editor is not None:
            people[move] = event.editor.desk_name
    return people


SENTENCES = {
    (MoveReason.MERGE, True): _l("Merged into another case"),
    (MoveReason.MERGE, False): _l("Took in another case"),
    (MoveReason.SPLIT, True): _l("Moved reports to a new case"),
    (MoveReason.SPLIT, False): _l("Was split off another case"),
}


def _line(move: CaseMove, case: Case, people: dict[int, str]) -> MoveLine:
    gave = move.from_case_id == case.id
    return MoveLine(
        id=move.id,
        at=move.moved_at,
        sentence=SENTENCES[move.reason, gave],
        other_id=move.to_case_id if gave else move.from_case_id,
        reports=len(move.submission_ids),
        note=move.note,
        person=people.get(move.id, ""),
        taken_back_by=None if move.undone_by_id is None else people.get(move.undone_by_id, ""),
    )
