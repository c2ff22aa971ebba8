"""The engine and its collections hold texts with numbers; whose they are is said by the packages above."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.config import PROJECT_FOLDER

SEARCH = PROJECT_FOLDER / "search"
KNOWS_NO_OWNER = [
    SEARCH / "engine.py",
    SEARCH / "indexing.py",
    SEARCH / "ranking" / "fusion.py",
    *sorted((SEARCH / "index").glob("*.py")),
    *sorted((SEARCH / "model").glob("*.py")),
]


@pytest.mark.parametrize("path", KNOWS_NO_OWNER, ids=lambda path: str(path.relative_to(SEARCH)))
def test_no_claim_and_no_case_is_spoken_of(path: Path) -> None:
    spoken = re.findall(r".*\b(?:claim|case)s?\b.*", path.read_text(encoding="utf-8"), re.IGNORECASE)

    assert spoken == [], "say owner, text or document; what is only true of claims belongs to archive"
