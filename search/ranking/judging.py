"""From a question to judged hits: ranked by hybrid search, compared in full, and given a probability.

The product and `flask search evaluate` both go this way, so that what is measured is what people get.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import TypeAlias

import numpy as np
import structlog
from numpy.typing import NDArray

from search.comparison.said import Said
from search.index.collection import Leg, Searchable
from search.index.documents import document_id, part_of
from search.model.embedder import Embedder, Role
from search.ranking import across_languages, fusion
from search.ranking.across_languages import stands_out
from search.ranking.adapter import Adapter
from search.ranking.bands import SUREST_FIRST, Band, Evidence, Lane, band_of
from search.ranking.calibration import Calibration
from search.ranking.features import FEWEST_HITS, JUDGED, Side, features
from search.ranking.fusion import Hit, Question
from search.ranking.gate import as_far_as_the_claim_goes, held_against, is_short
from search.text.cleaning import clean_post
from search.text.language import language_of
from search.text.terms import terms_of
from search.text.wrapping import undressed

log = structlog.get_logger(__name__)


Texts: TypeAlias = Callable[[Sequence[int]], Mapping[int, Side]]
# What texts were embedded to, each of shape (dimension,).
Vectors: TypeAlias = Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One hit, and what speaks for it."""

    hit: Hit
    evidence: Evidence

    @property
    def cosine(self) -> float | None:
        """Cosine between the embeddings, from -1 to 1; None for what has no vector yet."""
        return self.hit.scores[Leg.MEANING] if self.hit.is_embedded else None

    @property
    def probability(self) -> float | None:
        """How likely it is right, from 0 to 1, where that can be told."""
        return self.evidence.probability

    @property
    def near_duplicate(self) -> bool:
        """Whether the two are almost the same text."""
        return Lane.NEAR_DUPLICATE in self.evidence.lanes

    @property
    def band(self) -> Band | None:
        """How sure it is; None for what is too unlikely to be shown."""
        return band_of(self.evidence)


@dataclass(slots=True)
class Stages:
    """Seconds spent on each stage: one entry a batch for embedding and terms, one a question for the others."""

    embedding: list[float] = field(default_factory=list)
    terms: list[float] = field(default_factory=list)
    search: list[float] = field(default_factory=list)
    judging: list[float] = field(default_factory=list)


def questions_of(
    texts: Sequence[str],
    *,
    embedder: Embedder,
    adapter: Adapter | None = None,
    stages: Stages | None = None,
    known: Vectors | None = None,
    langs: Sequence[str] | None = None,
) -> list[Question]:
    """Return texts as questions: tidied, in their language, as terms and as vectors, through the adapter if any.

    `known` are those vectors that the embedder has made of texts as queries already. `langs` are the languages that the
    texts are known to be in, empty where that has to be found out.
    """
    stages = stages or Stages()
    started = perf_counter()
    plain = _embedded(texts, embedder, known or {})
    vectors = plain if adapter is None else adapter.apply(plain)
    stages.embedding.append(perf_counter() - started)
    started = perf_counter()
    questions = []
    told = langs or [""] * len(texts)
    for said, raw, vector, known_lang in zip(map(undressed, texts), plain, vectors, told, strict=True):
        text = clean_post(said)
        lang = known_lang or language_of(text)
        questions.append(Question(said, text, lang, terms_of(text, lang), raw, vector))
    stages.terms.append(perf_counter() - started)
    return questions


def _embedded(texts: Sequence[str], embedder: Embedder, known: Vectors) -> NDArray[np.float32]:
    unknown = [text for text in dict.fromkeys(texts) if text not in known]
    if len(unknown) == len(texts):
        return embedder.embed(texts, role=Role.QUERY)
    made = dict(zip(unknown, embedder.embed(unknown, role=Role.QUERY), strict=True)) if unknown else {}
    return np.stack([known[text] if text in known else made[text] for text in texts])


def judged(
    questions: Sequence[Question],
    index: Searchable,
    texts: Texts,
    calibration: Calibration | None,
    *,
    said: Sequence[Said] | None = None,
    stages: Stages | None = None,
) -> list[list[Judgement]]:
    """Return for each question its best hits, at most `JUDGED`, best first.

    After them come claims in another language than the question's that stand out by meaning alone, if any.

    `said` are the questions as they are read, for whoever goes on with what was read of them.

    `texts` gives the text of documents by their ids; what it does not know is left out, as if it were not indexed, and
    so is a document whose text breaks the reading. A question that breaks it raises: whoever asked many asks again one
    by one.
    """
    stages = stages or Stages()
    ranked = []
    for question in questions:
        started = perf_counter()
        # A few to spare, because some may just have been taken back.
        ranked += fusion.rank([question], index, k=FEWEST_HITS + JUDGED, by_meaning=across_languages.MOST)
        stages.search.append(perf_counter() - started)
    known = texts(sorted({document for hits in ranked for hit in hits for document in hit.documents}))
    found = []
    for question, its, hits in zip(questions, said or said_of(questions), ranked, strict=True):
        started = perf_counter()
        there = [left for hit in hits if (left := _only(hit, known.__contains__)) is not None]
        found.append(_judged(question, its, there, known, calibration))
        stages.judging.append(perf_counter() - started)
    return found


def said_of(questions: Sequence[Question]) -> list[Said]:
    """Return the texts of questions, to be read when that is needed."""
    return [Said(question.said, question.lang) for question in questions]


def _only(hit: Hit, which: Callable[[int], bool]) -> Hit | None:
    """Return a hit with some of its documents, or None when none of them is left."""
    documents = tuple(document for document in hit.documents if which(document))
    return replace(hit, documents=documents) if documents else None


def _judged(
    question: Question,
    said: Said,
    hits: Sequence[Hit],
    texts: Mapping[int, Side],
    calibration: Calibration | None,
) -> list[Judgement]:
    hits = _readable(hits, texts)
    cuts = None if calibration is None else calibration.cuts
    measured = Evidence(is_short=is_short(question))
    judgements = []
    told = _probabilities(question, said, hits, texts, calibration)
    across = {hit.owner for hit in hits if stands_out(question, hit, texts[hit.document], cuts)}
    # Beyond the first only what stands out in another language is judged.
    beyond = [hit for hit in hits[len(told) :] if hit.owner in across]
    told += [[None] * len(hit.documents) for hit in beyond]
    for hit, probabilities in zip([*hits[: len(told) - len(beyond)], *beyond], told, strict=True):
        of_each = [
            replace(
                measured,
                cosine=hit.scores[Leg.MEANING],
                # By words alone nothing was measured.
                cuts=cuts if hit.is_embedded else None,
                probability=probability,
                stands_out=hit.owner in across,
            )
            for probability in probabilities
        ]
        judgement = _surest(hit, of_each, said, texts)
        if judgement is not None:
            judgements.append(judgement)
    return judgements


def _probabilities(
    question: Question, said: Said, hits: Sequence[Hit], texts: Mapping[int, Side], calibration: Calibration | None
) -> list[list[float | None]]:
    """Return how likely each of the first hits is right, by each of its documents; None where that cannot be told.

    It cannot where hardly anything a hit stands out from is in its language: of two Greek claims among thousands of
    English ones, one always stands out for a Greek post, whatever it says.
    """
    first = hits[:JUDGED]
    # What has no vector yet is compared with nothing, as if it were not there.
    compared = [hit for hit in hits if hit.is_embedded][:FEWEST_HITS]
    if calibration is None or len(compared) < FEWEST_HITS:
        return [[None] * len(hit.documents) for hit in first]
    first_compared = compared[: sum(hit.is_embedded for hit in first)]
    asked = [(place, texts[document]) for place, hit in enumerate(first_compared) for document in hit.documents]
    rows = features(question, compared, [side for _, side in asked], said, places=[place for place, _ in asked])
    background = [texts[hit.document].tongue for hit in compared[JUDGED:]]
    found: dict[int, list[float | None]] = {}
    for (place, side), probability in zip(asked, calibration.probabilities(rows).tolist(), strict=True):
        is_measured = 2 * sum(side.tongue.is_that_of(other) for other in background) > len(background)
        # What is too unlikely in spite of standing out alone is so all the more.
        told = probability if is_measured or probability < calibration.related else None
        found.setdefault(compared[place].owner, []).append(told)
    return [found.get(hit.owner, [None] * len(hit.documents)) for hit in first]


def _surest(hit: Hit, measured: Sequence[Evidence], said: Said, texts: Mapping[int, Side]) -> Judgement | None:
    """Return a hit with the document that makes it surest, judged; None when none of them can be judged.

    Its own text is among them, so that a further wording never makes it less sure.
    """
    best: Judgement | None = None
    claim = texts.get(document_id(hit.owner))
    order = sorted(zip(hit.documents, measured, strict=True), key=lambda each: -(each[1].probability or 0))
    for document, evidence in order:
        try:
            compared = held_against(evidence, said, texts[document])
            if claim is not None and part_of(document):
                compared = as_far_as_the_claim_goes(compared, said, claim)
        except Exception as error:
            # Raises where the question is to blame and not the document.
            said.read()
            log.error("document_not_judged", document=document, kind=type(error).__name__)
            continue
        judgement = Judgement(replace(hit, documents=(document,)), compared)
        if best is None or _rank_of(judgement.band) < _rank_of(best.band):
            best = judgement
        if best.band is Band.SAME:
            break
    return best


def _rank_of(band: Band | None) -> int:
    return len(SUREST_FIRST) if band is None else SUREST_FIRST.index(band)


def _readable(hits: Sequence[Hit], texts: Mapping[int, Side]) -> list[Hit]:
    """Return the hits without those of the first whose text cannot be read: that costs them their place, nothing else.

    Only the first `JUDGED` that can be read are read at all.
    """
    kept: list[Hit] = []
    for hit in hits:
        readable = _only(hit, lambda each: _is_readable(each, texts[each])) if len(kept) < JUDGED else hit
        if readable is not None:
            kept.append(readable)
    return kept


def _is_readable(document: int, side: Side) -> bool:
    try:
        _ = side.stems, side.facts
    except Exception as error:
        log.error("document_not_read", document=document, kind=type(error).__name__)
        return False
    return True
