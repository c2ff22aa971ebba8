"""The judge's file beside the built model: `python -m search.judge.build FOLDER`, or written when first needed."""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from search.judge import weights
from search.judge.base import BaseLayers
from search.judge.graph import JudgeGraph
from search.model.build import MODEL_ID, read_manifest
from search.model.description import BUILT

FAMILY = "judge-*.onnx"


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
        with NamedTemporaryFile(dir=folder, prefix=".judge-", delete=False) as beside:
            beside.write(graph.SerializeToString())
        # Only its owner may read a temporary file; the model may be there for others.
        Path(beside.name).chmod(0o644)
        # Two processes may do so at once, and both write the same.
        Path(beside.name).replace(target)
        for older in folder.glob(FAMILY):
            if older != target:
                older.unlink(missing_ok=True)
    return target


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
