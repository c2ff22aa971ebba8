"""Tries are counted by the account that they mean, however its address is spelt."""

from __future__ import annotations

import random
import sys
import time
from unicodedata import normalize

import pytest
from flask import Flask

from accounts import accounts
from accounts.models import Editor
from accounts.permissions import RoleName
from core.db import writing
from core.web.limits import limiter
from tests.support import factories
from tests.support.browsing import Browser, hidden_fields, open_text
from tests.support.budget import allowed
from tests.support.desk import PASSWORD, signed_in
from tests.support.door import WRONG, is_in, login

ADDRESS = "jürgen.größer@büro-desk.test"
SPELLINGS = [
    ADDRESS,
    ADDRESS.upper().replace("SS", "ß"),
    ADDRESS.title(),
    normalize("NFD", ADDRESS),
    f"  {ADDRESS}\t",
    f"\u00a0{ADDRESS}\u3000",
    ADDRESS.replace("desk", "DESK"),
    ADDRESS.replace("desk", "ｄｅｓｋ"),
    ADDRESS.replace("desk", "ⓓⓔⓢⓚ"),
    ADDRESS.replace("desk", "𝐝𝐞𝐬𝐤"),
    ADDRESS.replace("desk", "deſk"),
    ADDRESS.replace("desk", "des\u212a"),
    ADDRESS.replace(".test", "。test"),
    ADDRESS.replace(".test", "．ＴＥＳＴ"),
    ADDRESS.replace("büro-desk", "xn--bro-desk-65a"),
    ADDRESS.replace("büro-desk", "XN--BRO-DESK-65A"),
]


def tries(client: Browser, addresses: list[str], password: str) -> list[int]:
    page = hidden_fields(client.get("/desk/login").text)
    fields = [{**page, "email": address, "password": password} for address in addresses]
    return [client.post("/desk/login", data=sent).status_code for sent in fields]


def own_account() -> Editor:
    once = accounts.create(email=ADDRESS, role=RoleName.EDITOR).password
    made = accounts.find(ADDRESS)
    assert made is not None
    return accounts.choose_password(made.id, current=once, new=PASSWORD, repeated=PASSWORD)


def test_every_spelling_means_the_one_account(app: Flask) -> None:
    editor = own_account()
    assert [accounts.find(spelling) for spelling in SPELLINGS] == [editor] * len(SPELLINGS)
    for spelling in SPELLINGS:
        assert login(Browser(app, app.response_class), spelling, PASSWORD).status_code in {302, 429}


def test_all_spellings_of_an_account_share_its_ten_tries(app: Flask, client: Browser) -> None:
    own_account()
    colleague = factories.editor(password=PASSWORD)
    assert tries(client, SPELLINGS, WRONG) == [200] * 10 + [429] * (len(SPELLINGS) - 10)
    assert set(tries(client, SPELLINGS, PASSWORD)) == {429}
    answer = login(client, ADDRESS, PASSWORD)
    assert "up to an hour for signing in" in open_text(answer.text)
    assert not is_in(client)
    # A colleague behind the same address is not kept out, and the page itself can still be opened.
    assert login(client, colleague.email, PASSWORD).status_code == 302


@pytest.mark.parametrize("spelling", SPELLINGS, ids=ascii)
def test_ten_tries_in_one_spelling_close_every_other(app: Flask, client: Browser, spelling: str) -> None:
    own_account()
    assert tries(client, [spelling] * 10, WRONG) == [200] * 10
    assert tries(client, [ADDRESS, *random.sample(SPELLINGS, 4)], PASSWORD) == [429] * 5


def test_a_stored_address_in_capitals_is_counted_by_its_account_as_well(app: Flask, client: Browser) -> None:
    editor = factories.editor(password=PASSWORD)
    with writing() as session:
        session.get_one(Editor, editor.id).email = "Anna@desk.test"
    found = {accounts.find(spelling) for spelling in ("Anna@Desk.Test", "anna@desk.test", "ANNA@DESK.TEST")}
    assert len(found) == 1
    assert None not in found
    assert tries(client, ["Anna@Desk.Test", "anna@desk.test"] * 6, WRONG) == [200] * 10 + [429] * 2


def test_an_account_that_does_not_exist_is_counted_too_and_no_spelling_tells_them_apart(
    app: Flask, client: Browser
) -> None:
    spellings = ["nobody@desk.test", "NOBODY@desk.test", " nobody@desk.test", "ｎｏｂｏｄｙ@desk.test"]
    assert tries(client, spellings * 3, WRONG) == [200] * 10 + [429] * 2


def test_forms_that_send_several_addresses_are_counted_by_the_one_that_would_get_in(
    app: Flask, client: Browser
) -> None:
    editor = factories.editor(password=PASSWORD)
    page = hidden_fields(client.get("/desk/login").text)
    statuses = []
    for number in range(12):
        fields = {**page, "email": [editor.email, f"other-{number}@desk.test"], "password": WRONG}
        statuses.append(client.post(f"/desk/login?email=x{number}@desk.test", data=fields).status_code)
    assert statuses == [200] * 10 + [429] * 2
    fields = {**page, "email": ["nobody@desk.test", editor.email], "password": PASSWORD}
    assert not client.post("/desk/login", data=fields).location


def test_one_network_may_try_sixty_times_whatever_it_types(app: Flask, client: Browser) -> None:
    assert tries(client, [f"nobody-{number}@desk.test" for number in range(62)], WRONG) == [200] * 60 + [429] * 2


def test_any_text_may_be_typed_as_an_address(app: Flask, client: Browser) -> None:
    draw = random.Random(5)  # noqa: S311 (what is drawn is a test input, no secret)
    signs = [chr(point) for point in range(sys.maxunicode) if not 0xD800 <= point < 0xE000]
    runs = [sign * length for sign in "a@.-ü\ufdfa\u0301\u200d\u0660\x00" for length in (63, 250, 1_000)]
    runs += [run + "@a.test" for run in runs] + ["a@" + run + ".test" for run in runs]
    drawn = ["".join(draw.choices(signs, k=draw.randint(0, 60))) + draw.choice(["", "@desk.test"]) for _ in range(500)]
    started = time.thread_time()
    for typed in [*runs, *drawn, "a" * 1_000_000, "@" * 1_000_000, "a@" + "\u0301" * 1_000_000]:
        begun = time.thread_time()
        assert accounts.find(typed) is None
        assert time.thread_time() - begun < allowed(0.5), ascii(typed[:40])
    assert time.thread_time() - started < allowed(20)
    assert set(tries(client, ["\x00@desk.test", "a" * 200_000, "@" * 900], WRONG)) == {200}


def used_up(app: Flask, email: str) -> None:
    """Let strangers from many networks try an account until nobody from anywhere may."""
    stranger, statuses = Browser(app, app.response_class), []
    for number in range(210):
        stranger.environ_base["REMOTE_ADDR"] = f"198.51.100.{number // 10}"
        statuses.append(stranger.send("/desk/login", {"email": email, "password": WRONG}).status_code)
    assert (statuses[0], statuses[-1]) == (200, 429)


def try_from(app: Flask, browser: Browser, network: str, email: str, password: str) -> int:
    browser.environ_base["REMOTE_ADDR"] = network
    return browser.send("/desk/login", {"email": email, "password": password}).status_code


def test_strangers_cannot_lock_an_account_out_of_a_browser_it_has_used_before(app: Flask) -> None:
    editor = factories.editor(password=PASSWORD)
    known, unknown = signed_in(app, editor), Browser(app, app.response_class)
    known.send("/desk/logout", {}, seen_at="/desk/")
    used_up(app, editor.email)

    assert try_from(app, unknown, "192.0.2.1", editor.email, PASSWORD) == 429
    assert try_from(app, known, "192.0.2.1", editor.email, PASSWORD) == 302


def test_a_browser_that_one_account_has_used_is_no_stranger_s_way_around_the_limit_of_another(app: Flask) -> None:
    mine, other = factories.editor(password=PASSWORD), factories.editor(password=PASSWORD)
    browser = signed_in(app, mine)
    browser.send("/desk/logout", {}, seen_at="/desk/")
    used_up(app, other.email)

    assert try_from(app, browser, "192.0.2.1", other.email, PASSWORD) == 429


def test_a_new_one_time_password_lets_a_locked_out_account_in(app: Flask) -> None:
    editor = factories.editor(password=PASSWORD)
    used_up(app, editor.email)

    once = accounts.make_one_time_password(editor.email).password

    assert try_from(app, Browser(app, app.response_class), "192.0.2.1", editor.email, once) == 302


def test_a_body_that_cannot_be_read_is_counted_too_and_switches_no_limit_off(app: Flask, client: Browser) -> None:
    app.testing = False
    body = b'--x\r\nContent-Disposition: form-data; name="email"; filename="a"\r\n\r\nabc\r\n--x--\r\n'

    statuses = [
        client.post("/desk/login", data=body, content_type="multipart/form-data; boundary=x").status_code
        for _ in range(3)
    ]

    assert set(statuses) == {400}
    assert not limiter._storage_dead
