"""Whatever breaks for one text costs that text its place, and never another one its turn.

No text is known that breaks a reader, so the readers are broken here on purpose, for texts with one word.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import structlog
from flask import Flask
from numpy.typing import NDArray
from sqlalchemy import select
from structlog.testing import capture_logs

from archive import indexing as claim_indexing
from archive import kept_apart, rehashing, wordings
from archive.imports import importing
from archive.imports.files import read_rows
from archive.imports.rows import BrokenRow, ClaimRow
from archive.matching import find_matches
from archive.models import Claim, KeptApart
from core.db import db, writing
from search import indexing
from search.comparison import said
from search.comparison.near_duplicate import compared
from search.comparison.said import Said
from search.engine import engine
from search.index.change_log import NO_TEXT
from search.index.documents import document_id
from search.index.models import Vector
from search.model.embedder import Embedder, Role
from search.ranking import judging
from search.ranking.features import Side
from search.ranking.judging import judged
from search.text.content import content_of
from search.text.normalise import text_hash
from search.text.terms import terms_of
from tests.support import factories
from tests.support.building import CALIBRATION, Both, question, vector
from tests.support.claim_files import GOOD, jsonl

BREAKING = "Quastenflosser"
POST = "Ab Montag müssen alle Hunde in Salzburg einen Helm tragen"


class Broken(Exception):
    """Says what it was reading, as exceptions do; no log may repeat that."""


def breaking(reader: Callable[..., Any]) -> Callable[..., Any]:
    """Return the reader, broken for texts with one word."""

    def read(text: str, *rest: Any, **named: Any) -> Any:
        if BREAKING in text:
            raise Broken(text)
        return reader(text, *rest, **named)

    return read


@pytest.fixture(autouse=True)
def _fresh_logs(monkeypatch: pytest.MonkeyPatch) -> None:
    # A logger keeps the configuration it was first used under, which may be that of another test's app.
    for module in (judging, kept_apart, importing, indexing, rehashing):
        monkeypatch.setattr(module, "log", structlog.get_logger(module.__name__))


@pytest.fixture
def _broken(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in (
        (said, "facts_of"),
        (said, "compared"),
        (importing, "text_hash"),
        (indexing, "text_hash"),
        (rehashing, "text_hash"),
    ):
        monkeypatch.setattr(module, name, breaking(getattr(module, name)))


def archive(count: int = 12) -> tuple[Both, dict[int, Side]]:
    index, texts = Both(), {}
    for owner in range(1, count + 1):
        text = f"Etwas anderes, Nummer {owner}, das mit Hunden nichts zu tun hat."
        index.put(document_id(owner), vector(1, owner / 20), terms_of(text, "de"))
        texts[document_id(owner)] = Side(text, "de")
    return index, texts


def ask(texts: dict[int, Side], index: Both) -> list[int]:
    def known(documents: Sequence[int]) -> dict[int, Side]:
        return {document: texts[document] for document in documents if document in texts}

    (found,) = judged([question(POST, at=vector(1))], index, known, CALIBRATION)
    return [judgement.hit.owner for judgement in found]


@pytest.mark.usefixtures("_broken")
@pytest.mark.parametrize("text", [f"{BREAKING} im Rhein", f"{POST} {BREAKING}"], ids=["no twin", "perhaps a twin"])
def test_a_document_that_cannot_be_read_loses_its_place_to_the_next(text: str) -> None:
    index, texts = archive()
    texts[document_id(2)] = Side(text, "de")

    with capture_logs() as logs:
        assert ask(texts, index) == [1, 3, 4, 5, 6]

    assert [(line["document"], line["kind"]) for line in logs] == [(document_id(2), "Broken")]
    assert BREAKING not in json.dumps(logs)


def test_a_document_that_cannot_be_compared_loses_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(said, "compared", breaking(compared))
    index, texts = archive()
    texts[document_id(2)] = Side(f"{POST} {BREAKING}", "de")

    with capture_logs() as logs:
        assert ask(texts, index) == [1, 3, 4, 5]

    assert [(line["event"], line["document"]) for line in logs] == [("document_not_judged", document_id(2))]
    assert BREAKING not in json.dumps(logs)


@pytest.mark.usefixtures("_broken")
def test_a_question_that_cannot_be_read_is_not_blamed_on_documents() -> None:
    asked = question(f"{POST} {BREAKING}", at=vector(1))
    index, texts = archive()
    texts[document_id(1)] = Side(POST, "de")
    with pytest.raises(Broken):
        judged([asked], index, lambda _: texts, None)


@pytest.mark.usefixtures("_broken")
def test_a_pair_that_cannot_be_read_says_nothing_any_more(app: Flask) -> None:
    claim = factories.claim()
    with writing():
        pair = wordings.keep_apart(claim.id, f"{POST} {BREAKING}", "de")
        assert pair is not None

    with capture_logs() as logs:
        read = kept_apart.Pair(pair.id, pair.text, pair.text_hash, pair.lang, pair.link)
        assert not kept_apart._is_almost(Said(POST, "de"), read)

    assert [(line["event"], line["pair"]) for line in logs] == [("pair_not_compared", pair.id)]
    assert BREAKING not in json.dumps(logs)


@pytest.mark.usefixtures("_broken")
def test_a_row_that_cannot_be_read_is_broken_and_the_import_goes_on(app: Flask, tmp_path: Path) -> None:
    path = jsonl(tmp_path, GOOD, GOOD | {"id": "2", "text": BREAKING}, GOOD | {"id": "3", "text": "Drei."})

    with capture_logs() as logs:
        report = importing.import_rows(read_rows(path))

    assert report.added == 2
    assert report.broken == [BrokenRow(2, "cannot be read (Broken)")]
    assert [(line["line"], line["kind"]) for line in logs] == [(2, "Broken")]
    assert BREAKING not in json.dumps(logs)


class RefusesOne:
    """A model that cannot embed texts with one word."""

    def __init__(self, real: Embedder, *, word: str = BREAKING) -> None:
        self._real, self._word, self._calls = real, word, 0
        self.model_id, self.dimension = "refusing", real.dimension

    def embed(self, texts: Sequence[str], *, role: Role) -> NDArray[Any]:
        self._calls += 1
        assert self._calls < 100, "the same texts are asked for again and again"
        if any(self._word in text for text in texts):
            raise Broken(texts)
        return self._real.embed(texts, role=role)


def test_a_row_that_cannot_be_embedded_is_broken_and_the_import_goes_on(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine(), "_embedder", RefusesOne(engine().embedder))
    path = jsonl(tmp_path, GOOD, GOOD | {"id": "2", "text": BREAKING}, GOOD | {"id": "3", "text": "Drei."})

    report = importing.import_rows(read_rows(path))

    assert (report.added, report.broken) == (2, [BrokenRow(2, "cannot be embedded")])
    assert set(db.session.scalars(select(Claim.external_id))) == {"1", "3"}


def test_a_model_that_takes_no_text_at_all_is_not_blamed_on_the_rows(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine(), "_embedder", RefusesOne(engine().embedder, word=""))
    with pytest.raises(Broken):
        importing.import_rows([ClaimRow(id="1", text="Eins.", lang="de")])


def test_texts_that_cannot_be_embedded_do_not_stop_those_behind_them(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claim_indexing, "BATCH", 2)
    made = [factories.claim(f"{BREAKING if number < 3 else 'Aal'} Nummer {number}") for number in range(6)]
    with writing():
        for number, claim in enumerate(made):
            said = f"Im Bach schwimmt ein {BREAKING if number < 3 else 'Aal'} Nummer {number}"
            assert wordings.learn(claim.id, said, "de")
    monkeypatch.setattr(engine(), "_embedder", RefusesOne(engine().embedder))
    engine()._collections.clear()
    steps: list[int] = []

    with capture_logs() as logs:
        assert claim_indexing.embed_missing(progress=steps.append) == 6

    rows = select(Vector.document_id).where(Vector.model_id == "refusing", Vector.text_hash != NO_TEXT)
    present = set(db.session.scalars(rows))
    assert present == {document_id(claim.id, part) for claim in made[3:] for part in (0, 1)}
    assert sum(steps) == 12
    skipped = {line["document"] for line in logs if line["event"] == "document_not_embedded"}
    assert skipped == {document_id(claim.id, part) for claim in made[:3] for part in (0, 1)}
    assert BREAKING not in json.dumps(logs)
    assert claim_indexing.embed_missing() == 0


def test_a_text_that_cannot_be_read_does_not_stop_the_start(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = factories.claim(BREAKING), factories.claim("Aal im Bach")
    with writing():
        pairs = [wordings.keep_apart(good.id, f"{word} in der Donau gesehen", "de") for word in (BREAKING, "Aal")]
        for row in (bad, good, *pairs):
            assert row is not None
            row.text_hash = f"old {row.id}"
    monkeypatch.setattr(rehashing, "text_hash", breaking(text_hash))

    with capture_logs() as logs:
        rehashing.rehash(joined=lambda *_: None)

    db.session.expire_all()
    hashes = {claim.id: claim.text_hash for claim in db.session.scalars(select(Claim))}
    assert (hashes[bad.id], hashes[good.id]) == (f"old {bad.id}", content_of("Aal im Bach").text_hash)
    kept = sorted(db.session.scalars(select(KeptApart.text_hash)), key=len)
    assert (kept[0].startswith("old "), len(kept[1])) == (True, 64)
    assert {line["event"] for line in logs} == {"not_rehashed"}
    assert BREAKING not in json.dumps(logs)


def test_a_claim_and_a_question_with_the_number_that_broke_matching_find_each_other(app: Flask) -> None:
    text = "Der Mann aus Wien hat 5 500.000,00 Euro an Fremde überwiesen, sagt die Polizei."
    claim = factories.claim(text)
    link = "https://www.google.com/url?q=//["

    found = find_matches([content_of(f"{text} {link}"), content_of("", link), content_of(text.upper())])

    assert found[0].matches[0].claim_id == found[2].matches[0].claim_id == claim.id
