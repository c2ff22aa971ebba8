"""Learning from the desk's own answers: confirmed wordings and pairs kept apart, tried out before they count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import structlog
from numpy.typing import NDArray
from sqlalchemy import func, select

from archive.claims import announce
from archive.evaluation import train
from archive.evaluation.labelled import Archive, LabelledQuery
from archive.evaluation.train import Labelled
from archive.imports.rows import ClaimRow
from archive.models import CLAIMS, ArchiveAction, Claim, ClaimState, KeptApart, Wording
from core.db import db, writing
from core.events import Subject, happened
from search.engine import engine
from search.index import change_log
from search.index.documents import owner_of, part_of
from search.learning import in_effect
from search.learning.adapter_training import FEWEST_PAIRS, TooFewPairs
from search.learning.calibration_training import FEWEST_MATCHES, CannotCalibrate, Judged, cross_fitted, fit
from search.learning.certainty import FEWEST_ANSWERS, sure_gain
from search.learning.figures import LearnedFigures, Surprise
from search.learning.models import Learned, LearnedKind, LearnedState
from search.model.embedder import Embedder
from search.ranking import fusion
from search.ranking.adapter import Adapter
from search.ranking.calibration import Calibration, Numbers
from search.ranking.features import FEWEST_HITS
from search.ranking.fusion import Question
from search.ranking.judging import questions_of

log = structlog.get_logger(__name__)

# Learning again from almost the same answers would only let chance try once more.
NEW_ANSWERS = 25
# The newest answers of each kind that are learned from, and the claims that are held for it: some 6 kB each.
MOST_ANSWERS = 2_000
MOST_CLAIMS = 20_000
# Of a large archive, so many claims near each answer; fusion looks at the first ten.
NEAREST = 40
# Databases take only so many values in one statement.
AT_ONCE = 500

Answered = TypeVar("Answered", Wording, KeptApart)


@dataclass(frozen=True, slots=True)
class Answers:
    """What editors have confirmed and rejected, over an archive of the published claims.

    `count` is how many answers stand, whether or not their claims are still published.
    """

    confirmed: Labelled
    rejected: Labelled
    count: int


def learn() -> list[Learned]:
    """Learn an adapter and a calibration from the desk's answers, if enough came since last time.

    Each is put to use only if it wins on answers that it did not see. Returns what was tried; it is listed in any case.
    """
    confirmed, rejected = _standing(Wording), _standing(KeptApart)
    # The archive is read only if there may be something to learn: neither is learned from fewer confirmed answers.
    few = confirmed < min(FEWEST_PAIRS, FEWEST_MATCHES) or confirmed + rejected < FEWEST_ANSWERS
    if few or confirmed + rejected - _known() < NEW_ANSWERS:
        return []
    embedder = engine().embedder
    answers = _answers(embedder, count=confirmed + rejected)
    tried = []
    try:
        result = train.adapted([answers.confirmed], model_id=embedder.model_id)
    except TooFewPairs as error:
        log.info("not_adapted", reason=str(error))
    else:
        tried.append(train.put_to_use(result, [answers.confirmed], done=_learned, answers=answers.count))
    adapter = in_effect.adapter_of(embedder.model_id, embedder.dimension)
    name = in_effect.made_for(embedder.model_id, adapter)
    try:
        tried.append(_recalibrated(answers, adapter, name))
    except CannotCalibrate as error:
        log.info("not_calibrated", reason=str(error))
    if any(row.state is LearnedState.ACTIVE for row in tried):
        # Whoever keeps open questions asks again, as after a new claim.
        announce(count=len(tried))
    return tried


def _learned(row: Learned) -> None:
    happened(ArchiveAction.LEARNED, Subject("learned", row.id))


def _standing(table: type[Wording | KeptApart]) -> int:
    return db.session.scalar(select(func.count(table.id)).where(table.taken_back_at.is_(None))) or 0


def _known() -> int:
    """Return how many answers stood at the last try; what was learned from files knows nothing of them."""
    tries = db.session.scalars(select(Learned.figures).order_by(Learned.id.desc()))
    return next((figures.answers for figures in tries if figures.answers is not None), 0)


def _answers(embedder: Embedder, *, count: int) -> Answers:
    confirmed = _confirmed(_newest(Wording))
    rejected = [_query("k", pair, [pair.claim_id]) for pair in _newest(KeptApart)]
    questions = questions_of([query.text for query in (*confirmed, *rejected)], embedder=embedder)
    archive = _archive(embedder, _chosen([*confirmed, *rejected], questions))
    return Answers(
        _labelled(archive, confirmed, questions[: len(confirmed)]),
        _labelled(archive, rejected, questions[len(confirmed) :]),
        count,
    )


def _newest(table: type[Answered]) -> list[Answered]:
    """Return the newest answers that stand, oldest first: what memory and time are spent on has a bound."""
    rows = select(table).where(table.taken_back_at.is_(None)).order_by(table.id.desc()).limit(MOST_ANSWERS)
    return list(reversed(db.session.scalars(rows).all()))


def _labelled(archive: Archive, queries: Sequence[LabelledQuery], questions: Sequence[Question]) -> Labelled:
    """Return the questions whose claims are there."""
    numbers = archive.numbers
    there = [place for place, query in enumerate(queries) if any(claim in numbers for claim in query.relevant)]
    return Labelled(
        archive, [queries[place] for place in there], [questions[place] for place in there], engine().embedder
    )


def _chosen(queries: Sequence[LabelledQuery], questions: Sequence[Question]) -> frozenset[int] | None:
    """Return the claims that are needed to ask again, or None for all, where they are few.

    In a large archive these are the claims of the answers and those that stand near them now; the others would stand
    behind these.
    """
    index = engine().collection(CLAIMS).now()
    if engine().collection(CLAIMS).size <= MOST_CLAIMS:
        return None
    chosen = {int(claim) for query in queries for claim in query.relevant}
    for question in questions:
        if len(chosen) >= MOST_CLAIMS:
            break
        (hits,) = fusion.rank([question], index, k=NEAREST)
        chosen.update(hit.owner for hit in hits)
    return frozenset(chosen)


def _confirmed(wordings: Iterable[Wording]) -> list[LabelledQuery]:
    """Return each text once, with all claims that it was confirmed for: none of them is a wrong answer to it."""
    by_text: dict[str, list[Wording]] = {}
    for wording in wordings:
        by_text.setdefault(wording.text_hash, []).append(wording)
    return [_query("w", its[0], [wording.claim_id for wording in its]) for its in by_text.values()]


def _query(kind: str, answer: Wording | KeptApart, claim_ids: Sequence[int]) -> LabelledQuery:
    relevant = [str(claim_id) for claim_id in claim_ids]
    return LabelledQuery(id=f"{kind}{answer.id}", text=answer.text, lang=answer.lang, relevant=relevant)


def _archive(embedder: Embedder, chosen: frozenset[int] | None) -> Archive:
    """Return published claims with their stored vectors; their wordings are what is asked, so they are left out.

    What is not chosen is passed over page by page, and never held.
    """
    rows, found, terms = [], [], []
    for page in change_log.changes(CLAIMS, embedder.model_id, dimension=embedder.dimension, after=0):
        owners = [owner_of(document) for document in page.ids.tolist() if not part_of(document)]
        claims = _published([owner for owner in owners if chosen is None or owner in chosen])
        for document, vector, its_terms in zip(page.ids.tolist(), page.vectors, page.terms, strict=True):
            row = None if part_of(document) else claims.get(owner_of(document))
            if row is not None:
                rows.append(row)
                found.append(vector.copy())
                terms.append(its_terms)
    stacked = np.stack(found) if found else np.empty((0, embedder.dimension), np.float32)
    return Archive.made(rows, stacked, terms)


def _published(claim_ids: Sequence[int]) -> dict[int, ClaimRow]:
    rows = {}
    for start in range(0, len(claim_ids), AT_ONCE):
        some = claim_ids[start : start + AT_ONCE]
        # Columns, not rows of the session, which would keep each of them.
        its = select(Claim.id, Claim.text, Claim.title, Claim.summary, Claim.lang)
        for row in db.session.execute(its.where(Claim.id.in_(some), Claim.state == ClaimState.PUBLISHED)):
            rows[row.id] = ClaimRow.model_construct(
                id=str(row.id), text=row.text, title=row.title, summary=row.summary, lang=row.lang
            )
    return rows


def _recalibrated(answers: Answers, adapter: Adapter | None, name: str) -> Learned:
    """Fit a calibration on the desk's answers; it takes the place of the one in use if it is surely better.

    Errors: `CannotCalibrate`.
    """
    judged = train.judged(answers.confirmed.through(adapter)) + _judged_rejected(answers.rejected.through(adapter))
    fitted = fit(judged, made_for=name)
    right = np.array([question.right[0] for question in judged])
    in_use = in_effect.calibration_of(name)
    after = _log_losses(cross_fitted(judged), right)
    before = None if in_use is None else _log_losses(_probabilities(in_use, judged), right)
    # Without one in use nothing is promised yet, and any measurement is better than none.
    surely = None if before is None else sure_gain(before - after, [question.group for question in judged])
    is_better = surely is None or surely > 0
    surprise = Surprise(before=None if before is None else float(before.mean()), after=float(after.mean()))
    with writing():
        row = in_effect.keep(
            LearnedKind.CALIBRATION,
            name,
            fitted.to_json().encode(),
            figures=LearnedFigures.of_calibration(fitted, answers=answers.count, surprise=surprise, sure_gain=surely),
            state=LearnedState.ACTIVE if is_better else LearnedState.REJECTED,
        )
        if is_better:
            _learned(row)
    return row


def _judged_rejected(rejected: Labelled) -> list[Judged]:
    """Return the rejected pairs that would stand on top; of the others nothing is known."""
    judged = []
    for query, question in zip(rejected.queries, rejected.questions, strict=True):
        (hits,) = fusion.rank([question], rejected.archive, k=FEWEST_HITS)
        if len(hits) == FEWEST_HITS and rejected.archive.rows[hits[0].owner].id in query.relevant:
            asked = train.judged_one(rejected, query, question, hits, group=query.relevant[0], answerable=False)
            judged.append(Judged(asked.group, False, asked.features[:1], np.array([False]), asked.gate))
    return judged


def _probabilities(calibration: Calibration, judged: list[Judged]) -> Numbers:
    return np.array([float(calibration.probabilities(question.features[:1])[0]) for question in judged])


def _log_losses(probabilities: Numbers, right: NDArray[np.bool_]) -> Numbers:
    """Return the log loss of each probability: −log of what was said about what turned out right."""
    said = np.where(right, probabilities, 1 - probabilities)
    return np.asarray(-np.log(np.maximum(said, 1e-9)), np.float64)
