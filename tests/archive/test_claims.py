"""Claims: imported with their vectors or not at all, retracted for good, embedded again for a new model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from flask import Flask
from numpy.typing import NDArray
from sqlalchemy import select

from archive import claims, indexing
from archive.imports import importing
from archive.imports.files import read_rows
from archive.imports.rows import ClaimRow
from archive.matching import FoundMatch, find_matches
from archive.models import CLAIMS, ArchiveAction, Claim, ClaimState, Verdict
from audit.models import Event
from core.db import db, writing
from core.events import COMMITTED, Action
from core.refusals import NotFound
from search.engine import engine
from search.index import change_log
from search.index.documents import document_id, owner_of
from search.index.models import Vector
from search.model.embedder import Embedder, Role
from search.ranking.bands import Lane
from search.text.content import content_of
from search.text.terms import ANALYSIS, terms_of
from tests.support import factories
from tests.support.claim_files import GOOD, jsonl
from tests.support.statements import statements


def stored() -> list[tuple[str | None, str, ClaimState]]:
    rows = db.session.execute(select(Claim.external_id, Claim.text, Claim.state).order_by(Claim.id))
    return [(row.external_id, row.text, row.state) for row in rows]


def ask(text: str) -> list[FoundMatch]:
    (found,) = find_matches([content_of(text)], only_shown=False)
    return found.matches


def counts(report: importing.ImportReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.unchanged, len(report.broken)


def test_importing_a_file_twice_changes_nothing(app: Flask, tmp_path: Path) -> None:
    path = jsonl(tmp_path, GOOD, "{", GOOD | {"id": "2", "url": "https://a.example/2", "date": "2024-01-01"})
    assert counts(importing.import_rows(read_rows(path))) == (2, 0, 0, 1)
    before = db.session.scalars(select(Vector.seq)).all()

    assert counts(importing.import_rows(read_rows(path))) == (0, 0, 2, 1)

    assert db.session.scalars(select(Vector.seq)).all() == before


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Neu."},
        {"title": "Neu"},
        {"summary": "Neu"},
        {"verdict": "true"},
        {"url": "https://a.example/new"},
        {"source": "Neu"},
        {"date": "2024-01-01"},
        {"lang": "en"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_row_that_changed_in_any_field_updates_its_claim(app: Flask, tmp_path: Path, change: dict[str, str]) -> None:
    importing.import_rows(read_rows(jsonl(tmp_path, GOOD)))

    report = importing.import_rows(read_rows(jsonl(tmp_path, GOOD | change)))

    assert counts(report) == (0, 1, 0, 0)
    (row,) = read_rows(jsonl(tmp_path, GOOD | change))
    assert isinstance(row, ClaimRow)
    claim = db.session.scalars(select(Claim)).one()
    for name in ("text", "title", "summary", "verdict", "url", "source", "published_on", "lang"):
        assert getattr(claim, name) == getattr(row, name)


def test_a_changed_text_is_found_by_its_new_words_and_no_longer_by_its_old_ones(app: Flask, tmp_path: Path) -> None:
    old, new = "Spinat enthält sehr viel Eisen.", "Der Eiffelturm steht seit gestern in Graz."
    importing.import_rows(read_rows(jsonl(tmp_path, GOOD | {"text": old, "title": ""})))
    (before,) = ask(new)
    assert Lane.WORDS not in before.lanes

    importing.import_rows(read_rows(jsonl(tmp_path, GOOD | {"text": new, "title": ""})))

    (after,) = ask(new)
    assert {Lane.EXACT_TEXT, Lane.WORDS, Lane.GRAMS} <= set(after.lanes)
    assert before.score is not None
    assert after.score is not None
    assert after.score > before.score + 0.05
    (by_old_words,) = ask(old)
    assert not {Lane.EXACT_TEXT, Lane.WORDS} & set(by_old_words.lanes)


def test_a_retracted_claim_stays_retracted_whatever_an_old_file_says(app: Flask, tmp_path: Path) -> None:
    importing.import_rows(read_rows(jsonl(tmp_path, GOOD)))
    claims.retract(db.session.scalars(select(Claim.id)).one())

    importing.import_rows(read_rows(jsonl(tmp_path, GOOD)))
    importing.import_rows(read_rows(jsonl(tmp_path, GOOD | {"text": "Spinat enthält wenig Eisen."})))
    assert indexing.embed_missing() == 0

    assert db.session.scalars(select(Vector.data)).all() == [None], "only the tombstone is left"
    assert [state for _, _, state in stored()] == [ClaimState.RETRACTED]
    assert ask("Spinat enthält wenig Eisen.") == []


def test_retracting_what_does_not_exist_is_an_error(app: Flask) -> None:
    with pytest.raises(NotFound, match="there is no claim 7"):
        claims.retract(7)


def test_an_import_names_the_retracted_claims_of_a_file(app: Flask, tmp_path: Path) -> None:
    path = jsonl(tmp_path, GOOD, GOOD | {"id": "2"}, GOOD | {"id": "3"})
    importing.import_rows(read_rows(path))
    first, second, _ = db.session.scalars(select(Claim.id).order_by(Claim.id))
    claims.retract(first)
    claims.retract(second)
    changed = jsonl(tmp_path, GOOD, GOOD | {"id": "2", "text": "Etwas anderes."}, GOOD | {"id": "3"})

    report = importing.import_rows(read_rows(changed))

    assert sorted(report.retracted) == [first, second]
    assert importing.import_rows(read_rows(jsonl(tmp_path, GOOD | {"id": "3"}))).retracted == []


def test_a_retracted_claim_comes_back_as_it_reads_now_with_a_line_for_each_turn(app: Flask, tmp_path: Path) -> None:
    importing.import_rows(read_rows(jsonl(tmp_path, GOOD)))
    claim_id = db.session.scalars(select(Claim.id)).one()
    assert [claims.retract(claim_id), claims.retract(claim_id)] == [True, False]
    importing.import_rows(read_rows(jsonl(tmp_path, GOOD | {"text": "Spinat enthält wenig Eisen."})))

    assert [claims.publish(claim_id), claims.publish(claim_id)] == [True, False]
    assert indexing.embed_missing() == 1

    (match,) = ask("Spinat enthält wenig Eisen.")
    assert (match.claim.id, Lane.EXACT_TEXT in match.lanes) == (claim_id, True)
    lines = db.session.execute(select(Event.action, Event.details).order_by(Event.id)).all()
    turns = (ArchiveAction.CLAIM_RETRACTED, ArchiveAction.CLAIM_PUBLISHED)
    assert [(line.action, line.details) for line in lines if line.action in turns] == [
        (turn, {"claim": claim_id}) for turn in turns
    ]


def test_publishing_what_does_not_exist_is_an_error(app: Flask) -> None:
    with pytest.raises(NotFound, match="there is no claim 7"):
        claims.publish(7)


class FailsInBatchTwo:
    """A model that breaks in the middle of a file, as one does when memory runs out."""

    def __init__(self, real: Embedder) -> None:
        self._real, self._calls = real, 0
        self.model_id, self.dimension = real.model_id, real.dimension

    def embed(self, texts: Sequence[str], *, role: Role) -> NDArray[np.float32]:
        self._calls += 1
        if self._calls == 2:
            raise MemoryError
        return self._real.embed(texts, role=role)


def test_a_model_that_breaks_in_the_middle_leaves_whole_batches_and_no_claim_without_vector(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    path = jsonl(tmp_path, *(GOOD | {"id": str(number)} for number in range(5)))
    monkeypatch.setattr(engine(), "_embedder", FailsInBatchTwo(engine().embedder))

    with pytest.raises(MemoryError):
        importing.import_rows(read_rows(path))

    assert [row[0] for row in stored()] == ["0", "1"]
    assert {owner_of(document) for document in db.session.scalars(select(Vector.document_id))} == set(
        db.session.scalars(select(Claim.id))
    )

    assert counts(importing.import_rows(read_rows(path))) == (3, 0, 2, 0), "a second try finishes the file"


def test_progress_is_told_in_rows_and_broken_ones_count(app: Flask, tmp_path: Path) -> None:
    steps: list[int] = []

    importing.import_rows(read_rows(jsonl(tmp_path, GOOD, "{", GOOD | {"id": "2"})), progress=steps.append)

    assert sum(steps) == 3


def test_whoever_keeps_open_questions_is_told_only_when_there_is_something_new(app: Flask, tmp_path: Path) -> None:
    told: list[Action] = []

    def listen(action: Action) -> None:
        told.append(action)

    with COMMITTED.connected_to(listen, sender=ArchiveAction.CLAIMS_PUBLISHED):
        importing.import_rows(read_rows(jsonl(tmp_path, GOOD)))
        importing.import_rows(read_rows(jsonl(tmp_path, GOOD)))
        importing.import_rows(read_rows(jsonl(tmp_path, "{")))

    assert len(told) == 1


@pytest.mark.parametrize(
    "title,slug",
    [
        ("Nein, 5G verbreitet kein Coronavirus", "nein-5g-verbreitet-kein-coronavirus"),
        ("Öl, Äpfel & Süßes: Übermaß?", "oel-aepfel-suesses-uebermass"),
        ("Čaj à la carte", "caj-a-la-carte"),
        ("Неправда", "claim"),
        ("../../etc/passwd", "etc-passwd"),
        ("x" * 200, "x" * 80),
    ],
)
def test_the_address_of_a_claim_can_be_read(app: Flask, title: str, slug: str) -> None:
    assert factories.claim(title=title).slug == slug


def test_no_two_claims_share_an_address(app: Flask) -> None:
    slugs = [factories.claim(title="Gleicher Titel").slug for _ in range(3)]

    assert slugs == ["gleicher-titel", "gleicher-titel-2", "gleicher-titel-3"]


def test_a_title_without_a_latin_letter_costs_a_few_questions_however_many_there_are(app: Flask) -> None:
    with writing() as session:
        session.add_all(
            Claim(
                slug=slug,
                lang="el",
                text=f"Η Σελήνη, {slug}",
                verdict=Verdict.FALSE,
                state=ClaimState.DRAFT,
                text_hash="",
            )
            for slug in ("claim", *(f"claim-{number}" for number in range(2, 1_001)))
        )
    with statements() as asked:
        slug = factories.claim(title="Η Σελήνη είναι από τυρί", lang="el").slug

    assert slug == "claim-1001"
    assert len([each for each in asked if "WHERE claim.slug" in each]) <= 22


def test_a_change_of_the_model_embeds_what_is_published_again(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, gone = factories.claim(), factories.claim("Etwas anderes.")
    claims.retract(gone.id)
    monkeypatch.setattr(engine().embedder, "model_id", "another-model")
    engine()._collections.clear()

    assert indexing.embed_missing() == 1
    assert indexing.embed_missing() == 0

    rows = db.session.scalars(select(Vector.document_id).where(Vector.model_id == "another-model"))
    assert list(rows) == [document_id(kept.id)]


def test_a_claim_is_stored_with_the_terms_of_all_its_text(app: Flask) -> None:
    claim = factories.claim("Spinat enthält Eisen.", title="Eisenmangel", summary="Ein Tippfehler.")

    row = db.session.scalars(select(Vector)).one()

    assert (row.document_id, row.collection, row.analysis) == (document_id(claim.id), CLAIMS, ANALYSIS)
    assert row.terms == terms_of("Spinat enthält Eisen. Eisenmangel Ein Tippfehler.", "de").pack()
    claims.retract(claim.id)
    gone = db.session.execute(select(Vector.data, Vector.terms, Vector.text_hash)).one()
    assert tuple(gone) == (None, None, "")


def test_a_new_way_of_taking_texts_apart_indexes_what_is_published_again(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.claim()
    gone = factories.claim("Etwas anderes.")
    claims.retract(gone.id)
    for module in (indexing, change_log):
        monkeypatch.setattr(module, "ANALYSIS", "next")

    assert indexing.embed_missing() == 1
    assert indexing.embed_missing() == 0
    kept, tombstone = db.session.scalars(select(Vector).order_by(Vector.document_id))
    assert (kept.analysis, tombstone.analysis) == ("next", "")
