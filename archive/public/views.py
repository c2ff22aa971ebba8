"""The public pages of the archive: look something up, read a claim."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from archive.models import Claim, ClaimState
from archive.presenting import Presented
from archive.public.decided import DeskAnswer, decided
from archive.public.forms import LookupForm
from archive.public.lookups import LookupsFull, LookupsNotReady, LookupTooSlow, look_up
from core.db import db
from core.refusals import NotFound
from core.web.extensions import csrf
from core.web.limits import per_network
from search.model.embedder import ModelMissing

log = structlog.get_logger(__name__)

bp = Blueprint("archive", __name__)

LOOKUP_LIMIT = "120 per minute"


@dataclass(frozen=True, slots=True)
class LookupResult:
    """What the look-up page shows; empty is an answer too. `decided` is what the desk said about exactly this post."""

    matches: list[Presented]
    decided: DeskAnswer | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer now. What was typed stays in the field."""

    status: int
    title: LazyString
    todo: LazyString
    # When another try is worth it.
    seconds: int
    # Whether to send the reader to the report form instead: sooner or later a person looks there.
    report: bool


def _full(seconds: int) -> Refusal:
    return Refusal(
        503,
        _l("A great many people are looking things up right now."),
        _l("Your text is still in the field. Please try again in a few seconds."),
        seconds,
        report=False,
    )


TOO_SLOW = Refusal(
    503,
    _l("This takes us too long right now."),
    _l("Your text is still in the field. Please try again in a minute, or report the post to us."),
    60,
    report=True,
)
NOT_READY = Refusal(
    503,
    _l("Our search is just starting."),
    _l("Your text is still in the field. Please try again in half a minute, or report the post to us."),
    30,
    report=True,
)
NO_MODEL = Refusal(
    503,
    _l("We cannot look anything up right now."),
    _l("Your text is still in the field. Please try again in a few minutes, or report the post to us."),
    300,
    report=True,
)


@bp.route("/lookup", methods=["GET", "POST"])
@per_network(LOOKUP_LIMIT)
def lookup() -> tuple[str, int] | Response:
    """Show what is already known about a text.

    The question is posted, not put into the address, so that it stands in no log and no history.
    """
    form = LookupForm()
    if request.method == "GET":
        return render_template("archive/lookup.html", form=form, result=None), 200
    if not form.validate():
        return render_template("archive/lookup.html", form=form, result=None), 400
    try:
        found = look_up(form.text.data or "")
    except LookupsFull as full:
        return _refused(form, _full(full.seconds))
    except (LookupsNotReady, LookupTooSlow) as later:
        return _refused(form, TOO_SLOW if isinstance(later, LookupTooSlow) else NOT_READY)
    except ModelMissing as missing:
        log.error("model_missing", reason=str(missing))
        return _refused(form, NO_MODEL)
    result = LookupResult(found, decided(form.text.data or ""))
    return render_template("archive/lookup.html", form=form, result=result), 200


def _refused(form: LookupForm, refusal: Refusal) -> Response:
    page = render_template("archive/lookup.html", form=form, result=None, refusal=refusal)
    response = make_response(page, refusal.status)
    response.headers["Retry-After"] = str(refusal.seconds)
    return response


# It changes nothing; see LookupForm.
csrf.exempt(lookup)


@bp.get("/claims/<slug>")
def claim(slug: str) -> str:
    """Show one published claim."""
    found = db.session.scalar(select(Claim).where(Claim.slug == slug, Claim.state == ClaimState.PUBLISHED))
    if found is None:
        raise NotFound("there is no published claim at this address")
    return render_template("archive/claim.html", claim=found)
