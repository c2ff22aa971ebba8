"""What is already known about a post before it is reported: what the desk settled, or the article that fits it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

import structlog

from archive.presenting import Presented
from archive.public.decided import DeskAnswer
from archive.public.lookups import LookupsFull, LookupsNotReady, LookupTooSlow, look_up
from intake.cases import decided
from search.model.embedder import ModelMissing
from search.ranking.bands import Band

log = structlog.get_logger(__name__)

# Fewer words are about too much; with so few nothing is called the same by similarity either.
FEWEST_WORDS = 8
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Known:
    """One answer: a published article, or what the desk decided about exactly this post."""

    article: Presented | None = None
    decision: DeskAnswer | None = None

    @property
    def claim_id(self) -> int | None:
        """The claim of the article, by which a reader's “that is not the same” is remembered."""
        return None if self.article is None else self.article.claim.id


def known(text: str, url: str = "", *, not_the_same: Collection[int] = ()) -> Known | None:
    """Return the best answer to a post that is not reported yet, but none of the claims that its reader has ruled out.

    What a person settled comes first. A machine's match is given from `FEWEST_WORDS` words on, or for a link, and only
    if it is called the same or likely and its article checks no opposite. Call within a request. Nothing is an error:
    where looking up is refused, nothing is known, and the report goes its way.
    """
    found = settled(text, url)
    if found is not None and found.claim_id not in not_the_same:
        return found
    if not url and not is_long_enough(text):
        return None
    fits = (match for match in _matches(text, url) if match.band is not Band.RELATED and not match.opposite)
    best = next((match for match in fits if match.claim.id not in not_the_same), None)
    return None if best is None else Known(article=best)


def settled(text: str, url: str = "") -> Known | None:
    """Return what a person at the desk settled about exactly this post, as far as everybody may know of it."""
    decision = decided.decision_about(text, url)
    if decision is not None:
        return Known(decision=decision)
    article = decided.article_about(text, url)
    return None if article is None else Known(article=article)


def is_long_enough(text: str) -> bool:
    """Return whether a text has words enough for a machine to tell what it says."""
    found = _WORD.finditer(text)
    return sum(1 for _ in zip(range(FEWEST_WORDS), found, strict=False)) == FEWEST_WORDS


def _matches(text: str, url: str) -> list[Presented]:
    try:
        return look_up(text, url)
    except (LookupsFull, LookupsNotReady, LookupTooSlow):
        return []
    except ModelMissing as missing:
        log.error("model_missing", reason=str(missing))
        return []
