"""Measuring the matching on labelled files: each leg and the fusion, the bands, and how long each stage takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from archive.evaluation.labelled import Archive, LabelledQuery, Turn, turns
from search.index.collection import Leg
from search.learning.metrics import average_precision
from search.model.embedder import Embedder
from search.ranking import fusion
from search.ranking.adapter import Adapter
from search.ranking.bands import Band
from search.ranking.calibration import BandFigures, Calibration, Reliability, band_figures, reliability
from search.ranking.fusion import Question
from search.ranking.judging import Judgement, Stages, judged, questions_of

DEPTH = 10
# One at a time, as readers come; the rest goes in one batch, which is what a backlog does.
TIMED_ALONE = 50


@dataclass(frozen=True, slots=True)
class Ranking:
    """How high right claims stand: CheckThat!'s MAP@5, mean reciprocal rank, share with one in the first k."""

    map_at_5: float
    mrr: float
    success: dict[int, float]

    def as_json(self) -> dict[str, float]:
        """Return the figures under the names that the field's benchmarks use."""
        return {
            "map@5": round(self.map_at_5, 4),
            "mrr": round(self.mrr, 4),
            **{f"s@{k}": round(value, 4) for k, value in self.success.items()},
        }


@dataclass(frozen=True, slots=True)
class Wrong:
    """A best match that was called the same and is not labelled so."""

    query: str
    claim: str
    probability: float


@dataclass(frozen=True, slots=True)
class Bands:
    """What the bands of best matches were worth; coverage is of the questions that have an answer."""

    questions: int
    answerable: int
    figures: dict[str, BandFigures]
    reliability: Reliability
    wrong: tuple[Wrong, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the figures, without texts."""
        return {
            "questions": self.questions,
            "answerable": self.answerable,
            **{
                name: {key: round(value, 4) for key, value in asdict(figures).items()}
                for name, figures in self.figures.items()
            },
            "calibration_error": round(self.reliability.error, 4),
        }


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures of one run; times are milliseconds a query."""

    queries: int
    claims: int
    fused: Ranking
    legs: dict[str, Ranking]
    bands: Bands | None
    bands_with_negatives: Bands | None
    latency: dict[str, float]

    def as_json(self) -> dict[str, Any]:
        """Return all figures; those of the fusion stand on top."""
        return {
            "queries": self.queries,
            "claims": self.claims,
            **self.fused.as_json(),
            "legs": {name: ranking.as_json() for name, ranking in self.legs.items()},
            "bands": self.bands.as_json() if self.bands else None,
            "bands_with_negatives": self.bands_with_negatives.as_json() if self.bands_with_negatives else None,
            "latency_ms": {name: round(value, 3) for name, value in self.latency.items()},
        }


def evaluate(
    embedder: Embedder,
    archive: Archive,
    queries: Sequence[LabelledQuery],
    *,
    adapter: Adapter | None = None,
    calibration: Calibration | None = None,
) -> Evaluation:
    """Ask an archive every query, and score what comes back; without a calibration there are no bands."""
    questions, latency = _timed_questions(embedder, queries, adapter)
    found = [fusion.rank([question], archive, k=DEPTH)[0] for question in questions]
    fused = [[archive.rows[hit.owner].id for hit in hits] for hits in found]
    bands = with_negatives = None
    if calibration is not None:
        bands = _bands(archive, queries, questions, calibration, latency)
        with_negatives = _bands_with_negatives(archive, queries, questions, calibration)
    else:
        judged(questions, archive, archive.texts, None, stages=(stages := Stages()))
        latency |= _per_question(stages)
    return Evaluation(
        queries=len(queries),
        claims=len(archive.index),
        fused=_ranking(fused, queries),
        legs=_legs(archive, queries, questions),
        bands=bands,
        bands_with_negatives=with_negatives,
        latency=latency,
    )


def _timed_questions(
    embedder: Embedder, queries: Sequence[LabelledQuery], adapter: Adapter | None
) -> tuple[list[Question], dict[str, float]]:
    texts = [query.text for query in queries]
    alone, together = Stages(), Stages()
    for text in texts[:TIMED_ALONE]:
        questions_of([text], embedder=embedder, adapter=adapter, stages=alone)
    questions = questions_of(texts, embedder=embedder, adapter=adapter, stages=together)
    return questions, {
        "embedding_alone": float(np.median(alone.embedding)) * 1000,
        "embedding_in_batch": sum(together.embedding) / len(texts) * 1000,
        "terms": sum(together.terms) / len(texts) * 1000,
    }


def _per_question(stages: Stages) -> dict[str, float]:
    return {
        f"{name}_p{share}": float(np.percentile(times, share)) * 1000
        for name, times in (("search", stages.search), ("judging", stages.judging))
        for share in (50, 95)
    }


def _legs(archive: Archive, queries: Sequence[LabelledQuery], questions: Sequence[Question]) -> dict[str, Ranking]:
    tops = [archive.candidates(question.asked, top=DEPTH).tops for question in questions]
    return {leg.name.lower(): _ranking([archive.ids(top[leg].owners) for top in tops], queries) for leg in Leg}


def _bands(
    archive: Archive,
    queries: Sequence[LabelledQuery],
    questions: Sequence[Question],
    calibration: Calibration,
    latency: dict[str, float],
) -> Bands:
    stages = Stages()
    judgements = judged(questions, archive, archive.texts, calibration, stages=stages)
    latency |= _per_question(stages)
    whole = Turn(frozenset(archive.numbers))
    asked = [(query, whole.answers(query), found) for query, found in zip(queries, judgements, strict=True)]
    return _measured(archive, asked, calibration)


def _bands_with_negatives(
    archive: Archive,
    queries: Sequence[LabelledQuery],
    questions: Sequence[Question],
    calibration: Calibration,
) -> Bands:
    asked = []
    for turn in turns(archive, queries):
        judgements = judged(questions, archive, archive.texts, calibration)
        asked += [(query, turn.answers(query), found) for query, found in zip(queries, judgements, strict=True)]
    return _measured(archive, asked, calibration)


def _measured(
    archive: Archive, asked: Sequence[tuple[LabelledQuery, bool, Sequence[Judgement]]], calibration: Calibration
) -> Bands:
    """Measure the best match of each question; near-duplicates count as surely the same, as they do in the product."""
    best = [(query, found[0]) for query, _, found in asked if found and found[0].probability is not None]
    probabilities = np.array([judgement.probability for _, judgement in best], np.float64)
    right = np.array([archive.rows[judgement.hit.owner].id in query.relevant for query, judgement in best], np.bool_)
    answerable = sum(answers for _, answers, _ in asked)
    bands = [judgement.band for _, judgement in best]
    figures = {
        name: band_figures(np.array([band in counted for band in bands], np.bool_), right, answerable, threshold)
        for name, counted, threshold in (
            ("same", {Band.SAME}, calibration.same),
            # Whoever looks at what is likely looks at what is the same as well.
            ("likely", {Band.SAME, Band.LIKELY}, calibration.likely),
        )
    }
    wrong = tuple(
        Wrong(query.id, archive.rows[judgement.hit.owner].id, judgement.probability or 0.0)
        for (query, judgement), is_right in zip(best, right, strict=True)
        if judgement.band is Band.SAME and not is_right
    )
    return Bands(len(asked), answerable, figures, reliability(probabilities, right), wrong)


def _ranking(found: Sequence[Sequence[str]], queries: Sequence[LabelledQuery]) -> Ranking:
    """Score rankings; a question that nothing answers has no place where its answer could stand, and is left out."""
    asked = [(row, query) for row, query in zip(found, queries, strict=True) if query.relevant]
    hits = [[claim in query.relevant for claim in row] for row, query in asked]
    return Ranking(
        map_at_5=_mean(
            average_precision(row, relevant=len(query.relevant), cut=5)
            for row, (_, query) in zip(hits, asked, strict=True)
        ),
        mrr=_mean(1 / (row.index(True) + 1) if True in row else 0.0 for row in hits),
        success={k: _mean(float(any(row[:k])) for row in hits) for k in (1, 5, 10)},
    )


def _mean(values: Iterable[float]) -> float:
    # Where no question has an answer there is nothing to score.
    return float(np.mean(list(values) or [0.0]))
