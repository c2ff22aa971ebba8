"""Files of claims as operators import them: a row that is good, and a file of rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

GOOD: dict[str, Any] = {"id": "1", "text": "Spinat enthält viel Eisen.", "lang": "de"}


def jsonl(tmp_path: Path, *lines: dict[str, Any] | str | bytes) -> Path:
    """Write a file whose lines are rows, or what somebody wrote in place of a row."""
    path = tmp_path / "claims.jsonl"
    raw = [
        line if isinstance(line, bytes) else (line if isinstance(line, str) else json.dumps(line)).encode()
        for line in lines
    ]
    path.write_bytes(b"\n".join(raw) + b"\n")
    return path
