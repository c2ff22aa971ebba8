"""A model folder as the version before the re-laying has built it."""

from __future__ import annotations

import json
from pathlib import Path

from core.config import PROJECT_FOLDER

MODULES = PROJECT_FOLDER / "tests" / "support" / "old_installation" / "modules.json"
# Written by today's builds only.
NEW = "encoder.json"


def lay_old_model(folder: Path, built: Path) -> Path:
    """Fill a folder with a built model, without what an earlier version did not write, and with what it did."""
    folder.mkdir(parents=True, exist_ok=True)
    manifest = json.loads((built / "manifest.json").read_text())
    manifest["files"].pop(NEW, None)
    manifest["files"]["modules.json"]["bytes"] = MODULES.stat().st_size
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (folder / "modules.json").write_bytes(MODULES.read_bytes())
    for name in manifest["files"]:
        if not (folder / name).exists():
            (folder / name).symlink_to(built / name)
    return folder
