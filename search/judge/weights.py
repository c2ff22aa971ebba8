"""The judge's shape, and the small file of what was learned: low-rank additions, a head, nothing of the base model."""

from __future__ import annotations

from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

# Trained and written by tools.judge; see MODEL_CARD.md beside it.
LEARNED = Path(__file__).parent / "learned.npz"

HIDDEN = 384
# The first of the encoder's twelve layers; the others are left out.
LAYERS = 9
RANKS = {"qkv": 24, "ao": 8, "fi": 8, "fo": 8}
SCALE = 2.0
# Features whose strongest token counts, and the width of the head.
TELLS = 16
WIDE = 128


def read(path: Path = LEARNED) -> dict[str, NDArray[np.float32]] | None:
    """Return what was learned, by name, or None without a file that can be read."""
    try:
        # Opened here, since numpy leaves a file that is no archive open.
        with path.open("rb") as file, np.load(file, allow_pickle=False) as found:
            return {name: found[name].astype(np.float32) for name in found.files}
    except (OSError, ValueError, BadZipFile):
        return None
