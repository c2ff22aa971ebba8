"""The public pages of intake: first page, form, receipt, status."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from core.db import now
from core.refusals import InvalidInput
from core.web.display import absolute, excerpt, local_day
from core.web.extensions import csrf
from core.web.limits import per_network
from intake.objections import standing
from intake.public import questions, reader
from intake.public.forms import ContactForm, StatusForm
from intake.public.questions import KIND
from intake.public.receipt_page import page_of
from intake.public.steps import SUBMIT_LIMIT, question_page
from intake.reports import submissions
from intake.reports.drafts import Draft

bp = Blueprint("intake", __name__)

STATUS_LIMIT = "120 per minute"

# Of a report that is begun, so that its reader knows which one it is.
EXCERPT = 160
# When it is worth looking for an answer: most are there by then, and nobody is told to look every hour.
LOOK_AGAIN = timedelta(days=3)


@bp.get("/")
def home() -> str:
    """Show the first page."""
    return render_template("intake/home.html")


@bp.get("/report")
def report() -> str:
    """Show the first question, or say that a report is begun and may be continued."""
    present = reader.draft()
    if present is not None:
        return _begun_page(present)
    return question_page(KIND, KIND.form(), None)


@bp.post("/report")
@per_network(SUBMIT_LIMIT)
def bring_text() -> str | Response:
    """Begin a report with a text that was looked up; one that is begun with other words is not overwritten unasked."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        # The cookie does not come along from another site, so a draft that is begun there would replace the reader's.
        return redirect(url_for(".report"), code=303)
    brought, present = _brought(), reader.draft()
    if present is not None and any(present.one(name) not in {"", value} for name, value in brought.items()):
        return _begun_page(present, brought=request.form["text"])
    reader.keep({name: [value] for name, value in brought.items()})
    return redirect(url_for("intake_steps.go_on"), code=303)


# The page that was looked up on has no session yet, so it can have no token. Nothing is sent by it, and nothing lost.
csrf.exempt(bring_text)


@bp.post("/report/anew")
@per_network(SUBMIT_LIMIT)
def start_anew() -> Response:
    """Forget the report that is begun, and begin another one, with a text if one was brought along."""
    reader.discard()
    brought = _brought()
    if brought:
        reader.keep({name: [value] for name, value in brought.items()})
    return redirect(url_for("intake_steps.step", name=KIND.name), code=303)


def _brought() -> dict[str, str]:
    """Return what a request brings along for a report, by field: a lone link is the link to the post."""
    text = request.form.get("text", "")
    is_link = text.strip().startswith(("https://", "http://")) and len(text.split()) == 1
    return {"url" if is_link else "text": text} if text.strip() else {}


def _begun_page(present: Draft, brought: str = "") -> str:
    words = excerpt(present.one("text") or present.one("url"), EXCERPT)
    kind = questions.kind_of(present)
    return render_template("intake/report/begun.html", draft=present, kind=kind, words=words, brought=brought)


@bp.get("/receipt")
def receipt() -> str | Response:
    """Show the receipt of the report that was just sent from this browser, and of those before it."""
    return receipt_page(ContactForm()) if reader.receipts() else redirect(url_for("intake.status"))


def receipt_page(form: ContactForm) -> str:
    """Return the page of the receipts of this browser, of which there is one; `form` asks for a mail address."""
    kept = reader.receipts()
    form.reference.data = form.reference.data or kept[0].reference
    return render_template(
        "intake/receipt.html",
        reference=kept[0].reference,
        receipt=kept[0].receipt,
        earlier=kept[1:],
        files=submissions.files_of(kept[0].receipt),
        look_again_on=local_day(now() + LOOK_AGAIN),
        status_url=absolute(url_for("intake.status")),
        shown=page_of(kept[0].receipt),
        form=form,
    )


@bp.route("/status", methods=["GET", "POST"])
@per_network(STATUS_LIMIT)
def status() -> tuple[str, int]:
    """Show how a report stands. The receipt is posted, so that it stands in no log and no history."""
    form = StatusForm()
    if not form.validate_on_submit():
        return render_template("intake/status.html", form=form), 400 if form.is_submitted() else 200
    receipt = form.receipt.data or ""
    objection = standing.standing(receipt)
    if objection is not None:
        return render_template("intake/status.html", form=form, objection=objection), 200
    try:
        found = submissions.status(receipt)
    except InvalidInput as invalid:
        form.receipt.errors = [invalid.problems["receipt"]]
        return render_template("intake/status.html", form=form), 404
    objections = standing.of_report(found.reference)
    return render_template("intake/status.html", form=form, status=found, objections=objections), 200


# As above.
csrf.exempt(status)
