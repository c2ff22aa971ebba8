"""Files, folders and headings that a paper points to are there."""

from __future__ import annotations

import re

import pytest

from tests.support.papers import LIVING, all_papers, anchors, in_backticks, links, paper, section
from tools.machine import PROJECT_FOLDER

# In the data folder of an installation, in a package, or a kind of content; every other name with a stroke or such an
# ending is ours.
NOT_OURS = re.compile(
    r"DATA_DIR/.*|var(?:/.*)?|index/|valkey/|valkey\.log|secret\.key|gegencheck\.db.*|\.mo|setup\.py|encoder\.json|tokenizer\.json|application/json"
)
_PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)+/?|[\w.-]+/|[\w-]+\.(?:py|md|toml|in|txt|json|jsonl|sh|cfg)")
# Made by the set-up or a run, so not there in a fresh copy.
MADE = {".venv", ".cache", ".model"}


@pytest.mark.parametrize("name", [*LIVING, "CHANGELOG.md"])
def test_every_file_and_folder_in_backticks_exists(name: str) -> None:
    paths = {text.partition("::")[0] for text in in_backticks(name)}
    ours = {path for path in paths if _PATH.fullmatch(path) and not NOT_OURS.fullmatch(path)}
    missing = sorted(path for path in ours if path.split("/")[0] not in MADE and not (PROJECT_FOLDER / path).exists())
    assert missing == []


def test_the_map_of_the_house_names_every_package_and_nothing_else() -> None:
    map_ = section("README.md", "Where things are")
    named = {word for line in map_.splitlines() if line.startswith("    ") for word in line.split()[:1]}
    assert [place for place in sorted(named) if not (PROJECT_FOLDER / place).exists()] == []
    packages = {f"{path.parent.name}/" for path in PROJECT_FOLDER.glob("*/__init__.py")}
    assert packages <= named, "README.md, Where things are: a line for each package."


def test_the_direction_of_imports_is_told_as_it_is_checked() -> None:
    contract = re.search(r'^layers = \[(.*"core")\]$', paper("pyproject.toml"), re.MULTILINE)
    assert contract is not None
    layers = [layer for layer in re.findall(r'"([^"]+)"', contract[1]) if layer != "processes"]
    arrow = " → ".join(["wsgi", "app", *(f"({layer})" if "|" in layer else layer for layer in layers)])
    assert [name for name in ("README.md", "CONTRIBUTING.md") if f"`{arrow}`" not in paper(name)] == []


@pytest.mark.parametrize("name", all_papers())
def test_every_link_leads_to_a_file_and_a_heading(name: str) -> None:
    here = PROJECT_FOLDER / name
    broken = []
    for file, anchor in links(name):
        target = (here.parent / file).resolve() if file else here
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(f"{file}#{anchor}" if anchor else file)
    assert broken == []
