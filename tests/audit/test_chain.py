"""The chain of the trail: whatever is done to the table from outside is found, and called by its name."""

from __future__ import annotations

import json
import threading

import pytest
from flask import Flask
from sqlalchemy import select

from audit import chain
from audit.chain import Damage
from audit.models import Event
from audit.trail import first_broken
from core.config import Config
from core.db import db
from tests.support.trail import behind_our_back, write

COLUMNS = "at, actor, editor_id, action, case_id, details, previous_hash, hash"
COPIED = "at, actor, editor_id, action, case_id, details"


def found() -> tuple[int | None, Damage | None]:
    checked = chain.check()
    return checked.number, checked.damage


def test_the_chain_is_whole_after_fifty_lines_by_five_threads(app: Flask) -> None:
    together = threading.Barrier(5)

    def work() -> None:
        together.wait()
        for _ in range(10):
            with app.app_context():
                write(1)

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(db.session.scalars(select(Event.id).order_by(Event.id))) == list(range(1, 51))
    assert first_broken() is None


def test_an_empty_trail_is_whole(app: Flask) -> None:
    assert first_broken() is None


CHANGES = [
    "at = '2020-01-01 00:00:00.000000'",
    "actor = 'person'",
    "editor_id = 1",
    "action = 'signed_out'",
    "case_id = 1",
    "details = '{\"x\": 1}'",
    "previous_hash = hash",
    "hash = upper(hash)",
    "hash = 'ö'",
    # What can be no line at all; it must be named, too, and not break the search for it.
    "actor = 'robot'",
]
ON_SQLITE = ["at = 'yesterday'", "at = 7", "details = 'not JSON'", "details = '[1]'", "action = 7"]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("line", [1, 3, 5])
def test_a_changed_line_is_found(app: Flask, config: Config, change: str, line: int) -> None:
    write(5)
    behind_our_back(config, f"UPDATE event SET {change} WHERE id = {line}")  # noqa: S608
    assert found() == (line, Damage.CHANGED)
    assert chain.check().whole == line - 1


@pytest.mark.sqlite_only("a column there takes whatever somebody writes into it")
@pytest.mark.parametrize("change", ON_SQLITE)
def test_a_line_that_cannot_be_read_any_more_is_a_changed_one(app: Flask, config: Config, change: str) -> None:
    write(5)
    behind_our_back(config, f"UPDATE event SET {change} WHERE id = 3")  # noqa: S608
    assert found() == (3, Damage.CHANGED)


@pytest.mark.parametrize("line", [1, 3, 5])
def test_a_deleted_line_is_found(app: Flask, config: Config, line: int) -> None:
    write(5)
    behind_our_back(config, f"DELETE FROM event WHERE id = {line}")  # noqa: S608
    assert found() == (line, Damage.CUT_OFF if line == 5 else Damage.REMOVED)


def test_a_trail_that_was_emptied_is_found(app: Flask, config: Config) -> None:
    write(5)
    behind_our_back(config, "DELETE FROM event")
    assert found() == (1, Damage.CUT_OFF)


def test_a_deleted_line_is_found_when_those_after_it_were_numbered_anew(app: Flask, config: Config) -> None:
    write(5)
    behind_our_back(config, "DELETE FROM event WHERE id = 3", "UPDATE event SET id = id - 1 WHERE id > 3")
    assert found() == (3, Damage.REMOVED)


def test_two_deleted_lines_are_found_when_those_after_them_were_numbered_anew(app: Flask, config: Config) -> None:
    write(7)
    behind_our_back(config, "DELETE FROM event WHERE id IN (3, 4)", "UPDATE event SET id = id - 2 WHERE id > 4")
    assert found() == (3, Damage.REMOVED)


def test_a_line_that_is_written_meanwhile_does_not_look_cut_off(app: Flask, config: Config) -> None:
    write(3)

    read = []

    def go_on(count: int) -> None:
        read.append(count)
        if len(read) == 3:
            behind_our_back(config, f"UPDATE counter SET value = 4 WHERE name = '{chain.COUNTER}'")  # noqa: S608

    assert chain.check(progress=go_on).is_whole
    assert len(read) == 3


@pytest.mark.parametrize(
    "number, values",
    [
        (6, f"{COPIED}, hash, 'made up'"),
        (6, f"{COPIED}, hash, substr(previous_hash, 2) || ' '"),
        (0, f"{COPIED}, previous_hash, 'made up'"),
        (9, f"{COPIED}, hash, 'made up'"),
    ],
)
def test_an_inserted_line_is_found(app: Flask, config: Config, number: int, values: str) -> None:
    write(5)
    behind_our_back(
        config,
        f"INSERT INTO event (id, {COLUMNS}) SELECT {number}, {values} FROM event WHERE id = 5",  # noqa: S608
    )
    assert found() == (number, Damage.INSERTED)


def test_a_line_inserted_in_the_middle_is_found(app: Flask, config: Config) -> None:
    write(5)
    behind_our_back(
        config,
        "UPDATE event SET id = -id - 1 WHERE id > 2",
        "UPDATE event SET id = -id WHERE id < 0",
        f"INSERT INTO event (id, {COLUMNS}) SELECT 3, {COPIED}, hash, 'made up' FROM event WHERE id = 2",  # noqa: S608
    )
    assert found() == (3, Damage.INSERTED)


def test_lines_whose_places_were_swapped_are_found(app: Flask, config: Config) -> None:
    write(5)
    behind_our_back(
        config,
        "UPDATE event SET id = 99 WHERE id = 2",
        "UPDATE event SET id = 2 WHERE id = 4",
        "UPDATE event SET id = 4 WHERE id = 99",
    )
    assert found() == (2, Damage.CHANGED)


def test_the_chain_cannot_be_made_anew_with_another_secret(app: Flask) -> None:
    write(2)
    app.config["SECRET_KEY"] = "what somebody guessed it might be"
    assert found() == (1, Damage.CHANGED)


def test_what_was_found_is_told_in_a_sentence_with_the_number(app: Flask, config: Config) -> None:
    write(4)
    assert chain.check().sentence == "The record is complete and unchanged. Lines checked: 4."
    behind_our_back(config, "DELETE FROM event WHERE id = 4")
    assert chain.check().sentence == "The end was cut off from outside: line 4 and what followed are missing."
    behind_our_back(config, "DELETE FROM event WHERE id = 2")
    assert chain.check().sentence == "Line 2 was removed from outside. All lines before it are unchanged."


def test_lines_beyond_one_page_are_read(app: Flask, config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "AT_ONCE", 2)
    write(5)
    assert chain.check().whole == 5
    behind_our_back(config, "UPDATE event SET editor_id = 3 WHERE id = 4")
    assert found() == (4, Damage.CHANGED)


def verify(app: Flask, *options: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["audit", "verify", *options])
    return result.exit_code, result.stdout


def test_the_command_says_how_many_lines_are_whole_and_ends_well(app: Flask) -> None:
    write(3)
    code, output = verify(app)
    assert (code, output.splitlines()[0]) == (0, "The record is complete and unchanged. Lines checked: 3.")
    assert str(db.session.scalars(select(Event.hash).order_by(Event.id.desc())).first()) in output


def test_the_command_names_the_first_broken_line_and_ends_with_one(app: Flask, config: Config) -> None:
    write(3)
    behind_our_back(config, "UPDATE event SET action = 'signed_out' WHERE id = 2")
    code, output = verify(app)
    assert (code, output.splitlines()[0]) == (
        1,
        "Line 2 was changed from outside. All lines before it are unchanged.",
    )


def test_the_command_prints_one_json_object_for_programs(app: Flask, config: Config) -> None:
    write(2)
    last = db.session.scalars(select(Event.hash).order_by(Event.id.desc())).first()
    whole = {"is_whole": True, "whole_lines": 2, "last_hash": last, "broken_line": None, "damage": None}
    code, output = verify(app, "--json")
    assert (code, json.loads(output)) == (0, whole)
    behind_our_back(config, "DELETE FROM event WHERE id = 2")
    code, output = verify(app, "--json")
    assert (code, json.loads(output)["broken_line"], json.loads(output)["damage"]) == (1, 2, "cut_off")
