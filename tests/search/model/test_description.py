"""Another ONNX encoder, laid into a folder by hand: used as its description says, or refused with the field's name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from flask import Flask
from sqlalchemy import select
from tokenizers import Tokenizer

from app import create_app
from archive.matching import find_matches
from core.config import Config
from core.db import db
from search.engine import engine
from search.index.models import Vector
from search.model.embedder import Embedder, ModelMissing, Role, load_embedder
from search.ranking.bands import Band
from search.text.content import content_of
from tests.support import factories
from tests.support.tiny_encoder import DIMENSION, MAX_TOKENS, lay

TEXT = "Spinat macht stark"


def loaded(folder: Path) -> Embedder:
    return load_embedder(str(folder), default_folder=folder.parent / "none")


@pytest.mark.parametrize("pooling", ["cls", "mean"])
def test_pooling_prefixes_and_length_are_those_of_the_description(tmp_path: Path, pooling: str) -> None:
    folder = lay(tmp_path / "tiny", pooling=pooling)
    embedder = loaded(folder)

    found = {role: embedder.embed([TEXT], role=role)[0] for role in Role}

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    session = onnxruntime.InferenceSession(str(folder / "onnx" / "tiny.onnx"))
    for role, prefix in ((Role.QUERY, "q "), (Role.PASSAGE, "p ")):
        ids = np.array([tokenizer.encode(prefix + TEXT).ids[:MAX_TOKENS]], np.int64)
        (states,) = session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        expected = states[0][0] if pooling == "cls" else states[0].mean(axis=0)
        assert found[role] == pytest.approx(expected / np.linalg.norm(expected), abs=1e-6)
    assert not np.allclose(found[Role.QUERY], found[Role.PASSAGE], atol=1e-3)
    assert embedder.dimension == DIMENSION


def test_long_and_empty_texts_are_taken(tmp_path: Path) -> None:
    embedder = loaded(lay(tmp_path / "tiny", prefixes={}))

    vectors = embedder.embed(["Spinat " * 100, ""], role=Role.PASSAGE)

    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)


def test_whatever_is_changed_in_the_folder_makes_another_id(tmp_path: Path) -> None:
    before = loaded(lay(tmp_path / "one")).model_id
    assert loaded(lay(tmp_path / "two")).model_id == before
    assert loaded(lay(tmp_path / "three", prefixes={"query": "other: "})).model_id != before
    assert before.startswith("tiny-cls-")


def test_a_claim_is_imported_and_looked_up_through_another_encoder(app: Flask, config: Config, tmp_path: Path) -> None:
    """Beside what the built model has stored, which is never compared with it."""
    factories.claim("Der Eiffelturm zieht um.")
    folder = lay(tmp_path / "tiny")
    other = create_app(replace(config, embedding_model=str(folder)))

    with other.app_context():
        claim = factories.claim("Spinat macht stark wie zehn Pferde.")
        assert engine().embedder.dimension == DIMENSION
        stored = db.session.scalars(select(Vector).where(Vector.model_id == engine().embedder.model_id)).one()
        assert stored.data is not None
        assert len(stored.data) == 2 * DIMENSION

        (found,) = find_matches([content_of("Stimmt es, dass Spinat stark macht, so stark wie zehn Pferde?")])

        assert [(match.claim.id, match.band) for match in found.matches] == [(claim.id, Band.RELATED)]
        assert found.matches[0].score is not None


def broken_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").write_text("{}")


def broken_model(folder: Path) -> None:
    (folder / "onnx" / "tiny.onnx").write_bytes(b"not a graph")


def not_json(folder: Path) -> None:
    (folder / "encoder.json").write_text("pooling: cls")


def nothing(_folder: Path) -> None:
    pass


@pytest.mark.parametrize(
    "changes,damage,said",
    [
        ({"pooling": "max"}, nothing, "encoder.json, field pooling: Input should be 'mean', 'cls' or 'none'"),
        ({"pooling": None}, nothing, "encoder.json, field pooling: Field required"),
        ({"pooling": "none"}, nothing, "field pooling: the model gives a vector for each token"),
        ({"dimension": 384}, nothing, "field dimension: the model gives 12 numbers, not 384"),
        ({"dimension": 0}, nothing, "encoder.json, field dimension: Input should be greater than 0"),
        ({"max_tokens": 512}, nothing, "field max_tokens: the model does not run"),
        ({"id": ""}, nothing, "encoder.json, field id: String should have at least 1 character"),
        ({"licence": None}, nothing, "encoder.json, field licence: Field required"),
        ({"prefix": "q"}, nothing, "encoder.json, field prefix: Extra inputs are not permitted"),
        ({"prefixes": {"question": "q"}}, nothing, "encoder.json, field prefixes.question: Extra inputs"),
        (
            {"files": {"model": "../m.onnx"}},
            nothing,
            "encoder.json, field files.model: Value error, should be",
        ),
        ({"files": {"model": "none.onnx"}}, nothing, "field files.model: there is no none.onnx"),
        ({}, broken_model, "field files.model: tiny.onnx cannot be read"),
        ({}, broken_tokenizer, "field files.tokenizer: tokenizer.json cannot be read"),
        ({}, not_json, "encoder.json: Invalid JSON"),
    ],
)
def test_a_wrong_description_is_refused_with_the_name_of_its_field(
    tmp_path: Path, changes: dict[str, object], damage: Callable[[Path], None], said: str
) -> None:
    folder = lay(tmp_path / "tiny", **changes)
    damage(folder)

    with pytest.raises(ModelMissing) as refused:
        loaded(folder)

    assert f"The embedding model in {folder} cannot be used: {said}" in str(refused.value)
