"""The desk's pages of mail: opening the address of a reader, and letters that could not be sent."""

from __future__ import annotations

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_security import current_user
from werkzeug.wrappers import Response

from accounts.permissions import Permission
from core.config import Config
from core.db import existing
from core.outbox import outbox, restored
from core.outbox.kinds import KINDS
from core.outbox.outbox import Again
from core.refusals import NotFound
from core.web.access import needs
from intake.contact import contacts, opening
from intake.contact.keys import NoKey
from intake.models.contacts import Contact
from review.contact.forms import WhyForm
from review.holding.named import check_not_named

bp = Blueprint("contacts", __name__, url_prefix="/desk/mail")

Page = tuple[str, int] | Response

_AGAIN = {
    Again.GOES_OUT: _l("The letter is sent again now."),
    Again.OVERTAKEN: _l("Its reader was sent a newer letter since, so this one is not sent again."),
    Again.OVER: _l(
        "There is nobody to tell any more: the address was removed, or what the letter was about is over. "
        "Nothing is sent."
    ),
    Again.AS_IT_WAS: _l("This letter is on its way already, or was sent. Nothing was changed."),
}


def init_app(app: Flask) -> None:
    """Open the addresses, and let pages ask which readers can be reached and whether letters could not be sent."""
    app.register_blueprint(bp)
    app.jinja_env.globals["contacts_of"] = lambda reports: contacts.of_reports([report.id for report in reports])
    app.jinja_env.globals["unsent_letters"] = outbox.unsent_count
    app.jinja_env.globals["letters_are_held"] = restored.is_held
    app.jinja_env.globals["letter_kind"] = lambda kind: KINDS[kind].label


@bp.route("/readers/<int(max=2147483647):contact_id>", methods=["GET", "POST"])
@needs(Permission.OPEN_CONTACTS)
def show(contact_id: int) -> Page:
    """Ask why somebody needs the address of a reader; then show it, this once."""
    contact = existing(Contact, contact_id)
    if contact.confirmed_at is None or contact.ended_at is not None:
        raise NotFound(f"there is no contact {contact_id}")
    if contact.submission.case_id is not None:
        check_not_named(contact.submission.case_id, current_user)
    form, address = WhyForm(), ""
    if request.method == "POST":
        if form.chosen is None:
            form.why.errors = [gettext("Choose why you need it.")]
        else:
            try:
                address = opening.open_for(contact_id, form.chosen, by=current_user.id)
            except NoKey:
                form.why.errors = [gettext("The key that opens addresses is not on this computer. Nothing was opened.")]
    page = render_template("review/contact/open.html", contact=contact, form=form, address=address)
    return page, 400 if form.errors else 200


@bp.get("/unsent")
@needs(Permission.HANDLE_MAIL)
def unsent() -> str:
    """List the letters that could not be sent."""
    settings: Config = current_app.extensions["settings"]
    return render_template(
        "review/contact/unsent.html",
        letters=outbox.unsent(),
        waiting=outbox.waiting_count(),
        is_on=settings.mail is not None,
        is_held=restored.is_held(),
    )


@bp.post("/unsent/release")
@needs(Permission.HANDLE_MAIL)
def release() -> Response:
    """Let letters leave again that wait because a backup was put back."""
    if restored.release(by=current_user.id):
        flash(gettext("The letters leave as soon as they are due."), "success")
    else:
        flash(gettext("No letters are held. Nothing was changed."), "warning")
    return redirect(url_for("contacts.unsent"))


@bp.post("/unsent/<int(max=2147483647):letter_id>/again")
@needs(Permission.HANDLE_MAIL)
def again(letter_id: int) -> Response:
    """Have a letter sent again."""
    became = outbox.try_again(letter_id, KINDS, by=current_user.id)
    flash(str(_AGAIN[became]), "success" if became is Again.GOES_OUT else "warning")
    return redirect(url_for("contacts.unsent"))
