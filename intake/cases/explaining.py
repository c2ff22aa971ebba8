"""Why matches were suggested: made once behind the matching, stored with them, and made anew when it is outdated.

It takes longer than finding the matches: on 100 real posts 23 milliseconds a report against 19. So it has jobs of its
own, and no report waits for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import structlog
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.orm import joinedload

from core.db import db, writing
from core.logs import frames_of
from intake.cases.keys import hold_grouping
from intake.cases.suggesting import askable
from intake.models.cases import Case, Match
from intake.reports.trouble import ENDS_THE_BATCH
from search.comparison.explanation import Explanation, explain
from search.comparison.said import Said
from search.engine import engine
from search.model.embedder import Embedder, Role
from search.text.language import language_of
from search.text.wrapping import undressed

log = structlog.get_logger(__name__)

# Cases that are explained together; between two of them the worker can take up reports.
PAGE = 16
# Stands instead of a name while an explanation is made, and after a worker was killed over it.
TRIED = "tried"


@dataclass(frozen=True, slots=True)
class Explained:
    """Why one match was suggested, None where that cannot be told, and what this was made from."""

    match_id: int
    explanation: Explanation | None
    made_from: str


def explained(case: Case, matches: Iterable[Match], embedder: Embedder | None) -> list[Explained]:
    """Return why some matches of a case were suggested; nothing is stored.

    The words of the case are read once. A pair that cannot be explained costs itself its explanation and the others
    nothing. Errors: `ENDS_THE_BATCH`.
    """
    text = undressed(case.text)
    said = Said(text, language_of(text) if text else "")
    nearness = None if embedder is None else _Nearness(embedder)
    return [Explained(match.id, _explanation(said, match, nearness), match.made_from) for match in matches]


def _explanation(said: Said, match: Match, nearness: _Nearness | None) -> Explanation | None:
    if not said.text:
        return None
    claim = match.claim
    try:
        return explain(said, Said(claim.text, claim.lang, claim.beside), similarity=nearness)
    except ENDS_THE_BATCH:
        raise
    except Exception as error:
        log.error("not_explained", match=match.id, kind=type(error).__name__, where=frames_of(error))
        return None


class _Nearness:
    """Tells how near sentences of one post are to those of claims; the post's are embedded once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._posts: dict[tuple[str, ...], NDArray[np.float32]] = {}

    def __call__(self, posts: Sequence[str], claims: Sequence[str]) -> NDArray[np.float32]:
        """Return cosines, shape (posts, claims)."""
        known = self._posts.get(tuple(posts))
        if known is None:
            known = self._posts[tuple(posts)] = self._embedder.embed(posts, role=Role.QUERY)
        return np.asarray(known @ self._embedder.embed(claims, role=Role.PASSAGE).T)


# ---------------------------------------------------------------------------------------------------- storing


def explain_case(case_id: int) -> None:
    """Store why the matches of one case were suggested, whatever became of it."""
    _explain(db.session.scalars(select(Case).where(Case.id == case_id, Case.is_by_hand.is_(False))).all(), again=True)


def forget(claim_ids: Collection[int]) -> None:
    """Forget why some claims were suggested for open cases, because they read otherwise now: it is to be told anew."""
    asked = askable().with_only_columns(Case.id)
    which = Match.claim_id.in_(claim_ids), Match.case_id.in_(asked), Match.explained_from.not_in(["", TRIED])
    rows = db.session.scalars(select(Match.id).where(*which)).all()
    if rows:
        _write({match_id: {"explained_from": ""} for match_id in rows})


def forget_of_cases(case_ids: Collection[int]) -> None:
    """Empty why matches of some cases were suggested, which quotes them; call inside `writing()`, grouping held."""
    emptied = {Match.explanation: None, Match.explained_from: ""}
    db.session.execute(update(Match).where(Match.case_id.in_(case_ids)).values(emptied))


def explain_new() -> bool:
    """Store it for a page of open cases with matches that were never explained; return whether there may be more."""
    cases = _open(exists().where(Match.case_id == Case.id, Match.explained_from == ""))
    _explain(cases)
    return len(cases) == PAGE


def explain_open(after: int) -> int | None:
    """Store it where it is missing or outdated, for a page of open cases beyond a number; return the last number.

    None says that there are no more.
    """
    cases = _open(Case.id > after)
    _explain(cases)
    return cases[-1].id if len(cases) == PAGE else None


def _open(which: ColumnElement[bool]) -> Sequence[Case]:
    return db.session.scalars(askable().where(which).order_by(Case.id).limit(PAGE)).all()


def _explain(cases: Sequence[Case], *, again: bool = False) -> None:
    """Explain one case after the other, each written before the next is read: one that breaks costs no other.

    What a worker was killed over is tried `again` only for somebody who looks at the case.
    """
    for case in cases:
        matches = _matches(Match.case_id == case.id)
        fresh = matches if again else [match for match in matches if match.explained_from != TRIED]
        outdated = [match.id for match in fresh if match.is_outdated]
        if not outdated:
            continue
        # Noted before it is tried: what kills the worker here is not tried again until somebody looks at the case.
        _write({match_id: {"explained_from": TRIED} for match_id in outdated})
        # Read again: who rematches meanwhile may have deleted one.
        made = explained(case, _matches(Match.id.in_(outdated)), engine().embedder)
        _write(
            {one.match_id: {"explanation": one.explanation, "explained_from": one.made_from} for one in made},
            only_if=Match.explained_from == TRIED,
        )


def _matches(which: ColumnElement[bool]) -> Sequence[Match]:
    rows = select(Match).where(which).order_by(Match.id)
    return db.session.scalars(rows.options(joinedload(Match.claim))).all()


def _write(values: Mapping[int, Mapping[str, object]], *, only_if: ColumnElement[bool] | None = None) -> None:
    """Change matches by number; one that is gone is no loss.

    Who merges or rematches changes the same rows; all of them hold the grouping first, so that none waits for another.
    `only_if` leaves out what somebody has forgotten meanwhile: it would quote words that are erased.
    """
    which = () if only_if is None else (only_if,)
    with writing() as session:
        hold_grouping()
        for match_id in sorted(values):
            session.execute(update(Match).where(Match.id == match_id, *which).values(**values[match_id]))
