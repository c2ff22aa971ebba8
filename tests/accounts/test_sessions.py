"""A session lives in the database: what ends there has ended in every browser, copied cookies too."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask_login.utils import encode_cookie

from accounts import known_browsers, sessions
from accounts.models import AccountAction, DeskSession, Editor
from app import create_app
from core.config import Config
from core.db import db, writing
from tests.support import factories
from tests.support.browsing import Browser, open_text, whole_database
from tests.support.desk import PASSWORD, signed_in
from tests.support.door import (
    SESSION,
    WRONG,
    actions,
    choose,
    close,
    cookies_of,
    copy_of,
    is_in,
    kept,
    let_pass,
    login,
    sessions_of,
    sign_out,
)


def remembered(app: Flask, editor: Editor) -> Browser:
    browser = Browser(app, app.response_class)
    assert login(browser, editor.email, PASSWORD, remember="y").status_code == 302
    return browser


def uniquifier(editor: Editor) -> str:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Editor, editor.id).fs_uniquifier


def test_a_copied_cookie_is_nobody_after_signing_out(app: Flask) -> None:
    browser = signed_in(app)
    thief = copy_of(app, browser)
    assert is_in(thief)
    sign_out(browser)
    assert not is_in(thief)
    assert not is_in(browser)


def test_a_copied_cookie_does_not_know_the_account_any_more_either(app: Flask) -> None:
    browser = signed_in(app)
    thief = copy_of(app, browser)
    sign_out(browser)
    is_in(thief)
    assert kept(app, thief).keys() <= {"csrf_token"}


def test_signing_out_leaves_nothing_but_the_language(app: Flask) -> None:
    browser = signed_in(app)
    browser.get("/language/de")
    browser.send("/report/one-page", {"text": "Ein Beitrag", "kind": "check"})
    sign_out(browser)
    assert kept(app, browser) == {}
    language = browser.get_cookie("language")
    assert language is not None
    assert language.value == "de"


def test_signing_out_ends_this_session_and_no_other(app: Flask) -> None:
    editor = factories.editor(password=PASSWORD)
    here, elsewhere = signed_in(app, editor), signed_in(app, editor)
    sign_out(here)
    assert not is_in(here)
    assert is_in(elsewhere)


@pytest.mark.parametrize("stay, lasts", [(False, timedelta(hours=12)), (True, timedelta(days=30))])
def test_a_session_has_an_age_on_the_server(app: Flask, stay: bool, lasts: timedelta) -> None:
    editor = factories.editor(password=PASSWORD)
    browser = remembered(app, editor) if stay else signed_in(app, editor)
    let_pass(lasts - timedelta(minutes=5))
    assert is_in(browser)
    let_pass(timedelta(minutes=6))
    assert not is_in(browser)


def test_staying_signed_in_is_a_session_that_can_be_ended(app: Flask) -> None:
    editor = factories.editor(password=PASSWORD)
    browser = Browser(app, app.response_class)
    answer = login(browser, editor.email, PASSWORD, remember="y")
    cookies = cookies_of(answer)
    # The other one opens nothing: by it the limits tell this browser from a stranger's.
    assert cookies.keys() == {SESSION, known_browsers.COOKIE}
    assert cookies[SESSION]["expires"]
    (row,) = sessions_of(editor)
    assert row.remembered
    thief = copy_of(app, browser)
    sign_out(browser)
    assert not is_in(thief)


def test_a_new_password_ends_all_other_sessions_of_the_account_and_no_others(app: Flask) -> None:
    editor = factories.editor(password=PASSWORD)
    here, elsewhere, kept_in, colleague = (
        signed_in(app, editor),
        signed_in(app, editor),
        remembered(app, editor),
        signed_in(app),
    )
    thief = copy_of(app, here)
    choose(here, PASSWORD, WRONG)
    assert is_in(here)
    assert [is_in(browser) for browser in (elsewhere, kept_in, thief)] == [False] * 3
    assert is_in(colleague)
    assert login(elsewhere, editor.email, PASSWORD).status_code == 200
    assert login(elsewhere, editor.email, WRONG).status_code == 302


def test_whoever_wants_is_signed_out_everywhere_else(app: Flask) -> None:
    editor = factories.editor(password=PASSWORD)
    here, elsewhere, kept_in, colleague = (
        signed_in(app, editor),
        signed_in(app, editor),
        remembered(app, editor),
        signed_in(app),
    )
    thief = copy_of(app, here)
    before = len(actions())
    answer = here.send("/desk/account/other-sessions", {}, seen_at="/desk/account")
    assert (answer.status_code, answer.location) == (302, "/desk/account")
    assert "You are signed out everywhere else." in open_text(here.get("/desk/account").text)
    assert is_in(here)
    assert [is_in(browser) for browser in (elsewhere, kept_in, thief)] == [False] * 3
    assert is_in(colleague)
    assert actions()[before:] == [AccountAction.SESSIONS_ENDED]
    assert sum(row.ended_at is None for row in sessions_of(editor)) == 1


def test_being_signed_out_everywhere_else_takes_a_form_with_its_token(app: Flask) -> None:
    editor = factories.editor(password=PASSWORD)
    here, elsewhere = signed_in(app, editor), signed_in(app, editor)
    assert here.post("/desk/account/other-sessions").status_code == 400
    assert here.get("/desk/account/other-sessions").status_code == 405
    assert is_in(elsewhere)


def by_hand(_app: Flask, editor: Editor) -> None:
    close(editor)


def by_command(*arguments: str) -> Callable[[Flask, Editor], None]:
    def run(app: Flask, editor: Editor) -> None:
        result = app.test_cli_runner().invoke(args=[*arguments, editor.email])
        assert result.exit_code == 0, result.output

    return run


@pytest.mark.parametrize(
    "end",
    [
        by_hand,
        by_command("users", "deactivate"),
        by_command("users", "reset_access"),
        by_command("desk", "one-time-password"),
    ],
    ids=["closed by hand", "deactivated", "access reset", "one-time password"],
)
def test_what_an_operator_ends_is_out_at_once(app: Flask, end: Callable[[Flask, Editor], None]) -> None:
    editor = factories.editor(password=PASSWORD)
    browsers = [signed_in(app, editor), remembered(app, editor)]
    colleague = signed_in(app)
    end(app, editor)
    assert [is_in(browser) for browser in browsers] == [False, False]
    assert is_in(colleague)


def test_an_account_that_is_opened_again_does_not_get_its_old_sessions_back(app: Flask) -> None:
    editor = factories.editor(password=PASSWORD)
    browser = signed_in(app, editor)
    by_command("users", "deactivate")(app, editor)
    by_command("users", "activate")(app, editor)
    assert not is_in(browser)
    assert login(browser, editor.email, PASSWORD).status_code == 302


def test_the_token_stands_nowhere_but_in_the_cookie(app: Flask, config: Config) -> None:
    editor = factories.editor(password=PASSWORD)
    browser = signed_in(app, editor)
    token = kept(app, browser)["desk_session"]
    assert len(token) >= 43, "32 random bytes, six bits a sign"
    (row,) = sessions_of(editor)
    assert row.token_hash != token
    assert token not in whole_database(config)
    other = create_app(dataclasses.replace(config, secret_key="another secret of the same length, or so"))
    with other.app_context():
        assert sessions.owner(uniquifier=uniquifier(editor), token=token) is None, "the hash has a key"
    assert sessions.owner(uniquifier=uniquifier(editor), token=token) is not None


def test_tokens_are_never_the_same(app: Flask) -> None:
    editor = factories.editor(password=PASSWORD)
    tokens = {kept(app, signed_in(app, editor))["desk_session"] for _ in range(5)}
    assert len(tokens) == 5


def planted(app: Flask, content: dict[str, object]) -> Browser:
    """Return a browser with a cookie that bears our signature, whatever stands in it."""
    browser = Browser(app, app.response_class)
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    browser.set_cookie(SESSION, serializer.dumps(content))
    return browser


def test_a_cookie_from_before_the_update_means_signing_in_again(app: Flask) -> None:
    editor = factories.editor(password=PASSWORD)
    known = uniquifier(editor)
    contents: list[dict[str, object]] = [
        {"_user_id": known, "_fresh": True, "_id": "0" * 128},
        {"_user_id": known, "desk_session": ""},
        {"_user_id": known, "desk_session": "guessed"},
        {"_user_id": known, "desk_session": None},
        {"_user_id": known, "desk_session": 7},
        {"_user_id": str(editor.id), "desk_session": "guessed"},
        {"desk_session": "guessed"},
    ]
    for content in contents:
        browser = planted(app, content)
        assert not is_in(browser), content
        assert login(browser, editor.email, PASSWORD).status_code == 302


def test_a_remember_cookie_from_before_the_update_opens_nothing_and_is_taken_away(app: Flask) -> None:
    editor = factories.editor(password=PASSWORD)
    browser = Browser(app, app.response_class)
    browser.set_cookie("remember_token", encode_cookie(uniquifier(editor)))
    assert not is_in(browser)
    assert browser.get_cookie("remember_token") is None


def test_a_session_belongs_to_its_account_alone(app: Flask) -> None:
    editor, other = factories.editor(password=PASSWORD), factories.editor(password=PASSWORD)
    token = kept(app, signed_in(app, editor))["desk_session"]
    assert not is_in(planted(app, {"_user_id": uniquifier(other), "desk_session": token}))
    assert is_in(planted(app, {"_user_id": uniquifier(editor), "desk_session": token}))


def test_old_sessions_are_cleared_away_when_their_account_signs_in(app: Flask) -> None:
    editor, colleague = factories.editor(password=PASSWORD), factories.editor(password=PASSWORD)
    for _ in range(3):
        signed_in(app, editor)
    signed_in(app, colleague)
    let_pass(timedelta(days=30, hours=11))
    signed_in(app, editor)
    assert len(sessions_of(editor)) == 4, "not thirty days over yet"
    let_pass(timedelta(hours=2))
    signed_in(app, editor)
    assert len(sessions_of(editor)) == 2
    assert len(sessions_of(colleague)) == 1


def test_a_session_says_nothing_about_the_browser_or_its_network(app: Flask, config: Config) -> None:
    editor = factories.editor(password=PASSWORD)
    browser = Browser(app, app.response_class)
    browser.environ_base["HTTP_USER_AGENT"] = "Sehr-seltener-Browser/7"
    login(browser, editor.email, PASSWORD)
    everything = whole_database(config)
    assert "203.0.113.77" not in everything
    assert "Sehr-seltener" not in everything


def test_a_session_that_has_ended_while_a_page_is_asked_for_leads_to_the_sign_in(app: Flask) -> None:
    browser = signed_in(app)
    with writing() as session:
        session.query(DeskSession).delete()
    assert browser.get("/desk/audit").location == "/desk/login?next=/desk/audit?"
