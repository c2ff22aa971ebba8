"""The judge's file beside the built model: `python -m search.judge.build FOLDER`, or written when first needed."""

from __future__ import annotations

import os
import sys
import time
from hashlib import sha256
from pathlib import Path

from search.judge import weights
from search.judge.base import BaseLayers
from search.judge.graph import JudgeGraph
from search.model.build import MODEL_ID, read_manifest
from search.model.description import BUILT

FAMILY = "judge-*.onnx"
# Nobody writes for so long.
LEFT_SECONDS = 3_600


def built(folder: Path, *, learned: Path = weights.LEARNED) -> Path | None:
    """Return the judge's file for a built model, written now if it is not there yet.

    None if the folder holds another model, or if nothing was learned for this one. Errors: `OSError` when the folder
    cannot be written to.
    """
    manifest = read_manifest(folder)
    values = weights.read(learned)
    if manifest is None or manifest.model_id != MODEL_ID or values is None:
        return None
    model = folder / BUILT.files.model
    # What the file was made of stands in its name: anything else is another file.
    made_of = manifest.files[model.name].sha256 + sha256(learned.read_bytes()).hexdigest()
    target = folder / f"judge-{sha256(made_of.encode()).hexdigest()[:12]}.onnx"
    if not target.is_file():
        graph = JudgeGraph(BaseLayers(model), values, model).model()
        # Two processes may do so at once, and both write the same.
        beside = folder / f".judge-{os.getpid()}.onnx"
        try:
            beside.write_bytes(graph.SerializeToString())
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
        _tidy(folder, target)
    return target


def _tidy(folder: Path, target: Path) -> None:
    """Remove the files of other versions, and what a process that was killed has left of one."""
    left = [file for file in folder.glob(f".{FAMILY}") if file.stat().st_mtime < time.time() - LEFT_SECONDS]
    for older in (*folder.glob(FAMILY), *left):
        if older != target:
            older.unlink(missing_ok=True)


def main(arguments: list[str]) -> int:
    """Write the judge of the model in a folder; 0 also where there is none to write."""
    if len(arguments) != 1:
        print("usage: python -m search.judge.build FOLDER", file=sys.stderr)
        return 2
    try:
        built(Path(arguments[0]))
    except OSError as error:
        print(f"The judge could not be written to {arguments[0]}: {error.strerror}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
