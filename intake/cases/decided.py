"""What the desk has settled, found by exactly what was posted: for whoever asks before they report it.

Only what is certain is found: the same words, or the same link where nothing else was given. What looks alike is for an
editor. Hate is never found, because whether it is known must not be asked by trying; nor is what somebody objects to,
as long as nobody has looked.
"""

from __future__ import annotations

from sqlalchemy import exists, select

from archive.models import ClaimState
from archive.presenting import Presented
from archive.public.decided import DeskAnswer
from core.db import db
from core.web.display import local_day
from intake.cases.keys import fits, holders, keys_of
from intake.models.cases import Case, CaseState, Kind, with_merged
from intake.models.objections import Objection
from search.ranking.bands import Band, Lane
from search.text.content import content_of


def decision_about(text: str, url: str = "") -> DeskAnswer | None:
    """Return what the desk decided about this post without an article, as everybody may read it."""
    case = _settled(text, url)
    if case is None or case.state is not CaseState.DECIDED or not case.public_sentence or case.settled_at is None:
        return None
    return DeskAnswer(case.public_sentence, case.verdict, local_day(case.settled_at))


def article_about(text: str, url: str = "") -> Presented | None:
    """Return the published article by which an editor answered this post."""
    case = _settled(text, url)
    claim = None if case is None or case.state is not CaseState.ANSWERED else case.answer_claim
    if claim is None or claim.state is not ClaimState.PUBLISHED:
        return None
    return Presented(claim, Band.SAME, (Lane.EXACT_TEXT,), None, is_confirmed=True)


def _settled(text: str, url: str) -> Case | None:
    """Return the case that holds exactly this post, if everybody may know of it."""
    content = content_of(text, url)
    keys = [key for key in keys_of(Kind.CHECK, content) if key.lane is Lane.EXACT_TEXT or not content.text]
    held = holders(keys)
    for key in keys:
        if key in held and fits(key.about, held[key].about):
            case = db.session.get_one(Case, held[key].case_id).standing
            return None if case.kind.stays_apart or _is_disputed(case) else case
    return None


def _is_disputed(case: Case) -> bool:
    waiting = exists().where(Objection.case_id.in_(with_merged(case.id)), Objection.answered_at.is_(None))
    return bool(db.session.scalar(select(waiting)))
