"""Claims that a sent picture suggests, beside those that words found; what only looks alike is never the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select

from archive.kept_apart import is_kept_apart, pairs_of
from archive.matching import DEFAULT_MATCHES, Found, FoundMatch
from archive.models import Claim
from archive.pictures import claims_with
from core.db import db
from search.engine import engine
from search.pictures.asking import Sight
from search.pictures.hashing import Fingerprint
from search.pictures.likeness import Likeness
from search.ranking.bands import SUREST_FIRST, Band, Lane
from search.text.content import Content

# By its picture alone a claim is shown after those that its words found, and of its like only so many.
MOST_BY_PICTURE = 3


def with_pictures(
    found: Found, content: Content, pictures: Sequence[Fingerprint], *, k: int = DEFAULT_MATCHES
) -> Found:
    """Return what was found for a report, together with the published claims that have a picture like one of it.

    At most k are found by words, and a few more by picture. A claim that words found stays as sure as they made it,
    because a picture says nothing about the words under it; it only tells this way of finding it, too.
    """
    sights = claims_with(pictures)
    if not sights:
        return found
    known = [_seen(match) if match.claim_id in sights else match for match in found.matches[:k]]
    new = _new(
        found, content, {claim_id: sight for claim_id, sight in sights.items() if not _is_among(known, claim_id)}
    )
    matches = sorted([*known, *new], key=lambda match: SUREST_FIRST.index(match.band))
    return replace(found, matches=matches)


def _is_among(matches: Sequence[FoundMatch], claim_id: int) -> bool:
    return any(match.claim_id == claim_id for match in matches)


def _seen(match: FoundMatch) -> FoundMatch:
    return replace(match, lanes=(*match.lanes, Lane.SIMILAR_PICTURE))


def _new(found: Found, content: Content, sights: Mapping[int, Sight]) -> list[FoundMatch]:
    apart = pairs_of(sights)
    read = {} if found.said is None else {found.said.lang: found.said}
    claims = {claim.id: claim for claim in db.session.scalars(select(Claim).where(Claim.id.in_(sights)))}
    suggested = [
        (claims[claim_id], sight)
        for claim_id, sight in sights.items()
        if not is_kept_apart(content, claims[claim_id], apart.get(claim_id, ()), read)
    ]
    return [_match(claim, _band(content, sight)) for claim, sight in suggested[:MOST_BY_PICTURE]]


def _band(content: Content, sight: Sight) -> Band:
    """Return how sure a claim is by its picture: probably what is asked about, where no word says anything else.

    One photo goes round with many claims under it. So what a report says in words is for the words to find.
    """
    return Band.LIKELY if sight.likeness is Likeness.CLOSE and not content.has_matter else Band.RELATED


def _match(claim: Claim, band: Band) -> FoundMatch:
    return FoundMatch(
        claim_id=claim.id,
        wording_id=None,
        claim=claim,
        band=band,
        lanes=(Lane.SIMILAR_PICTURE,),
        score=None,
        probability=None,
        wording=None,
        model_id=engine().embedder.model_id,
    )
