"""A model folder of one's own, to write beside the model."""

from __future__ import annotations

import os
from pathlib import Path


def linked_copy(model_folder: Path, folder: Path) -> Path:
    """Lay the built model's own files into a folder, without the bytes of them and without what lies beside them."""
    folder.mkdir(parents=True)
    for file in model_folder.resolve().iterdir():
        if not file.name.startswith("judge-"):
            try:
                os.link(file, folder / file.name)
            # Two disks: then a copy has to do.
            except OSError:
                (folder / file.name).write_bytes(file.read_bytes())
    return folder
