"""The name at the desk: its owner changes it, colleagues read it, and no address is read instead of it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from accounts import people
from accounts.models import Editor
from accounts.permissions import RoleName
from core.db import db, writing
from core.refusals import InvalidInput
from intake.cases import joining
from intake.models.cases import Case
from tests.support import factories
from tests.support.browsing import Browser, open_text
from tests.support.busy_desk import fill
from tests.support.deciding import decide
from tests.support.desk import PASSWORD, signed_in

NAME = "Quastenflosser"


@pytest.fixture
def anna(app: Flask) -> Editor:
    """An editor with a name that nobody else has."""
    editor = factories.editor(password=PASSWORD)
    people.rename(editor.id, desk_name=NAME)
    return editor


def test_a_name_is_changed_on_the_page_of_ones_account_and_shown_from_then_on(app: Flask, anna: Editor) -> None:
    browser = signed_in(app, anna)
    answer = browser.send("/desk/account/name", {"desk_name": "  Anna  B. "}, seen_at="/desk/account")
    assert answer.location == "/desk/account"
    page = open_text(browser.get("/desk/audit").text)
    assert "Anna B." in page
    assert NAME not in page


@pytest.mark.parametrize("name", ["", "   ", "a" * 81, "anna@desk.test", "An\x00na", "editor"])
def test_a_name_that_will_not_do_is_refused_and_the_old_one_stays(app: Flask, anna: Editor, name: str) -> None:
    with writing() as session:
        session.get_one(Editor, factories.editor().id).desk_name = "Editor"
    browser = signed_in(app, anna)
    answer = browser.send("/desk/account/name", {"desk_name": name}, seen_at="/desk/account")
    assert answer.status_code == 400
    assert 'id="desk_name-error"' in answer.text
    db.session.expire_all()
    assert db.session.get_one(Editor, anna.id).desk_name == NAME


def test_a_name_may_be_written_in_other_letters_by_its_owner(app: Flask, anna: Editor) -> None:
    people.rename(anna.id, desk_name=NAME.upper())
    with pytest.raises(InvalidInput):
        people.rename(factories.editor().id, desk_name=NAME)


def test_colleagues_read_names_and_nobody_s_address(demo: Flask) -> None:
    editor = factories.editor(password=PASSWORD)
    pages = [page for page in fill(demo, editor) if not page.startswith("/desk/people") and page != "/desk/account"]
    browser = signed_in(demo, factories.editor(password=PASSWORD, role=RoleName.LEAD))
    shown = {page: browser.get(page).text for page in pages}
    assert any(editor.desk_name in text for text in shown.values())
    assert [page for page, text in shown.items() if "@desk.test" in text] == []


def test_readers_read_neither(app: Flask, client: Browser, anna: Editor) -> None:
    receipt = factories.report().receipt
    joining.match_all_waiting()
    assert decide(signed_in(app, anna), db.session.scalars(select(Case)).one()).status_code == 302
    told = client.get("/api/v1/submissions/status", headers={"Authorization": f"Bearer {receipt}"})
    page = client.send("/status", {"receipt": receipt})
    assert told.json is not None
    assert told.json["phase"] == "closed"
    assert [text for text in (told.text, page.text) if NAME in text or anna.email in text] == []
