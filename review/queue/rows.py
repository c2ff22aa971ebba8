"""What the rows of the queue say of their cases: asked for all rows of a page together, whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from flask_babel import LazyString, gettext
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import contains_eager, undefer

from archive.models import ClaimState, Verdict
from archive.presenting import Presented
from core.db import db, now
from core.web import display
from intake.cases import priority
from intake.cases.priority import Reason
from intake.cases.signals import told
from intake.models.cases import Case, CaseState, Kind, Match, MatchAnswer
from intake.models.counts import CaseDay, CasePlatform
from intake.models.reports import Platform, Submission
from review.approval import waiting
from review.holding import assigning, leases
from review.queue import tags
from review.queue.models import Tag
from search.ranking.bands import Band

EXCERPT = 180
# So many days stand as bars beside the number of reports.
DAYS = 7
HIGHEST_BAR = 14


@dataclass(frozen=True, slots=True)
class Row:
    """One case in the queue.

    `best` is the article that answered a settled case, or that may answer an open one: confirmed by an editor, or at
    least probably the same claim. What is only similar says nothing about a case.
    """

    id: int
    # As it was shown; whatever is done from the list is done to this one and no later one.
    version: int
    kind: Kind
    state: CaseState
    excerpt: str
    submission_count: int
    # Reports a day, today's last.
    days: tuple[int, ...]
    first_seen: datetime
    best: Presented | None
    # What the desk itself decided, and when.
    verdict: Verdict | None
    settled_at: datetime | None
    matching_failed: bool
    has_news: bool
    later_reports: int
    reasons: Sequence[Reason]
    signals: Sequence[LazyString]
    platforms: Sequence[LazyString]
    # What the first reader wrote who wrote why.
    why: str
    tags: Sequence[Tag]
    # Who is working on it just now, or else who was given it; empty where it is nobody.
    holder: str
    is_worked_on: bool
    # Whether a decision about it waits for a second person.
    is_held: bool
    # Whether its reports are held back, so that it stands in no list and is found only by whoever looks for it.
    is_held_back: bool

    @property
    def bars(self) -> list[tuple[int, int]]:
        """How high a bar of each day is, in pixels, and how many reports it stands for."""
        highest = max(*self.days, 1)
        return [(max(round(HIGHEST_BAR * count / highest), 1), count) for count in self.days]

    @property
    def unseen_reasons(self) -> list[LazyString | str]:
        """Why the case stands where it stands, as far as its row does not say it already.

        That says it by its figures, and a shielded one by its signals, which stand in place of its text.
        """
        said = self.signals if self.kind.is_shielded else ()
        return [one.sentence for one in self.reasons if not one.is_seen and one.sentence not in said]


def rows_of(cases: Sequence[Case]) -> list[Row]:
    """Return the rows of some cases, in their order."""
    ids, still_open = [case.id for case in cases], [case.id for case in cases if case.state is CaseState.OPEN]
    best, days, seen, whys, tagged = _best(cases), _days(ids), _platforms(ids), _whys(cases), tags.of(ids)
    working, given = (
        leases.holders(ids),
        assigning.assigned(still_open),
    )
    held = waiting.cases_waiting(ids)
    moment = now()
    return [
        Row(
            id=case.id,
            version=case.version,
            kind=case.kind,
            state=case.state,
            excerpt=excerpt(case),
            submission_count=case.submission_count,
            days=days[case.id],
            first_seen=case.first_seen,
            best=best.get(case.id),
            verdict=case.verdict,
            settled_at=case.settled_at,
            matching_failed=case.matching_failed,
            has_news=case.has_news,
            later_reports=case.later_reports,
            reasons=priority.reasons(case, moment) if case.state is CaseState.OPEN else (),
            signals=[signal.label for signal in told(case.signals)],
            platforms=seen.get(case.id, ()),
            why=display.excerpt(whys.get(case.told_by or 0, ""), EXCERPT),
            tags=tagged.get(case.id, ()),
            holder=next((by[case.id].name for by in (working, given) if case.id in by), ""),
            is_worked_on=case.id in working,
            is_held=case.id in held,
            is_held_back=case.is_held_back,
        )
        for case in cases
    ]


def excerpt(case: Case | Submission) -> str:
    """Return the beginning of what a case or report says, in one line."""
    missing = gettext("(no text)") if case.erased_at is None else gettext("(erased)")
    return display.excerpt(case.text or case.url, EXCERPT) or missing


def _best(cases: Sequence[Case]) -> dict[int, Presented]:
    suggested = and_(Match.answer == MatchAnswer.OPEN, Match.band.in_([Band.SAME, Band.LIKELY]))
    answered_with = {case.answer_claim_id for case in cases if case.answer_claim_id is not None}
    worth = or_(Match.answer == MatchAnswer.SAME, suggested, Match.claim_id.in_(answered_with))
    rows = (
        select(Match)
        .join(Match.claim)
        .where(Match.case_id.in_([case.id for case in cases]), worth)
        .options(contains_eager(Match.claim), undefer(Match.explanation))
        .order_by(Match.rank.desc())
    )
    # Later ones overwrite earlier ones: what an editor confirmed, and of the rest the lowest rank, is what stays.
    found = sorted(db.session.scalars(rows), key=lambda match: match.is_confirmed)
    return {match.case_id: match.presented for match in found if _may_stand(match)}


def _may_stand(match: Match) -> bool:
    """Return whether an article says something about its case: of a settled one only that by which it was answered."""
    # Not asked of the database: SQLite would begin with all articles that are published.
    if match.claim.state is not ClaimState.PUBLISHED:
        return False
    # The session holds the cases of the page, so they are not asked for again.
    if match.case.state is not CaseState.OPEN:
        return match.claim_id == match.case.answer_claim_id
    return match.answer is not MatchAnswer.DIFFERENT and match.surest_band is not Band.RELATED


def _days(ids: Sequence[int]) -> Mapping[int, tuple[int, ...]]:
    today = now().astimezone(UTC).date()
    shown = [today - timedelta(days=back) for back in reversed(range(DAYS))]
    rows = select(CaseDay.case_id, CaseDay.day, CaseDay.count).where(CaseDay.case_id.in_(ids), CaseDay.day >= shown[0])
    counted: dict[int, dict[date, int]] = defaultdict(dict)
    for case_id, day, count in db.session.execute(rows):
        counted[case_id][day] = count
    return {case_id: tuple(counted[case_id].get(day, 0) for day in shown) for case_id in ids}


def _platforms(ids: Sequence[int]) -> Mapping[int, Sequence[LazyString]]:
    rows = select(CasePlatform.case_id, CasePlatform.platform).where(CasePlatform.case_id.in_(ids))
    found: dict[int, set[Platform]] = defaultdict(set)
    for case_id, platform in db.session.execute(rows):
        found[case_id].add(platform)
    return {case_id: [one.label for one in Platform if one in seen] for case_id, seen in found.items()}


def _whys(cases: Sequence[Case]) -> Mapping[int, str]:
    ids = [case.told_by for case in cases if case.told_by is not None]
    rows = select(Submission.id, Submission.why).where(Submission.id.in_(ids))
    return {report.id: report.why for report in db.session.execute(rows)}
