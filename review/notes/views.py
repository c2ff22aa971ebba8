"""The addresses of notes, and the list of those that mention somebody."""

from __future__ import annotations

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_security import current_user
from werkzeug.wrappers import Response

from accounts.permissions import Permission
from core.web.access import needs
from review.blueprint import case_page
from review.holding import unsent
from review.holding.models import DraftForm
from review.notes import notes

bp = Blueprint("notes", __name__, url_prefix="/desk")


def init_app(app: Flask) -> None:
    """Open the addresses, and let the header of each page count what an editor has not seen."""
    app.register_blueprint(bp)
    app.jinja_env.globals["unseen_mentions"] = lambda: notes.unseen(current_user)


@bp.post("/cases/<int(max=2147483647):case_id>/notes")
@needs(Permission.WRITE_NOTES)
@unsent.ends(DraftForm.NOTE)
def write(case_id: int) -> Response:
    """Keep a note."""
    written = notes.write(case_id, request.form.get("text", ""), editor=current_user)
    if written.unknown:
        names = ", ".join(f"@{name}" for name in written.unknown)
        flash(gettext("The note is saved. Nobody was told by these names: %(names)s.", names=names), "warning")
    return redirect(case_page(case_id, anchor=f"note-{written.id}"))


@bp.post("/notes/<int(max=2147483647):note_id>/withdraw")
@needs(Permission.WRITE_NOTES)
def withdraw(note_id: int) -> Response:
    """Take a note back."""
    case_id = notes.withdraw(note_id, editor=current_user)
    flash(gettext("The note is withdrawn. Its words are erased."), "success")
    return redirect(case_page(case_id, anchor="notes"))


@bp.get("/mentions")
@needs(Permission.READ_CASES)
def mentions() -> str:
    """Show the notes that mention whoever asks."""
    return render_template("review/notes/mentions.html", mentions=notes.mentions(current_user))


@bp.post("/mentions/seen")
@needs(Permission.READ_CASES)
def mark_all_seen() -> Response:
    """Note that all mentions were seen."""
    notes.mark_seen(current_user)
    return redirect(url_for("notes.mentions"))


@bp.post("/mentions/<int(max=2147483647):note_id>/seen")
@needs(Permission.READ_CASES)
def mark_seen(note_id: int) -> Response:
    """Note that one mention was seen."""
    notes.mark_seen(current_user, note_id=note_id)
    return redirect(url_for("notes.mentions"))
