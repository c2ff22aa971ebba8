"""Merging cases, splitting reports off them, and taking either back, with nothing lost and every move on record."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy import func, select, update

from core.db import db
from core.refusals import Conflict, InvalidInput, NotFound
from intake.cases import counting, given_matches, opening, pictures, speaking
from intake.cases.keys import Key, all_keys, give_keys, hold_grouping, words_of
from intake.contact import answers
from intake.models.cases import Case, CaseKey, CaseState, Kind, with_merged
from intake.models.moves import CaseMove, MoveReason
from intake.models.reports import Submission
from intake.models.retention import LegalHold

# Databases take only so many values in one statement.
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Undone:
    """A move that was taken back: by which move, and how many reports came later and stay where they are."""

    back: CaseMove
    stayed: int


def locked(*case_ids: int) -> list[Case]:
    """Return cases as they stand now, in the order asked for, locked until the transaction ends.

    Whoever joins, merges or splits meanwhile waits until then. Call it first of all inside `writing()`: with another
    lock already held there could be a deadlock.

    Errors: `NotFound` when one does not exist.
    """
    hold_grouping()
    # Lowest id first: all who lock several take them in this order, against deadlocks.
    rows = select(Case).where(Case.id.in_(case_ids)).order_by(Case.id).with_for_update()
    found = {case.id: case for case in db.session.scalars(rows.execution_options(populate_existing=True))}
    if missing := set(case_ids) - found.keys():
        raise NotFound(f"there is no case {min(missing)}")
    return [found[case_id] for case_id in case_ids]


def check_mergeable(emptied: Case, target: Case) -> None:
    """Refuse two cases that cannot become one. Errors: `Conflict` with a sentence that says why not."""
    if emptied.id == target.id:
        raise Conflict(gettext("A case cannot be merged with itself."))
    for case in (emptied, target):
        _check_open(case)
    if emptied.kind.stays_apart is not target.kind.stays_apart:
        raise _apart()


def _apart() -> Conflict:
    return Conflict(gettext("Reports of hate stay apart from the others: these are two questions with two answers."))


def _check_open(case: Case) -> None:
    if case.state is CaseState.MERGED:
        raise Conflict(gettext("Case %(id)s was merged into another case. Take that back first.", id=case.id))
    if case.state is not CaseState.OPEN:
        raise Conflict(gettext("Case %(id)s is settled. Reopen it first.", id=case.id))


def merge(emptied: Case, target: Case, *, note: str = "") -> CaseMove:
    """Move all reports and keys of one case to another; call inside `writing()` with both `locked`.

    The target keeps its own matches and its own words. An editor's answers come along where it has none,
    and so do the suggestions that it lacks. Errors: `Conflict` with a sentence that says why not.
    """
    check_mergeable(emptied, target)
    move = CaseMove(
        reason=MoveReason.MERGE,
        from_case_id=emptied.id,
        to_case_id=target.id,
        submission_ids=_reports_of(emptied),
        key_ids=[key.id for key in _keys_of(emptied)],
        match_ids=given_matches.give(emptied, target),
        note=note,
    )
    target.about = target.about or emptied.about
    return _carry_out(move, emptied, target)


def split(case: Case, submission_ids: Collection[int], *, note: str = "", may_be_settled: bool = False) -> CaseMove:
    """Move chosen reports to a new case; call inside `writing()` with the case `locked`.

    With `may_be_settled` they leave a settled case, too, whose decision stays what it is for those that remain.

    Keys that only they have go along, and texts and links of theirs that were no keys yet become some: an
    editor says that the next copy belongs there. The words of the old case become those of its oldest
    report when they have left. The worker has still to find the matches of the new case.

    Errors: `Conflict` when the case is not open or a report is no longer in it, `InvalidInput` when none
    leaves or none stays; one that is erased counts as none.
    """
    if not may_be_settled or case.state is CaseState.MERGED:
        _check_open(case)
    leaving, staying = _parted(case, set(submission_ids))
    new, corrected = opening.new_case(leaving[0]), speaking.corrected_kind(case)
    if corrected is not None:
        # Its reporters were wrong about it, and that goes for whatever leaves it, too.
        new.kind = corrected
    keys = _keys_only_of(leaving, staying, case.kind)
    new.about, case.about = _about(leaving), _about(staying)
    if (settled_at := case.settled_at) is not None:
        case.later_reports = sum(1 for one in staying if one.matched_at is not None and one.matched_at > settled_at)
    move = CaseMove(
        reason=MoveReason.SPLIT,
        from_case_id=case.id,
        to_case_id=new.id,
        submission_ids=[report.id for report in leaving],
        key_ids=[held.id for held in _keys_of(case) if Key(held.lane, held.value) in keys],
        match_ids=[],
        words_of_id=speaking.with_words_of(case, leaving) if speaking.with_words_of(case, staying) is None else None,
        note=note,
    )
    _carry_out(move, case, new)
    speaking.stay_corrected(case, corrected)
    give_keys(new, keys)
    return move


def _parted(case: Case, chosen: set[int]) -> tuple[Sequence[Submission], Sequence[Submission]]:
    """Return the reports of a case that leave it and those that stay, oldest first. Errors: as of `split`."""
    reports = db.session.scalars(select(Submission).where(Submission.case_id == case.id).order_by(Submission.id)).all()
    leaving = [report for report in reports if report.id in chosen]
    staying = [report for report in reports if report.id not in chosen]
    if len(leaving) != len(chosen):
        raise Conflict(gettext("Some of these reports are no longer in this case. Nothing was changed."))
    if all(report.erased_at is not None for report in leaving):
        raise InvalidInput({"reports": gettext("Choose at least one report that is not erased.")})
    if all(report.erased_at is not None for report in staying):
        raise InvalidInput({"reports": gettext("At least one report that is not erased has to stay.")})
    return leaving, staying


def undo(move: CaseMove) -> Undone:
    """Take one merge or split back; call inside `writing()` with both its cases `locked`.

    Exactly what was moved returns; what came later stays where it is. A case from which everything has
    returned is merged into the one it was split off. Errors: `Conflict` with a sentence that says why not.
    """
    db.session.refresh(move)
    # From here the reports return; it was the target of the move.
    giver, taker = db.session.get_one(Case, move.to_case_id), db.session.get_one(Case, move.from_case_id)
    present, moved = _reports_of(giver), set(move.submission_ids)
    returning = [number for number in present if number in moved]
    staying = [number for number in present if number not in moved]
    merging = move.reason is MoveReason.MERGE
    _check_undo(move, giver, taker)
    if merging and not staying:
        raise Conflict(
            gettext("Case %(id)s would be left without reports. Take back first what was split off.", id=giver.id)
        )
    if not _any_left(returning) or (merging and not _any_left(staying)):
        raise Conflict(gettext("The reports of one of the two cases are erased, so there is nothing to part any more."))
    if not _any_left(staying):
        # What is left of erased reports does not keep a case open.
        returning, staying = present, []
    back = CaseMove(
        reason=MoveReason.SPLIT if merging else MoveReason.MERGE,
        from_case_id=giver.id,
        to_case_id=taker.id,
        submission_ids=returning,
        key_ids=[key.id for key in _keys_of(giver) if key.id in move.key_ids],
        match_ids=given_matches.give_back(move, giver, taker),
        note="",
    )
    if merging:
        taker.state, taker.merged_into_id = CaseState.OPEN, None
        if giver.kind.stays_apart is not taker.kind.stays_apart:
            # An editor said so of all of it, while it was one.
            taker.kind = giver.kind
    elif not staying:
        back.match_ids = given_matches.give(giver, taker)
    stayed = _came_since(move, staying) if merging else len(staying)
    corrected = {case: speaking.corrected_kind(case) for case in (giver, taker)}
    _carry_out(back, giver, taker)
    speaking.give_back(move, taker)
    for case, kind in corrected.items():
        speaking.stay_corrected(case, kind)
    move.undone_by_id = back.id
    return Undone(back, stayed)


def _check_undo(move: CaseMove, giver: Case, taker: Case) -> None:
    if move.undone_by_id is not None:
        raise Conflict(gettext("This was taken back already."))
    if db.session.scalar(select(CaseMove.id).where(CaseMove.undone_by_id == move.id)) is not None:
        raise Conflict(gettext("This took something back itself. Merge or split again instead."))
    _check_open(giver)
    if taker.erased_at is not None:
        raise Conflict(gettext("Everything that was reported here is erased. There is nothing left to decide."))
    if move.reason is MoveReason.SPLIT:
        _check_open(taker)
        if giver.kind.stays_apart is not taker.kind.stays_apart:
            raise _apart()
    for ids in _chunks(move.submission_ids):
        if db.session.scalar(select(Submission.id).where(Submission.id.in_(ids), Submission.case_id != giver.id)):
            raise Conflict(gettext("Some of these reports were moved again since. Take that back first."))


def _carry_out(move: CaseMove, source: Case, target: Case) -> CaseMove:
    """Move the reports and keys of a move, and bring both cases in line with what they hold now."""
    _hold_along(source, target)
    for ids in _chunks(move.submission_ids):
        db.session.execute(update(Submission).where(Submission.id.in_(ids)).values(case_id=target.id))
    for ids in _chunks(move.key_ids):
        db.session.execute(update(CaseKey).where(CaseKey.id.in_(ids)).values(case_id=target.id))
    for case in (source, target):
        counting.recount(case)
        case.version += 1
    # Not by its count: those that are held back stand in it, too.
    if not _reports_of(source):
        _retire(source, target)
    else:
        speaking.renew(source)
    db.session.add(move)
    db.session.flush()
    # Whoever was told what was decided in the other case is told that it does not stand.
    answers.owe(target.id)
    return move


def _hold_along(source: Case, target: Case) -> None:
    """Keep reports that are kept for a legal reason wherever they go."""
    standing = select(LegalHold).where(LegalHold.lifted_at.is_(None)).order_by(LegalHold.id)
    held = db.session.scalars(standing.where(LegalHold.case_id.in_(with_merged(source.id)))).first()
    if held is not None and db.session.scalar(standing.where(LegalHold.case_id == target.id)) is None:
        kept = LegalHold(case_id=target.id, reason=held.reason, set_by_id=held.set_by_id, set_at=held.set_at)
        db.session.add(kept)


def _retire(emptied: Case, target: Case) -> None:
    emptied.state, emptied.merged_into_id = CaseState.MERGED, target.id
    # What a split gave it as new keys ends with it: nothing may lead to a case that nobody works on.
    for key in _keys_of(emptied):
        db.session.delete(key)


def _keys_only_of(leaving: Sequence[Submission], staying: Sequence[Submission], kind: Kind) -> list[Key]:
    sent = pictures.sent_with([one.id for one in (*leaving, *staying)])

    def keys(reports: Sequence[Submission]) -> dict[Key, None]:
        of_words = {key: None for one in reports for key in all_keys(words_of(one, kind=kind))}
        return of_words | {key: None for one in reports for key in pictures.keys_of(one, sent.get(one.id, ()), kind)}

    kept = keys(staying)
    return [key for key in keys(leaving) if key not in kept]


def _about(reports: Sequence[Submission]) -> str:
    """Return the link that some reports are about: that of the first which is about one."""
    return next((about for one in reports if (about := words_of(one).content.about)), "")


def _reports_of(case: Case) -> list[int]:
    return list(db.session.scalars(select(Submission.id).where(Submission.case_id == case.id).order_by(Submission.id)))


def _any_left(ids: Sequence[int]) -> bool:
    """Return whether any of some reports is not erased."""
    left = select(Submission.id).where(Submission.erased_at.is_(None)).limit(1)
    return any(db.session.scalar(left.where(Submission.id.in_(some))) is not None for some in _chunks(ids))


def _keys_of(case: Case) -> Sequence[CaseKey]:
    return db.session.scalars(select(CaseKey).where(CaseKey.case_id == case.id).order_by(CaseKey.id)).all()


def _came_since(move: CaseMove, ids: Sequence[int]) -> int:
    later = select(func.count()).where(Submission.matched_at > move.moved_at)
    return sum(db.session.scalar(later.where(Submission.id.in_(some))) or 0 for some in _chunks(ids))


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
