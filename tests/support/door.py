"""What the tests of the desk's door share: trying to get in, and looking at what is left in a browser."""

from __future__ import annotations

from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any

from flask import Flask
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from accounts.models import DeskSession, Editor
from audit.models import Event
from core.db import db, writing
from tests.support.browsing import Browser

SESSION = "gegencheck"
WRONG = "ein ganz anderes Passwort"


def login(browser: Browser, email: str, password: str, *, next_page: str = "", **fields: str) -> TestResponse:
    """Fill in the sign-in page as it is shown, and send it."""
    page = "/desk/login" + (f"?next={next_page}" if next_page else "")
    return browser.send("/desk/login", {"email": email, "password": password, **fields}, seen_at=page)


def sign_out(browser: Browser) -> TestResponse:
    """Press "Sign out"."""
    return browser.send("/desk/logout", {}, seen_at="/desk/password")


def choose(browser: Browser, current: str, new: str) -> TestResponse:
    """Change the password on the page for it."""
    fields = {"password": current, "new_password": new, "new_password_confirm": new}
    return browser.send("/desk/password", fields)


def is_in(browser: Browser) -> bool:
    """Return whether the desk is open to this browser."""
    return browser.get("/desk/").status_code == 200


def copy_of(app: Flask, browser: Browser) -> Browser:
    """Return another browser that holds a copy of the session cookie, as a thief would."""
    thief = Browser(app, app.response_class)
    cookie = browser.get_cookie(SESSION)
    assert cookie is not None
    thief.set_cookie(SESSION, cookie.value)
    return thief


def kept(app: Flask, browser: Browser) -> dict[str, Any]:
    """Return what stands in the session cookie."""
    cookie = browser.get_cookie(SESSION)
    if cookie is None:
        return {}
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    content: dict[str, Any] = serializer.loads(cookie.value)
    return content


def cookies_of(answer: TestResponse) -> SimpleCookie:
    """Return the cookies that an answer sets."""
    return SimpleCookie("\n".join(answer.headers.getlist("Set-Cookie")))


def actions() -> list[str]:
    """Return what the trail says was done."""
    db.session.rollback()
    return list(db.session.scalars(select(Event.action).order_by(Event.id)))


def sessions_of(editor: Editor) -> list[DeskSession]:
    """Return the sessions of an account as they stand in the database now."""
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(select(DeskSession).where(DeskSession.editor_id == editor.id)))


def let_pass(passed: timedelta) -> None:
    """Let time pass for all sessions and one-time passwords, by making them that much older."""
    with writing() as session:
        for row in session.scalars(select(DeskSession)):
            row.created_at, row.expires_at = row.created_at - passed, row.expires_at - passed
        for editor in session.scalars(select(Editor).where(Editor.one_time_until.is_not(None))):
            assert editor.one_time_until is not None
            editor.one_time_until -= passed


def close(editor: Editor) -> None:
    """Close an account, as an operator does."""
    with writing() as session:
        session.execute(update(Editor).where(Editor.id == editor.id).values(active=False))
