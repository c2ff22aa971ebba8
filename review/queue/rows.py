"""What the rows of the queue say of their cases: asked for all rows of a page together, whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from flask_babel import LazyString, gettext
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import contains_eager, undefer

from archive.models import Claim, ClaimState, Verdict
from archive.presenting import Presented
from core.db import db, now
from core.web import display
from intake.cases import priority
from intake.cases.priority import Reason
from intake.cases.signals import Signal
from intake.models.cases import Case, CaseState, Kind, Match, MatchAnswer
from intake.models.counts import CaseDay, CasePlatform
from intake.models.reports import Platform, Submission
from review.queue import tags
from review.queue.models import Tag
from search.ranking.bands import Band

EXCERPT = 180
# So many days stand as bars beside the number of reports.
DAYS = 7


@dataclass(frozen=True, slots=True)
class Row:
    """One case in the queue.

    `best` is the article that answered a settled case, or that may answer an open one: confirmed by an editor, or at
    least probably the same claim. What is only similar says nothing about a case.
    """

    id: int
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


def rows_of(cases: Sequence[Case]) -> list[Row]:
    """Return the rows of some cases, in their order."""
    ids = [case.id for case in cases]
    best, days, seen, whys, tagged = _best(ids), _days(ids), _platforms(ids), _whys(cases), tags.of(ids)
    moment = now()
    return [
        Row(
            id=case.id,
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
            signals=[signal.label for signal in Signal if signal.value in case.signals],
            platforms=seen.get(case.id, ()),
            why=display.excerpt(whys.get(case.told_by or 0, ""), EXCERPT),
            tags=tagged.get(case.id, ()),
        )
        for case in cases
    ]


def excerpt(case: Case | Submission) -> str:
    """Return the beginning of what a case or report says, in one line."""
    return display.excerpt(case.text or case.url, EXCERPT) or gettext("(no text)")


def _best(ids: Sequence[int]) -> dict[int, Presented]:
    suggested = and_(Match.answer == MatchAnswer.OPEN, Match.band.in_([Band.SAME, Band.LIKELY]))
    worth = or_(Match.answer == MatchAnswer.SAME, suggested, Match.claim_id == Case.answer_claim_id)
    rows = (
        select(Match)
        .join(Match.case)
        .join(Match.claim)
        .where(Case.id.in_(ids), Claim.state == ClaimState.PUBLISHED, worth)
        .options(contains_eager(Match.case), contains_eager(Match.claim), undefer(Match.explanation))
        .order_by(Match.rank.desc())
    )
    # Later ones overwrite earlier ones: what an editor confirmed, and of the rest the lowest rank, is what stays.
    found = sorted(db.session.scalars(rows), key=lambda match: match.is_confirmed)
    return {match.case_id: match.presented for match in found if _may_stand(match)}


def _may_stand(match: Match) -> bool:
    """Return whether an article says something about its case: of a settled one only that by which it was answered."""
    return match.case.state is CaseState.OPEN or match.claim_id == match.case.answer_claim_id


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
