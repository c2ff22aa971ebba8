"""Long posts: their sentences are asked as well, in one batch, because a claim may be one sentence of many.

Of one vector over a whole chain letter a claim in its middle is hardly a part, and its words drown among the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from search.index.collection import Searchable
from search.model.embedder import Embedder
from search.ranking.adapter import Adapter
from search.ranking.bands import Band, Lane, band_of, weaker
from search.ranking.calibration import Calibration
from search.ranking.fusion import Question
from search.ranking.judging import Judgement, Texts, judged, questions_of
from search.text.normalise import text_hash
from search.text.sentences import sentences_of
from search.text.words import stems

# A post of fewer words is well seen as a whole.
FEWEST_WORDS = 60
# So many are asked, those that say most. Of 151 long posts six find 28 claims that the whole post misses, twelve find
# 29 and half as many wrong ones more.
MOST_SENTENCES = 6
# Working out their hashes takes .1 ms each.
MOST_QUOTABLE = 100
# Shorter ones are exclamations.
FEWEST_STEMS = 3
# A sentence is as long as a claim may be; one without marks is the whole post once more.
LONGEST_SENTENCE = 400


@dataclass(frozen=True, slots=True)
class SentenceHit:
    """What one sentence of a long post found: the sentence as it stands there, and what was judged of it."""

    sentence: str
    judgement: Judgement

    @property
    def band(self) -> Band | None:
        """How sure it is: a post that says more than a claim is never the same as it."""
        found = band_of(self.judgement.evidence)
        return None if found is None else weaker(found, Band.LIKELY)


def by_sentence(
    questions: Sequence[Question],
    index: Searchable,
    texts: Texts,
    calibration: Calibration | None,
    *,
    embedder: Embedder,
    adapter: Adapter | None,
) -> list[list[SentenceHit]]:
    """Return for each question what its sentences found, one hit for each owner, the surest first.

    It is empty for a question that is not long. All sentences of all questions are embedded together.
    """
    asked = [(number, sentence) for number, one in enumerate(questions) for sentence in telling_sentences(one)]
    found: list[list[SentenceHit]] = [[] for _ in questions]
    if not asked:
        return found
    own = questions_of(
        [sentence for _, sentence in asked],
        embedder=embedder,
        adapter=adapter,
        # A short sentence tells its language badly; the post it stands in tells it well.
        langs=[questions[number].lang for number, _ in asked],
    )
    best: list[dict[int, SentenceHit]] = [{} for _ in questions]
    for (number, sentence), judgements in zip(asked, judged(own, index, texts, calibration), strict=True):
        for judgement in judgements:
            hit, other = SentenceHit(sentence, judgement), best[number].get(judgement.hit.owner)
            if hit.band is not None and (other is None or _surer(hit) > _surer(other)):
                best[number][judgement.hit.owner] = hit
    return [sorted(hits.values(), key=_surer, reverse=True) for hits in best]


def quotable_sentences(question: Question) -> dict[str, str]:
    """Return the sentences of a long post by the hash of their text: one of them may be a claim word for word.

    However short it is, and however much stands around it.
    """
    sentences = _sentences(question)[:MOST_QUOTABLE]
    return {text_hash(sentence): sentence for sentence in sentences if len(sentence.split()) > 1}


def telling_sentences(question: Question) -> list[str]:
    """Return the sentences of a long post that say most, at most `MOST_SENTENCES`, in their order; none of others."""
    sentences = _sentences(question)
    if len(sentences) < 2:
        return []
    said = {number: len(set(stems(sentence, question.lang))) for number, sentence in enumerate(sentences)}
    telling = sorted((number for number in said if said[number] >= FEWEST_STEMS), key=lambda number: -said[number])
    return [sentences[number] for number in sorted(telling[:MOST_SENTENCES])]


def _sentences(question: Question) -> list[str]:
    """Return the sentences of a long post that are no longer than a claim; none of a short post."""
    if len(question.text.split()) < FEWEST_WORDS:
        return []
    return [one.text for one in sentences_of(question.said) if len(one.text) <= LONGEST_SENTENCE]


def _surer(hit: SentenceHit) -> tuple[bool, int, float, float]:
    order: Mapping[Band | None, int] = {Band.LIKELY: 2, Band.RELATED: 1}
    judgement = hit.judgement
    certain = Lane.NEAR_DUPLICATE in judgement.evidence.lanes
    return certain, order.get(hit.band, 0), judgement.probability or 0.0, judgement.cosine or 0.0
