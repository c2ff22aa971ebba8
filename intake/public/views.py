"""The public pages of intake: first page, form, receipt, status."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from core.db import now
from core.refusals import InvalidInput
from core.web.display import excerpt, local_day
from core.web.even_time import in_even_time
from core.web.extensions import csrf
from core.web.language import is_only_another_language
from core.web.limits import per_network
from intake.files import held, keeping, locking, uploads
from intake.files.held import Held
from intake.objections import standing
from intake.public import late, questions, reader
from intake.public.forms import AddForm, ContactForm, StatusForm
from intake.public.questions import KIND
from intake.public.receipt_page import page_of
from intake.public.slips import slip_of
from intake.public.steps import SUBMIT_LIMIT, question_page
from intake.public.uploads import take_held
from intake.reports import looking, opening, submissions
from intake.reports.drafts import Draft
from intake.reports.opening import Opened
from intake.retention import own
from intake.talk import remarks

bp = Blueprint("intake", __name__)
bp.register_error_handler(CSRFError, late.again)

# For everything together that opens a report by its receipt: whoever guesses must not do so in several places at once.
STATUS_LIMIT = "120 per minute"
RECEIPTS = "receipts"

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
    """Begin a report with what was looked up; one that is begun with something else is not overwritten unasked."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        # The cookie does not come along from another site, so a draft that is begun there would replace the reader's.
        return redirect(url_for(".report"), code=303)
    brought, picture, present = _brought(), _brought_picture(), reader.draft()
    if present is not None and _is_about_another(present, brought, picture):
        return _begun_page(present, brought=request.form.get("text", ""), picture=picture)
    _keep(brought, picture)
    return redirect(url_for("intake_steps.go_on"), code=303)


# The page that was looked up on has no session yet, so it can have no token. Nothing is sent by it, and nothing lost.
csrf.exempt(bring_text)


@bp.post("/report/anew")
@per_network(SUBMIT_LIMIT)
def start_anew() -> Response:
    """Forget the report that is begun, and begin another one, with what was brought along, if anything was."""
    reader.discard()
    brought, picture = _brought(), _brought_picture()
    if brought or picture is not None:
        _keep(brought, picture)
    return redirect(url_for("intake_steps.step", name=KIND.name), code=303)


def _brought() -> dict[str, str]:
    """Return what a request brings along for a report, by field: a lone link is the link to the post."""
    text = request.form.get("text", "")
    is_link = text.strip().startswith(("https://", "http://")) and len(text.split()) == 1
    return {"url" if is_link else "text": text} if text.strip() else {}


def _brought_picture() -> Held | None:
    """Return the picture that was looked up, if there was one."""
    return held.named(request.form.get("held", ""), uploads.clean_name(request.form.get("held_name", "")))


def _is_about_another(present: Draft, brought: Mapping[str, str], picture: Held | None) -> bool:
    """Return whether a draft is about something else than what was looked up: its words differ, or only it has some."""
    if any(present.one(name) not in {"", value} for name, value in brought.items()):
        return True
    has_words = bool(present.one("text") or present.one("url"))
    has_files = bool(keeping.of_draft(present.id))
    if brought:
        # Files alone, which say something in a picture, and now words: nobody knows whether they belong together.
        return has_files and not has_words
    return picture is not None and (has_words or has_files)


def _keep(brought: Mapping[str, str], picture: Held | None) -> None:
    reader.keep({name: [value] for name, value in brought.items()})
    if picture is not None and not take_held(picture):
        flash(gettext("The time is over for which we held your picture. Please choose it once more."), "warning")


def _begun_page(present: Draft, brought: str = "", picture: Held | None = None) -> str:
    words = excerpt(present.one("text") or present.one("url"), EXCERPT)
    kind = questions.kind_of(present)
    return render_template(
        "intake/report/begun.html", draft=present, kind=kind, words=words, brought=brought, picture=picture
    )


@bp.get("/receipt")
def receipt() -> str | Response:
    """Show the receipt of the report that was just sent from this browser, and of those before it."""
    return receipt_page(ContactForm()) if reader.receipts() else redirect(url_for("intake.status"))


def receipt_page(form: ContactForm) -> str:
    """Return the page of the receipts of this browser, of which there is one; `form` asks for a mail address."""
    kept = reader.receipts()
    form.reference.data = form.reference.data or kept[0].reference
    files = submissions.files_of(kept[0].receipt)
    return render_template(
        "intake/receipt.html",
        slip=slip_of(kept[0]),
        earlier=kept[1:],
        files=files,
        readable=locking.readable(files),
        without=reader.went_without(),
        look_again_on=local_day(now() + LOOK_AGAIN),
        shown=page_of(kept[0].receipt),
        form=form,
    )


@bp.route("/status", methods=["GET", "POST"])
@per_network(STATUS_LIMIT, shared=RECEIPTS)
@in_even_time()
def status() -> tuple[str, int]:
    """Show how a report stands. The receipt is posted, so that it stands in no log and no history."""
    form, is_other_language = _asked(), is_only_another_language()
    if is_other_language and "shown" not in request.form:
        return status_form(form, 200)
    if not form.validate_on_submit():
        return status_form(form, 400 if form.is_submitted() else 200)
    pasted = form.receipt.data or ""
    objection = standing.standing(pasted)
    if objection is not None:
        return render_template("intake/status.html", form=form, objection=objection), 200
    try:
        opened = opening.opened(pasted)
    except InvalidInput as invalid:
        form.receipt.errors = [invalid.problems["receipt"]]
        return status_form(form, 404)
    # What its buttons hand on is the receipt, and not the whole page that was pasted.
    form.receipt.data = opened.receipt
    return status_page(form, opened, is_again=is_other_language), 200


# As above.
csrf.exempt(status)


def status_page(form: StatusForm, opened: Opened, added: AddForm | None = None, *, is_again: bool = False) -> str:
    """Return the page of how a report stands, and note what its reader is shown; `added` is what was not taken.

    `is_again` says that it is the same page in another language: what was new on it is so still.
    """
    found = submissions.status_of(opened.report)
    objections = standing.of_report(found.reference)
    answered = sum(one.outcome is not None for one in objections)
    talk = remarks.talk_of(opened.report)
    told = request.form.get("news", "").split() if is_again else ()
    news = looking.look(opened.report, found, objections=answered, last_question=talk.last_asked, told=told)
    return render_template(
        "intake/status.html",
        form=form,
        status=found,
        objections=objections,
        ending=own.ending_of(opened.receipt),
        news=news,
        talk=talk,
        # After what was added was taken, its place is empty again.
        added=added or AddForm(formdata=None),
    )


def _asked() -> StatusForm:
    """Return the form as it was sent; one of this browser's receipts is chosen by the number of its report."""
    chosen = {one.reference: one.receipt for one in reader.all_receipts()}.get(request.form.get("mine", ""))
    if chosen is None:
        return StatusForm()
    return StatusForm(MultiDict([*request.form.items(), ("receipt", chosen)]))


def status_form(form: StatusForm, code: int) -> tuple[str, int]:
    """Return the page that asks for a receipt."""
    # A keypad of digits cannot type the receipts that were given out earlier.
    has_letters = "letters" in request.args or any(sign.isalpha() for sign in form.receipt.data or "")
    mine = reader.all_receipts()
    return render_template("intake/status.html", form=form, has_letters=has_letters, mine=mine), code
