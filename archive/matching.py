"""Matching: for a text or a link, the claims that may answer it, best first.

Lanes run in the order of their certainty: the same words, the same link, almost the same words, then what is similar
in meaning, words and parts of words. What people see is a band.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import structlog
from sqlalchemy import select

from archive.models import CLAIMS, Claim, ClaimState, KeptApart, Wording
from core.db import db
from search.comparison.said import Said
from search.engine import engine
from search.index.documents import owner_of, part_of
from search.learning.in_effect import adapter_of, calibration_of, made_for
from search.ranking.adapter import Adapter
from search.ranking.bands import SUREST_FIRST, Band, Evidence, Lane, band_of
from search.ranking.features import Side
from search.ranking.fusion import LANES, Question
from search.ranking.judging import Judgement, judged, questions_of, said_of
from search.text.content import Content, content_of, differ_in_links, says_something
from search.text.links import names_one_page

log = structlog.get_logger(__name__)

DEFAULT_MATCHES = 5


@dataclass(frozen=True, slots=True)
class FoundMatch:
    """A claim that may answer what was asked.

    `score` is the cosine of the model `model_id`, from -1 to 1, and `probability` what the calibration makes of all
    signs together, from 0 to 1; None where similarity had no part in it or nothing was measured. `wording` is the
    further wording of the claim that met, None when it was the claim itself.
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


@dataclass(frozen=True, slots=True)
class _Known:
    """What the database says about the candidates of a batch; `claims` holds published ones only."""

    by_hash: Mapping[str, Sequence[tuple[int, Wording | None]]]
    by_link: Mapping[str, Sequence[int]]
    claims: Mapping[int, Claim]
    wordings: Mapping[int, Wording]
    apart: Mapping[int, Sequence[KeptApart]]


def is_calibrated() -> bool:
    """Return whether matches of the model in use get a probability; without one, similarity only suggests."""
    return calibration_of(made_for(engine().embedder.model_id, _adapter())) is not None


def find_matches(asked: Sequence[Content], *, k: int = DEFAULT_MATCHES, only_shown: bool = True) -> list[Found]:
    """Return for each question its matches with published claims, best first, at most k.

    With `only_shown` matches that are too unlikely are left out; editors and measurements may ask for all.
    Errors: `search.model.embedder.ModelMissing` when there is no model.
    """
    embedder = engine().embedder
    adapter = _adapter()
    name = made_for(embedder.model_id, adapter)
    # A text that says nothing asks nothing either: whatever it is like, it is like by its manners.
    with_text = [number for number, content in enumerate(asked) if content.has_matter]
    questions = questions_of([asked[number].text for number in with_text], embedder=embedder, adapter=adapter)
    read = said_of(questions)
    judgements = judged(questions, engine().collection(CLAIMS).now(), claim_texts, calibration_of(name), said=read)
    known = _known(asked, [judgement for found in judgements for judgement in found])
    answers = dict(zip(with_text, zip(questions, read, judgements, strict=True), strict=True))
    answered = []
    for number, content in enumerate(asked):
        question, said, its = answers.get(number, (None, None, ()))
        matches = _matches(content, said, its, known, model_id=name, only_shown=only_shown)
        answered.append(Found(matches[:k], question, said))
    return answered


def _adapter() -> Adapter | None:
    embedder = engine().embedder
    return adapter_of(embedder.model_id, embedder.dimension)


def claim_texts(documents: Sequence[int]) -> Mapping[int, Side]:
    """Return the texts of those documents that are published claims, or standing wordings of published claims."""
    claims = _published({owner_of(document) for document in documents})
    wordings = _wordings([document for document in documents if part_of(document)])
    texts = {}
    for document in documents:
        claim, wording = claims.get(owner_of(document)), wordings.get(document)
        if claim is not None and part_of(document) == 0:
            texts[document] = Side(claim.passage, claim.lang, own=claim.text)
        elif claim is not None and wording is not None:
            texts[document] = Side(wording.text, wording.lang)
    return texts


def _published(claim_ids: set[int]) -> dict[int, Claim]:
    """Ask the database, not the index, what may be shown: a retracted claim is gone at once."""
    rows = select(Claim).where(Claim.id.in_(claim_ids), Claim.state == ClaimState.PUBLISHED)
    return {claim.id: claim for claim in db.session.scalars(rows)}


def _wordings(documents: Sequence[int]) -> dict[int, Wording]:
    """Return the wordings behind documents that no editor has taken back."""
    if not documents:
        return {}
    rows = select(Wording).where(
        Wording.claim_id.in_({owner_of(document) for document in documents}), Wording.taken_back_at.is_(None)
    )
    return {wording.document_id: wording for wording in db.session.scalars(rows)}


def _known(asked: Sequence[Content], judgements: Sequence[Judgement]) -> _Known:
    """Ask the database once for all that a batch of questions needs."""
    hashes = {content.text_hash for content in asked if content.has_matter}
    pages = {link for content in asked for link in content.links if names_one_page(link)}
    documents = [judgement.hit.document for judgement in judgements]
    by_hash: dict[str, list[tuple[int, Wording | None]]] = defaultdict(list)
    for row in db.session.execute(select(Claim.text_hash, Claim.id).where(Claim.text_hash.in_(hashes))):
        by_hash[row.text_hash].append((row.id, None))
    standing = select(Wording).where(Wording.text_hash.in_(hashes), Wording.taken_back_at.is_(None))
    for wording in db.session.scalars(standing):
        by_hash[wording.text_hash].append((wording.claim_id, wording))
    by_link: dict[str, list[int]] = defaultdict(list)
    for row in db.session.execute(select(Claim.canonical_url, Claim.id).where(Claim.canonical_url.in_(pages))):
        by_link[row.canonical_url].append(row.id)
    claims = _published(
        {claim_id for found in by_hash.values() for claim_id, _ in found}
        | {claim_id for found in by_link.values() for claim_id in found}
        | {owner_of(document) for document in documents}
    )
    apart: dict[int, list[KeptApart]] = defaultdict(list)
    rows = select(KeptApart).where(KeptApart.claim_id.in_(claims), KeptApart.taken_back_at.is_(None))
    for pair in db.session.scalars(rows):
        apart[pair.claim_id].append(pair)
    wordings = _wordings([document for document in documents if part_of(document)])
    return _Known(by_hash, by_link, claims, wordings, apart)


def _matches(
    content: Content,
    said: Said | None,
    judgements: Sequence[Judgement],
    known: _Known,
    *,
    model_id: str,
    only_shown: bool,
) -> list[FoundMatch]:
    candidates = _certain(content, known)
    read = {} if said is None else {said.lang: said}
    for judgement in judgements:
        candidate = candidates.setdefault(judgement.hit.owner, _Candidate())
        candidate.lanes += [*judgement.evidence.lanes, *(LANES[leg] for leg in judgement.hit.legs)]
        candidate.judgement = judgement
        candidate.wording = candidate.wording or known.wordings.get(judgement.hit.document)
    matches = []
    for claim_id, candidate in candidates.items():
        claim = known.claims.get(claim_id)
        if claim is None or _is_kept_apart(content, claim, known.apart.get(claim_id, ()), read):
            continue
        band = band_of(_evidence(content, claim, candidate))
        if band is Band.SAME and not (_is_its_article(content, claim) or says_something(claim.text)):
            # "." and "Is this true?" are no claims: whatever met, it was not what they say.
            band = Band.LIKELY
        if band is None and only_shown:
            continue
        judged_as = candidate.judgement
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
            )
        )
    # The sort keeps the order of equals: certain lanes first, then what ranks higher.
    return sorted(matches, key=lambda match: SUREST_FIRST.index(match.band))


def _evidence(content: Content, claim: Claim, candidate: _Candidate) -> Evidence:
    """Return what similarity says of a candidate, if anything, together with the lanes that need no model."""
    judged_as = Evidence() if candidate.judgement is None else candidate.judgement.evidence
    return replace(judged_as, lanes=tuple(candidate.lanes), is_subject=claim.canonical_url == content.subject)


def _certain(content: Content, known: _Known) -> dict[int, _Candidate]:
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


def _is_kept_apart(content: Content, claim: Claim, pairs: Sequence[KeptApart], read: dict[str, Said]) -> bool:
    """Return whether an editor called a claim different for this text, or for one that is almost the same.

    The same words about another link are another post, and a claim whose own article was sent is never hidden for the
    words beside it, unless those were about that article, too. `read` keeps the text as it was read in each language.
    """
    if not content.has_matter:
        return False
    pairs = [pair for pair in pairs if pair.link == content.about or (not pair.link and content.stands_alone)]
    pairs = [pair for pair in pairs if pair.link == claim.canonical_url] if _is_its_article(content, claim) else pairs
    known = {content.together, content.text_hash}
    return any(pair.text_hash in known for pair in pairs) or any(
        _is_almost(read.setdefault(pair.lang, Said(content.text, pair.lang)), pair)
        and not differ_in_links(content, content_of(pair.text, pair.link))
        for pair in pairs
    )


def _is_its_article(content: Content, claim: Claim) -> bool:
    """Return whether the article of a claim is among the links that were sent."""
    return bool(claim.canonical_url) and claim.canonical_url in content.links


def _is_almost(said: Said, pair: KeptApart) -> bool:
    try:
        return said.is_almost(pair.text)
    except Exception as error:
        # Raises where the question is to blame and not the pair, which only says nothing any more.
        said.read()
        log.error("pair_not_compared", pair=pair.id, kind=type(error).__name__)
        return False
