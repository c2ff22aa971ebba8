"""Adding to a report on its status page, and answering a question of the desk. The receipt is posted, as there."""

from __future__ import annotations

import io

from flask import Blueprint, flash, request
from flask_babel import gettext
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from core.files.spool import pieces_of
from core.refusals import InvalidInput
from core.web.even_time import in_even_time
from core.web.extensions import csrf
from core.web.limits import network_key, per_network
from core.web.requests import takes_files
from intake.files import uploads
from intake.files.keeping import LARGEST_FILE
from intake.public.forms import AddForm, StatusForm
from intake.public.views import RECEIPTS, STATUS_LIMIT, status_form, status_page
from intake.reports import opening
from intake.talk import files, remarks

bp = Blueprint("intake_talking", __name__)

# One file, and a little more, so that one which is too large by a little is refused by name.
MOST_BYTES = LARGEST_FILE + 64 * 1024


@bp.post("/status/add")
@per_network(STATUS_LIMIT, shared=RECEIPTS)
@in_even_time()
@takes_files(most_bytes=MOST_BYTES)
def add() -> tuple[str, int]:
    """Keep what a reader adds or answers, and show how the report stands; what cannot be taken stays in its field."""
    try:
        # Fields alone: a file in the place of one is no text.
        form, added = StatusForm(request.form), AddForm(request.form)
    except RequestEntityTooLarge:
        # Of what was not read nobody knows whose it is.
        flash(gettext("The file is larger than 10 MB, so nothing was added. Go back to the page before."), "error")
        return status_form(StatusForm(None), 413)
    try:
        opened = opening.opened(form.receipt.data or "")
    except InvalidInput as invalid:
        form.receipt.errors = [invalid.problems["receipt"]]
        return status_form(form, 404)
    form.receipt.data = opened.receipt
    if not added.validate():
        return status_page(form, opened, added), 400
    try:
        _take(opened.receipt, added.text.data or "", request.files.get("file"))
    except InvalidInput as invalid:
        added.show(invalid)
        return status_page(form, opened, added), 400
    flash(gettext("Thank you. It has arrived and stands beside your report, where the desk reads it."), "success")
    return status_page(form, opened), 200


def _take(receipt: str, text: str, file: FileStorage | None) -> None:
    """Keep words, a file or both; the file first, so that what was written stays on the page when it is refused."""
    if file is None or not file.filename:
        remarks.add(receipt, text)
        return
    if text.strip():
        remarks.checked(text)
    size = file.stream.seek(0, io.SEEK_END)
    file.stream.seek(0)
    files.add_file(receipt, uploads.clean_name(file.filename), pieces_of(file.stream), size=size, network=network_key())
    if text.strip():
        remarks.add(receipt, text)


# The form checks its token itself, so that an expired one costs nobody what they typed.
csrf.exempt(add)
