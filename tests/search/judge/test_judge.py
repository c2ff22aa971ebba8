"""The judge in the product: what it says, that it says it of each pair alone, and what it costs to carry."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnx
import pytest

from core.config import PROJECT_FOLDER
from search.judge import build, weights
from search.judge.build import built
from search.judge.judge import MOST_TOKENS, Judge
from search.judge.loading import judge_for
from search.model.embedder import Embedder, Role, load_embedder
from search.model.onnx_encoder import OnnxEncoder
from tests.support.model_copies import linked_copy

MEGABYTE = 1_000_000
SAME = [
    ("Der Stadtrat hat den Bau der Seilbahn beschlossen.", "DER STADTRAT HAT DEN BAU DER SEILBAHN BESCHLOSSEN!"),
    ("Der Stadtrat hat den Bau der Seilbahn beschlossen.", "Hallo, der Stadtrat hat den Bau der Seilbahn beschlossen."),
    ("A farmer near Whitby found a meteorite.", "A farmer near Whitby found a meteorite. Please share!"),
    ("A farmer near Whitby found a meteorite.", "a farmer near Whitby foudn a meteorite"),
]
DIFFERENT = [
    ("Der Stadtrat hat den Bau der Seilbahn beschlossen.", "Der Stadtrat hat den Bau der Seilbahn abgelehnt."),
    ("Der Stadtrat hat den Bau der Seilbahn beschlossen.", "Der Stadtrat hat den Bau der Seilbahn nicht beschlossen."),
    ("A farmer near Whitby found a meteorite.", "A farmer near Durham found a meteorite."),
    ("A farmer near Whitby found a meteorite.", "A farmer near Whitby found a meteorite. That is a lie."),
]


@pytest.fixture(scope="module")
def folder(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return linked_copy(model_folder, tmp_path_factory.mktemp("judged") / "model")


@pytest.fixture(scope="module")
def encoder(folder: Path) -> OnnxEncoder:
    return OnnxEncoder(folder)


@pytest.fixture(scope="module")
def judge(folder: Path, encoder: OnnxEncoder) -> Judge:
    file = built(folder)
    assert file is not None
    return Judge(file, encoder.tokens)


def test_it_tells_what_says_the_same_from_what_does_not(judge: Judge) -> None:
    assert min(judge.same(SAME)) > max(judge.same(DIFFERENT))


def test_judgements_come_in_the_order_of_the_pairs_and_do_not_depend_on_their_company(judge: Judge) -> None:
    pairs = SAME + DIFFERENT
    alone = [judge.same([pair])[0] for pair in pairs]

    np.testing.assert_array_equal(judge.same(pairs), np.array(alone, np.float32))
    np.testing.assert_array_equal(judge.same(pairs[::-1]), np.array(alone[::-1], np.float32))
    assert judge.same([]).shape == (0,)


def test_many_threads_may_ask_at_once(judge: Judge) -> None:
    expected = judge.same(SAME + DIFFERENT)

    with ThreadPoolExecutor(8) as threads:
        for found in threads.map(lambda _: judge.same(SAME + DIFFERENT), range(16)):
            np.testing.assert_array_equal(found, expected)


def test_claim_and_post_are_read_together_each_with_its_side(folder: Path) -> None:
    asked: list[dict[str, list[int]]] = []

    class Watched(Judge):
        def watch(self) -> Watched:
            class Session:
                def run(self, _names: Sequence[str], inputs: dict[str, np.ndarray]) -> list[np.ndarray]:
                    asked.append({name: value[0].tolist() for name, value in inputs.items()})
                    return [np.zeros((1, 1))]

            self._session = Session()
            return self

    file = built(folder)
    assert file is not None
    judge = Watched(file, lambda text: [0, *map(ord, text), 2]).watch()

    judge.same([("ab", "c")])
    judge.same([("ab", "c" * 1000)])

    assert asked[0] == {"input_ids": [0, 97, 98, 2, 2, 99, 2], "sides": [0, 0, 0, 0, 1, 1, 1]}
    assert len(asked[1]["input_ids"]) == 4 + MOST_TOKENS
    assert asked[1]["input_ids"][-1] == 2


def test_what_is_carried_is_small(folder: Path, judge: Judge) -> None:
    (file,) = folder.glob(build.FAMILY)

    assert weights.LEARNED.stat().st_size <= 2 * MEGABYTE
    assert file.stat().st_size <= 20 * MEGABYTE
    # The tables lie in the encoder's file, which all processes map.
    tables = {one.name: one for one in onnx.load(file, load_external_data=False).graph.initializer if one.external_data}
    assert set(tables) == {"words", "words.scale", "positions"}
    assert {entry.value for one in tables.values() for entry in one.external_data if entry.key == "location"} == {
        "model.onnx"
    }


def test_it_is_written_once_and_an_older_one_goes(model_folder: Path, tmp_path: Path) -> None:
    own = linked_copy(model_folder, tmp_path / "model")
    (own / "judge-0123456789ab.onnx").write_bytes(b"of another version")
    left, begun = own / ".judge-1.onnx", own / ".judge-2.onnx"
    for file in (left, begun):
        file.write_bytes(b"half of")
    os.utime(left, (0, 0))

    made = built(own)
    assert made is not None
    file = made
    written = file.stat().st_mtime_ns

    assert built(own) == file
    assert file.stat().st_mtime_ns == written
    assert sorted(own.glob("*judge-*")) == [begun, file], "another process may be writing it right now"


def test_a_file_that_cannot_be_written_leaves_nothing_behind(
    model_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = linked_copy(model_folder, tmp_path / "model")

    def full(_path: Path, _target: Path) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", full)

    with pytest.raises(OSError, match="no space left"):
        built(own)
    assert list(own.glob("*judge-*")) == []


def test_the_set_up_writes_it(model_folder: Path, tmp_path: Path) -> None:
    own = linked_copy(model_folder, tmp_path / "model")

    assert build.main([str(own)]) == 0

    assert len(list(own.glob(build.FAMILY))) == 1
    assert build.main([]) == 2


def test_without_learned_weights_there_is_no_judge(folder: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.npz"
    broken.write_bytes(b"PK\x03\x04 not quite")

    assert built(folder, learned=tmp_path / "none.npz") is None
    assert built(folder, learned=broken) is None


def test_the_judge_of_a_built_model_is_found_and_another_model_has_none(folder: Path, encoder: OnnxEncoder) -> None:
    own = load_embedder("", default_folder=folder)
    other = Embedder(encoder, model_id="another-model", prompts=dict.fromkeys(Role, ""))

    judge = judge_for(own)

    assert judge is not None
    assert judge.same(SAME[:1])[0] > judge.same(DIFFERENT[:1])[0]
    assert judge_for(other) is None
    assert built(folder.parent) is None


def test_a_judge_that_cannot_be_read_costs_nothing_but_itself(model_folder: Path, tmp_path: Path) -> None:
    own = linked_copy(model_folder, tmp_path / "model")
    file = built(own)
    assert file is not None
    file.write_bytes(b"not a graph")

    assert judge_for(load_embedder("", default_folder=own)) is None


def test_neither_torch_nor_onnx_is_imported_before_a_judge_is_asked_for() -> None:
    question = (
        "import sys, search.judge.loading;"
        "print([name for name in ('torch', 'onnx', 'onnxruntime') if name in sys.modules])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", question], cwd=PROJECT_FOLDER, capture_output=True, text=True, check=True
    )

    assert answer.stdout.strip() == "[]"


def test_torch_is_not_imported_to_judge(folder: Path) -> None:
    question = (
        "import sys; from pathlib import Path; from search.judge.loading import judge_for;"
        "from search.model.embedder import load_embedder;"
        f"judge = judge_for(load_embedder('', default_folder=Path({str(folder)!r})));"
        "print(len(judge.same([('Es regnet.', 'Es schneit.')])), 'torch' in sys.modules)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", question], cwd=PROJECT_FOLDER, capture_output=True, text=True, check=True
    )

    assert answer.stdout.split() == ["1", "False"]
