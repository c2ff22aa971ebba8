"""Adding to a report on its status page, and answering a question of the desk. The receipt is posted, as there."""

from __future__ import annotations

from flask import Blueprint, flash, render_template
from flask_babel import gettext

from core.refusals import InvalidInput
from core.web.extensions import csrf
from core.web.limits import per_network
from intake.public.forms import AddForm, StatusForm
from intake.public.steps import SUBMIT_LIMIT
from intake.public.views import status_page
from intake.reports import opening
from intake.talk import remarks

bp = Blueprint("intake_talking", __name__)


@bp.post("/status/add")
@per_network(SUBMIT_LIMIT)
def add() -> tuple[str, int]:
    """Keep what a reader adds or answers, and show how the report stands; what cannot be taken stays in its field."""
    form, added = StatusForm(), AddForm()
    try:
        opened = opening.opened(form.receipt.data or "")
    except InvalidInput as invalid:
        form.receipt.errors = [invalid.problems["receipt"]]
        return render_template("intake/status.html", form=form), 404
    form.receipt.data = opened.receipt
    if not added.validate():
        return status_page(form, opened, added), 400
    try:
        remarks.add(opened.receipt, added.text.data or "")
    except InvalidInput as invalid:
        added.show(invalid)
        return status_page(form, opened, added), 400
    flash(gettext("Thank you. It has arrived, and an editor will read it."), "success")
    return status_page(form, opened), 200


# The form checks its token itself, so that an expired one costs nobody what they typed.
csrf.exempt(add)
