"""Learning from the desk's own answers: confirmed wordings and pairs kept apart, tried out before they count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
from search.learning.figures import LearnedFigures, Surprise
from search.learning.models import Learned, LearnedKind, LearnedState
from search.model.embedder import Embedder
from search.ranking import fusion
from search.ranking.adapter import Adapter
from search.ranking.calibration import Calibration, Numbers
from search.ranking.features import FEWEST_HITS

log = structlog.get_logger(__name__)

# Learning again from almost the same answers would only let chance try once more.
NEW_ANSWERS = 25


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
    if confirmed < min(FEWEST_PAIRS, FEWEST_MATCHES) or confirmed + rejected - _known() < NEW_ANSWERS:
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
    archive = _archive(embedder)
    wordings = db.session.scalars(select(Wording).where(Wording.taken_back_at.is_(None)).order_by(Wording.id))
    apart = db.session.scalars(select(KeptApart).where(KeptApart.taken_back_at.is_(None)).order_by(KeptApart.id))
    return Answers(
        Labelled.of(archive, _confirmed(wordings), embedder),
        Labelled.of(archive, [_query("k", pair, [pair.claim_id]) for pair in apart], embedder),
        count,
    )


def _confirmed(wordings: Iterable[Wording]) -> list[LabelledQuery]:
    """Return each text once, with all claims that it was confirmed for: none of them is a wrong answer to it."""
    by_text: dict[str, list[Wording]] = {}
    for wording in wordings:
        by_text.setdefault(wording.text_hash, []).append(wording)
    return [_query("w", its[0], [wording.claim_id for wording in its]) for its in by_text.values()]


def _query(kind: str, answer: Wording | KeptApart, claim_ids: Sequence[int]) -> LabelledQuery:
    relevant = [str(claim_id) for claim_id in claim_ids]
    return LabelledQuery(id=f"{kind}{answer.id}", text=answer.text, lang=answer.lang, relevant=relevant)


def _archive(embedder: Embedder) -> Archive:
    """Return the published claims with their stored vectors; their wordings are what is asked, so they are left out."""
    claims = {claim.id: claim for claim in db.session.scalars(select(Claim).where(Claim.state == ClaimState.PUBLISHED))}
    rows, found, terms = [], [], []
    for page in change_log.changes(CLAIMS, embedder.model_id, dimension=embedder.dimension, after=0):
        for document, vector, its_terms in zip(page.ids.tolist(), page.vectors, page.terms, strict=True):
            claim = claims.get(owner_of(document))
            if claim is not None and part_of(document) == 0:
                rows.append(_row(claim))
                found.append(vector)
                terms.append(its_terms)
    stacked = np.stack(found) if found else np.empty((0, embedder.dimension), np.float32)
    return Archive.made(rows, stacked, terms)


def _row(claim: Claim) -> ClaimRow:
    return ClaimRow(id=str(claim.id), text=claim.text, title=claim.title, summary=claim.summary, lang=claim.lang)


def _recalibrated(answers: Answers, adapter: Adapter | None, name: str) -> Learned:
    """Fit a calibration on the desk's answers; it takes the place of the one in use if it tells their truth better.

    Errors: `CannotCalibrate`.
    """
    judged = train.judged(answers.confirmed.through(adapter)) + _judged_rejected(answers.rejected.through(adapter))
    fitted = fit(judged, made_for=name)
    right = np.array([question.right[0] for question in judged])
    in_use = in_effect.calibration_of(name)
    surprise = Surprise(
        before=None if in_use is None else _log_loss(_probabilities(in_use, judged), right),
        after=_log_loss(cross_fitted(judged), right),
    )
    with writing():
        row = in_effect.keep(
            LearnedKind.CALIBRATION,
            name,
            fitted.to_json().encode(),
            figures=LearnedFigures.of_calibration(fitted, answers=answers.count, surprise=surprise),
            state=LearnedState.ACTIVE if surprise.is_less else LearnedState.REJECTED,
        )
        if surprise.is_less:
            _learned(row)
    return row


def _judged_rejected(rejected: Labelled) -> list[Judged]:
    """Return the rejected pairs that would stand on top; of the others nothing is known."""
    judged = []
    for query, question in zip(rejected.queries, rejected.questions, strict=True):
        (hits,) = fusion.rank([question], rejected.archive, k=FEWEST_HITS)
        if len(hits) == FEWEST_HITS and rejected.archive.rows[hits[0].owner].id in query.relevant:
            asked = train.judged_one(rejected.archive, query, question, hits, group=query.relevant[0], answerable=False)
            judged.append(Judged(asked.group, False, asked.features[:1], np.array([False])))
    return judged


def _probabilities(calibration: Calibration, judged: list[Judged]) -> Numbers:
    return np.array([float(calibration.probabilities(question.features[:1])[0]) for question in judged])


def _log_loss(probabilities: Numbers, right: NDArray[np.bool_]) -> float:
    """Return the log loss of the probabilities: the mean of −log of what was said about what turned out right."""
    said = np.where(right, probabilities, 1 - probabilities)
    return float(-np.log(np.maximum(said, 1e-9)).mean())
