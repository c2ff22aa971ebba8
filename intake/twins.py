"""Which case a report is almost the same text as: a chain letter with another greeting is no new case.

A report is compared with the text that a case stands for, never with what merely joined it, so that a case cannot
grow from one small edit to the next until its first and its last report share nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from sqlalchemy import select

from core.db import db
from intake.models import Case, Kind
from search import vectors
from search.documents import document_id, owners_of
from search.engine import CASES, engine
from search.features import Side
from search.hybrid import Question
from search.judging import is_twin
from search.models import Vector
from search.normalise import text_hash

# The nearest texts are looked at; a twin is nearer than anything else.
LOOKED_AT = 5
# Of 1,357 real posts, the two least alike of thirteen pairs that are almost the same text have a cosine of .95.
NEAR = 0.9


@dataclass(slots=True)
class Twins:
    """The cases that some reports, by their ids, may join; and those that were opened since it was made."""

    questions: Mapping[int, Question]
    known: dict[int, list[int]]
    seq: int
    opened: list[tuple[Case, Question]] = field(default_factory=list)

    @classmethod
    def of(cls, questions: Mapping[int, Question]) -> Twins:
        """Look for the nearest cases of some reports."""
        return cls(questions, _near(questions), engine().cases.seq)

    def case_of(self, report_id: int, kind: Kind) -> Case | None:
        """Return the case that a report of some kind joins, or None; call after `cases.hold_grouping`."""
        question = self.questions.get(report_id)
        if question is None:
            return None
        for case, asked in self.opened:
            if float(asked.plain @ question.plain) >= NEAR and _alike(case, kind, question):
                return case
        for case_id in self.known.get(report_id, ()):
            case_there = db.session.get(Case, case_id)
            if case_there is not None and _alike(case_there, kind, question):
                return standing(case_there)
        return None

    def open(self, case: Case, question: Question | None) -> None:
        """Take up a case that was just opened, for the reports after it."""
        if question is not None:
            self.opened.append((case, question))

    def refresh(self) -> None:
        """Look again if another worker has opened cases meanwhile; call after `cases.hold_grouping`."""
        if engine().cases.follow() != self.seq:
            self.known = _near(self.questions)


def _near(questions: Mapping[int, Question]) -> dict[int, list[int]]:
    if not questions:
        return {}
    ids, cosines = engine().cases.search(np.stack([question.plain for question in questions.values()]), LOOKED_AT)
    return {
        report_id: [int(owner) for owner in owners_of(row[cosine >= NEAR])]
        for report_id, row, cosine in zip(questions, ids, cosines, strict=True)
    }


def _alike(case: Case, kind: Kind, question: Question) -> bool:
    """Whether a post is true and whether it attacks somebody are two questions, with a case each."""
    if (case.kind is Kind.HATE) is not (kind is Kind.HATE):
        return False
    return is_twin(question, Side(case.text, question.lang))


def standing(case: Case) -> Case:
    """Return the case that holds the reports of a merged one now; any other case stands for itself."""
    while case.merged_into_id is not None:
        case = db.session.get_one(Case, case.merged_into_id)
    return case


def index(cases: Sequence[tuple[Case, Question]]) -> None:
    """Put the texts that cases stand for into the index, unless they are there; call inside `writing()`."""
    model_id = engine().embedder.model_id
    documents = {document_id(case.id): (text_hash(case.text), question) for case, question in cases}
    present = select(Vector.document_id, Vector.text_hash).where(
        Vector.collection == CASES, Vector.model_id == model_id, Vector.document_id.in_(documents)
    )
    there = {row.document_id: row.text_hash for row in db.session.execute(present)}
    new = [
        vectors.NewVector(document, digest, question.plain, question.terms)
        for document, (digest, question) in documents.items()
        if there.get(document) != digest
    ]
    vectors.store(CASES, model_id, new)
