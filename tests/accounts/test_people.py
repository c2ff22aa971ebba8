"""Managing the accounts of others: what it does, what the trail says of it, and what nobody may do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from accounts import people
from accounts.models import AccountAction, Editor, Role
from accounts.permissions import Permission, RoleName
from audit.models import Event
from audit.trail import first_broken
from core.db import db, writing
from core.refusals import Conflict, InvalidInput
from tests.support import factories
from tests.support.browsing import Browser, hidden_fields, open_text
from tests.support.desk import PASSWORD, signed_in
from tests.support.door import is_in, login
from tests.support.second_factor import give_app
from tests.support.side_by_side import side_by_side
from tests.support.statements import statements


@pytest.fixture
def lead(app: Flask) -> Editor:
    """Somebody who manages accounts."""
    return factories.editor(password=PASSWORD, role=RoleName.LEAD)


@pytest.fixture
def anna(app: Flask) -> Editor:
    """An editor whom the lead manages."""
    return factories.editor(password=PASSWORD)


def roles_of(editor: Editor) -> set[str]:
    db.session.rollback()
    db.session.expire_all()
    return {role.name for role in db.session.get_one(Editor, editor.id).roles}


def role(name: str) -> Role:
    return db.session.scalar(select(Role).where(Role.name == name)) or Role(name=name)


def last_line() -> tuple[str, int | None, dict[str, Any]]:
    """Return what was done last, by whom, and what the trail says of it."""
    db.session.rollback()
    line = db.session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()
    return line.action, line.editor_id, dict(line.details)


def press(browser: Browser, editor: Editor, act: str) -> str:
    """Press a button of an account's page; return what the page says then."""
    page = f"/desk/people/{editor.id}"
    browser.send(f"{page}/{act}", {}, seen_at=page)
    return open_text(browser.get(page).text)


def test_an_invitation_makes_an_account_that_nobody_knows_the_password_of(app: Flask, lead: Editor) -> None:
    link = people.invite(email=" Neu@Desk.Test", desk_name="  Neu  im Haus ", roles=["editor", "legal"], by=lead.id)
    made = db.session.get_one(Editor, link.editor.id)
    assert (made.email, made.desk_name, made.must_change_password) == ("neu@desk.test", "Neu im Haus", True)
    assert last_line() == ("person_invited", lead.id, {"account": made.id, "roles": ["editor", "legal"]})
    assert not login(Browser(app, app.response_class), "neu@desk.test", "").location


WRONG_INVITATIONS = {
    "no address": ({"email": "neu"}, "email"),
    "an address that is taken": ({"email": "EDITOR@desk.test"}, "email"),
    "no name": ({"desk_name": " "}, "desk_name"),
    "an endless name": ({"desk_name": "a" * 81}, "desk_name"),
    "an address for a name": ({"desk_name": "neu@desk.test"}, "desk_name"),
    "a name with what nobody can see": ({"desk_name": "Neu\x00er"}, "desk_name"),
    "the machine's name": ({"desk_name": "Die Maschine"}, "desk_name"),
    "a name that looks like another": ({"desk_name": "L\u0435a"}, "desk_name"),
    "a colleague's name": ({"desk_name": "EDITOR"}, "desk_name"),
    "no role": ({"roles": []}, "roles"),
    "a role that does not exist": ({"roles": ["editor", "king"]}, "roles"),
}


@pytest.mark.parametrize("changed, field", WRONG_INVITATIONS.values(), ids=WRONG_INVITATIONS.keys())
def test_a_wrong_invitation_is_refused_at_its_field(
    app: Flask, lead: Editor, changed: dict[str, Any], field: str
) -> None:
    with writing() as session:
        colleague = session.get_one(Editor, factories.editor().id)
        colleague.email, colleague.desk_name = "editor@desk.test", "Editor"
    good = {"email": "neu@desk.test", "desk_name": "Neu", "roles": ["editor"]}
    browser = signed_in(app, lead)
    answer = browser.send("/desk/people/invite", good | changed)
    assert answer.status_code == 400
    assert f'id="{field}-error"' in answer.text
    assert db.session.scalar(select(Editor.id).where(Editor.email == "neu@desk.test")) is None


def test_other_roles_end_all_sessions_and_stand_in_the_trail(app: Flask, lead: Editor, anna: Editor) -> None:
    at_work, manager = signed_in(app, anna), signed_in(app, lead)
    page = f"/desk/people/{anna.id}"
    answer = manager.send(f"{page}/roles", {"roles": ["viewer", "legal"]}, seen_at=page)
    assert answer.location == page
    assert roles_of(anna) == {"viewer", "legal"}
    assert not is_in(at_work)
    details = {"account": anna.id, "before": ["editor"], "roles": ["viewer", "legal"]}
    assert last_line() == ("roles_changed", lead.id, details)


def test_the_same_roles_once_more_change_nothing(app: Flask, lead: Editor, anna: Editor) -> None:
    at_work, before = signed_in(app, anna), last_line()
    people.change_roles(anna.id, roles=["editor"], seen=["editor"], by=lead.id)
    assert last_line() == before
    assert is_in(at_work)


def test_a_role_of_a_later_version_stays(app: Flask, lead: Editor, anna: Editor) -> None:
    with writing() as session:
        session.get_one(Editor, anna.id).roles.append(role("from_a_later_version"))
    people.change_roles(anna.id, roles=["viewer"], seen=["editor", "from_a_later_version"], by=lead.id)
    assert roles_of(anna) == {"viewer", "from_a_later_version"}


def test_of_two_who_change_the_roles_they_saw_the_second_is_told(app: Flask, lead: Editor, anna: Editor) -> None:
    first, second = signed_in(app, lead), signed_in(app, factories.editor(password=PASSWORD, role=RoleName.ADMIN))
    page = f"/desk/people/{anna.id}"
    seen = hidden_fields(second.get(page).text)
    first.send(f"{page}/roles", {"roles": ["viewer"]}, seen_at=page)
    second.post(f"{page}/roles", data={**seen, "roles": ["lead"]})
    assert "Somebody has changed the roles of this account meanwhile." in open_text(second.get(page).text)
    assert roles_of(anna) == {"viewer"}


def test_an_account_administrator_who_reads_no_case_makes_editors(app: Flask, anna: Editor) -> None:
    admin = factories.editor(role=RoleName.ADMIN)
    assert not admin.may(Permission.READ_CASES)
    people.change_roles(anna.id, roles=["lead"], seen=["editor"], by=admin.id)
    assert roles_of(anna) == {"lead"}


def test_a_closed_account_is_out_and_an_opened_one_signs_in_as_before(app: Flask, lead: Editor, anna: Editor) -> None:
    at_work, manager = signed_in(app, anna), signed_in(app, lead)
    assert "is closed, and this person is signed out everywhere." in press(manager, anna, "close")
    assert last_line() == ("account_closed", lead.id, {"account": anna.id})
    assert not is_in(at_work)
    assert not login(at_work, anna.email, PASSWORD).location
    assert "This account is closed already." in press(manager, anna, "close")
    assert "The account is open again." in press(manager, anna, "reopen")
    assert last_line() == ("account_reopened", lead.id, {"account": anna.id})
    assert not is_in(at_work), "old sessions stay ended"
    assert login(at_work, anna.email, PASSWORD).location == "/desk/"


def test_a_lost_second_factor_is_removed_by_whoever_manages_accounts(app: Flask, lead: Editor, anna: Editor) -> None:
    at_work = signed_in(app, anna)
    give_app(anna)
    manager = signed_in(app, lead)
    assert "The second factor is removed" in press(manager, anna, "second-factor/reset")
    assert last_line() == ("second_factor_reset", lead.id, {"account": anna.id})
    assert not is_in(at_work)
    assert login(at_work, anna.email, PASSWORD).location == "/desk/"
    assert "This account has no second factor." in press(manager, anna, "second-factor/reset")


ACTS: dict[str, Callable[[int, int], object]] = {
    "roles": lambda one, by: people.change_roles(one, roles=["viewer"], seen=["lead"], by=by),
    "close": lambda one, by: people.close(one, by=by),
    "reopen": lambda one, by: people.reopen(one, by=by),
    "link": lambda one, by: people.make_link(one, by=by),
    "withdraw": lambda one, by: people.withdraw_link(one, by=by),
    "second factor": lambda one, by: people.reset_second_factor(one, by=by),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
def test_nobody_does_it_to_their_own_account(app: Flask, lead: Editor, act: Callable[[int, int], object]) -> None:
    give_app(lead)
    with pytest.raises(Conflict, match=r"This is your own account\."):
        act(lead.id, lead.id)
    assert roles_of(lead) == {"lead"}


def test_the_page_of_ones_own_account_offers_none_of_it(app: Flask, lead: Editor) -> None:
    page = signed_in(app, lead).get(f"/desk/people/{lead.id}").text
    assert "This is your own account." in open_text(page)
    assert f'action="/desk/people/{lead.id}' not in page


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
def test_whoever_may_no_more_is_refused_under_the_lock(
    app: Flask, lead: Editor, anna: Editor, act: Callable[[int, int], object]
) -> None:
    """The gate has let the request in a moment ago; what was taken away since counts."""
    with writing() as session:
        session.get_one(Editor, anna.id).roles = [role("lead")]
        session.get_one(Editor, lead.id).roles = [role("editor")]
    with pytest.raises(Conflict, match="may not manage accounts any more"):
        act(anna.id, lead.id)
    with writing() as session:
        session.get_one(Editor, lead.id).roles = [role("lead")]
        session.get_one(Editor, lead.id).active = False
    with pytest.raises(Conflict, match="may not manage accounts any more"):
        act(anna.id, lead.id)


@pytest.mark.parametrize("act", ["close", "roles"])
def test_managers_who_do_it_to_each_other_at_once_leave_one_behind(app: Flask, act: str) -> None:
    circle = [factories.editor(role=RoleName.ADMIN) for _ in range(3)]
    ready = Barrier(6)

    def attempt(by: int, other: int) -> None:
        ready.wait(10)
        if act == "close":
            people.close(other, by=by)
        else:
            people.change_roles(other, roles=["viewer"], seen=["admin"], by=by)

    pairs = [(by.id, other.id) for by in circle for other in circle if by is not other]
    with side_by_side(app) as start:
        tries = [start(partial(attempt, *pair)) for pair in pairs]
    assert all(isinstance(one.exception(), Conflict) for one in tries if one.exception() is not None)
    db.session.rollback()
    db.session.expire_all()
    left = [one for one in people.everybody() if one.account.active and one.account.may(Permission.MANAGE_ACCOUNTS)]
    assert len(left) == 1
    assert first_broken() is None


def test_of_two_invitations_of_one_address_at_once_one_is_made(app: Flask, lead: Editor) -> None:
    ready = Barrier(2)

    def attempt(name: str) -> None:
        ready.wait(10)
        people.invite(email="neu@desk.test", desk_name=name, roles=["viewer"], by=lead.id)

    with side_by_side(app) as start:
        tries = [start(partial(attempt, name)) for name in ("Neu", "Auch neu")]
    errors = [one.exception() for one in tries if one.exception() is not None]
    assert [type(error) for error in errors] == [InvalidInput]


def test_the_list_takes_as_many_questions_for_thirty_people_as_for_three(app: Flask, lead: Editor) -> None:
    browser, asked = signed_in(app, lead), []
    for count in (3, 30):
        for _ in range(count):
            give_app(factories.editor())
        with statements() as seen:
            assert browser.get("/desk/people/").status_code == 200
        asked.append(len(seen))
    assert asked[0] == asked[1]


def test_the_list_says_who_is_who_and_what_an_account_is_like(app: Flask, lead: Editor) -> None:
    browser = signed_in(app, lead)
    people.invite(email="neu@desk.test", desk_name="Neu", roles=["viewer"], by=lead.id)
    closed, careful = factories.editor(password=PASSWORD), factories.editor(password=PASSWORD)
    people.close(closed.id, by=lead.id)
    give_app(careful)
    shown = open_text(browser.get("/desk/people/").text)
    assert "Neu neu@desk.test Reads along Invited, link works until" in shown
    assert f"{careful.desk_name} {careful.email} Editor Open Second factor: yes" in shown
    assert f"{closed.desk_name} {closed.email} Editor Closed Second factor: no" in shown
    assert browser.get("/desk/people/99999").status_code == 404


def test_no_line_of_the_trail_holds_a_name_or_an_address(app: Flask, lead: Editor, anna: Editor) -> None:
    link = people.invite(email="neu@desk.test", desk_name="Quastenflosser", roles=["viewer"], by=lead.id)
    people.make_link(link.editor.id, by=lead.id)
    people.withdraw_link(link.editor.id, by=lead.id)
    people.rename(anna.id, desk_name="Quastenflosserin")
    lines = db.session.scalars(select(Event).where(Event.action != AccountAction.SIGNED_IN)).all()
    details = " ".join(str(line.details) for line in lines)
    assert {"link_made", "link_withdrawn", "desk_name_changed"} <= {line.action for line in lines}
    assert [word for word in ("Quastenflosser", "@", link.token) if word in details] == []
