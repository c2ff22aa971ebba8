"""The public pages of the archive: look something up, read a claim."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request
from sqlalchemy import select

from core.db import db
from core.web import csrf, limiter
from search.extraction import content_of
from search.forms import LookupForm
from search.matching import FoundMatch, find_matches
from search.models import Claim, ClaimState

bp = Blueprint("search", __name__)

LOOKUP_LIMIT = "120 per minute"


@dataclass(frozen=True, slots=True)
class LookupResult:
    """What the look-up page shows; empty is an answer too."""

    matches: list[FoundMatch]


@bp.route("/lookup", methods=["GET", "POST"])
@limiter.limit(LOOKUP_LIMIT, methods=["POST"])
def lookup() -> tuple[str, int]:
    """Show what is already known about a text.

    The question is posted, not put into the address, so that it stands in no log and no history.
    """
    form = LookupForm()
    if request.method == "GET":
        return render_template("search/lookup.html", form=form, result=None), 200
    if not form.validate():
        return render_template("search/lookup.html", form=form, result=None), 400
    (found,) = find_matches([content_of(form.text.data or "")])
    return render_template("search/lookup.html", form=form, result=LookupResult(found.matches)), 200


# It changes nothing; see LookupForm.
csrf.exempt(lookup)


@bp.get("/claims/<slug>")
def claim(slug: str) -> str:
    """Show one published claim."""
    found = db.session.scalar(select(Claim).where(Claim.slug == slug, Claim.state == ClaimState.PUBLISHED))
    if found is None:
        abort(404)
    return render_template("search/claim.html", claim=found)
