"""Texts that editors called different from a claim: whether a question is one of them, or almost one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from heapq import nlargest
from typing import NamedTuple

import structlog
from sqlalchemy import bindparam, select

from archive.models import Claim, KeptApart
from core.db import rows_of
from search.comparison.said import Said
from search.text.content import Content, content_of, differ_in_links

log = structlog.get_logger(__name__)

# Comparing two texts in full takes a third of a millisecond; what is almost the same shares nearly all its words, so of
# a thousand pairs only the nearest by their words can be it.
MOST_COMPARED = 8


class Pair(NamedTuple):
    """A text that an editor kept apart from a claim. A claim may have a thousand of them, so no object of the ORM."""

    id: int
    text: str
    text_hash: str
    lang: str
    link: str


# Put together once: every question asks it, and that takes as long as asking.
_APART = select(
    KeptApart.id, KeptApart.claim_id, KeptApart.text, KeptApart.text_hash, KeptApart.lang, KeptApart.link
).where(KeptApart.claim_id.in_(bindparam("ids", expanding=True)), KeptApart.taken_back_at.is_(None))


def pairs_of(claim_ids: Collection[int]) -> Mapping[int, Sequence[Pair]]:
    """Return the pairs that stand of some claims, by the claims' ids."""
    found: dict[int, list[Pair]] = defaultdict(list)
    if claim_ids:
        for row in rows_of(_APART, ids=[*claim_ids]):
            found[row.claim_id].append(Pair(row.id, row.text, row.text_hash, row.lang, row.link))
    return found


def is_kept_apart(content: Content, claim: Claim, pairs: Sequence[Pair], read: dict[str, Said]) -> bool:
    """Return whether an editor called a claim different for this text, or for one that is almost the same.

    The same words about another link are another post, and a claim whose own article was sent is never hidden for the
    words beside it, unless those were about that article, too. `read` keeps the text as it was read in each language.
    """
    if not content.has_matter:
        return False
    pairs = [pair for pair in pairs if pair.link == content.about or (not pair.link and content.stands_alone)]
    pairs = [pair for pair in pairs if pair.link == claim.canonical_url] if is_its_article(content, claim) else pairs
    known = {content.together, content.text_hash}
    if any(pair.text_hash in known for pair in pairs):
        return True
    near = ((_nearness(read.setdefault(pair.lang, Said(content.text, pair.lang)), pair), pair) for pair in pairs)
    nearest = nlargest(MOST_COMPARED, near, key=lambda one: one[0])
    return any(
        _is_almost(read[pair.lang], pair) and not differ_in_links(content, content_of(pair.text, pair.link))
        for nearness, pair in nearest
        if nearness
    )


def is_its_article(content: Content, claim: Claim) -> bool:
    """Return whether the article of a claim is among the links that were sent."""
    return bool(claim.canonical_url) and claim.canonical_url in content.links


def _nearness(said: Said, pair: Pair) -> float:
    """Return the share of words that a text and that of a pair have in common; 0 for one that cannot be read."""
    try:
        words = Said(pair.text, pair.lang).words
    except Exception as error:
        _blame(said, pair, error)
        return 0.0
    return 2 * len(said.words & words) / max(1, len(said.words) + len(words))


def _is_almost(said: Said, pair: Pair) -> bool:
    try:
        return said.is_almost(pair.text)
    except Exception as error:
        _blame(said, pair, error)
        return False


def _blame(said: Said, pair: Pair, error: Exception) -> None:
    """Raise where the question is to blame and not the pair, which only says nothing any more."""
    said.read()
    log.error("pair_not_compared", pair=pair.id, kind=type(error).__name__)
