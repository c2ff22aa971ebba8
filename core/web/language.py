"""Which language a page speaks."""

from __future__ import annotations

from flask import current_app, has_request_context, request

from core.config import Config

LANGUAGES = {"de": "Deutsch", "en": "English"}
LANGUAGE_COOKIE = "language"


def current_language() -> str:
    """Return the reader's language: their own choice first, then what the browser asks for."""
    if not has_request_context():
        # The command line and the worker speak to operators.
        return "en"
    settings: Config = current_app.extensions["settings"]
    chosen = request.cookies.get(settings.cookie_name(LANGUAGE_COOKIE), "")
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(LANGUAGES, default="de") or "de"
