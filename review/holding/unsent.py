"""What was typed and did not arrive is kept: whatever becomes of a request that carries a form, its text is not lost.

Each form that is to be protected carries a mark: whose page it stands on, of which case, and which form it is, signed.
The mark lets text be kept when the session is over, the form too old, or the case in other hands, without asking who
sends it; it reads nothing. A stranger who finds the page open can leave text for its editor, and that is all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

import structlog
from flask import Flask, Response, current_app, flash, g, render_template, request, url_for
from flask_babel import gettext
from flask_security import current_user
from flask_wtf import FlaskForm
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, HTTPException
from wtforms import HiddenField

from core.db import db, now
from core.refusals import Conflict, InvalidInput, NotFound
from core.web import errors
from core.web.access import may_open, was_turned_away
from core.web.errors import ErrorPage
from intake.models.cases import Case
from review.blueprint import case_page
from review.holding import drafts
from review.holding.drafts import Kept, Mark
from review.holding.models import DraftForm

log = structlog.get_logger(__name__)

View = TypeVar("View", bound=Callable[..., Any])

PREFIX = "/desk"
FIELD = "draft"
# A page that was open over a long weekend; what comes later was left lying rather than being written.
MARK_LASTS = timedelta(days=7)
# Far more than the longest draft; a body that is larger is not read for it.
LARGEST_BODY = 128 * 1024
# What stands in every form and is no text of it.
NO_TEXT = frozenset({FIELD, "csrf_token", "version"})

_ENDS = "ends_draft"


@dataclass(frozen=True, slots=True)
class Sent:
    """A marked form that a request carries."""

    mark: Mark
    fields: Mapping[str, Sequence[str]]


def init_app(app: Flask) -> None:
    """Keep what is sent to the desk in vain, and let its errors say so on the desk's own page."""
    app.jinja_env.globals["unsent_mark"] = mark_of
    app.jinja_env.globals["unsent_field"] = FIELD
    app.after_request(_settle)
    errors.dress(app, PREFIX, _error_page)


def ends(*forms: DraftForm) -> Callable[[View], View]:
    """Note beside a view that it is where a form is sent to, the first: its success ends its draft, and the others."""

    def noted(view: View) -> View:
        setattr(view, _ENDS, forms)
        return view

    return noted


def mark_of(form: str, case: Case) -> str:
    """Return the mark of a form on the page of a case, for the editor whom the page is made for."""
    opened = now().isoformat()
    return str(_signer().dumps([current_user.id, case.id, DraftForm(form).value, case.version, opened]))


def fill(form: FlaskForm, kept: Kept | None) -> None:
    """Put a draft into the fields of a form; hidden ones say what the page stands for and stay."""
    fields = {} if kept is None else kept.fields
    for field in form:
        if field.short_name in fields and not isinstance(field, HiddenField):
            field.process(MultiDict((field.name, value) for value in fields[field.short_name]))


def keep() -> bool:
    """Keep what the request carries, unless that was done; return whether it is safe. Never raises."""
    if "unsent_is_kept" not in g:
        g.unsent_is_kept = _kept()
    return bool(g.unsent_is_kept)


def keep_or_refuse() -> None:
    """Keep what the request carries. Errors: those of `drafts.keep`, and 400 for a request that carries no mark."""
    sent = _sent()
    if sent is None:
        raise BadRequest("no draft, or its mark is too old")
    g.unsent_is_kept = drafts.keep(sent.mark, sent.fields)


def _kept() -> bool:
    sent = _sent()
    if sent is None:
        return False
    try:
        # Whatever failed may have left its transaction open.
        db.session.rollback()
        return drafts.keep(sent.mark, sent.fields)
    except (Conflict, InvalidInput, NotFound, SQLAlchemyError):
        db.session.rollback()
        return False


def _sent() -> Sent | None:
    """Return the marked form of the request, or None; total, whatever was sent."""
    if request.method != "POST" or (request.content_length or 0) > LARGEST_BODY:
        return None
    try:
        form = request.form
    except HTTPException:
        return None
    mark = _read(form.get(FIELD, ""))
    return None if mark is None else Sent(mark, {name: form.getlist(name) for name in form if name not in NO_TEXT})


def _read(signed: str) -> Mark | None:
    try:
        editor_id, case_id, form, version, opened = _signer().loads(signed)
        mark = Mark(editor_id, case_id, DraftForm(form), version, datetime.fromisoformat(opened))
    except (BadSignature, ValueError):
        return None
    return mark if now() - mark.opened_at < MARK_LASTS else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="unsent text")


def _settle(response: Response) -> Response:
    """End the draft of what was sent, keep what was not, and lead whoever has to sign in back to the case."""
    if request.method != "POST" or not request.path.startswith(PREFIX):
        return response
    sent = _sent()
    if sent is None:
        return response
    ended = _ended_here()
    if response.status_code < 400 and not was_turned_away() and sent.mark.form in ended[:1]:
        _end(sent.mark, ended)
    elif keep() and was_turned_away() and not current_user.is_authenticated and ended:
        flash(gettext("You were signed out. What you wrote is kept: sign in, and it is in the form again."), "warning")
        response.location = url_for("security.login", next=case_page(sent.mark.case_id))
    return response


def _end(mark: Mark, forms: Sequence[DraftForm]) -> None:
    try:
        for form in forms:
            drafts.discard(mark.case_id, form, editor=current_user)
    except SQLAlchemyError as error:
        # What was sent has arrived: a draft that stays behind is no reason to tell its editor that it has not.
        log.warning("draft_not_ended", kind=type(error).__name__)
        db.session.rollback()


def _ended_here() -> Sequence[DraftForm]:
    """Return the form that is sent to the address of this request, if it is one, and whatever else ends with it."""
    view = current_app.view_functions.get(request.endpoint or "")
    ended: Sequence[DraftForm] = getattr(view, _ENDS, ())
    return ended


def _error_page(error: ErrorPage) -> str | None:
    try:
        case_id = _case_of_request()
        if keep() and _is_told():
            kept = gettext("What you wrote is kept as a draft. You find it in the form when you open the case again.")
            error = replace(error, kept=kept)
        back = None if case_id is None else case_page(case_id)
        return render_template("review/holding/error.html", error=error, back_to_case=back)
    except SQLAlchemyError:
        # The page asks who is signed in; without a database the plain one has to do.
        return None


def _is_told() -> bool:
    """Return whether whoever asks is the one whose text was kept; a colleague at the same computer is told nothing."""
    sent = _sent()
    return sent is not None and (not current_user.is_authenticated or current_user.id == sent.mark.editor_id)


def _case_of_request() -> int | None:
    """Return the case that a request is about, if there is one and whoever asks may see it."""
    sent = _sent()
    case_id = (request.view_args or {}).get("case_id", None if sent is None else sent.mark.case_id)
    if not (isinstance(case_id, int) and may_open("review.case")):
        return None
    return None if db.session.get(Case, case_id) is None else case_id
