"""What the page of one case shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import LazyString, gettext, ngettext
from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload, undefer

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
from intake.models.objections import Objection
from intake.models.reports import Held, Platform, Submission
from intake.objections import standing
from intake.retention import withdrawing
from review.approval import waiting
from review.approval.models import HeldDecision
from review.case.explanations import explanations, old_checks, only_suggests, shares
from review.case.merging import MoveLine, moves
from review.case.pictures import unkept
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
    # Confirmed ones whose articles lack a picture of the case.
    unkept: frozenset[int]
    # What the reporters would read if the best one answered the case; empty where it needs more than one act.
    sentence: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """One case as its page shows it."""

    case: Case
    title: str
    standing: Case
    previous: int | None
    next: queue_page.Next
    reasons: Sequence[Reason]
    platforms: Sequence[LazyString]
    tags: Sequence[Tag]
    suggestions: Suggestions
    # Claims that a reader was shown before they sent their report, and called something else.
    called_different: frozenset[int]
    wordings: Sequence[OtherWording]
    # What became of the article that answered it since then; empty while it is what it was.
    article_news: str
    readers: Readers
    submissions: Sequence[Submission]
    more_submissions: int
    # Whether it has more than one report, those that are held back among them.
    has_several: bool
    # Those that their readers have withdrawn, and on which day each is erased; also of those that are not shown.
    withdrawn: Mapping[int, date]
    decisions: Sequence[Decision]
    objections: Sequence[Objection]
    # What waits for a second person, or came back from them.
    held: HeldDecision | None
    moves: Sequence[MoveLine]
    events: Sequence[Line]


def page_of(case: Case, filters: Filters, *, reports_after: int, editor: Editor) -> CasePage:
    """Return what the page of a case shows to an editor who came to it through a list with these filters."""
    platforms = _platforms(case.id)
    readers = readers_of(case.id)
    submissions, more = _submissions(case.id, after=reports_after)
    is_open, several = case.state is CaseState.OPEN, _has_several(case.id)
    decided = _past_decisions(case.id)
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
        called_different=_called_different(case.id),
        wordings=other_wordings(case) if several else (),
        article_news=_article_news(case),
        readers=readers,
        submissions=submissions,
        more_submissions=more,
        has_several=several,
        withdrawn=withdrawing.withdrawn_in(case.id),
        decisions=decided,
        objections=standing.about_case(case),
        held=waiting.latest_about(case, decided),
        moves=moves(case),
        events=trail.lines(case_id=case.id)[0],
    )


def title_of(case: Case, platforms: Sequence[LazyString]) -> str:
    """Return a case's title in words; that of a shielded one says nothing that has to be opened by choice."""
    if case.erased_at is not None:
        return str(gettext("(erased)"))
    if not case.kind.is_shielded:
        return display.excerpt(case.text or case.url, TITLE) or gettext("(no text)")
    many = ngettext("%(num)s report", "%(num)s reports", case.submission_count)
    parts = [str(case.kind.desk_label), *([", ".join(map(str, platforms))] if platforms else []), many]
    return " · ".join(parts)


def _article_news(case: Case) -> str:
    claim = case.answer_claim
    if claim is None or case.settled_at is None:
        return ""
    if claim.state is not ClaimState.PUBLISHED:
        return str(gettext("The article that answered it was taken back."))
    if claim.verdict_before is None or claim.verdict_changed_at is None or claim.verdict_changed_at < case.settled_at:
        return ""
    changed: str = gettext(
        "The verdict of the article that answered it was changed from “%(was)s” to “%(verdict)s”.",
        was=claim.verdict_before.label,
        verdict=claim.verdict.label,
    )
    return changed


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
        unkept=unkept(case.id, matches),
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
    rows = rows.options(selectinload(Submission.attachments))
    shown = db.session.scalars(rows.limit(SHOWN_SUBMISSIONS)).all()
    last = shown[-1].id if shown else after
    later = select(func.count()).where(Submission.case_id == case_id, Submission.id > last)
    return shown, db.session.scalar(later) or 0


def _has_several(case_id: int) -> bool:
    return len(db.session.scalars(select(Submission.id).where(Submission.case_id == case_id).limit(2)).all()) > 1


def _called_different(case_id: int) -> frozenset[int]:
    """Return what any reader of a case ruled out, also one whose report is not among those shown."""
    rows = select(Submission.not_the_same).where(Submission.case_id == case_id, Submission.held == Held.NO)
    return frozenset().union(*db.session.scalars(rows.where(cast(Submission.not_the_same, String) != "[]")))


def _platforms(case_id: int) -> list[LazyString]:
    seen = set(db.session.scalars(select(CasePlatform.platform).where(CasePlatform.case_id == case_id)))
    return [platform.label for platform in Platform if platform in seen]


def _past_decisions(case_id: int) -> Sequence[Decision]:
    rows = select(Decision).where(Decision.case_id == case_id).order_by(Decision.id)
    parts = (Decision.editor, Decision.approved_by, Decision.claim)
    return db.session.scalars(rows.options(*map(joinedload, parts))).all()
