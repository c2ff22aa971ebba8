"""`flask desk …` on the command line."""

from __future__ import annotations

import json

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from accounts.models import AccountAction, Editor
from audit.models import Actor, Event
from core.db import db
from tests.support import factories
from tests.support.browsing import Browser
from tests.support.desk import PASSWORD
from tests.support.door import login
from tests.support.second_factor import give_app


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["desk", "create-editor", *arguments])


def accounts() -> list[Editor]:
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(select(Editor)))


def test_an_account_is_made_and_its_one_time_password_opens_it(app: Flask, client: Browser) -> None:
    result = run(app, "Anna@Desk.Test", "--role", "lead", "--json")
    assert result.exit_code == 0
    made = json.loads(result.stdout)
    assert made.keys() == {"email", "role", "one_time_password"}
    assert result.stdout.count("\n") == 1
    (editor,) = accounts()
    assert (editor.email, editor.desk_name) == ("anna@desk.test", "anna")
    assert [role.name for role in editor.roles] == ["lead"]
    assert editor.must_change_password
    answer = client.send("/desk/login", {"email": made["email"], "password": made["one_time_password"]})
    assert answer.status_code == 302


def test_the_json_names_the_account_as_it_was_made(app: Flask) -> None:
    made = json.loads(run(app, "Anna@Desk.Test", "--json").stdout)
    assert (made["email"], made["role"]) == ("anna@desk.test", "editor")


def test_people_are_told_the_password_in_words(app: Flask) -> None:
    result = run(app, "anna@desk.test", "--name", "Anna B.")
    assert result.exit_code == 0
    assert "One-time password:" in result.stdout
    assert accounts()[0].desk_name == "Anna B."


def test_the_password_itself_is_not_kept(app: Flask) -> None:
    password = json.loads(run(app, "anna@desk.test", "--json").stdout)["one_time_password"]
    (editor,) = accounts()
    assert password not in editor.password
    assert editor.password.startswith("$argon2")


def test_making_an_account_leaves_one_line_by_the_machine(app: Flask) -> None:
    run(app, "anna@desk.test", "--json")
    event = db.session.scalars(select(Event)).one()
    (editor,) = accounts()
    assert (event.action, event.actor) == (AccountAction.EDITOR_CREATED, Actor.MACHINE)
    assert event.details == {"account": editor.id, "role": "editor"}


@pytest.mark.parametrize(
    "address", ["", "anna", "anna@", "@desk.test", "anna desk@desk.test", "a@b@c.test", "anna@desk"]
)
def test_what_is_no_address_is_refused_with_one_sentence(app: Flask, address: str) -> None:
    result = run(app, address, "--json")
    assert result.exit_code == 1
    assert "This is not an e-mail address." in result.stderr
    assert result.stdout == ""
    assert accounts() == []


@pytest.mark.parametrize("again", ["anna@desk.test", "ANNA@desk.test", "Anna@DESK.TEST"])
def test_an_address_has_one_account_however_it_is_typed(app: Flask, again: str) -> None:
    run(app, "anna@desk.test")
    before = accounts()[0].password
    result = run(app, again, "--json")
    assert result.exit_code == 1
    assert "already" in result.stderr
    assert [editor.password for editor in accounts()] == [before]


def test_an_unknown_role_is_a_wrong_call(app: Flask) -> None:
    assert run(app, "anna@desk.test", "--role", "king").exit_code == 2
    assert accounts() == []


def test_an_operator_removes_the_second_factor_of_whoever_has_lost_everything(app: Flask, client: Browser) -> None:
    editor = factories.editor(password=PASSWORD)
    give_app(editor)
    runner = app.test_cli_runner()
    result = runner.invoke(args=["desk", "reset-second-factor", editor.email.upper()])
    assert (result.exit_code, editor.email in result.stdout) == (0, True)
    assert login(client, editor.email, PASSWORD).location == "/desk/"
    again = runner.invoke(args=["desk", "reset-second-factor", editor.email])
    assert (again.exit_code, "no second factor" in again.stderr) == (1, True)
    unknown = runner.invoke(args=["desk", "reset-second-factor", "nobody@desk.test"])
    assert (unknown.exit_code, "no account" in unknown.stderr) == (1, True)
