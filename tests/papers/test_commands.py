"""Every command that a paper names can be typed."""

from __future__ import annotations

import re
from importlib.util import find_spec

import click
import pytest
from flask import Flask

from bench.__main__ import MEASUREMENTS, measurements
from tests.support.papers import LIVING, in_backticks, in_code
from tools.machine import PROJECT_FOLDER

CODE = sorted(
    {(name, line.split("  #")[0]) for name in LIVING for line in in_code(name)}
    | {("CHANGELOG.md", text) for text in in_backticks("CHANGELOG.md")}
)
MAKEFILE = (PROJECT_FOLDER / "Makefile").read_text()

_MAKE = re.compile(r"(?:^|&& |\| |gegencheck )make ([a-z]+)")
_FLASK = re.compile(r"(?:^|/| )flask ((?:[a-z][\w-]* ?)+)(.*)")
_MODULE = re.compile(r"python3? -m ([\w.]+)(.*)")
_OPTION = re.compile(r"--[a-z][\w-]*")


def commands(pattern: re.Pattern[str]) -> list[tuple[str, re.Match[str]]]:
    return [(name, match) for name, line in CODE for match in pattern.finditer(line)]


def test_every_target_of_make_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
    named = {(paper, match[1]) for paper, match in commands(_MAKE)}
    assert len({target for _, target in named}) > 5
    assert sorted((paper, target) for paper, target in named if target not in targets) == []


def test_every_command_of_flask_exists_with_its_options(app: Flask) -> None:
    named = commands(_FLASK)
    assert len(named) > 12
    assert [problem for paper, match in named for problem in wrong(app, paper, match)] == []


def wrong(app: Flask, paper: str, match: re.Match[str]) -> list[str]:
    """Return what cannot be typed of one command."""
    known: click.Command = app.cli
    for word in match[1].split():
        if not isinstance(known, click.Group):
            break
        found = known.get_command(click.Context(known), word)
        if found is None:
            return [f"{paper}: there is no `flask {match[1].strip()}`"]
        known = found
    options = {option for parameter in known.params for option in parameter.opts} | {"--help"}
    return [
        f"{paper}: `flask {match[1].strip()}` has no {option}"
        for option in _OPTION.findall(match[2])
        if option not in options
    ]


def test_every_measurement_exists_with_its_options() -> None:
    named = [(paper, match) for paper, match in commands(_MODULE) if match[1] == "bench"]
    assert len(named) > 6
    missing = []
    for paper, match in named:
        name = match[2].split()[0] if match[2].split() else ""
        if name and name not in [*measurements(), "NAME"]:
            missing.append(f"{paper}: there is no measurement {name}")
        elif name in measurements():
            source = (MEASUREMENTS / f"{name}.py").read_text()
            missing += [
                f"{paper}: {name} has no {option}" for option in _OPTION.findall(match[2]) if option not in source
            ]
    assert missing == []


@pytest.mark.parametrize("module", sorted({match[1] for _, match in commands(_MODULE)}))
def test_every_module_that_is_run_exists(module: str) -> None:
    assert find_spec(module) is not None
