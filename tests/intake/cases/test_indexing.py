"""After a change of the model cases are indexed again, settled ones too: reports still join them."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import db, writing
from intake.cases import indexing, joining, settling
from intake.cases.near_duplicates import CASES
from intake.models.cases import Case, CaseState
from intake.models.reports import Submission
from search.engine import engine
from search.index import change_log
from search.index.models import Vector
from search.ranking.judging import questions_of
from tests.support import factories

LETTER = (
    "Achtung, die Stadtwerke Leoben stellen ab dem 3. Mai in der ganzen Altstadt das Gas ab, und wer nicht zu Hause "
    "ist, dem wird die Leitung auf eigene Kosten verplombt."
)
# With a sentence more than greets and asks to share, so that it has no key in common with the letter.
COPY = f"Weitergeleitet 😱 {LETTER} Steht so am Aushang im Haus. Bitte teilen!"


def settle(case: Case) -> None:
    with writing() as session:
        settling.settle(
            session.get_one(Case, case.id),
            state=CaseState.CLOSED,
            public_sentence="Satz.",
            verdict=None,
            answer_claim_id=None,
        )


@pytest.fixture
def other_model(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Start anew with another model when a settled case is there."""
    settle(factories.case(LETTER))
    factories.case("Ein Hund ist in Bruck in den Bach gefallen und wurde von der Feuerwehr gerettet, sagt man")
    monkeypatch.setattr(engine().embedder, "model_id", "another-model")
    engine()._collections.clear()


def joined(text: str) -> int | None:
    sent = factories.submission(text)
    joining.match_all_waiting()
    return db.session.get_one(Submission, sent.id, populate_existing=True).case_id


def test_a_report_joins_a_settled_case_again_once_that_is_indexed(other_model: None) -> None:
    settled = db.session.scalars(select(Case.id).where(Case.state == CaseState.CLOSED)).one()

    assert indexing.index_missing() == 2
    assert indexing.index_missing() == 0

    assert joined(COPY) == settled


def test_without_it_the_report_would_be_a_case_of_its_own(other_model: None) -> None:
    settled = db.session.scalars(select(Case.id).where(Case.state == CaseState.CLOSED)).one()

    assert joined(COPY) != settled


def test_cases_are_indexed_page_by_page_and_their_words_first(
    other_model: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "PAGE", 1)

    assert indexing.index_missing() == 2

    rows = db.session.execute(select(Vector.data, Vector.text_hash).where(Vector.model_id == "another-model")).all()
    assert len(rows) == 2
    assert all(row.data and row.text_hash for row in rows)
    assert change_log.models(CASES)[0] == "another-model"


def test_a_case_that_cannot_be_embedded_costs_no_other_its_place(
    other_model: None, monkeypatch: pytest.MonkeyPatch
) -> None:

    def breaking(texts: list[str], **more: object) -> object:
        if any("Leoben" in text for text in texts):
            raise ZeroDivisionError
        return questions_of(texts, **more)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(indexing, "questions_of", breaking)

    assert indexing.index_missing() == 1
