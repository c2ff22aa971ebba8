"""Matching: for a text or a link, the claims that may answer it, best first.

Lanes run in the order of their certainty: the same words, the same link, then similar meaning. A lane
hands over candidates with a score; what people see is a band.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy import select

from core.db import db
from search.embedder import Role
from search.engine import engine
from search.models import Band, Claim, ClaimState, Lane
from search.normalise import canonical_url, text_hash

DEFAULT_MATCHES = 5
# Retracted claims may still stand in an index for a moment: a few spare candidates take their place.
SPARE = 5

# Under so few words a text fits too many claims to be called anything but related.
FEWEST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which cosine on a match of one model is called likely, and from which it is shown at all."""

    likely: float
    related: float


# Measured, per model, by `python -m bench.thresholds` on posts of which every second one had its claim
# removed; docs/decisions/0005-bands-before-calibration.md has the figures. `same` is not given
# by similarity before a calibration has measured it.
THRESHOLDS: Mapping[str, Thresholds] = {
    "multilingual-e5-small-int8-r1": Thresholds(likely=0.885, related=0.838),
}
# A model nobody has measured only suggests.
SUGGEST_ONLY = Thresholds(likely=float("inf"), related=float("-inf"))


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to the archive: a text, a link, or both."""

    text: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class FoundMatch:
    """A claim that may answer what was asked.

    `score` is the cosine of the model `model_id`, from -1 to 1, or None when similarity had no part in it.
    """

    claim: Claim
    band: Band
    lanes: tuple[Lane, ...]
    score: float | None
    model_id: str


@dataclass(slots=True)
class _Candidate:
    lanes: list[Lane] = field(default_factory=list)
    score: float | None = None


class Leg(Protocol):
    """A way of ranking all claims for many texts at once; the lexical legs will join here."""

    lane: Lane

    def candidates(self, texts: Sequence[str], k: int) -> list[dict[int, float]]:
        """Return for each text up to k claim ids with their score."""


class DenseLeg:
    """Similar meaning: cosine between embeddings."""

    lane = Lane.MEANING

    def candidates(self, texts: Sequence[str], k: int) -> list[dict[int, float]]:
        """Return for each text up to k claim ids with their cosine."""
        queries = engine().embedder.embed(texts, role=Role.QUERY)
        ids, scores = engine().claims.search(queries, k)
        return [
            {int(i): float(s) for i, s in zip(row, row_scores, strict=True) if i >= 0}
            for row, row_scores in zip(ids, scores, strict=True)
        ]


LEGS: tuple[Leg, ...] = (DenseLeg(),)


def find_matches(
    asked: Sequence[Asked], *, k: int = DEFAULT_MATCHES, only_shown: bool = True
) -> list[list[FoundMatch]]:
    """Return for each question its matches with published claims, best first, at most k.

    With `only_shown` matches below the band `related` are left out; editors and measurements may ask
    for all. Errors: `search.embedder.ModelMissing` when there is no model.
    """
    model_id = engine().embedder.model_id
    with_text = [number for number, question in enumerate(asked) if question.text.strip()]
    found: list[dict[int, _Candidate]] = [_certain(question) for question in asked]
    for leg in LEGS if with_text else ():
        ranked = leg.candidates([asked[number].text for number in with_text], k + SPARE)
        for number, candidates in zip(with_text, ranked, strict=True):
            for claim_id, score in candidates.items():
                candidate = found[number].setdefault(claim_id, _Candidate())
                candidate.lanes.append(leg.lane)
                candidate.score = score
    claims = _published({claim_id for candidates in found for claim_id in candidates})
    return [
        _ranked(question, candidates, claims, model_id=model_id, only_shown=only_shown)[:k]
        for question, candidates in zip(asked, found, strict=True)
    ]


def _certain(question: Asked) -> dict[int, _Candidate]:
    """Return the candidates of the lanes that need no model."""
    found: dict[int, _Candidate] = {}
    digest = text_hash(question.text)
    if digest:
        for claim_id in db.session.scalars(select(Claim.id).where(Claim.text_hash == digest)):
            found.setdefault(claim_id, _Candidate()).lanes.append(Lane.EXACT_TEXT)
    link = canonical_url(question.url)
    if link:
        for claim_id in db.session.scalars(select(Claim.id).where(Claim.canonical_url == link)):
            found.setdefault(claim_id, _Candidate()).lanes.append(Lane.SAME_LINK)
    return found


def _published(claim_ids: set[int]) -> dict[int, Claim]:
    """Ask the database, not the index, what may be shown: a retracted claim is gone at once."""
    rows = select(Claim).where(Claim.id.in_(claim_ids), Claim.state == ClaimState.PUBLISHED)
    return {claim.id: claim for claim in db.session.scalars(rows)}


def _ranked(
    question: Asked,
    candidates: Mapping[int, _Candidate],
    claims: Mapping[int, Claim],
    *,
    model_id: str,
    only_shown: bool,
) -> list[FoundMatch]:
    thresholds = THRESHOLDS.get(model_id, SUGGEST_ONLY)
    matches: list[tuple[bool, float, FoundMatch]] = []
    for claim_id, candidate in candidates.items():
        claim = claims.get(claim_id)
        certain = any(lane is not Lane.MEANING for lane in candidate.lanes)
        score = candidate.score
        if claim is None or (only_shown and not certain and (score or 0.0) < thresholds.related):
            continue
        band = _band(question, certain=certain, score=score, thresholds=thresholds)
        match = FoundMatch(claim, band, tuple(candidate.lanes), score, model_id)
        matches.append((certain, score if score is not None else 1.0, match))
    matches.sort(key=lambda item: (item[0], item[1]), reverse=True)
    return [match for _, _, match in matches]


def _band(question: Asked, *, certain: bool, score: float | None, thresholds: Thresholds) -> Band:
    if certain:
        return Band.SAME
    long_enough = len(question.text.split()) >= FEWEST_WORDS
    if score is not None and score >= thresholds.likely and long_enough:
        return Band.LIKELY
    return Band.RELATED
