"""Adding to a report on its status page, and answering a question of the desk. The receipt is posted, as there."""

from __future__ import annotations

import io

from flask import Blueprint, flash, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from core.files.spool import pieces_of
from core.refusals import InvalidInput
from core.web.even_time import in_even_time
from core.web.extensions import csrf
from core.web.language import is_only_another_language
from core.web.limits import network_key, per_network
from core.web.requests import has_too_much_in_files, takes_files
from intake.files import uploads
from intake.files.uploads import NotTaken
from intake.public.forms import AddForm, StatusForm
from intake.public.uploads import MOST_BYTES
from intake.public.views import RECEIPTS, STATUS_LIMIT, status_form, status_page
from intake.reports import opening
from intake.talk import files, remarks

bp = Blueprint("intake_talking", __name__)

OK = 200
NOTHING_WAS_READ = _l(
    "What you sent was more than we can take at once, so we have read none of it: neither the file nor your words, "
    "and nothing was added. Please go back to the page before; most browsers still have your words there. A file "
    "may have 10 MB."
)


@bp.post("/status/add")
@per_network(STATUS_LIMIT, shared=RECEIPTS)
@in_even_time()
@takes_files(most_bytes=MOST_BYTES, most_files=1)
def add() -> tuple[str, int]:
    """Keep what a reader adds or answers, and show how the report stands; what cannot be taken stays in its field."""
    try:
        # Fields alone: a file in the place of one is no text.
        form, added = StatusForm(request.form), AddForm(request.form)
    except RequestEntityTooLarge:
        if not has_too_much_in_files():
            raise
        # Of what was not read nobody knows whose it is.
        flash(str(NOTHING_WAS_READ), "error")
        return status_form(StatusForm(None), 413)
    try:
        opened = opening.opened(form.receipt.data or "")
    except InvalidInput as invalid:
        form.receipt.errors = [invalid.problems["receipt"]]
        return status_form(form, 404)
    form.receipt.data = opened.receipt
    file = request.files.get("file")
    file = file if file and file.filename else None
    is_other_language = is_only_another_language()
    if is_other_language or not added.validate():
        closed = remarks.why_closed(opened.report) if added.text.data or file else ""
        added.is_file_lost = file is not None
        if closed:
            added.text.errors = [*added.text.errors, closed]
        return status_page(form, opened, added, is_again=is_other_language), OK if is_other_language else 400
    status = _taken(opened.receipt, added, file)
    if status != OK:
        return status_page(form, opened, added), status
    flash(gettext("Thank you. It has arrived and stands beside your report, where the desk reads it."), "success")
    return status_page(form, opened), OK


def _taken(receipt: str, added: AddForm, file: FileStorage | None) -> int:
    """Keep words, a file or both; return the status of the answer after saying at the fields why nothing was kept."""
    text = added.text.data or ""
    try:
        if file is None:
            remarks.add(receipt, text)
        else:
            _add_file(receipt, text, file)
    except NotTaken as not_taken:
        why, name = not_taken.refusal.label, uploads.clean_name(file.filename or "") if file is not None else ""
        added.file.errors = [gettext("“%(name)s” was not taken. %(why)s", name=name, why=why)]
        return 503 if not_taken.refusal in uploads.OURS else 400
    except InvalidInput as invalid:
        added.show(invalid)
        added.is_file_lost = file is not None
        return 400
    return OK


def _add_file(receipt: str, text: str, file: FileStorage) -> None:
    size = file.stream.seek(0, io.SEEK_END)
    file.stream.seek(0)
    name, content = uploads.clean_name(file.filename or ""), pieces_of(file.stream)
    files.add_file(receipt, name, content, text=text, size=size, network=network_key())


# The form checks its token itself, so that an expired one costs nobody what they typed.
csrf.exempt(add)
