"""Matching: for a text or a link, the claims that may answer it, best first.

Lanes run in the order of their certainty: the same words, the same link, almost the same words, then what is similar
in meaning, words and parts of words. What people see is a band.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain

from archive.kept_apart import is_its_article, is_kept_apart
from archive.known import Known, known_of, published_of, wordings_of
from archive.models import CLAIMS, Claim, Wording
from search.comparison.said import Said
from search.engine import engine
from search.index.documents import owner_of, part_of
from search.learning.in_effect import InEffect, in_effect
from search.ranking.asked_lately import AskedLately
from search.ranking.bands import SUREST_FIRST, Band, Evidence, Lane, band_of, weaker
from search.ranking.by_sentence import SentenceHit, by_sentence, quotable_sentences
from search.ranking.features import Side, public_side
from search.ranking.fusion import LANES, Question
from search.ranking.judging import Judgement, Vectors, judged, questions_of, said_of
from search.text.content import Content, says_something

DEFAULT_MATCHES = 5


@dataclass(frozen=True, slots=True)
class FoundMatch:
    """A claim that may answer what was asked.

    `score` is the cosine of the model `model_id`, from -1 to 1, and `probability` what the calibration makes of all
    signs together, from 0 to 1; None where similarity had no part in it or nothing was measured. `wording` is the
    further wording of the claim that met, None when it was the claim itself. `sentence` is the sentence of a long post
    that met it best; empty for other posts, and where the post as a whole is the same.
    """

    # Plain numbers beside the rows: whoever opens a transaction need not read the rows again to know them.
    claim_id: int
    wording_id: int | None
    claim: Claim
    band: Band
    lanes: tuple[Lane, ...]
    score: float | None
    probability: float | None
    wording: Wording | None
    model_id: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The matches of one question, best first.

    The question itself is for whoever indexes it, and what was read of it for whoever compares it with more; both are
    None without a text.
    """

    matches: list[FoundMatch]
    question: Question | None
    said: Said | None

    @classmethod
    def nothing(cls) -> Found:
        """Return the answer to a question that could not be asked."""
        return cls([], None, None)


@dataclass(slots=True)
class _Candidate:
    lanes: list[Lane] = field(default_factory=list)
    judgement: Judgement | None = None
    wording: Wording | None = None
    part: SentenceHit | None = None
    # The sentence of a long post that is the claim word for word.
    quote: str = ""


def is_calibrated() -> bool:
    """Return whether matches of the model in use get a probability; without one, similarity only suggests."""
    return _in_effect().calibration is not None


def find_matches(
    asked: Sequence[Content],
    *,
    k: int = DEFAULT_MATCHES,
    only_shown: bool = True,
    vectors: Vectors | None = None,
    lately: AskedLately | None = None,
) -> list[Found]:
    """Return for each question its matches with published claims, best first, at most k.

    With `only_shown` matches that are too unlikely are left out; editors and measurements may ask for all. `vectors`
    are those that texts were embedded to already, as queries and by the model in use. A text that `lately` knows is not
    embedded again.
    Errors: `search.model.embedder.ModelMissing` when there is no model.
    """
    embedder = engine().embedder
    learned = _in_effect()
    # A text that says nothing asks nothing either: whatever it is like, it is like by its manners.
    with_text = [number for number, content in enumerate(asked) if content.has_matter]
    wanted = [asked[number].text for number in with_text]
    if lately is None:
        questions = questions_of(wanted, embedder=embedder, adapter=learned.adapter, known=vectors)
    else:
        questions = [lately.question(text, embedder=embedder, adapter=learned.adapter) for text in wanted]
    read = said_of(questions)
    published: dict[int, Claim] = {}
    texts = partial(claim_texts, published=published)
    index = engine().collection(CLAIMS).now()
    judgements = judged(questions, index, texts, learned.calibration, said=read)
    parts = by_sentence(questions, index, texts, learned.calibration, embedder=embedder, adapter=learned.adapter)
    quotes = [quotable_sentences(question) for question in questions]
    met = [*chain(*judgements), *(hit.judgement for hits in parts for hit in hits)]
    known = known_of(asked, met, published, chain(*quotes))
    answers = dict(zip(with_text, zip(questions, read, judgements, parts, quotes, strict=True), strict=True))
    answered = []
    for number, content in enumerate(asked):
        question, said, its, hits, quoted = answers.get(number, (None, None, (), (), {}))
        candidates = _candidates(content, its, hits, quoted, known)
        matches = _matches(content, said, candidates, known, model_id=learned.name, only_shown=only_shown)
        answered.append(Found(matches[:k], question, said))
    return answered


def _in_effect() -> InEffect:
    embedder = engine().embedder
    return in_effect(embedder.model_id, embedder.dimension)


def claim_texts(documents: Sequence[int], *, published: dict[int, Claim] | None = None) -> Mapping[int, Side]:
    """Return the texts of those documents that are published claims, or standing wordings of published claims.

    The claims are put into `published`, for whoever needs them again.
    """
    claims = published_of({owner_of(document) for document in documents})
    wordings = wordings_of([document for document in documents if part_of(document)])
    texts = {}
    for document in documents:
        claim, wording = claims.get(owner_of(document)), wordings.get(document)
        if claim is not None and part_of(document) == 0:
            texts[document] = public_side(claim.text, claim.lang, claim.beside)
        elif claim is not None and wording is not None:
            texts[document] = Side(wording.text, wording.lang)
    if published is not None:
        published.update(claims)
    return texts


def _matches(
    content: Content,
    said: Said | None,
    candidates: Mapping[int, _Candidate],
    known: Known,
    *,
    model_id: str,
    only_shown: bool,
) -> list[FoundMatch]:
    read = {} if said is None else {said.lang: said}
    matches = []
    hidden = set()
    for claim_id, candidate in candidates.items():
        claim = known.claims.get(claim_id)
        if claim is None or is_kept_apart(content, claim, known.apart.get(claim_id, ()), read):
            continue
        band = _band(content, claim, candidate, known)
        if band is None:
            if only_shown:
                continue
            hidden.add(claim_id)
        judged_as, part = candidate.judgement, candidate.part
        matches.append(
            FoundMatch(
                claim_id=claim_id,
                wording_id=None if candidate.wording is None else candidate.wording.id,
                claim=claim,
                band=band or Band.RELATED,
                lanes=tuple(candidate.lanes),
                score=None if judged_as is None else judged_as.cosine,
                probability=None if judged_as is None else judged_as.probability,
                wording=candidate.wording,
                model_id=model_id,
                sentence="" if band is Band.SAME else candidate.quote or _sentence(part),
            )
        )
    # The sort keeps the order of equals: certain lanes first, then what ranks higher, then what its sentences found.
    return sorted(matches, key=lambda match: (SUREST_FIRST.index(match.band), match.claim_id in hidden))


def _sentence(part: SentenceHit | None) -> str:
    return "" if part is None or part.band is None else part.sentence


def _candidates(
    content: Content,
    judgements: Sequence[Judgement],
    parts: Sequence[SentenceHit],
    quotes: Mapping[str, str],
    known: Known,
) -> dict[int, _Candidate]:
    """Return all that may answer, first what needs no model, then what the whole post and then its sentences met."""
    found = _certain(content, known)
    for judgement in judgements:
        candidate = found.setdefault(judgement.hit.owner, _Candidate())
        candidate.lanes += [*judgement.evidence.lanes, *(LANES[leg] for leg in judgement.hit.legs)]
        candidate.judgement = judgement
        candidate.wording = candidate.wording or known.wordings.get(judgement.hit.document)
    for hit in parts:
        found.setdefault(hit.judgement.hit.owner, _Candidate()).part = hit
    for text_hash, sentence in quotes.items():
        for claim_id, wording in known.by_hash.get(text_hash, ()):
            found.setdefault(claim_id, _Candidate(wording=wording)).quote = sentence
    return found


def _band(content: Content, claim: Claim, candidate: _Candidate, known: Known) -> Band | None:
    """Return how sure a candidate is, by the post as a whole or by the sentence of it that is surer."""
    band = band_of(_evidence(content, claim, candidate))
    if band is Band.SAME and not (is_its_article(content, claim) or says_something(claim.text)):
        # "." and "Is this true?" are no claims: whatever met, it was not what they say.
        band = Band.LIKELY
    if candidate.quote and band is not Band.SAME and says_something(claim.text):
        # The post says more than the claim, as with any sentence of it.
        return Band.LIKELY
    part = candidate.part
    if part is not None and part.band is not None and (band is None or weaker(band, part.band) is not part.band):
        return _met_by_part(candidate, part, known)
    return band


def _met_by_part(candidate: _Candidate, part: SentenceHit, known: Known) -> Band | None:
    """Take a sentence of the post for what met the claim, because it is surer than the post as a whole."""
    candidate.judgement = part.judgement
    candidate.wording = known.wordings.get(part.judgement.hit.document)
    candidate.lanes += [lane for lane in (LANES[leg] for leg in part.judgement.hit.legs) if lane not in candidate.lanes]
    return part.band


def _evidence(content: Content, claim: Claim, candidate: _Candidate) -> Evidence:
    """Return what similarity says of a candidate, if anything, together with the lanes that need no model."""
    judged_as = Evidence() if candidate.judgement is None else candidate.judgement.evidence
    return replace(judged_as, lanes=tuple(candidate.lanes), is_subject=claim.canonical_url == content.subject)


def _certain(content: Content, known: Known) -> dict[int, _Candidate]:
    """Return the candidates of the lanes that need no model, the surest first."""
    found: dict[int, _Candidate] = {}
    for claim_id, wording in known.by_hash.get(content.text_hash, ()) if content.stands_alone else ():
        if claim_id not in found:
            found[claim_id] = _Candidate(lanes=[Lane.EXACT_TEXT], wording=wording)
    for link in content.links:
        for claim_id in known.by_link.get(link, ()):
            candidate = found.setdefault(claim_id, _Candidate())
            if Lane.SAME_LINK not in candidate.lanes:
                candidate.lanes.append(Lane.SAME_LINK)
    return found
