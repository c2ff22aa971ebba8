"""What a reader does with their own report on the status page: takes everything with them, or has it erased.

The receipt is posted, so that it stands in no address, and each page works without a session and without a script.
"""

from __future__ import annotations

from flask import Blueprint, Response, flash, make_response, render_template, request
from flask_babel import gettext

from core.refusals import InvalidInput
from core.web.even_time import in_even_time
from core.web.extensions import csrf
from core.web.language import is_only_another_language
from core.web.limits import per_network
from intake.public import reader
from intake.public.forms import StatusForm
from intake.public.views import RECEIPTS, STATUS_LIMIT, status_form, status_page
from intake.reports import opening, submissions
from intake.retention import copying, erasing, own, withdrawing
from intake.retention.copying import Format

bp = Blueprint("intake_own_report", __name__)


@bp.post("/status/copy")
@per_network(STATUS_LIMIT, shared=RECEIPTS)
@in_even_time()
def copy() -> Response | tuple[str, int]:
    """Hand out everything that is kept of a report, as a file."""
    form = StatusForm()
    if not form.validate():
        return status_form(form, 400)
    wanted = request.form.get("format", "")
    try:
        found = copying.copy_of(form.receipt.data or "", Format(wanted) if wanted in set(Format) else Format.TEXT)
    except InvalidInput as invalid:
        return _unknown(form, invalid)
    response = make_response(found.content)
    response.headers["Content-Type"] = f"{found.media_type}; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return response


@bp.post("/status/erase")
@per_network(STATUS_LIMIT, shared=RECEIPTS)
@in_even_time()
def erase() -> tuple[str, int]:
    """Ask once more, and then have a report erased."""
    is_other_language = is_only_another_language()
    form = StatusForm()
    is_valid = form.validate()
    if form.receipt.errors:
        return status_form(form, 400)
    try:
        opened = opening.opened(form.receipt.data or "")
        receipt, found = opened.receipt, submissions.status_of(opened.report)
        form.receipt.data = receipt
        # Under a token that is over the question is asked once more: whoever sees the status instead may believe that
        # it was done.
        if is_valid and not is_other_language and request.form.get("sure") == "yes":
            erasing.ask(receipt)
            # The pages that follow bring it along; whoever uses this browser next need not learn of it.
            reader.forget(receipt)
        ending = own.ending_of(receipt)
    except InvalidInput as invalid:
        return _unknown(form, invalid)
    return render_template("intake/erase.html", form=form, status=found, ending=ending), 200 if is_valid else 400


@bp.post("/status/withdraw")
@per_network(STATUS_LIMIT, shared=RECEIPTS)
@in_even_time()
def withdraw() -> tuple[str, int]:
    """Withdraw a report, or take that back while there is time; then show how it stands."""
    form = StatusForm()
    if not form.validate():
        return status_form(form, 400)
    try:
        opened = opening.opened(form.receipt.data or "")
        form.receipt.data = opened.receipt
        if "back" not in request.form:
            withdrawing.withdraw(opened.receipt)
        elif withdrawing.take_back(opened.receipt):
            flash(gettext("Your report is kept, and we go on with it."), "success")
        else:
            flash(gettext("It was too late for that: the report is erased, or is being erased."), "warning")
    except InvalidInput as invalid:
        return _unknown(form, invalid)
    return status_page(form, opened), 200


# The forms check their token themselves, so that an expired one costs nobody the receipt that they typed.
csrf.exempt(copy)
csrf.exempt(erase)
csrf.exempt(withdraw)


def _unknown(form: StatusForm, invalid: InvalidInput) -> tuple[str, int]:
    form.receipt.errors = [invalid.problems["receipt"]]
    return status_form(form, 404)
