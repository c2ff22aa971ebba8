"""The look-up page: what is known about a text, a link or a picture, and the way from its answer to a report."""

from __future__ import annotations

from dataclasses import replace

import structlog
from flask import Blueprint, Flask, Response, make_response, render_template, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from archive.public import refused
from archive.public.lookups import LookupsFull, LookupsNotReady, LookupTooSlow
from archive.public.refused import LOOKUP_LIMIT, Refusal
from core.files.spool import pieces_of
from core.web.extensions import csrf
from core.web.language import is_only_another_language
from core.web.limits import per_network
from core.web.requests import has_too_much_in_files, takes_files
from intake.cases import seeing
from intake.cases.looked_up import looked_up
from intake.files import held, uploads
from intake.files.held import Held
from intake.files.looking import Seen
from intake.files.uploads import NotTaken
from intake.public.forms import LookupForm
from intake.public.uploads import MOST_BYTES
from search.model.embedder import ModelMissing
from search.text.characters import is_blank

log = structlog.get_logger(__name__)

bp = Blueprint("intake_looking_up", __name__)

TOO_MUCH = 413
# What stays in no field is chosen again.
CHOOSE_AGAIN = _l("Please wait a minute, choose your picture once more and try again.")


@bp.route("/lookup", methods=["GET", "POST"])
@per_network(LOOKUP_LIMIT)
@takes_files(most_bytes=MOST_BYTES, most_files=1)
def lookup() -> tuple[str, int] | Response:
    """Show what is already known about a text or a picture.

    The question is posted, not put into the address, so that it stands in no log and no history.
    """
    if request.method == "GET":
        return _page(LookupForm(None)), 200
    try:
        # Fields alone: a file in the place of one is no text.
        form, sent = LookupForm(request.form), _sent_picture()
    except RequestEntityTooLarge:
        if not has_too_much_in_files():
            raise
        return _not_taken(LookupForm(None), NotTaken(uploads.Refusal.TOO_LARGE), TOO_MUCH)
    if (shown := _only_shown(form, sent)) is not None:
        return shown
    try:
        return _answer(form, sent), 200
    except NotTaken as not_taken:
        return _not_taken(form, not_taken, 503 if not_taken.refusal in uploads.OURS else 400)
    except LookupsFull as full:
        refusal = refused.full(full.seconds)
    except LookupTooSlow:
        refusal = refused.TOO_SLOW
    except LookupsNotReady:
        refusal = refused.NOT_READY
    except ModelMissing as missing:
        log.error("model_missing", reason=str(missing))
        refusal = refused.NO_MODEL
    return _refused(form, refusal if sent is None else replace(refusal, todo=CHOOSE_AGAIN))


# It changes nothing; see LookupForm.
csrf.exempt(lookup)


def init_app(app: Flask) -> None:
    """Open the page, and give it its places."""
    seeing.init_app(app)
    app.register_blueprint(bp)


def _only_shown(form: LookupForm, sent: FileStorage | None) -> tuple[str, int] | None:
    """Return the page as it was sent, in another language or because nothing on it can be asked; None where it can."""
    has_picture = sent is not None
    if is_only_another_language():
        return _page(form, is_picture_lost=has_picture), 200
    if not form.validate() or not form.asks(with_picture=has_picture):
        return _page(form, is_picture_lost=has_picture), 400
    return None


def _sent_picture() -> FileStorage | None:
    sent = request.files.get("picture")
    return sent if sent is not None and sent.filename else None


def _answer(form: LookupForm, sent: FileStorage | None) -> str:
    """Return the page with what was found, which holds on to the picture that it was found by."""
    typed = form.text.data or ""
    seen = None if sent is None else seeing.seen_in(sent.stream)
    result = looked_up(typed, seen)
    form.hold(form.held_picture if sent is None else _held(sent, seen))
    if seen is not None and is_blank(typed):
        # So that whoever sees a word that was misread puts it right and looks once more.
        form.text.data = seen.words
    return _page(form, result=result, seen=seen, typed=typed)


def _held(sent: FileStorage, seen: Seen | None) -> Held | None:
    if seen is not None and seen.is_locked:
        return None
    sent.stream.seek(0)
    return held.hold(pieces_of(sent.stream), uploads.clean_name(sent.filename or ""))


def _not_taken(form: LookupForm, not_taken: NotTaken, status: int) -> tuple[str, int]:
    form.picture.errors = [str(not_taken.refusal.label)]
    if status == TOO_MUCH:
        form.picture.errors.append(gettext("We have read none of what you sent, your words neither. Please go back."))
    return _page(form), status


def _refused(form: LookupForm, refusal: Refusal) -> Response:
    response = make_response(_page(form, refusal=refusal), refusal.status)
    response.headers["Retry-After"] = str(refusal.seconds)
    return response


def _page(form: LookupForm, **shown: object) -> str:
    typed = form.text.data or ""
    return render_template("intake/look_up.html", form=form, **{"typed": typed, "result": None, **shown})
