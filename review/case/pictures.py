"""Pictures of a case that an editor keeps with the article that answers it, so that the next report finds it."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext
from sqlalchemy import select

from accounts.models import Editor
from archive import pictures as of_articles
from archive.models import ClaimPicture
from archive.pictures import Given
from core.db import db, existing
from core.refusals import Conflict
from intake.cases import pictures
from intake.models.cases import Match
from review.holding.named import check_not_named


def keep(match_id: int, *, editor: Editor) -> Match:
    """Keep the pictures of a case with the claim that an editor called the same; return the match.

    Only what they are recognised by is kept, never what a reader sent. It is taken back on the page of the article. A
    repeat changes nothing. Errors: `NotFound` without such a match, `Conflict` when nobody has confirmed it, and
    `InvalidInput` when the article has as many pictures as it may.
    """
    match = existing(Match, match_id)
    check_not_named(match.case_id, editor)
    if not match.is_confirmed:
        raise Conflict(gettext("Say first that it is the same claim."))
    seen = pictures.of_cases([match.case_id]).get(match.case_id, ())
    of_articles.add(match.claim_id, [Given(one, case_id=match.case_id) for one in seen], by=editor.id)
    return match


def unkept(case_id: int, matches: Sequence[Match]) -> frozenset[int]:
    """Return those of the matches of a case whose claims lack a picture of it although an editor confirmed them."""
    confirmed = [match for match in matches if match.is_confirmed]
    seen = {one.hash for one in pictures.of_cases([case_id]).get(case_id, ())} if confirmed else set()
    if not seen:
        return frozenset()
    claim_ids = [match.claim_id for match in confirmed]
    rows = select(ClaimPicture.claim_id, ClaimPicture.image_hash).where(ClaimPicture.claim_id.in_(claim_ids))
    kept = {(claim_id, image_hash) for claim_id, image_hash in db.session.execute(rows)}
    return frozenset(match.id for match in confirmed if any((match.claim_id, one) not in kept for one in seen))
