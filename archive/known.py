"""What the database says about claims that may answer a question, asked once for a batch of questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select, tuple_

from archive.kept_apart import Pair, pairs_of
from archive.models import Claim, ClaimState, Wording
from core.db import db, rows_of
from search.index.documents import owner_of, part_of
from search.ranking.judging import Judgement
from search.text.content import Content
from search.text.links import names_one_page


@dataclass(frozen=True, slots=True)
class Known:
    """What the database says about the candidates of a batch; `claims` holds published ones only."""

    by_hash: Mapping[str, Sequence[tuple[int, Wording | None]]]
    by_link: Mapping[str, Sequence[int]]
    claims: Mapping[int, Claim]
    wordings: Mapping[int, Wording]
    apart: Mapping[int, Sequence[Pair]]


# What every question asks the database is put together once: that takes as long as asking.
_PUBLISHED = select(Claim).where(Claim.id.in_(bindparam("ids", expanding=True)), Claim.state == ClaimState.PUBLISHED)
_OF_HASH = select(Claim.text_hash, Claim.id).where(Claim.text_hash.in_(bindparam("hashes", expanding=True)))
_WORDED = select(Wording.id).where(
    Wording.text_hash.in_(bindparam("hashes", expanding=True)), Wording.taken_back_at.is_(None)
)
_OF_LINK = select(Claim.canonical_url, Claim.id).where(Claim.canonical_url.in_(bindparam("links", expanding=True)))


def published_of(claim_ids: set[int]) -> dict[int, Claim]:
    """Ask the database, not the index, what may be shown: a retracted claim is gone at once."""
    if not claim_ids:
        return {}
    return {claim.id: claim for claim in db.session.scalars(_PUBLISHED, {"ids": [*claim_ids]})}


def wordings_of(documents: Sequence[int]) -> dict[int, Wording]:
    """Return the wordings behind documents that no editor has taken back."""
    if not documents:
        return {}
    rows = select(Wording).where(
        tuple_(Wording.claim_id, Wording.part).in_([(owner_of(document), part_of(document)) for document in documents]),
        Wording.taken_back_at.is_(None),
    )
    return {wording.document_id: wording for wording in db.session.scalars(rows)}


def known_of(
    asked: Sequence[Content], judgements: Sequence[Judgement], published: Mapping[int, Claim], quotes: Iterable[str]
) -> Known:
    """Ask the database once for all that a batch of questions needs beside the claims that were read already.

    `quotes` are hashes of sentences that may be claims.
    """
    hashes = {content.text_hash for content in asked if content.has_matter}.union(quotes)
    pages = {link for content in asked for link in content.links if names_one_page(link)}
    documents = [judgement.hit.document for judgement in judgements]
    by_hash: dict[str, list[tuple[int, Wording | None]]] = defaultdict(list)
    by_link: dict[str, list[int]] = defaultdict(list)
    if hashes:
        for row in rows_of(_OF_HASH, hashes=[*hashes]):
            by_hash[row.text_hash].append((row.id, None))
        worded = [row.id for row in rows_of(_WORDED, hashes=[*hashes])]
        for wording in db.session.scalars(select(Wording).where(Wording.id.in_(worded))) if worded else ():
            by_hash[wording.text_hash].append((wording.claim_id, wording))
    if pages:
        for linked in rows_of(_OF_LINK, links=[*pages]):
            by_link[linked.canonical_url].append(linked.id)
    certain = {claim_id for found in by_hash.values() for claim_id, _ in found}
    certain |= {claim_id for found in by_link.values() for claim_id in found}
    claims = {owner_of(document): published[owner_of(document)] for document in documents}
    claims |= published_of(certain - claims.keys())
    wordings = wordings_of([document for document in documents if part_of(document)])
    return Known(by_hash, by_link, claims, wordings, pairs_of(claims))
