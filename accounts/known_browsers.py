"""Browsers that an account has signed in with before: strangers who try its password cannot lock it out of these."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import cast

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from core.config import Config

COOKIE = "known"
LASTS = timedelta(days=365)


def mark_of(editor_id: int) -> str:
    """Return what tells this browser from others that the account has signed in with; empty for one it never has."""
    try:
        known, mark = _signer().loads(request.cookies.get(_settings().cookie_name(COOKIE), ""))
    except (BadSignature, TypeError, ValueError):
        return ""
    return str(mark) if known == editor_id else ""


def remember(response: Response, editor_id: int) -> None:
    """Let the browser that gets this answer be known to an account; it opens nothing."""
    mark = mark_of(editor_id) or secrets.token_urlsafe(12)
    response.set_cookie(
        _settings().cookie_name(COOKIE),
        str(_signer().dumps([editor_id, mark])),
        max_age=LASTS,
        httponly=True,
        samesite="Lax",
        secure=_settings().secure_cookies,
    )


def _settings() -> Config:
    return cast(Config, current_app.extensions["settings"])


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="known browser")
