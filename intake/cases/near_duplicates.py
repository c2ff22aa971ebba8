"""Which case a report is almost the same text as: a chain letter with another greeting is no new case.

A report is compared with a case's representative text, never with what merely joined it, so that a case cannot
grow from one small edit to the next until its first and its last report share nothing. All of it is decided before
anything is locked: comparing two long texts takes longer than other writers should wait.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from core.db import db
from intake.cases.keys import fits
from intake.models.cases import Case, Kind, TextSource
from search.comparison.said import Said
from search.engine import engine
from search.index.change_log import NewVector
from search.index.collection import Asked, Leg, Searchable
from search.index.documents import document_id
from search.index.models import Vector
from search.ranking.fusion import Question
from search.text.content import Content, content_of, differ_in_links
from search.text.terms import NO_TERMS

# The collection that holds the texts that cases stand for.
CASES = "case"
# The nearest texts are looked at; a twin is nearer than anything else.
LOOKED_AT = 5
# Of 1,357 real posts, the two least alike of thirteen pairs that are almost the same text have a cosine of .95.
NEAR = 0.9


@dataclass(frozen=True, slots=True)
class Twin:
    """What a report is almost the same text as: a case, or a report before it that has no case yet."""

    case_id: int | None = None
    report_id: int | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A case whose representative text is about to be indexed: its hash, and the text as a question."""

    case_id: int
    text_hash: str
    question: Question


@dataclass(slots=True)
class Twins:
    """The reports of one batch, compared with the cases there are and with each other.

    What was read in the pictures of a report, beside words that were typed, stands under its number below zero.
    `seq` is the last change of the index of cases that was looked at.
    """

    questions: Mapping[int, Question]
    # The same texts as they were read when the archive was asked.
    said: Mapping[int, Said]
    kinds: Mapping[int, Kind]
    seq: int = 0
    _near: dict[int, list[int]] = field(default_factory=dict)
    # The cases that are near to any of them, read together.
    _cases: dict[int, Case] = field(default_factory=dict)
    # Both as they are read in the language of a report that they are held against.
    _read: dict[tuple[str, int, str], Said] = field(default_factory=dict)
    # Reports of the batch that are the twin of nothing, in order.
    _alone: dict[int, Content] = field(default_factory=dict)

    @classmethod
    def of(cls, questions: Mapping[int, Question], said: Mapping[int, Said], kinds: Mapping[int, Kind]) -> Twins:
        """Look for the cases that are nearest to some reports, given by their ids."""
        made = cls(questions, said, kinds)
        made.look_again()
        return made

    def look_again(self) -> None:
        """Look once more which cases are near; what was read of them already is not read again."""
        self.seq = engine().collection(CASES).follow()
        self._near = _near(self.questions)
        near = {case_id for case_ids in self._near.values() for case_id in case_ids}
        rows = db.session.scalars(select(Case).where(Case.id.in_(near))).all() if near else []
        self._cases = {case.id: case for case in rows}
        self._alone = {}

    def is_outdated(self) -> bool:
        """Return whether cases were indexed since; call after `cases.hold_grouping`."""
        return engine().collection(CASES).follow() != self.seq

    def twin_of(self, report_id: int, content: Content) -> Twin | None:
        """Return what a report is almost the same text as; ask for the reports of a batch in their order."""
        twin = self._twin(report_id, content)
        if twin is None:
            self._alone[report_id] = content
        return twin

    def twin_of_pictures(self, report_id: int, content: Content) -> Twin | None:
        """Return what the words in a report's pictures are almost the same as; ask where its own have no twin."""
        # Not itself; and if it joins by its pictures, its own words stand for nothing.
        own = self._alone.pop(report_id, None)
        twin = self._twin(-report_id, content)
        if twin is None and own is not None:
            self._alone[report_id] = own
        return twin

    def _twin(self, number: int, content: Content) -> Twin | None:
        own = self._of_report(number, self.questions[number].lang)
        for other in self._near_reports(number):
            if not differ_in_links(content, self._alone[other]) and own.is_almost(self._of_report(other, own.lang)):
                return Twin(report_id=other)
        for case_id in self._near.get(number, ()):
            case = self._cases.get(case_id)
            if case is None or not self._stays_with(number, case.kind) or not fits(content.about, case.about):
                continue
            # It was read with doubt: nothing comes to it by its words.
            if case.text_source is TextSource.DOUBTFUL:
                continue
            # From cheap to dear: of what is near by meaning, most has other words.
            is_almost = own.is_almost(self._as_said("case", case.id, own.lang, case.text))
            if is_almost and not differ_in_links(content, content_of(case.text, case.url)):
                return Twin(case_id=case_id)
        return None

    def _near_reports(self, number: int) -> list[int]:
        plain = self.questions[number].plain
        cosines = {
            other: float(self.questions[other].plain @ plain)
            for other in self._alone
            if self._stays_with(number, self.kinds[other])
        }
        near = [other for other, cosine in cosines.items() if cosine >= NEAR]
        return sorted(near, key=lambda other: -cosines[other])[:LOOKED_AT]

    def _stays_with(self, number: int, kind: Kind) -> bool:
        return self.kinds[abs(number)].stays_apart is kind.stays_apart

    def _of_report(self, number: int, lang: str) -> Said:
        said = self.said[number]
        return said if said.lang == lang else self._as_said("report", number, lang, said.text)

    def _as_said(self, sort: str, number: int, lang: str, text: str) -> Said:
        found = self._read.get((sort, number, lang))
        if found is None:
            found = self._read[sort, number, lang] = Said(text, lang)
        return found


def _near(questions: Mapping[int, Question]) -> dict[int, list[int]]:
    if not questions:
        return {}
    index = engine().collection(CASES).now()
    return {report_id: _near_cases(index, question) for report_id, question in questions.items()}


def _near_cases(index: Searchable, question: Question) -> list[int]:
    """Return the cases whose texts are nearest by meaning alone, the nearest first."""
    near = index.candidates(Asked(question.plain, NO_TERMS), top=LOOKED_AT).tops[Leg.MEANING]
    return [case_id for case_id, cosine in zip(near.owners, near.scores, strict=True) if cosine >= NEAR]


def index(opened: Sequence[Opened]) -> None:
    """Put the representative texts of cases into the index, unless they are there; call inside `writing()`."""
    model_id = engine().embedder.model_id
    documents = {document_id(one.case_id): one for one in opened}
    present = select(Vector.document_id, Vector.text_hash).where(
        Vector.collection == CASES, Vector.model_id == model_id, Vector.document_id.in_(documents)
    )
    there = {row.document_id: row.text_hash for row in db.session.execute(present)}
    new = [
        NewVector(document, one.text_hash, one.question.plain, one.question.terms)
        for document, one in documents.items()
        if there.get(document) != one.text_hash
    ]
    engine().collection(CASES).add(new)
