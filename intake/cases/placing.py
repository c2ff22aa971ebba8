"""Writing what was planned for a batch of reports: each gets its case, in as few statements as it takes.

What is written here is written under the lock of the grouping, and readers who send wait for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from archive.matching import Found
from core.db import db, now
from core.events import Happened, Subject, all_happened
from intake.cases import counting, near_duplicates, pictures
from intake.cases.keys import Key, Words, fits, holders, words_of
from intake.cases.near_duplicates import Opened, Twin
from intake.cases.opening import case_for
from intake.cases.pictures import Sent
from intake.cases.suggesting import new_matches
from intake.models.cases import Case, CaseAction, CaseKey, CaseState, Kind
from intake.models.remarks import Remark
from intake.models.reports import Held, Submission
from search.ranking.bands import Lane
from search.text.content import Content


@dataclass(slots=True)
class Plan:
    """One report, and what was found out about it while nothing was locked."""

    report_id: int
    kind: Kind
    content: Content | None
    keys: list[Key]
    # What it said when it was read; None for one that could not be.
    words: Words | None = None
    # What its pictures say beside words that were typed.
    further: Content | None = None
    is_doubtful: bool = False
    found: Found = field(default_factory=Found.nothing)
    found_beside: Found = field(default_factory=Found.nothing)
    twin: Twin | None = None
    sent: Sequence[Sent] = ()
    # Where the machine broke, empty when it did not.
    trouble: str = ""

    @property
    def about(self) -> str:
        """The link that the report is about, if any."""
        return "" if self.content is None else self.content.about


@dataclass(slots=True)
class _Places:
    """Where the reports of a batch belong: `by_key` and `by_id` are cases that are locked or about to be stored."""

    by_key: dict[Key, Case]
    by_id: Mapping[int, Case]
    # Cases that reports of other batches stand in, by report.
    elsewhere: Mapping[int, int]
    of_report: dict[int, Case] = field(default_factory=dict)
    # By what reports came to their cases, those that opened none.
    by_lane: dict[int, Lane] = field(default_factory=dict)
    opened: list[tuple[Case, Plan]] = field(default_factory=list)
    keys: list[tuple[Case, Key]] = field(default_factory=list)

    def known(self, plan: Plan) -> tuple[Case, Lane] | None:
        """Return the case that has the surest of a report's keys, or its twin's, unless it is about another link.

        With it comes the lane by which it was found.
        """
        for key in plan.keys:
            if key in self.by_key and fits(key.about, self.by_key[key].about):
                return self.by_key[key], key.lane
        twin = None if plan.twin is None else self._of_twin(plan.twin)
        return (twin, Lane.NEAR_DUPLICATE) if twin is not None and fits(plan.about, twin.about) else None

    def _of_twin(self, twin: Twin) -> Case | None:
        if twin.report_id in self.of_report:
            return self.of_report[twin.report_id]
        case_id = twin.case_id or self.elsewhere.get(twin.report_id or 0)
        return None if case_id is None else self.by_id.get(case_id)

    def brings_news(self, report: Submission, plan: Plan, case: Case) -> bool:
        """Return whether a report of a settled case says what its editors have not seen.

        That is what a reader wrote about it, before it came here or with it, that somebody is in danger, or other words
        about the same link. A further copy is none.
        """
        if case.state is CaseState.OPEN:
            return False
        by_text = any(
            key.lane in {Lane.EXACT_TEXT, Lane.SAME_PICTURE} and self.by_key.get(key) is case for key in plan.keys
        )
        says_more = bool(report.words) and not by_text and plan.twin is None
        return bool(report.why) or report.is_danger or says_more or _has_remarks(report)

    def open(self, report: Submission, plan: Plan) -> Case:
        """Return a case for a report, with those of its keys that no case has."""
        case = case_for(report, trouble=plan.trouble)
        case.about, case.lang = plan.about, "" if plan.found.said is None else plan.found.said.lang
        case.best_band = counting.surest([match.band for match in plan.found.matches])
        self.opened.append((case, plan))
        for key in plan.keys:
            if key not in self.by_key:
                self.by_key[key] = case
                self.keys.append((case, key))
        return case


def place(plans: Sequence[Plan]) -> int:
    """Give reports their cases; return how many. Call inside `writing()`, after `keys.hold_grouping`.

    Only the report that opens a case gives it keys: what merely joined must not draw in others.
    """
    by_report = {plan.report_id: plan for plan in plans}
    # Somebody else may have matched them since, erased them or held them back.
    unplaced = Submission.case_id.is_(None), Submission.erased_at.is_(None), Submission.held == Held.NO
    rows = select(Submission).where(Submission.id.in_(by_report), *unplaced)
    waiting = db.session.scalars(rows.order_by(Submission.id).with_for_update()).all()
    # What one said may be erased by now, with a file of it: it waits, and is read again as it stands then.
    still = [report for report in waiting if by_report[report.id].words in {None, words_of(report)}]
    places = _places([by_report[report.id] for report in still])
    joined: dict[Case, list[Submission]] = {}
    for report in still:
        plan = by_report[report.id]
        known = places.known(plan)
        if known is None:
            case = places.open(report, plan)
        else:
            case, places.by_lane[report.id] = known
        case.about = case.about or plan.about
        places.of_report[report.id] = case
        joined.setdefault(case, []).append(report)
        case.has_news = case.has_news or places.brings_news(report, plan, case)
    for case, reports in joined.items():
        case.submission_count += len(reports)
        case.is_held_back = False
        case.last_seen = max(case.last_seen, *(report.received_at for report in reports))
        if case.state is not CaseState.OPEN:
            case.later_reports += len(reports)
        counting.warm(case, reports)
    _store_opened(places)
    counting.add_up(joined.items())
    _tell(still, places)
    for report in still:
        report.case_id, report.matched_at = places.of_report[report.id].id, now()
        # Another worker may have given up on it meanwhile.
        report.set_aside_at = None
    db.session.flush()
    near_duplicates.index(list(_readable(places)))
    if sent := [one for report in still for one in by_report[report.id].sent]:
        pictures.index(sent)
    return len(still)


def _places(plans: Sequence[Plan]) -> _Places:
    """Find the cases that may be joined, and lock them before the first line goes into the audit trail.

    An editor who decides one of them writes to the trail, too, with the case in their hands: without this the two
    could deadlock.
    """
    held = holders({key for plan in plans for key in plan.keys})
    reports = {plan.twin.report_id for plan in plans if plan.twin} - {None}
    rows = select(Submission.id, Submission.case_id).where(Submission.id.in_(reports), Submission.case_id.is_not(None))
    elsewhere = {row.id: row.case_id for row in db.session.execute(rows)} if reports else {}
    twins = ({plan.twin.case_id for plan in plans if plan.twin} | set(elsewhere.values())) - {None}
    cases = db.session.scalars(select(Case).where(Case.id.in_(twins))).all() if twins else []
    standing = {case.id: case.standing.id for case in cases}
    locked = _locked({*(holder.case_id for holder in held.values()), *standing.values()})
    return _Places(
        {key: locked[holder.case_id] for key, holder in held.items()},
        {case_id: locked[stands] for case_id, stands in standing.items()},
        elsewhere,
    )


def _locked(case_ids: Iterable[int]) -> dict[int, Case]:
    ids = set(case_ids)
    if not ids:
        return {}
    rows = select(Case).where(Case.id.in_(ids)).order_by(Case.id).with_for_update()
    return {case.id: case for case in db.session.scalars(rows.execution_options(populate_existing=True))}


def _store_opened(places: _Places) -> None:
    db.session.add_all(case for case, _ in places.opened)
    db.session.flush()
    db.session.add_all(CaseKey(case_id=case.id, lane=key.lane, value=key.value) for case, key in places.keys)
    db.session.add_all(match for case, plan in places.opened for match in new_matches(case.id, plan.found))


def _tell(reports: Sequence[Submission], places: _Places) -> None:
    all_happened([_told(report.id, places.of_report[report.id], places.by_lane.get(report.id)) for report in reports])


def _told(report_id: int, case: Case, lane: Lane | None) -> Happened:
    subject = Subject("case", case.id)
    if lane is None:
        return Happened(CaseAction.CASE_OPENED, subject, None, {"submission": report_id})
    return Happened(CaseAction.SUBMISSION_JOINED, subject, None, {"submission": report_id, "lane": lane.value})


def _readable(places: _Places) -> Iterable[Opened]:
    for case, plan in places.opened:
        if plan.content is not None and plan.found.question is not None:
            yield Opened(case.id, plan.content.text_hash, plan.found.question)


def _has_remarks(report: Submission) -> bool:
    return db.session.scalar(select(Remark.id).where(Remark.submission_id == report.id).limit(1)) is not None
