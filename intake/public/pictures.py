"""The words that were read in a reader's pictures: shown as soon as they are there, and corrected."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from core.refusals import InvalidInput, NotFound
from core.web.limits import per_network
from intake.files import keeping
from intake.files.locking import readable
from intake.models.files import Attachment
from intake.public import late, reader
from intake.reports import correcting, submissions

bp = Blueprint("intake_pictures", __name__)
bp.register_error_handler(CSRFError, late.again)

CORRECT_LIMIT = "120 per minute"
# Thirty readers behind one address whose pages look again every two seconds at first.
READING_LIMIT = "1200 per minute"


@bp.get("/report/reading")
@per_network(READING_LIMIT, methods=["GET"])
def reading() -> str:
    """Return what was read so far in the pictures of the draft that this browser holds, as a piece of a page."""
    present = reader.draft()
    return _piece(() if present is None else keeping.of_draft(present.id))


@bp.get("/receipt/reading")
@per_network(READING_LIMIT, methods=["GET"])
def reading_of_receipt() -> str:
    """Return the same for the report that was sent last from this browser."""
    kept = reader.receipts()
    return _piece(submissions.files_of(kept[0].receipt) if kept else ())


@bp.post("/report/files/<int(max=2147483647):attachment_id>/words")
@per_network(CORRECT_LIMIT)
def correct(attachment_id: int) -> Response:
    """Keep what the reader says stands in a picture of the draft that this browser holds."""
    words, draft = request.form.get("read_words", ""), reader.draft()
    if draft is None:
        return _kept_without_picture(words)
    try:
        correcting.correct_draft(draft.id, attachment_id, words)
    except NotFound:
        flash(gettext("This picture is no longer in your report, so its words were not kept."), "warning")
        return redirect(url_for("intake_steps.step", name="files"), code=303)
    except InvalidInput as invalid:
        flash(" ".join(invalid.problems.values()), "error")
    else:
        flash(gettext("Thank you. We use your words instead of what we read."), "success")
    return redirect(url_for("intake_steps.step", name="files", _anchor=f"file-{attachment_id}"), code=303)


def _kept_without_picture(words: str) -> Response:
    """Begin a new draft with words that were typed about a picture of one that is gone: they are all that is left."""
    was_sent = reader.sent() is not None
    if words.strip():
        reader.keep({"text": [words]})
        flash(str(late.why_anew(was_sent=was_sent)), "warning")
    return redirect(url_for("intake_steps.go_on"), code=303)


def _piece(files: Sequence[Attachment]) -> str:
    """Return what was read in files; with `correct=yes` for a page on which it can be corrected."""
    is_correctable = request.args.get("correct") == "yes"
    return render_template("intake/report/_read_words.html", files=readable(files), correctable=is_correctable)
