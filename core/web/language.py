"""Which language a page speaks."""

from __future__ import annotations

from typing import Any

from babel.support import NullTranslations
from flask import Flask, after_this_request, current_app, g, has_request_context, request
from flask_babel import Babel, Domain, get_babel, get_locale, refresh
from werkzeug.wrappers import Response

from core.config import Config

LANGUAGES = {"de": "Deutsch", "en": "English"}
LANGUAGE_COOKIE = "language"
A_YEAR = 365 * 24 * 3600
# By this field a form is sent to be shown once more in another language, with what was typed on it.
GO = "go"


# Under this name `g` has the language that was chosen with this very request.
_NOW = "language_now"


class Catalogues(Domain):  # type: ignore[misc]  # the package has no types
    """The translations by language: looked up quickly, because a page of the desk asks four hundred times."""

    def __init__(self, domain: str) -> None:
        super().__init__(domain=domain)
        self._found: dict[str, NullTranslations] = {}

    def get_translations(self) -> NullTranslations:
        """Return the translations into the language that is spoken now."""
        locale = get_locale()
        if locale is None:
            return NullTranslations()
        found = self._found.get(locale.language)
        if found is None:
            loaded: NullTranslations = super().get_translations()
            found = self._found[locale.language] = loaded
        return found


class Speaking(Babel):  # type: ignore[misc]  # the package has no types
    """Flask-Babel with a shorter way from a sentence to its translation, for templates as well as for code."""

    def init_app(self, app: Flask, *args: Any, **options: Any) -> None:
        """Join it to the app."""
        super().init_app(app, *args, **options)
        catalogues = Catalogues(get_babel(app).default_domain)
        self.domain_instance = catalogues
        app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # the extension for it puts it there
            gettext=lambda sentence: catalogues.get_translations().ugettext(sentence),
            ngettext=lambda one, more, number: catalogues.get_translations().ungettext(one, more, number),
            newstyle=True,
        )


def current_language() -> str:
    """Return the reader's language: their own choice first, then what the browser asks for."""
    if not has_request_context():
        # The command line and the worker speak to operators.
        return "en"
    settings: Config = current_app.extensions["settings"]
    chosen = g.get(_NOW) or request.cookies.get(settings.cookie_name(LANGUAGE_COOKIE), "")
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(LANGUAGES, default="de") or "de"


def keep_language(response: Response, code: str) -> None:
    """Have the browser remember a language of ours."""
    settings: Config = current_app.extensions["settings"]
    response.set_cookie(
        settings.cookie_name(LANGUAGE_COOKIE),
        code,
        max_age=A_YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings.secure_cookies,
    )


def is_only_another_language() -> bool:
    """Return whether a form was sent to be shown in another language; from then on this request speaks it.

    What is typed on a page that keeps no draft stays on it so: the view shows the page with what was sent.
    """
    code = request.form.get(GO, "")
    if code not in LANGUAGES:
        return False
    setattr(g, _NOW, code)
    refresh()

    @after_this_request
    def _remembered(response: Response) -> Response:
        keep_language(response, code)
        return response

    return True
