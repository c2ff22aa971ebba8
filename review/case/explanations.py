"""Why a match was suggested, for the card that an editor reads."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import structlog
from numpy.typing import NDArray

from archive.matching import is_calibrated
from core.db import now
from core.logs import frames_of
from core.web.display import local_day
from intake.models.cases import Case, Match
from search.comparison.explanation import Explanation, explain
from search.engine import engine
from search.model.embedder import Role
from search.text.language import language_of

log = structlog.get_logger(__name__)


def explanations(case: Case, matches: Sequence[Match]) -> dict[int, Explanation]:
    """Return the explanation of each match of a case by its id; a case without a text has none.

    A pair that cannot be explained is left out: its card stands there without a reason, and the page is shown.
    """
    if not case.text:
        return {}
    lang = language_of(case.text)
    found = {}
    for match in matches:
        try:
            found[match.id] = _explained(case, lang, match)
        except Exception as error:
            log.error("not_explained", match=match.id, kind=type(error).__name__, where=frames_of(error))
    return found


def _explained(case: Case, lang: str, match: Match) -> Explanation:
    return explain(
        case.text,
        lang,
        _claim_texts(match),
        match.claim.lang if match.wording is None else match.wording.lang,
        published_on=match.claim.published_on,
        today=local_day(now()),
        similarity=_similarity if engine().is_loaded else None,
    )


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
