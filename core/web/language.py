"""Which language a page speaks."""

from __future__ import annotations

from typing import Any

from babel.support import NullTranslations
from flask import Flask, current_app, has_request_context, request
from flask_babel import Babel, Domain, get_babel, get_locale

from core.config import Config

LANGUAGES = {"de": "Deutsch", "en": "English"}
LANGUAGE_COOKIE = "language"


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
    chosen = request.cookies.get(settings.cookie_name(LANGUAGE_COOKIE), "")
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(LANGUAGES, default="de") or "de"
