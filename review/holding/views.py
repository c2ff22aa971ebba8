"""The addresses at which a case is taken, held and given away, and at which drafts are kept."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template, request
from flask_babel import gettext
from flask_security import current_user
from werkzeug.wrappers import Response as AnyResponse

from accounts.permissions import Permission
from core.db import existing
from core.web.access import needs
from core.web.numbers import whole_number
from intake.models.cases import Case
from review.blueprint import case_page
from review.holding import assigning, drafts, leases, named, unsent
from review.holding.models import DraftForm
from review.holding.presence import presence

bp = Blueprint("holding", __name__, url_prefix="/desk")

CASE = "/cases/<int(max=2147483647):case_id>"


@bp.after_app_request
def _renew(response: Response) -> Response:
    """Renew a lease because its holder did something on the page: without scripts there is no heartbeat."""
    case_id = (request.view_args or {}).get("case_id")
    # Whatever is sent leads to such a page again.
    is_page = request.method == "GET" and response.status_code == 200 and request.path.startswith(unsent.PREFIX)
    if is_page and case_id is not None:
        leases.renew(case_id, editor=current_user)
    return response


# Whoever has any of the forms that are protected may write notes.
@bp.post("/drafts")
@needs(Permission.WRITE_NOTES)
def keep_draft() -> Response:
    """Keep what is being typed into a form; its mark says into which."""
    unsent.keep_or_refuse()
    return make_response("", 204)


@bp.post(f"{CASE}/drafts/discard")
@needs(Permission.WRITE_NOTES)
def discard_draft(case_id: int) -> AnyResponse:
    """Throw a draft away."""
    try:
        form = DraftForm(request.form.get("form", ""))
    except ValueError:
        abort(400)
    drafts.discard(case_id, form, editor=current_user)
    flash(gettext("Your draft is thrown away."), "success")
    return redirect(case_page(case_id))


@bp.post(f"{CASE}/beat")
@needs(Permission.READ_CASES)
def beat(case_id: int) -> str:
    """Hear that somebody has a case open, and tell them who else is there."""
    takes = "takes" in request.form and current_user.may(Permission.DECIDE)
    leases.beat(case_id, editor=current_user, takes=takes)
    seen = presence(existing(Case, case_id), current_user)
    return render_template("review/holding/_presence.html", presence=seen, was_open="was_open" in request.form)


@bp.post(f"{CASE}/leave")
@needs(Permission.READ_CASES)
def leave(case_id: int) -> Response:
    """Hear that somebody closes a case."""
    leases.leave(case_id, editor=current_user)
    return make_response("", 204)


@bp.post(f"{CASE}/lease")
@needs(Permission.DECIDE)
def take(case_id: int) -> AnyResponse:
    """Take a case that nobody holds."""
    leases.take(case_id, editor=current_user)
    return redirect(case_page(case_id))


@bp.post(f"{CASE}/lease/release")
@needs(Permission.DECIDE)
def release(case_id: int) -> AnyResponse:
    """Give a case back."""
    leases.release(case_id, editor=current_user)
    return redirect(case_page(case_id))


@bp.post(f"{CASE}/lease/take-over")
@needs(Permission.DECIDE)
def take_over(case_id: int) -> AnyResponse:
    """Take a case from the colleague who was seen to hold it."""
    holder_id = whole_number(request.form.get("holder", ""))
    leases.take_over(case_id, holder_id=holder_id or 0, editor=current_user)
    flash(gettext("You have taken the case over. Your colleague is told, and keeps the text as a draft."), "success")
    return redirect(case_page(case_id))


@bp.post(f"{CASE}/named")
@needs(Permission.DECIDE)
def say_named(case_id: int) -> AnyResponse:
    """Let an editor say that they are named in a post."""
    named.say(case_id, editor=current_user, reason=request.form.get("named_reason", "").strip())
    flash(gettext("Thank you for saying so. A colleague takes care of this case."), "success")
    return redirect(case_page(case_id))


@bp.post(f"{CASE}/named/lift")
@needs(Permission.ASSIGN)
def lift_named(case_id: int) -> AnyResponse:
    """Let somebody have a part in a case again."""
    named.lift(case_id, whole_number(request.form.get("editor_id", "")) or 0, by=current_user)
    return redirect(case_page(case_id))


@bp.post(f"{CASE}/assign")
@needs(Permission.ASSIGN)
def assign(case_id: int) -> AnyResponse:
    """Give a case to somebody, or to nobody in particular."""
    chosen = request.form.get("editor_id", "")
    if chosen:
        assigning.assign(case_id, whole_number(chosen) or 0, by=current_user)
    else:
        assigning.unassign(case_id, by=current_user)
    return redirect(case_page(case_id))
