"""The threat model names a test for what it claims; here each of them is looked for."""

import ast
import re
from functools import cache

import pytest

from tools.machine import PROJECT_FOLDER

PAPER = (PROJECT_FOLDER / "docs" / "security.md").read_text()
REFERENCES = sorted(set(re.findall(r"`(tests/[^`:]+\.py)::([^`]+)`", PAPER)))

# The columns of a table whose last one names tests.
HEADED_TEST = re.compile(r"^\|[^\n]*\| test \|\n\|[-|]+\|\n((?:\|[^\n]*\|\n)+)", re.MULTILINE)


@cache
def defined_in(file: str) -> frozenset[str]:
    path = PROJECT_FOLDER / file
    if not path.is_file():
        return frozenset()
    return frozenset(node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("file,test", REFERENCES)
def test_a_test_that_the_threat_model_names_exists(file: str, test: str) -> None:
    assert test in defined_in(file), f"docs/security.md rests on {file}::{test}: name the test that took its place."


def test_every_defence_names_a_test_or_says_that_it_has_none() -> None:
    rows = [row for table in HEADED_TEST.findall(PAPER) for row in table.splitlines()]
    silent = [row for row in rows if "`tests/" not in row.split("|")[-2] and "no test" not in row.split("|")[-2]]
    assert len(rows) > 30
    assert silent == []


def test_no_name_of_a_test_is_written_in_a_way_that_is_not_looked_for() -> None:
    assert PAPER.count("::") - PAPER.count("file::test") == len(re.findall(r"`tests/[^`:]+\.py::\w+`", PAPER))


def test_the_page_for_reporters_leads_to_the_threat_model() -> None:
    assert "(docs/security.md)" in (PROJECT_FOLDER / "SECURITY.md").read_text()
