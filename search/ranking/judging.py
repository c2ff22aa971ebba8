"""From a question to judged hits: ranked by hybrid search, compared in full, and given a probability.

The product and `flask search evaluate` both go this way, so that what is measured is what people get.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from time import perf_counter
from typing import TypeAlias

import structlog

from search.comparison.explanation import explain
from search.comparison.near_duplicate import Compared, are_near_duplicates, compared
from search.facts.reading import FactKind
from search.index.collection import Leg, Searchable
from search.model.embedder import Embedder, Role
from search.ranking import fusion
from search.ranking.adapter import Adapter
from search.ranking.bands import Band
from search.ranking.calibration import Calibration
from search.ranking.features import FEWEST_HITS, JUDGED, Side, features
from search.ranking.fusion import Hit, Question
from search.text.cleaning import clean_post
from search.text.language import language_of
from search.text.terms import terms_of
from search.text.words import tokens

log = structlog.get_logger(__name__)

# Under so few words a text fits too many claims to be called the same or probably the same by similarity.
FEWEST_WORDS = 8
# Of the words of the shorter one, the share that two texts need to have in common to be compared in full.
TWINS_SHARE = 0.6

Texts: TypeAlias = Callable[[Sequence[int]], Mapping[int, Side]]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One hit, judged.

    `probability` is None where it cannot be told: without a calibration for the model, or in an archive so small that
    nothing can stand out. `band` is None for what is too unlikely to be shown.
    """

    hit: Hit
    near_duplicate: bool
    probability: float | None
    band: Band | None

    @property
    def cosine(self) -> float:
        """Cosine between the embeddings, from -1 to 1."""
        return self.hit.scores[Leg.MEANING]


@dataclass(slots=True)
class Stages:
    """Seconds spent on each stage: one entry a batch for embedding and terms, one a question for the others."""

    embedding: list[float] = field(default_factory=list)
    terms: list[float] = field(default_factory=list)
    search: list[float] = field(default_factory=list)
    judging: list[float] = field(default_factory=list)


def questions_of(
    texts: Sequence[str], *, embedder: Embedder, adapter: Adapter | None = None, stages: Stages | None = None
) -> list[Question]:
    """Return texts as questions: tidied, in their language, as terms and as vectors, through the adapter if any."""
    stages = stages or Stages()
    started = perf_counter()
    plain = embedder.embed(texts, role=Role.QUERY)
    vectors = plain if adapter is None else adapter.apply(plain)
    stages.embedding.append(perf_counter() - started)
    started = perf_counter()
    questions = []
    for said, raw, vector in zip(texts, plain, vectors, strict=True):
        text = clean_post(said)
        lang = language_of(text)
        questions.append(Question(said, text, lang, terms_of(text, lang), raw, vector))
    stages.terms.append(perf_counter() - started)
    return questions


def judged(
    questions: Sequence[Question],
    index: Searchable,
    texts: Texts,
    calibration: Calibration | None,
    *,
    stages: Stages | None = None,
) -> list[list[Judgement]]:
    """Return for each question its best hits, at most `JUDGED`, best first.

    `texts` gives the text of documents by their ids; what it does not know is left out, as if it were not indexed, and
    so is a document whose text breaks the reading. A question that breaks it raises: whoever asked many asks again one
    by one.
    """
    stages = stages or Stages()
    ranked = []
    for question in questions:
        started = perf_counter()
        # A few to spare, because some may just have been taken back.
        ranked += fusion.rank([question], index, k=FEWEST_HITS + JUDGED)
        stages.search.append(perf_counter() - started)
    known = texts(sorted({hit.document for hits in ranked for hit in hits}))
    found = []
    for question, hits in zip(questions, ranked, strict=True):
        started = perf_counter()
        there = [hit for hit in hits if hit.document in known]
        found.append(_judged(question, there, known, calibration))
        stages.judging.append(perf_counter() - started)
    return found


def _judged(
    question: Question, hits: Sequence[Hit], texts: Mapping[int, Side], calibration: Calibration | None
) -> list[Judgement]:
    hits = _readable(hits, texts)
    first = hits[:JUDGED]
    documents = [texts[hit.document] for hit in first]
    probabilities: list[float | None] = [None] * len(first)
    if calibration is not None and len(hits) >= FEWEST_HITS:
        probabilities = list(calibration.probabilities(features(question, hits, documents)))
    said = Said(question.said, question.lang)
    long_enough = len(question.text.split()) >= FEWEST_WORDS
    judgements = []
    for hit, document, probability in zip(first, documents, probabilities, strict=True):
        try:
            twin = said.is_almost(document.own or document.text)
            band = _band(hit, probability, calibration, long_enough=long_enough)
            if band is Band.SAME and _contradict(question, document):
                band = Band.LIKELY
        except Exception as error:
            # Raises where the question is to blame and not the document.
            said.read()
            log.error("document_not_judged", document=hit.document, kind=type(error).__name__)
            continue
        judgements.append(Judgement(hit, twin, probability, Band.SAME if twin else band))
    return judgements


def _readable(hits: Sequence[Hit], texts: Mapping[int, Side]) -> list[Hit]:
    """Return the hits without those of the first whose text cannot be read: that costs them their place, nothing else.

    Only the first `JUDGED` that can be read are read at all.
    """
    kept: list[Hit] = []
    for hit in hits:
        if len(kept) < JUDGED and not _is_readable(hit, texts[hit.document]):
            continue
        kept.append(hit)
    return kept


def _is_readable(hit: Hit, document: Side) -> bool:
    try:
        _ = document.stems, document.facts
    except Exception as error:
        log.error("document_not_read", document=hit.document, kind=type(error).__name__)
        return False
    return True


@dataclass(frozen=True)
class Said:
    """A text to be held against others that may be almost the same; it is taken apart once, when that is needed."""

    text: str
    lang: str

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words in lower case."""
        return frozenset(tokens(self.text))

    @cached_property
    def compared(self) -> Compared:
        """What near-duplicates are told by."""
        return compared(self.text, self.lang)

    def read(self) -> None:
        """Raise what reading this text raises, if anything."""
        _ = self.words, self.compared, explain(self.text, self.lang, [""], "", published_on=None, today=date.min)

    def is_almost(self, other: str) -> bool:
        """Return whether another text, read in the same language, is almost the same."""
        there = set(tokens(other))
        # Comparing in full takes a hundred times as long, and texts that share few words are never almost the same.
        if len(self.words & there) < TWINS_SHARE * min(len(self.words), len(there)):
            return False
        return are_near_duplicates(self.compared, compared(other, self.lang))


def _contradict(question: Question, document: Side) -> bool:
    """Return whether the sentences that met name other numbers, or only one of them says no.

    The probability hardly sees it, and "the same claim" over a text that says the opposite misleads whoever reads it.
    """
    told = explain(
        question.said, question.lang, [document.own or document.text], document.lang, published_on=None, today=date.min
    )
    return any(found.kind in {FactKind.NUMBER, FactKind.NEGATION} for found in told.differences)


def is_twin(question: Question, document: Side) -> bool:
    """Return whether a question and a document are almost the same text."""
    return Said(question.said, question.lang).is_almost(document.own or document.text)


def _band(hit: Hit, probability: float | None, calibration: Calibration | None, *, long_enough: bool) -> Band | None:
    if calibration is None:
        # A model nobody has measured only suggests.
        return Band.RELATED
    if probability is None:
        return Band.RELATED if hit.scores[Leg.MEANING] >= calibration.related_cosine else None
    band = calibration.band(probability)
    return band if long_enough or band is None else Band.RELATED
