"""The words that were read in a reader's pictures, corrected while they fill in the form."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from core.refusals import InvalidInput, NotFound
from core.web.limits import per_network
from intake.public import reader
from intake.reports import correcting

bp = Blueprint("intake_pictures", __name__)

CORRECT_LIMIT = "120 per minute"


@bp.post("/report/files/<int(max=2147483647):attachment_id>/words")
@per_network(CORRECT_LIMIT)
def correct(attachment_id: int) -> Response:
    """Keep what the reader says stands in a picture of the draft that this browser holds."""
    draft = reader.draft()
    if draft is None:
        raise NotFound("this browser holds no draft")
    try:
        correcting.correct_draft(draft.id, attachment_id, request.form.get("read_words", ""))
    except InvalidInput as invalid:
        flash(" ".join(invalid.problems.values()), "error")
    else:
        flash(gettext("Thank you. We use your words instead of what we read."), "success")
    return redirect(url_for("intake_steps.step", name="files", _anchor=f"file-{attachment_id}"), code=303)
