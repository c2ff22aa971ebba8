"""What became of things that machines did, and for each the way back, or who has gone it already.

All lines of a page are asked about together, whatever their number.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import load_only

from archive.models import ArchiveAction
from audit.models import Event
from audit.telling import number_in, numbers_in
from core.db import db
from intake.models.cases import Case, CaseAction, CaseState
from intake.models.moves import CaseMove, Loosened, MoveReason
from intake.models.reports import Submission
from review.automatic.people import People
from review.models import DeskAction
from search.learning.models import Learned, LearnedState
from search.ranking.bands import Band

Arguments = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Way:
    """A button that takes something back: what it says, where it is sent to, and with which fields."""

    label: LazyString
    endpoint: str
    arguments: Arguments = field(default_factory=dict)
    fields: Arguments = field(default_factory=dict)
    # A page on which it is taken back, instead of a button that does it.
    is_page: bool = False


@dataclass(frozen=True, slots=True)
class Became:
    """What became of it, in words, and the way back; `case_id` is where the report or case is now, if it has one."""

    words: str = ""
    way: Way | None = None
    case_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """What the lines of a page are about, each by its id."""

    reports: Mapping[int, Submission]
    cases: Mapping[int, Case]
    moves: Mapping[int, Sequence[CaseMove]]
    loosened: Mapping[int, Loosened]
    learned: Mapping[int, LearnedState]
    # The cases that have more than one report, those that are held back among them.
    shared: Collection[int]
    people: People

    @classmethod
    def of(cls, events: Sequence[Event]) -> _Known:
        """Ask once for everything."""
        brief = load_only(Submission.id, Submission.case_id, Submission.set_aside_at, Submission.reference)
        numbers = numbers_in(events, "submission")
        rows = select(Submission).where(Submission.id.in_(numbers)).options(brief)
        reports = {one.id: one for one in db.session.scalars(rows)} if numbers else {}
        at = {event.case_id for event in events if event.case_id is not None}
        ids = at | {one.case_id for one in reports.values() if one.case_id is not None}
        cases = {case.id: case for case in db.session.scalars(select(Case).where(Case.id.in_(ids)))} if ids else {}
        models = numbers_in(events, "learned")
        states = db.session.execute(select(Learned.id, Learned.state).where(Learned.id.in_(models))) if models else ()
        return cls(
            reports=reports,
            cases=cases,
            moves=_moves_from(at),
            loosened={row.case_id: row for row in _loosened(at)},
            learned=dict(iter(states)),
            shared=_shared(ids),
            people=People.of(events, ids),
        )


def _moves_from(case_ids: set[int]) -> dict[int, list[CaseMove]]:
    """Return the moves by which reports left some cases and that nobody took back, by the case, the newest first."""
    found: dict[int, list[CaseMove]] = {case_id: [] for case_id in case_ids}
    rows = select(CaseMove).where(CaseMove.from_case_id.in_(case_ids), CaseMove.undone_by_id.is_(None))
    for move in db.session.scalars(rows.order_by(CaseMove.id.desc())) if case_ids else ():
        found[move.from_case_id].append(move)
    return found


def _shared(case_ids: set[int]) -> set[int]:
    several = select(Submission.case_id).where(Submission.case_id.in_(case_ids)).group_by(Submission.case_id)
    found = db.session.scalars(several.having(func.count() > 1)) if case_ids else ()
    return {case_id for case_id in found if case_id is not None}


def _loosened(case_ids: set[int]) -> Sequence[Loosened]:
    return db.session.scalars(select(Loosened).where(Loosened.case_id.in_(case_ids))).all() if case_ids else []


def became_of(events: Sequence[Event]) -> dict[int, Became]:
    """Return what became of each line of the list, by its number."""
    if not events:
        return {}
    known = _Known.of(events)
    return {event.id: _OF[event.action](event, known) for event in events}


def _joined(event: Event, known: _Known) -> Became:
    report = known.reports.get(number_in(event, "submission") or 0)
    case = None if report is None else known.cases.get(report.case_id or 0)
    if report is None or case is None:
        return Became(gettext("This report is not kept any more."))
    words = _where(event, report, case, known)
    if case.id not in known.shared:
        return Became(words or gettext("It is alone in this case by now."), case_id=case.id)
    if case.id != event.case_id and not _was_merged(event, known):
        return Became(words, case_id=case.id)
    way = Way(
        _l("Take it out again"),
        "automatic.part",
        {"submission_id": report.id},
        {"case": case.id, "version": case.version},
    )
    return Became(words, way, case.id)


def _was_merged(event: Event, known: _Known) -> bool:
    """Return whether the case of a line went into another one, and its reports with it."""
    before = known.cases.get(event.case_id or 0)
    return before is not None and before.state is CaseState.MERGED


def _where(event: Event, report: Submission, case: Case, known: _Known) -> str:
    if case.id == event.case_id:
        if case.state is CaseState.OPEN:
            return ""
        told: str = gettext(
            "This case is settled (%(outcome)s), so its answer is this reporter's, too.", outcome=case.state.label
        )
        return told
    moves = known.moves.get(event.case_id or 0, ())
    move = next((one for one in moves if report.id in one.submission_ids), None)
    name = "" if move is None else known.people.of_move(move.id)
    if move is not None and move.reason is MoveReason.SPLIT and name:
        taken: str = gettext("%(name)s took it out again; it is in case %(id)s now.", name=name, id=case.id)
        return taken
    is_in: str = gettext("It is in case %(id)s now.", id=case.id)
    return is_in


def _opened(event: Event, known: _Known) -> Became:
    case = known.cases.get(event.case_id or 0)
    if case is None:
        return Became()
    if case.state is not CaseState.OPEN:
        return Became(str(case.state.label), case_id=case.id)
    found = gettext("Nothing in the archive fits.") if case.best_band is None else _best(case.best_band)
    name = known.people.of_case(DeskAction.MATCHES_ASKED_AGAIN, case.id, after=event.id)
    if name:
        found = gettext("%(found)s %(name)s had it look again.", found=found, name=name)
    way = None if case.is_by_hand else Way(_l("Look again"), "automatic.ask_again", {"case_id": case.id})
    return Became(found, way, case.id)


def _best(band: Band) -> str:
    told: str = gettext("The surest article: %(band)s.", band=band.label)
    return told


def _set_aside(event: Event, known: _Known) -> Became:
    report = known.reports.get(number_in(event, "submission") or 0)
    if report is None:
        return Became(gettext("This report is not kept any more."))
    if report.case_id is None and report.set_aside_at is not None:
        again = Way(_l("Try again"), "attention.try_again", {"submission_id": report.id})
        return Became(gettext("It waits for a person."), again)
    name = known.people.of_report(report.id, after=event.id)
    if report.case_id is None:
        return Became(_by(name, gettext("It waits for the machine again.")))
    return Became(_by(name, gettext("It is in case %(id)s now.", id=report.case_id)), case_id=report.case_id)


def _loose(event: Event, known: _Known) -> Became:
    row, case_id = known.loosened.get(event.case_id or 0), event.case_id
    if row is None or case_id is None:
        return Became(gettext("Nothing is loose there any more."), case_id=case_id)
    if row.kept_at is not None:
        name = known.people.of_case(DeskAction.CASE_KEPT_TOGETHER, case_id, after=event.id)
        return Became(_by(name, gettext("They stay together.")), case_id=case_id)
    return Became("", Way(_l("Look at them"), "attention.page", is_page=True), case_id)


def _learned(event: Event, known: _Known) -> Became:
    number = number_in(event, "learned")
    state = known.learned.get(number or 0)
    if number is not None and state is LearnedState.ACTIVE:
        return Became(
            gettext("It is in use."), Way(_l("Take it back"), "learning.take_back_learned", {"learned_id": number})
        )
    if state is LearnedState.TAKEN_BACK:
        return Became(_by(known.people.of_learned(number or 0), gettext("It was taken back.")))
    if state is LearnedState.REPLACED:
        return Became(gettext("Something newer took its place."))
    return Became(gettext("It was no better than before, so it is not in use."))


def _forgot(event: Event, known: _Known) -> Became:
    if event.case_id is None or event.case_id not in known.cases:
        return Became("", Way(_l("See what is learned"), "learning.page", is_page=True))
    way = Way(_l("Answer there again"), "review.case", {"case_id": event.case_id}, is_page=True)
    return Became("", way, event.case_id)


def _by(name: str, words: str) -> str:
    return f"{words} ({name})" if name else words


_OF: Mapping[str, Callable[[Event, _Known], Became]] = {
    CaseAction.SUBMISSION_JOINED.value: _joined,
    CaseAction.CASE_OPENED.value: _opened,
    CaseAction.REPORT_SET_ASIDE.value: _set_aside,
    CaseAction.CASE_LOOSENED.value: _loose,
    ArchiveAction.LEARNED.value: _learned,
    ArchiveAction.LEARNED_TAKEN_BACK.value: _forgot,
}
