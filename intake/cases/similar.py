"""Other cases that may be about the same thing as one case; editors merge them or answer alike, no machine does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, and_, or_, select

from core.db import db
from intake.cases import pictures
from intake.cases.near_duplicates import CASES
from intake.models.cases import STAYING_APART, Case, CaseState, Match, MatchAnswer
from search.engine import engine
from search.index.documents import document_id, owner_of
from search.learning.in_effect import calibration_of, made_for_posts
from search.pictures.likeness import Likeness
from search.ranking.bands import Band, weaker
from search.ranking.features import Side
from search.ranking.fusion import Question
from search.ranking.judging import judged
from search.text.cleaning import clean_post
from search.text.language import language_of
from search.text.terms import terms_of

MOST = 5
# A claim may answer thousands of cases; the most reported of them are looked at.
LOOKED_AT = 100


@dataclass(frozen=True, slots=True)
class SimilarCase:
    """A case that may be about the same thing, how surely, and from 0 to 1 how probably, if that was measured.

    `likeness` is how alike the pictures of both are, None where they are not. Without a `band` they are all that is
    alike: such a case is never called the same.
    """

    case: Case
    band: Band | None
    probability: float | None
    likeness: Likeness | None = None


def similar_cases(case: Case, k: int = MOST) -> list[SimilarCase]:
    """Return cases that are worded alike, have the same answer or a picture that is alike.

    Those that are decided come first, then the surest. What has nothing but a picture that is alike comes after what is
    the same by its words, and before what is only probably the same if the pictures hardly differ.

    Compared with the representative texts of cases, so nothing is similar only because something else is similar to
    both. A kind that stays apart is only similar to its own.
    """
    found = {similar.case.id: similar for similar in _answered_alike(case)}
    for similar in _worded_alike(case):
        known = found.get(similar.case.id)
        if known is None or known.band is not Band.SAME:
            found[similar.case.id] = similar
    for pictured in _pictured_alike(case):
        worded = found.get(pictured.case.id, pictured)
        found[pictured.case.id] = replace(worded, likeness=pictured.likeness)
    return sorted(found.values(), key=lambda one: (one.case.state is CaseState.OPEN, _place(one)))[:k]


def _place(similar: SimilarCase) -> int:
    if similar.band is Band.SAME:
        return 0
    if similar.likeness is Likeness.CLOSE:
        return 1
    return 3 if similar.band is None else 2


def _pictured_alike(case: Case) -> list[SimilarCase]:
    """Return cases whose reports have a picture like one of this case, the most alike first."""
    sights = pictures.cases_with(pictures.of_cases([case.id]).get(case.id, ()))
    cases = {found.id: found for found in _comparable(case, [*sights])}
    return [SimilarCase(cases[other], None, None, sights[other].likeness) for other in sights if other in cases]


def _worded_alike(case: Case) -> list[SimilarCase]:
    """Return cases whose words are alike, by the index; without a calibration for posts nothing is said."""
    calibration = calibration_of(made_for_posts(engine().embedder.model_id)) if engine().is_loaded else None
    question = None if calibration is None else _question(case)
    if question is None:
        return []
    (judgements,) = judged(
        [question], engine().collection(CASES).now(), lambda documents: _texts(documents, case), calibration
    )
    cases = {found.id: found for found in _comparable(case, [judgement.hit.owner for judgement in judgements])}
    return [
        SimilarCase(cases[judgement.hit.owner], judgement.band, judgement.probability)
        for judgement in judgements
        if judgement.hit.owner in cases and judgement.band in {Band.SAME, Band.LIKELY}
    ]


def _question(case: Case) -> Question | None:
    """Return the text of a case as a question, with the vector that the index holds; None before it is indexed."""
    vector = engine().collection(CASES).vector_of(document_id(case.id))
    if vector is None:
        return None
    text = clean_post(case.text)
    lang = language_of(text)
    return Question(case.text, text, lang, terms_of(text, lang), vector, vector)


def _texts(documents: Sequence[int], asking: Case) -> Mapping[int, Side]:
    """Return the texts of other cases; what is settled gives the background that the open ones stand out from."""
    rows = select(Case).where(Case.id.in_({owner_of(document) for document in documents}), Case.id != asking.id)
    return {document_id(case.id): Side(case.text, language_of(case.text)) for case in db.session.scalars(rows)}


def _comparable(case: Case, case_ids: Sequence[int]) -> Sequence[Case]:
    return db.session.scalars(select(Case).where(Case.id.in_(case_ids), _standing_and_of_its_sort(case))).all()


def _standing_and_of_its_sort(case: Case) -> ColumnElement[bool]:
    return and_(
        Case.id != case.id,
        Case.state != CaseState.MERGED,
        Case.kind.in_(STAYING_APART) if case.kind.stays_apart else Case.kind.not_in(STAYING_APART),
    )


def _answered_alike(case: Case) -> list[SimilarCase]:
    """Return cases to which the same claim seems to be the answer; a pair is as sure as the weaker of its matches."""
    own = db.session.scalars(select(Match).where(Match.case_id == case.id, _worth_showing())).all()
    bands = {match.claim_id: match.surest_band for match in own if not match.is_by_picture}
    rows = (
        select(Case, Match)
        .join(Match, Match.case_id == Case.id)
        .where(Match.claim_id.in_(bands), _worth_showing(), _standing_and_of_its_sort(case))
        .order_by(Case.submission_count.desc(), Case.id)
        .limit(LOOKED_AT)
    )
    found: dict[int, SimilarCase] = {}
    for other, match in db.session.execute(rows) if bands else ():
        # A picture that looks alike is told by itself: through an article it would be a suggestion of a suggestion.
        if match.is_by_picture:
            continue
        band = weaker(bands[match.claim_id], match.surest_band)
        if band is Band.SAME or other.id not in found:
            found[other.id] = SimilarCase(other, band, None)
    return list(found.values())


def _worth_showing() -> ColumnElement[bool]:
    suggested = and_(Match.answer == MatchAnswer.OPEN, Match.band.in_([Band.SAME, Band.LIKELY]))
    return or_(Match.answer == MatchAnswer.SAME, suggested)
