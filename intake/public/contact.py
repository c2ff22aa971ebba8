"""The public pages of answers by mail: the wish on the page of the receipt, and the two links of letters.

What a link leads to shows a page with a button. Programs that look through mail open links; none of them presses it.
"""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy import select
from werkzeug.wrappers import Response

from core.db import db
from core.refusals import InvalidInput
from core.web.extensions import csrf
from core.web.limits import per_network
from intake.contact import contacts
from intake.contact.contacts import Confirmed
from intake.models.reports import Submission
from intake.public import reader
from intake.public.forms import ContactForm
from intake.public.views import receipt_page

bp = Blueprint("intake_contact", __name__)

# Each may send a letter to a stranger; a class of thirty who all wish for one still gets through.
ASK_LIMIT = "60 per hour"
LINK_LIMIT = "120 per minute"
# So long a token can be; what is longer is none.
LONGEST_TOKEN = 64

Page = tuple[str, int] | Response


@bp.post("/receipt/mail")
@per_network(ASK_LIMIT)
def ask() -> Page:
    """Take the address for one of the reports of this browser, or take it back."""
    if not contacts.is_offered():
        abort(404)
    form = ContactForm()
    number = _own_report(form.reference.data or "")
    if number is None:
        return redirect(url_for("intake.receipt"), code=303)
    if "withdraw" in request.form:
        contacts.withdraw(number)
        flash(gettext("Your address is removed. You find the answer with your receipt."), "success")
        return redirect(url_for("intake.receipt"), code=303)
    try:
        contacts.ask(number, form.email.data or "")
    except InvalidInput as invalid:
        form.email.errors = list(invalid.problems.values())
        return receipt_page(form), 400
    return redirect(f"{url_for('intake.receipt')}#mail-title", code=303)


@bp.get("/mail/confirm/<token>")
@per_network(LINK_LIMIT, methods=("GET",))
def confirm(token: str) -> Page:
    """Ask whether the address is theirs; whoever opens this page has said nothing yet."""
    works = len(token) <= LONGEST_TOKEN and contacts.can_be_confirmed(token)
    return render_template("intake/contact/confirm.html", token=token, works=works), 200 if works else 404


@bp.post("/mail/confirm/<token>")
@per_network(LINK_LIMIT)
def confirm_now(token: str) -> Page:
    """Take their word."""
    outcome = contacts.confirm(token) if len(token) <= LONGEST_TOKEN else Confirmed.GONE
    if outcome is Confirmed.GONE:
        return render_template("intake/contact/confirm.html", token=token, works=False), 404
    return render_template("intake/contact/confirmed.html"), 200


@bp.get("/mail/stop/<token>")
@per_network(LINK_LIMIT, methods=("GET",))
def stop(token: str) -> Page:
    """Ask whether no more mails are wanted; nothing is changed by that."""
    works = len(token) <= LONGEST_TOKEN and contacts.can_be_stopped(token)
    return render_template("intake/contact/stop.html", token=token, works=works), 200


@bp.post("/mail/stop/<token>")
@per_network(LINK_LIMIT)
def stop_now(token: str) -> Page:
    """Send no more mails about a report, or to an address at all; a repeat is told the same."""
    if len(token) <= LONGEST_TOKEN:
        contacts.stop(token, for_good="for_good" in request.form)
    return render_template("intake/contact/stopped.html"), 200


# The token is the proof: mail programs send this themselves when their reader presses "unsubscribe" (RFC 8058), and
# nobody else's browser knows it.
csrf.exempt(stop_now)


def _own_report(reference: str) -> int | None:
    """Return the id of a report of which this browser holds the receipt."""
    if reference not in {kept.reference for kept in reader.receipts()}:
        return None
    return db.session.scalar(select(Submission.id).where(Submission.reference == reference))
