"""Fitting calibrations and adapters: from labelled archives to something that is kept only if it wins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from archive.evaluation.labelled import Archive, LabelledQuery, turns
from archive.imports.rows import ClaimRow
from core.db import writing
from search.comparison.said import Said
from search.learning import in_effect
from search.learning.adapter_training import CUT, Comparison, Pairs, cross_validated, train
from search.learning.calibration_training import FIRST_HITS, CannotCalibrate, Judged, fit
from search.learning.certainty import sure_gain
from search.learning.contraries import one_each
from search.learning.figures import LearnedFigures
from search.learning.groups import Groups
from search.learning.metrics import average_precision
from search.learning.models import Learned, LearnedKind, LearnedState
from search.model.embedder import Embedder
from search.ranking import fusion
from search.ranking.adapter import Adapter, Vectors
from search.ranking.calibration import Calibration
from search.ranking.features import FEWEST_HITS, features
from search.ranking.fusion import Hit, Question
from search.ranking.gate import gate_of
from search.ranking.judging import questions_of

SEED = 20_240_313


@dataclass(frozen=True, slots=True)
class Labelled:
    """An archive and questions whose answers in it are known; without an adapter applied."""

    archive: Archive
    queries: Sequence[LabelledQuery]
    questions: Sequence[Question]
    embedder: Embedder

    @classmethod
    def of(cls, archive: Archive, queries: Sequence[LabelledQuery], embedder: Embedder) -> Labelled:
        """Embed the queries; those that no claim of the archive answers are left out."""
        numbers = archive.numbers
        answered = [query for query in queries if any(claim in numbers for claim in query.relevant)]
        questions = questions_of([query.text for query in answered], embedder=embedder)
        return cls(archive, answered, questions, embedder)

    @classmethod
    def among_posts(cls, queries: Sequence[LabelledQuery], embedder: Embedder) -> Labelled:
        """Make an archive of the posts themselves: each is answered by the others about the same claim."""
        questions = questions_of([query.text for query in queries], embedder=embedder)
        # Not checked as a claim of a file would be: posts hold what people send.
        rows = [
            ClaimRow.model_construct(id=query.id, text=question.text or query.text, lang=question.lang or "und")
            for query, question in zip(queries, questions, strict=True)
        ]
        archive = Archive.made(
            rows, np.stack([question.plain for question in questions]), [question.terms for question in questions]
        )
        others = [
            query.model_copy(
                update={
                    "relevant": [
                        other.id
                        for other in queries
                        if other.id != query.id and set(other.relevant) & set(query.relevant)
                    ]
                }
            )
            for query in queries
        ]
        return cls(archive, others, questions, embedder)

    def through(self, adapter: Adapter | None) -> Labelled:
        """Return the same with its questions sent through an adapter."""
        if adapter is None or not self.questions:
            return self
        moved = adapter.apply(np.stack([question.vector for question in self.questions]))
        return replace(
            self,
            questions=[
                replace(question, vector=vector) for question, vector in zip(self.questions, moved, strict=True)
            ],
        )


@dataclass(frozen=True, slots=True)
class Adapted:
    """An adapter, and what held-out questions say of it."""

    adapter: Adapter
    comparison: Comparison


def calibrated(labelled: Sequence[Labelled], *, adapter: Adapter | None, made_for: str) -> Calibration:
    """Fit a calibration. Each question is asked once with its claim in the archive and once without.

    Where `same` begins is tried out on the claims that were meant, turned into their contrary, as well.
    Errors: `CannotCalibrate` when there is too little to fit.
    """
    questions = [judgement for each in labelled for judgement in judged(each.through(adapter))]
    turned = [judgement for each in labelled for judgement in _contraries(each, adapter)]
    return fit(questions, made_for=made_for, contraries=turned)


def _contraries(labelled: Labelled, adapter: Adapter | None) -> list[Judged]:
    """Return the claims that were meant, each turned into a contrary and asked with its claim in the archive.

    Those that stand behind another claim are left out: of them the band of the best match says nothing.
    """
    meant = dict.fromkeys(claim for query in labelled.queries for claim in query.relevant)
    rows = [row for row in labelled.archive.rows if row.id in meant]
    turned = one_each([(row.text, row.lang) for row in rows])
    queries = [
        LabelledQuery(id=f"contrary of {row.id}", text=text, lang=row.lang, relevant=[row.id])
        for row, text in zip(rows, turned, strict=True)
        if text is not None
    ]
    asked = Labelled.of(labelled.archive, queries, labelled.embedder).through(adapter)
    found = []
    for query, question in zip(asked.queries, asked.questions, strict=True):
        (hits,) = fusion.rank([question], asked.archive, k=FEWEST_HITS)
        if len(hits) == FEWEST_HITS and asked.archive.rows[hits[0].owner].id in query.relevant:
            found.append(judged_one(asked, query, question, hits, group=query.id, answerable=False))
    return found


def calibrated_among_posts(labelled: Sequence[Labelled], *, made_for: str) -> Calibration:
    """Fit a calibration for how alike two posts are, on archives made by `Labelled.among_posts`.

    Each post is asked among the others; most have none that is about the same claim. Errors: `CannotCalibrate`.
    """
    return fit([judgement for each in labelled for judgement in _judged_among_posts(each)], made_for=made_for)


def _judged_among_posts(labelled: Labelled) -> list[Judged]:
    found = []
    for place, (query, question) in enumerate(zip(labelled.queries, labelled.questions, strict=True)):
        labelled.archive.take_out([place])
        (hits,) = fusion.rank([question], labelled.archive, k=FEWEST_HITS)
        labelled.archive.put([place])
        if len(hits) == FEWEST_HITS:
            # Posts about one claim are one group: neighbours in a circle of friends teach the same.
            group = min([query.id, *query.relevant])
            found.append(judged_one(labelled, query, question, hits, group=group, answerable=bool(query.relevant)))
    return found


def judged(labelled: Labelled) -> list[Judged]:
    """Return the judged questions in the order of the file, each one's two turns beside each other."""
    groups = _groups(labelled.queries)
    asked: list[tuple[int, Judged]] = []
    for turn in turns(labelled.archive, labelled.queries):
        for place, (query, question) in enumerate(zip(labelled.queries, labelled.questions, strict=True)):
            (hits,) = fusion.rank([question], labelled.archive, k=FEWEST_HITS)
            if len(hits) == FEWEST_HITS:
                asked.append(
                    (
                        place,
                        judged_one(
                            labelled,
                            query,
                            question,
                            hits,
                            group=groups[query.id],
                            answerable=turn.answers(query),
                        ),
                    )
                )
    return [judgement for _, judgement in sorted(asked, key=lambda item: item[0])]


def _groups(queries: Sequence[LabelledQuery]) -> dict[str, str]:
    """Return for each query, by its id, the name of its group; queries that share an answer share a group."""
    groups = Groups[str]()
    for query in queries:
        for claim in query.relevant[1:]:
            groups.join(query.relevant[0], claim)
    return {query.id: groups.of(query.relevant[0]) for query in queries}


def judged_one(
    labelled: Labelled,
    query: LabelledQuery,
    question: Question,
    hits: Sequence[Hit],
    *,
    group: str,
    answerable: bool,
) -> Judged:
    """Return one question with its first hits, as a calibration is fitted on."""
    first = hits[:FIRST_HITS]
    archive = labelled.archive
    texts = archive.texts([hit.document for hit in first])
    said = Said(question.said, question.lang)
    return Judged(
        group=group,
        answerable=answerable,
        features=features(question, hits, [texts[hit.document] for hit in first], said),
        right=np.array([archive.rows[hit.owner].id in query.relevant for hit in first]),
        gate=gate_of(question, said, texts[first[0].document]),
    )


def adapted(labelled: Sequence[Labelled], *, model_id: str) -> Adapted:
    """Learn an adapter from labelled archives; held-out questions are ranked as the product ranks.

    Errors: `search.learning.adapter_training.TooFewPairs`.
    """
    firsts = np.cumsum([0, *(len(each.archive.rows) for each in labelled)])
    queries = [(number, place) for number, each in enumerate(labelled) for place in range(len(each.queries))]

    def positives(number: int, place: int) -> list[int]:
        each = labelled[number]
        numbers = each.archive.numbers
        relevant = each.queries[place].relevant
        return [int(firsts[number]) + numbers[claim] for claim in relevant if claim in numbers]

    def ranked(chosen: Sequence[int], vectors: Vectors) -> list[list[int]]:
        found = []
        for row, vector in zip(chosen, vectors, strict=True):
            number, place = queries[row]
            question = replace(labelled[number].questions[place], vector=vector)
            (hits,) = fusion.rank([question], labelled[number].archive, k=FEWEST_HITS)
            found.append([int(firsts[number]) + hit.owner for hit in hits])
        return found

    pairs = Pairs(
        queries=np.array([labelled[number].questions[place].vector for number, place in queries], np.float32).reshape(
            len(queries), labelled[0].archive.vectors.shape[1]
        ),
        documents=np.concatenate([each.archive.vectors for each in labelled]),
        positives=[positives(number, place) for number, place in queries],
        langs=[labelled[number].questions[place].lang for number, place in queries],
    )
    comparison = cross_validated(pairs, rank=ranked, seed=SEED)
    return Adapted(train(pairs, model_id=model_id, seed=SEED, scale=comparison.scale), comparison)


def put_to_use(
    result: Adapted,
    labelled: Sequence[Labelled],
    *,
    done: Callable[[Learned], object] = lambda _row: None,
    answers: int | None = None,
) -> Learned:
    """Store what was learned: in use from now on if it won and can be calibrated, else only listed.

    `answers` is how many of the desk's answers it was learned from; `done` is called inside the transaction that
    puts it to use.
    """
    model_id = result.adapter.model_id
    figures = result.comparison.figures(answers=answers)
    calibration = None
    present = _of_the_present_one(result, labelled) if result.comparison.kept else None
    if present is not None:
        figures = figures.model_copy(update={"in_use_before": float(np.mean(present))})
    if result.comparison.kept and (present is None or _is_surely_better(result.comparison, present)):
        name = in_effect.made_for(model_id, result.adapter)
        try:
            calibration = calibrated(labelled, adapter=result.adapter, made_for=name)
        except CannotCalibrate as error:
            figures = figures.model_copy(update={"not_calibrated": str(error)})
    state = LearnedState.REJECTED if calibration is None else LearnedState.ACTIVE
    with writing():
        if calibration is not None:
            keep_calibration(calibration)
        row = in_effect.keep(LearnedKind.ADAPTER, model_id, result.adapter.to_bytes(), figures=figures, state=state)
        if state is LearnedState.ACTIVE:
            done(row)
        return row


def _of_the_present_one(result: Adapted, labelled: Sequence[Labelled]) -> list[float] | None:
    """Return the average precisions of the adapter in use on the held-out questions, in order; None without one.

    The one in use may have learned from some of them, so a new one has to be clearly better.
    """
    present = in_effect.adapter_of(result.adapter.model_id, result.adapter.dimension)
    if present is None:
        return None
    precisions = []
    for each in labelled:
        through = each.through(present)
        for query, question in zip(through.queries, through.questions, strict=True):
            (hits,) = fusion.rank([question], each.archive, k=CUT)
            found = [each.archive.rows[hit.owner].id in query.relevant for hit in hits]
            precisions.append(average_precision(found, relevant=len(query.relevant), cut=CUT))
    return precisions


def _is_surely_better(comparison: Comparison, present: Sequence[float]) -> bool:
    return sure_gain(np.array(comparison.after) - np.array(present), comparison.groups) > 0


def keep_calibration(calibration: Calibration) -> Learned:
    """Put a calibration to use; call inside `writing()`."""
    return in_effect.keep(
        LearnedKind.CALIBRATION,
        calibration.made_for,
        calibration.to_json().encode(),
        figures=LearnedFigures.of_calibration(calibration),
        state=LearnedState.ACTIVE,
    )
