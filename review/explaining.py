"""Why a match was suggested, for the card that an editor reads."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.db import now
from core.web import local_day
from intake.models import Case, Match
from search.embedder import Role
from search.engine import engine
from search.explanation import Explanation, explain
from search.matching import is_calibrated
from search.words import language_of


def explanations(case: Case, matches: Sequence[Match]) -> dict[int, Explanation]:
    """Return the explanation of each match of a case by its id; a case without a text has none."""
    if not case.text:
        return {}
    lang = language_of(case.text)
    today = local_day(now())
    return {
        match.id: explain(
            case.text,
            lang,
            _claim_texts(match),
            match.claim.lang if match.wording is None else match.wording.lang,
            published_on=match.claim.published_on,
            today=today,
            similarity=_similarity if engine().is_loaded else None,
        )
        for match in matches
    }


def only_suggests() -> bool:
    """Return whether the model in use was never measured, so that it may only suggest."""
    return engine().is_loaded and not is_calibrated()


def _claim_texts(match: Match) -> list[str]:
    """Return what met, first of all, and what the article says beside it."""
    claim = match.claim
    met = claim.text if match.wording is None else match.wording.text
    return [met, *(text for text in (claim.title, claim.summary) if text)]


def _similarity(posts: Sequence[str], claims: Sequence[str]) -> NDArray[np.float32]:
    """Return the cosines of sentences, shape (posts, claims)."""
    embedder = engine().embedder
    found: NDArray[np.float32] = embedder.embed(posts, role=Role.QUERY) @ embedder.embed(claims, role=Role.PASSAGE).T
    return found
