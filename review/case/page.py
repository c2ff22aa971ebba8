"""What the page of one case shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import LazyString, gettext, ngettext
from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, undefer

from accounts.models import Editor
from archive.models import Claim, ClaimState
from audit import trail
from audit.trail import Line
from core.db import db, now
from core.web import display
from core.web.display import local_day
from intake.cases import priority
from intake.cases.priority import Reason
from intake.models.cases import Case, CaseState, Match, MatchAnswer
from intake.models.counts import CasePlatform
from intake.models.reports import Platform, Submission
from review.case.explanations import explanations, old_checks, only_suggests, shares
from review.case.merging import MoveLine, moves
from review.case.sentences import Readers, readers_of, sentence_for
from review.case.wordings import OtherWording, other_wordings
from review.models import Decision
from review.queue import page as queue_page
from review.queue import tags
from review.queue.filters import Filters
from review.queue.models import Tag
from search.comparison.explanation import Explanation
from search.ranking.bands import Band

SHOWN_SUBMISSIONS = 5
TITLE = 90


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The articles beside a case: the one that stands open, and those that are one folded line each."""

    best: Match | None
    others: Sequence[Match]
    explanations: Mapping[int, Explanation | None]
    old_checks: Mapping[int, timedelta]
    shares: Mapping[int, float]
    only_suggests: bool
    # What the reporters would read if the best one answered the case; empty where it needs more than one act.
    sentence: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """One case as its page shows it."""

    case: Case
    title: str
    standing: Case
    previous: int | None
    next: int | None
    reasons: Sequence[Reason]
    platforms: Sequence[LazyString]
    tags: Sequence[Tag]
    suggestions: Suggestions
    wordings: Sequence[OtherWording]
    readers: Readers
    submissions: Sequence[Submission]
    more_submissions: int
    decisions: Sequence[Decision]
    moves: Sequence[MoveLine]
    events: Sequence[Line]


def page_of(case: Case, filters: Filters, *, reports_after: int, editor: Editor) -> CasePage:
    """Return what the page of a case shows to an editor who came to it through a list with these filters."""
    platforms = _platforms(case.id)
    readers = readers_of(case.id)
    submissions, more = _submissions(case.id, after=reports_after)
    is_open = case.state is CaseState.OPEN
    return CasePage(
        case=case,
        title=title_of(case, platforms),
        standing=case.standing,
        previous=queue_page.previous_case(case, filters),
        next=queue_page.next_case(case, filters, editor=editor),
        reasons=priority.reasons(case, now()) if is_open else (),
        platforms=platforms,
        tags=tags.of([case.id]).get(case.id, ()),
        suggestions=_suggestions(case, readers.lang),
        wordings=other_wordings(case) if case.submission_count > 1 else (),
        readers=readers,
        submissions=submissions,
        more_submissions=more,
        decisions=_past_decisions(case.id),
        moves=moves(case),
        events=trail.lines(case_id=case.id)[0],
    )


def title_of(case: Case, platforms: Sequence[LazyString]) -> str:
    """Return a case's title in words; that of a shielded one says nothing that has to be opened by choice."""
    if not case.kind.is_shielded:
        return display.excerpt(case.text or case.url, TITLE) or gettext("(no text)")
    many = ngettext("%(num)s report", "%(num)s reports", case.submission_count)
    parts = [str(case.kind.desk_label), *([", ".join(map(str, platforms))] if platforms else []), many]
    return " · ".join(parts)


def _suggestions(case: Case, lang: str) -> Suggestions:
    matches = db.session.scalars(
        select(Match)
        .join(Match.claim)
        .where(Match.case_id == case.id, Claim.state == ClaimState.PUBLISHED)
        .options(contains_eager(Match.claim), joinedload(Match.wording), undefer(Match.explanation))
        .order_by(Match.rank)
    ).all()
    # A merged case is read, not worked on: its page shows no match.
    told = {} if case.state is CaseState.MERGED else explanations(case, matches)
    best = next((match for match in matches if match.id == _best_of(matches)), None)
    return Suggestions(
        best=best,
        others=[match for match in matches if match is not best],
        explanations=told,
        old_checks=old_checks(matches, today=local_day(now())),
        shares=shares(matches),
        only_suggests=only_suggests(),
        sentence="" if best is None else _sentence(case, best, told.get(best.id), lang),
    )


def _best_of(matches: Sequence[Match]) -> int | None:
    """Return the match that answers a case most surely; what was rejected or is only similar stands open for nobody."""
    worth = [match for match in matches if match.answer is not MatchAnswer.DIFFERENT]
    close = [match for match in worth if match.surest_band is not Band.RELATED]
    return min(close, key=lambda match: (not match.is_confirmed, match.rank)).id if close else None


def _sentence(case: Case, match: Match, explanation: Explanation | None, lang: str) -> str:
    """Return the sentence with which a match answers in one act; empty where somebody has to think first."""
    says_the_opposite = explanation is not None and explanation.reverses and not match.is_confirmed
    if case.state is not CaseState.OPEN or says_the_opposite:
        return ""
    return sentence_for(case.kind, CaseState.ANSWERED, lang, claim=match.claim)


def _submissions(case_id: int, *, after: int) -> tuple[Sequence[Submission], int]:
    """Return the next reports of a case, oldest first, and how many follow them."""
    rows = select(Submission).where(Submission.case_id == case_id, Submission.id > after).order_by(Submission.id)
    shown = db.session.scalars(rows.limit(SHOWN_SUBMISSIONS)).all()
    last = shown[-1].id if shown else after
    later = select(func.count()).where(Submission.case_id == case_id, Submission.id > last)
    return shown, db.session.scalar(later) or 0


def _platforms(case_id: int) -> list[LazyString]:
    seen = set(db.session.scalars(select(CasePlatform.platform).where(CasePlatform.case_id == case_id)))
    return [platform.label for platform in Platform if platform in seen]


def _past_decisions(case_id: int) -> Sequence[Decision]:
    rows = select(Decision).where(Decision.case_id == case_id).order_by(Decision.id)
    return db.session.scalars(rows.options(joinedload(Decision.editor), joinedload(Decision.claim))).all()
