"""The small form that partner sites show in a frame: what is typed there goes on in a window of our own.

A frame on another site has no cookies in most browsers, so nothing can be kept in it: the form opens the real one, with
what was typed, in a new window. Nothing is sent before the reader has looked at it there.
"""

from __future__ import annotations

from flask import Blueprint, current_app, make_response, render_template, request
from flask_babel import force_locale
from werkzeug.wrappers import Response

from core.config import Config
from core.refusals import NotFound
from core.web.headers import let_frame
from core.web.language import LANGUAGES, current_language

bp = Blueprint("intake_embedding", __name__)


@bp.get("/embed")
def form() -> Response:
    """Show the small form; `?lang=de` in the language of the page around it. Errors: `NotFound` when it is off."""
    config: Config = current_app.extensions["settings"]
    if not config.embed_sites:
        raise NotFound("EMBED_SITES names no site that may show this")
    asked = request.args.get("lang", "")
    language = asked if asked in LANGUAGES else current_language()
    with force_locale(language):
        response = make_response(render_template("intake/embed.html", locale=language))
    let_frame(response, config.embed_sites)
    return response
