"""The tests themselves: what they share lies where nobody takes it away, and budgets are for files that are there."""

from __future__ import annotations

import re

from core.config import PROJECT_FOLDER
from tests.support.budget import BUDGETS, USUAL

IMPORTED = re.compile(r"^\s*(?:from|import) (tests\.\S+)", re.MULTILINE)


def may_import(importer: str, imported: str) -> bool:
    """Whether a module of tests may be imported: from support, or a helper (no test) of the same folder."""
    folder, _, name = imported.rpartition(".")
    return imported.startswith("tests.support") or (
        importer.startswith(f"{folder}.") and not name.startswith("test_") and name != "conftest"
    )


def test_no_file_imports_from_a_file_of_tests_or_from_another_folder() -> None:
    found = [
        f"{path.relative_to(PROJECT_FOLDER)} imports {name}: move what both need to tests/support"
        for folder in ("tests", "bench", "tools")
        for path in sorted((PROJECT_FOLDER / folder).rglob("*.py"))
        for name in IMPORTED.findall(path.read_text(encoding="utf-8"))
        if not may_import(".".join(path.relative_to(PROJECT_FOLDER).with_suffix("").parts), name)
    ]
    assert found == []


def test_every_budget_is_for_a_file_that_is_there_and_needs_it() -> None:
    assert [file for file in BUDGETS if not (PROJECT_FOLDER / file).is_file()] == []
    assert [file for file, (seconds, reason) in BUDGETS.items() if seconds <= USUAL or not reason] == []
