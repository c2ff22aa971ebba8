"""What tests share lies in tests/support, where whoever moves or deletes a test does not take it from another."""

from __future__ import annotations

import re

from core.config import PROJECT_FOLDER

FOREIGN = re.compile(r"^\s*(?:from|import) (tests\.(?!support\b)\S+)", re.MULTILINE)


def test_no_file_imports_from_a_file_of_tests() -> None:
    found = {
        f"{path.relative_to(PROJECT_FOLDER)} imports {name}: move what both need to tests/support"
        for folder in ("tests", "bench", "tools")
        for path in (PROJECT_FOLDER / folder).rglob("*.py")
        for name in FOREIGN.findall(path.read_text(encoding="utf-8"))
    }
    assert found == set()
