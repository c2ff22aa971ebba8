"""What a case carries of its reports: how many, when, where seen, how urgent; counted on, or anew after a move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import load_only

from archive.models import Claim, ClaimState
from core.db import db, inserting, now, writing
from intake.cases import priority
from intake.cases.heat import warmed
from intake.cases.keys import hold_grouping
from intake.cases.signals import said_in, signals_in
from intake.models.cases import Case, CaseState, Match, MatchAnswer
from intake.models.counts import CaseDay, CasePlatform
from intake.models.reports import Held, Platform, Submission
from search.ranking.bands import Band
from search.text.language import language_of

# Cases whose priority is renewed in one transaction.
PAGE = 500


def warm(case: Case, reports: Sequence[Submission]) -> None:
    """Count what single reports add to a case, all but the reports themselves; call inside `writing()`."""
    case.heat = warmed(case.heat, [report.received_at for report in reports])
    if case.told_by is None:
        case.told_by = next((report.id for report in reports if report.why), None)
    said = said_in(reports) | signals_in(case.kind, case.text, [report.why for report in reports])
    case.signals = sorted({*case.signals, *(signal.value for signal in said)})
    if case.state is CaseState.OPEN:
        case.priority = priority.points(case, now())


def add_up(joined: Iterable[tuple[Case, Sequence[Submission]]]) -> None:
    """Note on which days reports of stored cases came, and on which platforms they were seen."""
    days: Counter[tuple[int, date]] = Counter()
    platforms: dict[tuple[int, Platform], None] = {}
    for case, reports in joined:
        days.update((case.id, _day(report.received_at)) for report in reports)
        platforms.update({(case.id, one.platform): None for one in reports if one.platform is not Platform.UNKNOWN})
    if days:
        counted = inserting(CaseDay)
        added = counted.on_conflict_do_update(
            index_elements=["case_id", "day"], set_={"count": CaseDay.count + counted.excluded["count"]}
        )
        rows = [{"case_id": case_id, "day": day, "count": count} for (case_id, day), count in days.items()]
        db.session.execute(added, rows)
    if platforms:
        seen = [{"case_id": case_id, "platform": platform} for case_id, platform in platforms]
        db.session.execute(inserting(CasePlatform).on_conflict_do_nothing(), seen)


def recount(case: Case) -> None:
    """Count a case anew from the reports that it has now; call inside `writing()` with the case locked.

    Those that are held back do not count. Where nothing else is left an open case is held back with them.
    """
    answers = (Submission.why, Submission.is_danger, Submission.concern, Submission.held, Submission.erased_at)
    counted = load_only(Submission.received_at, Submission.platform, *answers)
    rows = select(Submission).where(Submission.case_id == case.id).order_by(Submission.id).options(counted)
    reports = [report for report in db.session.scalars(rows) if report.held is Held.NO]
    hold_back(case)
    db.session.execute(delete(CaseDay).where(CaseDay.case_id == case.id))
    db.session.execute(delete(CasePlatform).where(CasePlatform.case_id == case.id))
    case.submission_count, case.heat, case.signals, case.told_by = len(reports), 0.0, [], None
    if reports:
        case.first_seen = min(report.received_at for report in reports)
        case.last_seen = max(report.received_at for report in reports)
    case.lang = language_of(case.text)
    case.best_band = surest_band(case.id)
    warm(case, reports)
    add_up([(case, reports)])


def hold_back(case: Case) -> None:
    """Keep a case off the lists while it is open and only reports that are held back are left in it.

    Call inside `writing()` with the case locked. One that is settled stands in its lists: somebody has decided it.
    """
    db.session.flush()
    left = select(Submission.held).where(Submission.case_id == case.id, Submission.erased_at.is_(None)).distinct()
    held = set(db.session.scalars(left)) if case.state is CaseState.OPEN else set()
    case.is_held_back = bool(held) and Held.NO not in held


def surest_band(case_id: int) -> Band | None:
    """Return how sure the surest article of a case is that no editor has rejected; None when there is none."""
    db.session.flush()
    answers = db.session.execute(
        select(Match.band, Match.answer)
        .join(Match.claim)
        .where(Match.case_id == case_id, Match.answer != MatchAnswer.DIFFERENT, Claim.state == ClaimState.PUBLISHED)
    )
    return surest([Band.SAME if answer is MatchAnswer.SAME else band for band, answer in answers])


def surest(bands: Iterable[Band]) -> Band | None:
    """Return the surest of some bands; None without any."""
    return min(bands, key=list(Band).index, default=None)


def note_matches(case: Case) -> None:
    """Bring a case in line with the matches that it has now; call inside `writing()` with the case locked."""
    case.best_band = surest_band(case.id)
    if case.state is CaseState.OPEN:
        case.priority = priority.points(case, now())


def renew() -> int:
    """Renew the priority of the open cases, because age and bursts count; return how many changed.

    May run twice: a repeat finds nothing to change.
    """
    changed = after = 0
    while True:
        rows = select(Case).where(Case.id > after, Case.state == CaseState.OPEN).order_by(Case.id).limit(PAGE)
        cases = db.session.scalars(rows).all()
        if not cases:
            return changed
        after, moment = cases[-1].id, now()
        # Read without a lock first, because most stay as they are, and whoever sends a report would wait for it.
        outdated = [case.id for case in cases if case.heat and case.priority != priority.points(case, moment)]
        with writing():
            for case in _locked(outdated):
                case.priority = priority.points(case, moment)
        changed += len(outdated)


def count_missing() -> int:
    """Count the cases that were never counted, those of an installation that was updated; return how many.

    May run twice: a repeat finds none.
    """
    rows = select(Case.id).where(Case.state.in_(CaseState), Case.heat == 0.0, Case.submission_count > 0)
    counted = 0
    while ids := db.session.scalars(rows.limit(PAGE)).all():
        with writing():
            for case in _locked(ids):
                recount(case)
        counted += len(ids)
    return counted


def _locked(ids: Sequence[int]) -> Sequence[Case]:
    """Lock some cases as they stand now, in the order of every other writer."""
    hold_grouping()
    rows = select(Case).where(Case.id.in_(ids)).order_by(Case.id).with_for_update()
    return db.session.scalars(rows.execution_options(populate_existing=True)).all() if ids else ()


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()
