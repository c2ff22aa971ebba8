"""The answer before sending: as a fragment while somebody types, and what becomes of “yes” and “no”."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy import select
from werkzeug.wrappers import Response

from archive.models import Claim, ClaimState
from core.db import db
from core.web.extensions import csrf
from core.web.limits import per_network
from core.web.numbers import whole_number
from intake.cases.known import known
from intake.files import keeping
from intake.models.counts import Ending
from intake.public import late, reader
from intake.public.help import onward
from intake.reports import ending
from intake.reports.drafts import NOT_THE_SAME, Draft
from intake.reports.fields import LONGEST_TEXT, LONGEST_URL

bp = Blueprint("intake_known", __name__)
bp.register_error_handler(CSRFError, late.again)

# Thirty who type at once, each asking whenever they pause.
KNOWN_LIMIT = "600 per minute"
# So many claims are ruled out for one report; nobody is shown more.
MOST_RULED_OUT = 20
# The step that leads to the first question that is still open.
ONWARD = "continue"


@bp.get("/report/known")
@per_network(KNOWN_LIMIT, methods=["GET"])
def step() -> str | Response:
    """Ask before sending whether it is about what is known already; where nothing is, go on."""
    present = reader.draft()
    if present is None:
        return redirect(url_for("intake.report"))
    found = known(_words_of(present), present.one("url")[:LONGEST_URL], not_the_same=present.not_the_same)
    if found is None:
        return redirect(onward(ONWARD))
    return render_template("intake/report/known.html", known=found, draft=present, onward_step=ONWARD)


@bp.post("/report/known")
@per_network(KNOWN_LIMIT)
def ask() -> tuple[str, int]:
    """Return what is known about what was typed, as a piece of a page; nothing, with a 204, where nothing is."""
    text, url = request.form.get("text", "")[:LONGEST_TEXT], request.form.get("url", "")[:LONGEST_URL]
    found = known(text, url, not_the_same=ruled_out())
    return ("", 204) if found is None else (render_template("intake/_known.html", known=found), 200)


# It changes nothing, and a page that was open for long must not fall silent.
csrf.exempt(ask)


@bp.post("/report/known/answer")
@per_network(KNOWN_LIMIT)
def answer() -> Response:
    """End the report with “yes, that is it”, or go on with “no” and remember that."""
    claim_id = whole_number(request.form.get("claim_id", ""))
    if request.form.get("answer") == "yes":
        ending.end(reader.let_go(), Ending.KNOWN)
        return redirect(url_for("intake_known.ended", claim=claim_id), code=303)
    if claim_id is not None:
        _rule_out(claim_id)
    return redirect(onward(request.form.get("next", "")), code=303)


@bp.get("/report/answered")
def ended() -> str:
    """Thank whoever found their answer, and show the article once more."""
    claim_id = whole_number(request.args.get("claim", ""))
    rows = select(Claim).where(Claim.id == claim_id, Claim.state == ClaimState.PUBLISHED)
    claim = None if claim_id is None else db.session.scalar(rows)
    return render_template("intake/answered.html", claim=claim)


def ruled_out() -> frozenset[int]:
    """Return the claims of which the reader of this browser's draft said that they are not the same."""
    present = reader.draft()
    return frozenset() if present is None else present.not_the_same


def _rule_out(claim_id: int) -> None:
    said = sorted({*ruled_out(), claim_id})[:MOST_RULED_OUT]
    reader.keep({NOT_THE_SAME: [str(number) for number in said]})


def _words_of(present: Draft) -> str:
    """Return what a draft says, as far as it could be sent: what was typed, else what was read in its pictures."""
    words = present.one("text") or "\n".join(file.text for file in keeping.of_draft(present.id))
    return words[:LONGEST_TEXT]
