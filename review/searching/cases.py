"""Cases that the search box finds, in every state; each once, for the reason that says most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from core.db import db
from core.labels import LabelledEnum
from intake.cases.keys import link_keys
from intake.cases.near_duplicates import CASES
from intake.models.cases import Case, CaseKey, CaseState
from intake.models.reports import Submission
from review.searching.looking import LOOKED_AT, NEWEST, READ
from review.searching.typed import Typed
from search.engine import engine
from search.index.documents import document_id, owner_of
from search.learning.in_effect import calibration_of, made_for_posts
from search.ranking.bands import Lane
from search.ranking.by_words import Looked, look
from search.ranking.features import Side
from search.ranking.fusion import Question
from search.ranking.judging import judged

# More cases than that are about hardly any link.
MOST_ABOUT_A_LINK = 100

Texts: TypeAlias = Mapping[int, str]


class Why(LabelledEnum):
    """Why a case or an article was found, the surest first."""

    NUMBER = "number", _l("By its number")
    REFERENCE = "reference", _l("By its report")
    LINK = "link", _l("About this link")
    WORDS = "words", _l("Holds these words")
    SIMILAR = "similar", _l("Worded alike")


@dataclass(frozen=True, slots=True)
class FoundCase:
    """A case that was found; `report` is that which a reference named.

    `case_id` is the case that stands for it: `merged_id` says which one was found, if that was merged into it.
    """

    case_id: int
    why: Why
    report: Submission | None = None
    merged_id: int | None = None


@dataclass(frozen=True, slots=True)
class FoundCases:
    """All that was found, best first.

    `without_case` are reports that were named and wait for the machine, or for a person. `unknown` are references that
    no report has. `is_cut` says that more cases may hold the words than were looked at.
    """

    cases: Sequence[FoundCase] = ()
    without_case: Sequence[Submission] = ()
    unknown: Sequence[str] = ()
    is_cut: bool = False


@dataclass(slots=True)
class _Gathered:
    """What was found so far, each case once."""

    found: dict[int, FoundCase] = field(default_factory=dict)

    def add(self, case_ids: Iterable[int], why: Why, report: Submission | None = None) -> None:
        for case_id in case_ids:
            self.found.setdefault(case_id, FoundCase(case_id, why, report))


def find(typed: Typed, question: Question | None) -> FoundCases:
    """Return the cases that were meant. Without a question, the newest are looked through for the words.

    The number of queries does not depend on what is found.
    """
    gathered = _Gathered()
    if typed.number is not None:
        gathered.add(db.session.scalars(select(Case.id).where(Case.id == typed.number)), Why.NUMBER)
    reports = _reports(typed.references)
    for report in reports:
        gathered.add([] if report.case_id is None else [report.case_id], Why.REFERENCE, report)
    if typed.links:
        gathered.add(_about(typed.links), Why.LINK)
    looked = None if question is None else look(question, engine().collection(CASES).now(), top=LOOKED_AT)
    holders: list[int] = []
    if typed.words:
        texts = _newest() if looked is None else _texts(looked.by_words)
        holders = [number for number, text in texts.items() if typed.words.are_in(text)]
        gathered.add(holders, Why.WORDS)
    if looked is not None and typed.text:
        gathered.add(_similar(looked, but=gathered.found.keys()), Why.SIMILAR)
    references = {report.reference for report in reports}
    return FoundCases(
        cases=_standing(gathered.found),
        without_case=[report for report in reports if report.case_id is None],
        unknown=[reference for reference in typed.references if reference not in references],
        is_cut=looked is not None and looked.is_cut_within(holders),
    )


def _reports(references: Sequence[str]) -> Sequence[Submission]:
    if not references:
        return []
    return db.session.scalars(select(Submission).where(Submission.reference.in_(references))).all()


def _about(links: Sequence[str]) -> list[int]:
    """Return the cases that have a link for a key, and those that are about it, the newest first."""
    keys = [key.value for link in links for key in link_keys(link)]
    by_key = select(CaseKey.case_id).where(CaseKey.lane == Lane.SAME_LINK, CaseKey.value.in_(keys))
    # Said twice, because the index holds no case that is about nothing.
    about = select(Case.id).where(Case.about.in_(links), Case.about != "").order_by(Case.id.desc())
    found = [*db.session.scalars(by_key), *db.session.scalars(about.limit(MOST_ABOUT_A_LINK))]
    return sorted(set(found), reverse=True)


def _texts(case_ids: Sequence[int]) -> Texts:
    """Return the texts of some cases, in their order."""
    rows = select(Case.id, func.substr(Case.text, 1, READ)).where(Case.id.in_(case_ids))
    read: dict[int, str] = dict(db.session.execute(rows).all()) if case_ids else {}
    return {case_id: read[case_id] for case_id in case_ids if case_id in read}


def _newest() -> Texts:
    rows = select(Case.id, func.substr(Case.text, 1, READ)).order_by(Case.id.desc()).limit(NEWEST)
    return dict(db.session.execute(rows).all())


def _similar(looked: Looked, *, but: Iterable[int]) -> list[int]:
    """Return cases that are worded alike, as surely as was measured; without a measurement none."""
    calibration = calibration_of(made_for_posts(engine().embedder.model_id))
    if calibration is None:
        return []
    (judgements,) = judged([looked.question], looked.others(frozenset(but)), _sides, calibration)
    return [judgement.hit.owner for judgement in judgements if judgement.band is not None]


def _sides(documents: Sequence[int]) -> Mapping[int, Side]:
    rows = select(Case.id, Case.text, Case.lang).where(Case.id.in_({owner_of(document) for document in documents}))
    return {document_id(row.id): Side(row.text, row.lang) for row in db.session.execute(rows)}


def _standing(found: Mapping[int, FoundCase]) -> list[FoundCase]:
    """Return what was found by the cases that stand for it, each once and in their order."""
    start = select(Case.id.label("found"), Case.id, Case.merged_into_id).where(
        Case.id.in_(found), Case.state == CaseState.MERGED
    )
    way = start.cte("way", recursive=True)
    way = way.union_all(select(way.c.found, Case.id, Case.merged_into_id).join(Case, Case.id == way.c.merged_into_id))
    rows = select(way.c.found, way.c.id).where(way.c.merged_into_id.is_(None))
    standing = dict(db.session.execute(rows).all()) if found else {}
    kept: dict[int, FoundCase] = {}
    for case_id, one in found.items():
        stands = standing.get(case_id, case_id)
        merged = None if stands == case_id else case_id
        kept.setdefault(stands, FoundCase(stands, one.why, one.report, merged))
    return list(kept.values())
