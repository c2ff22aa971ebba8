"""What the papers say is not there yet, what is logged, and which version this is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from app import VERSION
from tests.support.papers import paper, section
from tools.machine import PROJECT_FOLDER

PRODUCT = ("accounts", "archive", "audit", "core", "intake", "processes", "review", "search")
_ITEM = re.compile(r"^- ((?:.|\n(?!\n|- ))+)", re.MULTILINE)
NOT_YET = [" ".join(item.split()) for item in _ITEM.findall(section("README.md", "State"))]


def module(name: str) -> Callable[[Flask], bool]:
    """Return the question whether a module, or a folder of that name, is there."""
    place = PROJECT_FOLDER / name.replace(".", "/")
    return lambda _app: place.exists() or place.with_suffix(".py").exists()


def address(pattern: str) -> Callable[[Flask], bool]:
    """Return the question whether an address that looks so is there."""
    return lambda app: any(re.fullmatch(pattern, rule.rule) for rule in app.url_map.iter_rules())


def setting(name: str) -> Callable[[Flask], bool]:
    """Return the question whether Flask's configuration switches something on."""
    return lambda app: bool(app.config.get(name))


def command(group: str) -> Callable[[Flask], bool]:
    """Return the question whether there is a group of commands, or a command."""
    return lambda app: group in app.cli.commands


# Where each thing would be if it were there, by the words that the README has for it. A probe that finds something says
# that its item has to go from the list.
PROBES: dict[str, list[Callable[[Flask], bool]]] = {
    "changing a published fact check at the desk": [address(r"/desk/articles/.*(?:change|edit).*")],
    "figures for monitoring": [address("/metrics")],
}


def test_every_item_of_the_list_has_a_probe_and_every_probe_an_item() -> None:
    assert len(NOT_YET) == section("README.md", "State").count("\n- ") > 0
    parts = [part for item in NOT_YET for part in re.split(r"[;,] ", item)]
    silent = [part for part in parts if not any(part.startswith(words) for words in PROBES)]
    assert silent == [], "README.md, State: give each item a probe here."
    assert [words for words in PROBES if not any(part.startswith(words) for part in parts)] == []


@pytest.mark.parametrize("words", PROBES)
def test_what_is_not_there_yet_is_not_there(app: Flask, words: str) -> None:
    found = [place for place, probe in enumerate(PROBES[words]) if probe(app)]
    assert found == [], f"{words!r} is there now: take it off the list in README.md."


def test_probes_find_what_is_there(app: Flask) -> None:
    there = [module("core.db"), module("search.facts"), address("/healthz"), setting("SECRET_KEY"), command("desk")]
    assert all(probe(app) for probe in there)


def test_the_lines_of_the_log_are_those_that_are_written() -> None:
    sources = [path.read_text() for package in PRODUCT for path in Path(PROJECT_FOLDER, package).rglob("*.py")]
    written = {name for source in sources for name in re.findall(r'\blog\.\w+\(\s*"(\w+)"', source)}
    listed = set(re.findall(r"`([a-z_]+)`", section("docs/operations.md", "Health and logs").partition("| lines |")[2]))
    assert listed - {"serve"} == written, "docs/operations.md, Health and logs."


def test_the_newest_section_of_the_changelog_is_this_version() -> None:
    newest = re.match(r"Version (\S+)\n-+\n\n(.*?)(?=\nVersion |\Z)", paper("CHANGELOG.md"), re.DOTALL)
    assert newest is not None
    project = tomllib.loads(paper("pyproject.toml"))["project"]
    assert newest[1] == project["version"] == VERSION
    assert f"Version {VERSION}" in paper("README.md")
    assert f"version {VERSION}" in paper("docs/privacy.md")
    packages = ("accounts", "audit", "archive")
    assert any(all(f"`{name}`" in line for name in packages) for line in newest[2].split("\n-   "))


def test_the_glossary_names_each_term_once_and_in_two_cells() -> None:
    lines = section("CONTRIBUTING.md", "Words of the trade").strip().splitlines()[4:]
    terms = [term.strip() for line in lines for term in line.split("|")[1].split(",")]
    assert len(terms) == len(set(terms)) > 30
    assert {"race", "deadlock", "idempotent", "log loss", "single flight", "representative text"} <= set(terms)
