"""A one-time link lets its owner choose a password, once, within three days, and opens nothing else."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from functools import partial
from threading import Barrier
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from accounts import accounts, links, people
from accounts.links import NewLink
from accounts.models import AccountAction, AccountLink, Editor
from accounts.permissions import RoleName
from app import create_app
from core.config import Config
from core.db import db, writing
from core.refusals import NotFound
from tests.support import factories
from tests.support.browsing import Browser, open_text, whole_database
from tests.support.desk import PASSWORD, signed_in
from tests.support.door import WRONG, actions, choose, is_in, login
from tests.support.side_by_side import side_by_side

GONE = "This link works no more"
SAVED = "Your password is saved."


@pytest.fixture
def manager(app: Flask) -> Editor:
    """Somebody who manages accounts."""
    return factories.editor(password=PASSWORD, role=RoleName.ADMIN)


def invited(manager: Editor) -> NewLink:
    return people.invite(email="neu@desk.test", desk_name="Neu", roles=["editor"], by=manager.id)


def page_of(link: NewLink) -> str:
    return f"/desk/link/{link.token}"


def take(browser: Browser, link: NewLink, password: str = PASSWORD) -> TestResponse:
    fields = {"new_password": password, "new_password_confirm": password}
    return browser.send(page_of(link), fields)


def stranger(app: Flask) -> Browser:
    return Browser(app, app.response_class)


def is_gone(app: Flask, link: NewLink) -> bool:
    """Return whether the page says so to whoever looks and to whoever sends."""
    browser = stranger(app)
    seen = browser.get(page_of(link))
    fields = {"new_password": WRONG, "new_password_confirm": WRONG}
    sent = browser.send(page_of(link), fields, seen_at="/desk/login")
    pages = [open_text(answer.text) for answer in (seen, sent)]
    assert (seen.status_code == 410) is (GONE in pages[0])
    return [answer.status_code for answer in (seen, sent)] == [410, 410] and all(GONE in page for page in pages)


def test_an_invited_person_chooses_a_password_and_signs_in_with_it(
    app: Flask, client: Browser, manager: Editor
) -> None:
    link = invited(manager)
    assert "neu@desk.test" in open_text(client.get(page_of(link)).text)
    answer = take(client, link)
    assert answer.location == "/desk/login"
    assert not is_in(client), "the link itself signs nobody in"
    assert SAVED in open_text(client.get("/desk/login").text)
    assert login(client, "neu@desk.test", PASSWORD).location == "/desk/"


def test_looking_uses_nothing_up_because_messengers_open_links(app: Flask, client: Browser, manager: Editor) -> None:
    link = invited(manager)
    for _ in range(3):
        assert stranger(app).get(page_of(link)).status_code == 200
        assert stranger(app).head(page_of(link)).status_code == 200
    assert take(client, link).location == "/desk/login"


def test_a_link_works_once(app: Flask, client: Browser, manager: Editor) -> None:
    link = invited(manager)
    take(client, link)
    assert is_gone(app, link)
    assert not login(client, "neu@desk.test", WRONG).location


@pytest.mark.parametrize("hours, works", [(71.9, True), (72.1, False)])
def test_a_link_waits_for_three_days(app: Flask, manager: Editor, hours: float, works: bool) -> None:
    link = invited(manager)
    with writing() as session:
        session.scalars(select(AccountLink)).one().expires_at -= timedelta(hours=hours)
    assert is_gone(app, link) is not works


def test_a_newer_link_makes_the_older_one_worthless(app: Flask, client: Browser, manager: Editor) -> None:
    old = invited(manager)
    new = people.make_link(old.editor.id, by=manager.id)
    assert is_gone(app, old)
    assert take(client, new).location == "/desk/login"


def test_a_withdrawn_link_works_no_more(app: Flask, manager: Editor) -> None:
    link = invited(manager)
    people.withdraw_link(link.editor.id, by=manager.id)
    assert is_gone(app, link)


def test_a_link_of_a_closed_account_works_no_more_even_when_it_is_opened_again(app: Flask, manager: Editor) -> None:
    link = invited(manager)
    people.close(link.editor.id, by=manager.id)
    assert is_gone(app, link)
    people.reopen(link.editor.id, by=manager.id)
    assert is_gone(app, link)


def test_whoever_remembers_the_password_or_gets_another_needs_no_link_any_more(app: Flask, manager: Editor) -> None:
    editor = factories.editor(password=PASSWORD)
    link = people.make_link(editor.id, by=manager.id)
    choose(signed_in(app, editor), PASSWORD, WRONG)
    assert is_gone(app, link)
    link = people.make_link(editor.id, by=manager.id)
    accounts.make_one_time_password(editor.email)
    assert is_gone(app, link)


@pytest.mark.parametrize("token", ["x", "A" * 43, "%00", "ä", "A" * 1_500, "..%2f..%2f"])
def test_a_link_that_was_never_made_is_told_on_the_same_page(app: Flask, client: Browser, token: str) -> None:
    answer = client.get(f"/desk/link/{token}")
    assert answer.status_code in {404, 410}
    assert answer.status_code == 404 or GONE in open_text(answer.text)


def test_the_old_password_goes_on_until_the_link_is_used_and_then_everything_ends(
    app: Flask, client: Browser, manager: Editor
) -> None:
    editor = factories.editor(password=PASSWORD)
    at_work = signed_in(app, editor)
    link = people.make_link(editor.id, by=manager.id)
    assert is_in(at_work)
    assert login(stranger(app), editor.email, PASSWORD).location == "/desk/"
    take(client, link, WRONG)
    assert not is_in(at_work)
    assert not login(stranger(app), editor.email, PASSWORD).location
    assert login(stranger(app), editor.email, WRONG).location == "/desk/"


@pytest.mark.parametrize(
    "new, again, field",
    [("kurz", "kurz", "new_password"), (PASSWORD, WRONG, "new_password_confirm"), ("a" * 129, "", "new_password")],
)
def test_a_password_that_will_not_do_uses_nothing_up(
    client: Browser, manager: Editor, new: str, again: str, field: str
) -> None:
    link = invited(manager)
    answer = client.send(page_of(link), {"new_password": new, "new_password_confirm": again})
    assert answer.status_code == 400
    assert f'id="{field}-error"' in answer.text
    assert take(client, link).location == "/desk/login"


def test_of_many_who_use_it_at_the_same_time_one_chooses(app: Flask, manager: Editor) -> None:
    link = invited(manager)
    ready = Barrier(6)

    def attempt(number: int) -> str:
        password = f"das Passwort von Nummer {number}"
        ready.wait(10)
        links.use(link.token, new=password, repeated=password)
        return password

    with side_by_side(app) as start:
        tries = [start(partial(attempt, number)) for number in range(6)]
    won = [one.result() for one in tries if one.exception() is None]
    assert len(won) == 1
    assert all(isinstance(one.exception(), NotFound) for one in tries if one.exception() is not None)
    assert actions().count(AccountAction.PASSWORD_CHANGED) == 2, "the manager's own, and this"
    assert login(stranger(app), "neu@desk.test", won[0]).location == "/desk/"


def test_a_link_is_worth_nothing_to_whoever_reads_the_database(app: Flask, config: Config, manager: Editor) -> None:
    link = invited(manager)
    assert link.token not in whole_database(config)
    other = create_app(dataclasses.replace(config, secret_key="another secret of the same length, or so"))
    with other.app_context(), pytest.raises(NotFound):
        links.owner(link.token)


def test_whoever_is_signed_in_where_the_link_is_opened_is_signed_out_there(app: Flask, manager: Editor) -> None:
    link = invited(manager)
    browser = signed_in(app, factories.editor(password=PASSWORD))
    assert take(browser, link).location == "/desk/login"
    assert browser.get("/desk/login").status_code == 200
    assert not is_in(browser)


def test_the_page_shows_the_link_once_with_the_host_by_which_the_desk_was_reached(app: Flask, manager: Editor) -> None:
    browser = signed_in(app, manager)
    fields = {"email": "neu@desk.test", "desk_name": "Neu", "roles": "editor"}
    shown = browser.send("/desk/people/invite", fields)
    address = next(part for part in open_text(shown.text).split() if "/desk/link/" in part)
    assert urlsplit(address).netloc == "localhost"
    editor = db.session.scalars(select(Editor).where(Editor.email == "neu@desk.test")).one()
    later = browser.get(f"/desk/people/{editor.id}").text + browser.get("/desk/people/").text
    assert urlsplit(address).path.rpartition("/")[2] not in later
    assert stranger(app).get(urlsplit(address).path).status_code == 200
