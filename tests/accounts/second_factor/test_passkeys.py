"""Passkeys: what a browser signs for this desk, this account and this moment lets in, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Editor
from accounts.second_factor.models import Passkey
from accounts.second_factor.passkeys import MOST, Place
from core.db import db, writing
from tests.support import factories
from tests.support.browsing import Browser, open_text
from tests.support.desk import PASSWORD, signed_in
from tests.support.door import SESSION, WRONG, actions, is_in
from tests.support.second_factor import Key
from tests.support.second_step import STEP, add_passkey, half_way, options_on, use_passkey

NOT_MADE = "The passkey could not be made."
NOT_CHECKED = "This passkey could not be checked."


@pytest.fixture
def anna(app: Flask) -> Editor:
    """An editor with a password of her own."""
    return factories.editor(password=PASSWORD)


@pytest.fixture
def key(app: Flask, anna: Editor) -> Key:
    """A passkey that signs her in."""
    made = Key()
    assert add_passkey(signed_in(app, anna), made).status_code == 200
    return made


def passkeys_of(editor: Editor) -> list[Passkey]:
    db.session.rollback()
    return list(db.session.scalars(select(Passkey).where(Passkey.editor_id == editor.id)))


def test_a_passkey_is_added_with_the_password_and_signs_in(app: Flask, anna: Editor) -> None:
    browser, elsewhere, key = signed_in(app, anna), signed_in(app, anna), Key()
    answer = add_passkey(browser, key, name=" Stick am  Bund ")
    assert "Recovery codes" in open_text(answer.text)
    assert is_in(browser)
    assert not is_in(elsewhere)
    assert [(one.name, one.host) for one in passkeys_of(anna)] == [("Stick am Bund", "localhost")]
    waiting = half_way(app, anna)
    assert use_passkey(waiting, key).location == "/desk/"
    assert is_in(waiting)
    assert actions()[-1] == "signed_in"


def test_several_are_told_apart_by_name_and_removed_one_by_one(app: Flask, anna: Editor, key: Key) -> None:
    browser = half_way(app, anna)
    use_passkey(browser, key)
    second = Key(credential_id=b"another credential")
    assert add_passkey(browser, second, name="Handy").location == "/desk/account"
    shown = open_text(browser.get("/desk/account").text)
    assert "Laptop Passkey for localhost" in shown
    assert "Handy Passkey for localhost" in shown
    first, _ = passkeys_of(anna)
    page = f"/desk/account/passkeys/{first.id}/remove"
    assert "“Laptop”" in open_text(browser.get(page).text)
    assert browser.send(page, {"password": WRONG}).status_code == 400
    assert browser.send(page, {"password": PASSWORD}).location == "/desk/account"
    assert browser.send(page, {"password": PASSWORD}, seen_at="/desk/account").location == "/desk/account"
    assert [one.name for one in passkeys_of(anna)] == ["Handy"]
    waiting = half_way(app, anna)
    assert NOT_CHECKED in open_text(use_passkey(waiting, key).text)
    assert use_passkey(waiting, second).location == "/desk/"


def test_nobody_removes_the_passkey_of_a_colleague(app: Flask, anna: Editor, key: Key) -> None:
    (hers,) = passkeys_of(anna)
    page = f"/desk/account/passkeys/{hers.id}/remove"
    browser = signed_in(app)
    assert browser.get(page).location == "/desk/account"
    assert browser.send(page, {"password": PASSWORD}, seen_at="/desk/account").location == "/desk/account"
    assert passkeys_of(anna) == [hers]


WRONG_ANSWERS: dict[str, Callable[[], Key]] = {
    "another origin": partial(Key, origin="https://gegencheck.example"),
    "another port": partial(Key, origin="http://localhost:8000"),
    "another host": partial(Key, host="gegencheck.example"),
}


@pytest.mark.parametrize("other", WRONG_ANSWERS.values(), ids=WRONG_ANSWERS.keys())
def test_what_was_made_elsewhere_is_not_added(app: Flask, anna: Editor, other: Callable[[], Key]) -> None:
    answer = add_passkey(signed_in(app, anna), other())
    assert answer.status_code == 400
    assert NOT_MADE in open_text(answer.text)
    assert passkeys_of(anna) == []


@pytest.mark.parametrize(
    "fields, said",
    [
        ({"password": WRONG}, "This is not your current password."),
        ({"name": " "}, "Give the passkey a name"),
        ({"name": "a" * 61}, "Give the passkey a name"),
        ({"response": ""}, NOT_MADE),
        ({"response": "{}"}, NOT_MADE),
        ({"response": "[]"}, NOT_MADE),
        ({"response": "[" * 19_000}, NOT_MADE),
        ({"response": "x" * 500_000}, NOT_MADE),
        (
            {"response": json.dumps({"rawId": 7, "response": {"clientDataJSON": "e30"}})},
            NOT_MADE,
        ),
        ({"state": ""}, "This page was open for too long."),
        ({"state": "forged"}, "This page was open for too long."),
    ],
)
def test_what_does_not_belong_together_is_not_added(
    app: Flask, anna: Editor, fields: dict[str, str], said: str
) -> None:
    answer = add_passkey(signed_in(app, anna), Key(), **fields)
    assert answer.status_code == 400
    assert said in open_text(answer.text)
    assert passkeys_of(anna) == []


def test_an_invitation_to_one_account_is_worth_nothing_to_another(app: Flask, anna: Editor) -> None:
    other, mine = signed_in(app), signed_in(app, anna)
    state = other.get("/desk/account/passkeys").text.partition('name="state"')[2].partition('value="')[2]
    answer = add_passkey(mine, Key(), state=state.partition('"')[0])
    assert NOT_MADE in open_text(answer.text)


def test_the_same_passkey_is_added_once(app: Flask, anna: Editor, key: Key) -> None:
    answer = add_passkey(signed_in(app, factories.editor(password=PASSWORD)), key)
    assert "This passkey is known already." in open_text(answer.text)


def test_there_is_an_end_to_them(app: Flask, anna: Editor, key: Key) -> None:
    browser = half_way(app, anna)
    use_passkey(browser, key)
    with writing() as session:
        for number in range(MOST - 1):
            made = Key(credential_id=bytes([number] * 16)).credential()
            rest = {"credential_id": made.credential_id, "credential": bytes(made), "name": "x", "host": "localhost"}
            session.add(Passkey(editor_id=anna.id, uses=0, **rest))
    answer = add_passkey(browser, Key())
    assert "Twenty passkeys are enough." in open_text(answer.text)
    assert len(passkeys_of(anna)) == MOST


@pytest.mark.parametrize(
    "changed",
    [{"type": "webauthn.create"}, {"origin": "https://gegencheck.example"}, {"challenge": "AAAAAAAAAAAAAAAAAAAAAA"}],
    ids=["another ceremony", "another origin", "another challenge"],
)
def test_what_was_signed_for_something_else_lets_nobody_in(
    app: Flask, anna: Editor, key: Key, changed: dict[str, str]
) -> None:
    waiting = half_way(app, anna)
    assert NOT_CHECKED in open_text(use_passkey(waiting, key, **changed).text)
    assert not is_in(waiting)


def test_an_answer_is_worth_something_once(app: Flask, anna: Editor, key: Key) -> None:
    first, second = half_way(app, anna), half_way(app, anna)
    answer = key.signed(options_on(first, STEP))
    assert NOT_CHECKED in open_text(second.send(STEP, {"response": answer}).text), "each step has its own challenge"
    assert first.send(STEP, {"response": answer}).location == "/desk/"
    assert first.post(STEP, data={"response": answer}).status_code in {302, 400}
    assert actions().count("signed_in") == 2


def test_a_copy_of_a_passkey_is_found_by_its_counter(app: Flask, anna: Editor, key: Key) -> None:
    use_passkey(half_way(app, anna), key)
    use_passkey(half_way(app, anna), key)
    key.uses = 0
    assert NOT_CHECKED in open_text(use_passkey(half_way(app, anna), key).text)


def test_a_passkey_that_does_not_count_goes_on(app: Flask, anna: Editor, key: Key) -> None:
    for _ in range(2):
        key.uses = -1
        assert use_passkey(half_way(app, anna), key).location == "/desk/"


def test_the_passkey_of_a_colleague_lets_nobody_in(app: Flask, anna: Editor, key: Key) -> None:
    other = factories.editor(password=PASSWORD)
    own = Key(credential_id=b"of the colleague")
    add_passkey(signed_in(app, other), own)
    waiting = half_way(app, other)
    assert NOT_CHECKED in open_text(use_passkey(waiting, key).text)
    own.private = key.private
    assert NOT_CHECKED in open_text(use_passkey(waiting, own).text)


@pytest.mark.parametrize("odd", ["{}", "[]", "null", "7", "[" * 10_000, "x" * 300_000, '{"rawId": "AA"}', "ä\x00"])
def test_what_no_browser_sends_breaks_nothing(app: Flask, anna: Editor, key: Key, odd: str) -> None:
    waiting = half_way(app, anna)
    assert waiting.send(STEP, {"response": odd}).status_code == 200
    assert not is_in(waiting)


def test_under_another_name_of_the_desk_it_is_not_asked_for(app: Flask, anna: Editor, key: Key) -> None:
    with writing() as session:
        session.scalars(select(Passkey)).one().host = "desk.example.org"
    waiting = half_way(app, anna)
    assert "data-passkey" not in waiting.get(STEP).text
    assert "One of your recovery codes." in open_text(waiting.get(STEP).text)


@pytest.mark.parametrize(
    "scheme, host, works",
    [
        ("https", "desk.example.org", True),
        ("http", "localhost", True),
        ("http", "desk.localhost", True),
        ("http", "desk.example.org", False),
        ("http", "127.0.0.1", False),
        ("https", "127.0.0.1", False),
        ("https", "[", False),
        ("https", "xn--bro-hoa.example", True),
    ],
)
def test_the_page_says_where_browsers_allow_passkeys(scheme: str, host: str, works: bool) -> None:
    assert Place(scheme, host, ":8000").takes_passkeys is works


def test_where_browsers_allow_none_the_page_says_so(app: Flask, anna: Editor) -> None:
    cookie = signed_in(app, anna).get_cookie(SESSION)
    assert cookie is not None
    browser = Browser(app, app.response_class)
    browser.set_cookie(SESSION, cookie.value, domain="127.0.0.1")
    page = browser.get("/desk/account/passkeys", base_url="http://127.0.0.1:8000").text
    assert "Browsers allow passkeys only where the desk is reached by https and by a name." in open_text(page)
    assert "data-passkey" not in page
