"""Passwords that are guessed first are refused where they are chosen, and those that are kept already still open."""

from __future__ import annotations

import time

import pytest
from flask import Flask

from accounts import people
from accounts.models import Editor
from accounts.passwords import hashed
from accounts.permissions import RoleName
from accounts.weak_passwords import is_weak
from core.config import Config
from core.db import db, writing
from tests.support import factories
from tests.support.browsing import Browser, fields_of, open_text
from tests.support.budget import allowed
from tests.support.desk import PASSWORD, signed_in
from tests.support.door import WRONG, choose, login

ABOUT = ["anna.schmidt@wochenblatt.example", "Änne Schmidt-Kühn", "Faktenwerk Süd", "meldungen.example.org"]
WEAK = [
    *("aaaaaaaaaaaa", "abababababab", "aaaabbbbcccc", "123123123123", "hugo7hugo7hugo7"),
    *("123456789012", "210987654321", "abcdefghijkl", "qwertzuiop12", "poiuztrewq987", "1q2w3e4r5t6z"),
    *(
        "passwort1234",
        "Passwort2026!",
        "P@ssw0rt1234",
        "PASSWORTPASSWORT",
        "willkommen123",
        "Sommer2026!!",
        "ichliebedich",
    ),
    *("gegencheck2026", "Faktencheck#1", "faktenwerk2026", "Faktenwerk-Süd", "meldungen1234"),
    *("München2024!!", "Muenchen2024!!", "Frühling2025!", "Österreich123!", "FRÜHLING-2025", "Fußball2026!!"),
    *(
        "Weihnachten24!",
        "geburtstag1990",
        "Sommerferien1!",
        "Schmetterling7",
        "Rosenkäfer Rosenkäfer",
        "xK9#mQ2$vL7pxK9#mQ2$vL7p",
    ),
    *("Schmidt-Kuehn1", "Aenne.Schmidt1", "Faktenwerk-Sued"),
    *("anna.schmidt12", "AnnaSchmidt1!", "wochenblatt99", "schmidt-kühn1", "anna.schmidt@wochenblatt.example"),
]
STRONG = [
    *(
        "four words nobody guesses",
        "vier Wörter sind leicht gemerkt",
        "Kater Sommer Ziegel",
        "xK9#mQ2$vL7p",
        "839201746529",
    ),
    # A word that everybody knows does no harm beside others.
    *("mein Passwort mag Ziegen", "Anna isst Ziegenkäse", "2026 wird ein Ziegenjahr", "наш козёл ест сыр"),
]


@pytest.mark.parametrize("password", WEAK)
def test_what_is_guessed_first_is_weak(password: str) -> None:
    assert is_weak(password, about=ABOUT)


@pytest.mark.parametrize("password", STRONG)
def test_what_has_enough_left_to_guess_is_not(password: str) -> None:
    assert not is_weak(password, about=ABOUT)


def test_what_is_known_of_somebody_else_counts_as_any_word() -> None:
    assert not is_weak("Änne Schmidt-Kühn")
    assert is_weak("Änne Schmidt-Kühn", about=ABOUT)


def test_the_longest_costs_nothing() -> None:
    started = time.thread_time()
    for password in ("a" * 128, "abc" * 42, "qwertz" * 21, "".join(map(chr, range(200, 328)))):
        is_weak(password, about=ABOUT)
    assert time.thread_time() - started < allowed(0.2), "a hash takes longer"


@pytest.mark.parametrize("password", ["passwort1234", "123456789012", "gegencheck2026"])
def test_at_the_desk_it_is_refused_with_a_sentence(app: Flask, client: Browser, password: str) -> None:
    editor = factories.editor(password=PASSWORD)
    answer = choose(signed_in(app, editor), PASSWORD, password)
    assert answer.status_code == 400
    assert "This password would be guessed soon" in open_text(answer.text)
    assert "new_password" not in fields_of(answer.text), "no page shows it again"
    assert password not in answer.text
    assert login(client, editor.email, PASSWORD).location == "/desk/"


def test_the_own_name_and_address_and_the_name_of_the_service_are_known(app: Flask, config: Config) -> None:
    editor = factories.editor(password=PASSWORD)
    with writing() as session:
        session.get_one(Editor, editor.id).desk_name = "Rosalinde Kühnquast"
    browser = signed_in(app, editor)
    local = editor.email.partition("@")[0]
    for password in ("Rosalinde2026", "Kühnquast1234", f"{local}-{local}", f"{config.face.name}-1234"):
        assert choose(browser, PASSWORD, password).status_code == 400, password
    assert choose(browser, PASSWORD, WRONG).status_code == 302


def test_behind_a_one_time_link_it_is_refused_and_uses_nothing_up(app: Flask, client: Browser) -> None:
    lead = factories.editor(role=RoleName.ADMIN, password=PASSWORD)
    invited = factories.editor()
    link = people.make_link(invited.id, by=lead.id)
    page = f"/desk/link/{link.token}"
    weak, good = ({"new_password": one, "new_password_confirm": one} for one in ("passwort1234", WRONG))
    answer = client.send(page, weak)
    assert answer.status_code == 400
    assert "This password would be guessed soon" in open_text(answer.text)
    assert client.send(page, good).location == "/desk/login"


def test_who_has_one_already_still_gets_in(app: Flask, client: Browser) -> None:
    editor = factories.editor(password=PASSWORD)
    with writing() as session:
        session.get_one(Editor, editor.id).password = hashed("passwort1234")
    db.session.expire_all()
    assert login(client, editor.email, "passwort1234").location == "/desk/"
