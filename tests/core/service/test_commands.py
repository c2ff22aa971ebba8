"""The command line on a fresh set-up: it prepares the database or says what to do, and never shows a traceback."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from core.config import PROJECT_FOLDER
from core.service.commands import PreparedGroup
from tests.support.databases import Databases
from tests.support.installation import SECRET

# Groups that come with Flask's extensions; `flask db` has to work on a database of any version.
OF_EXTENSIONS = {"db", "users", "roles"}


def typed(data_dir: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command as an operator does, in a process of its own."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    return subprocess.run(
        [sys.executable, "-m", "flask", *words],
        cwd=PROJECT_FOLDER,
        env=kept | {"DATA_DIR": str(data_dir)} | settings,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def set_to(data_dir: Path, revision: str) -> None:
    with sqlite3.connect(data_dir / "gegencheck.db") as database:
        assert database.execute("UPDATE alembic_version SET version_num = ?", [revision]).rowcount == 1


def test_the_first_command_of_all_makes_the_database(tmp_path: Path) -> None:
    looked_up = typed(tmp_path, "search", "lookup", "Im Park liegen Köder.", "--json")

    assert looked_up.returncode == 0, looked_up.stderr
    assert looked_up.stdout == '{"matches": [], "calibrated": true}\n'
    assert "its database is made first" in looked_up.stderr


def test_an_empty_file_is_a_new_installation_too(tmp_path: Path) -> None:
    (tmp_path / "gegencheck.db").touch()

    retracted = typed(tmp_path, "claims", "retract", "7")

    assert (retracted.returncode, retracted.stderr.splitlines()[-1]) == (1, "Error: there is no claim 7")


@pytest.mark.parametrize(
    "words",
    [
        ["search", "rebuild"],
        ["search", "evaluate", "--claims", "archive/demo/claims.jsonl", "--queries", "posts.jsonl"],
        ["claims", "import", "archive/demo/claims.jsonl"],
    ],
)
def test_without_a_model_a_command_says_so(tmp_path: Path, words: list[str]) -> None:
    posts = tmp_path / "posts.jsonl"
    posts.write_text('{"id": "1", "text": "Köder im Park?", "relevant": ["demo"]}')

    given = [str(posts) if word == posts.name else word for word in words]
    ended = typed(tmp_path, *given, EMBEDDING_MODEL=str(tmp_path / "missing"))

    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1].startswith("Error: The embedding model")
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("revision,told", [("0001", "made by an earlier version"), ("9999", "made by a later version")])
def test_a_database_of_another_version_is_left_alone(
    tmp_path: Path, sqlite_databases: Databases, revision: str, told: str
) -> None:
    with sqlite_databases.lend(tmp_path):
        set_to(tmp_path, revision)

    ended = typed(tmp_path, "desk", "create-editor", "anna@desk.test", SECRET_KEY=SECRET)

    assert ended.returncode == 1
    assert ended.stderr.startswith("Error: ")
    assert told in ended.stderr
    with sqlite3.connect(tmp_path / "gegencheck.db") as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchall() == [(revision,)]
        assert database.execute("SELECT count(*) FROM editor").fetchall() == [(0,)]


def test_a_file_that_is_no_database_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "gegencheck.db").write_bytes(b"not a database, but long enough to look like a file of one" * 40)

    ended = typed(tmp_path, "search", "rebuild", SECRET_KEY=SECRET)

    assert ended.returncode == 1
    assert ended.stderr == "Error: The database cannot be used: file is not a database\n"


def test_help_needs_no_database(tmp_path: Path) -> None:
    assert typed(tmp_path, "search", "adapt", "--help").returncode == 0
    assert not (tmp_path / "gegencheck.db").exists()


def test_every_group_of_ours_prepares_the_database(app: Flask) -> None:
    groups = {name: group for name, group in app.cli.commands.items() if name not in OF_EXTENSIONS}

    assert groups.keys() >= {"claims", "search", "desk"}
    unprepared = [name for name, group in groups.items() if not isinstance(group, PreparedGroup)]
    assert not unprepared, f"{unprepared}: make it a PreparedGroup, or it breaks before the first start."


@pytest.mark.parametrize(
    "words,told",
    [
        (("users", "deactivate", "anna@desk.test"), "Error: There is no account with this address."),
        (("claims", "retract", "9" * 30), "is not in the range"),
        (("claims", "retract", "7"), "Error: there is no claim 7"),
    ],
)
def test_a_command_that_cannot_be_carried_out_says_why_in_a_sentence(
    tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    ended = typed(tmp_path, *words)

    assert ended.returncode != 0
    assert told in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("setting", ["APP_ROLE=bogus", "SECRET_KEY=short", "REDIS_URL=bla", "PORT=x"])
def test_a_setting_that_cannot_be_used_is_told_in_one_line(tmp_path: Path, setting: str) -> None:
    name, _, value = setting.partition("=")

    ended = typed(tmp_path, "claims", "retract", "7", **{name: value})

    assert ended.returncode == 1
    (line,) = ended.stderr.splitlines()
    assert line.startswith(f"Error: {name}")
