"""The report form on one page, for whoever prefers to see all questions at once."""

from __future__ import annotations

import json
import secrets

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from core.refusals import Conflict, InvalidInput
from core.web.extensions import csrf
from core.web.language import current_language
from core.web.limits import per_network
from intake.files import keeping, missing
from intake.models.reports import Channel
from intake.public import looking_over, questions, reader
from intake.public.forms import CHILD_ABUSE, ReportForm
from intake.public.questions import FILES
from intake.public.steps import CHILD_ABUSE_PAGE, SUBMIT_LIMIT, WITHOUT
from intake.reports import submissions
from intake.reports.drafts import Draft
from intake.reports.receipts import Receipt

bp = Blueprint("intake_one_page", __name__, url_prefix="/report")

# As hard to guess as a receipt; a shorter one was not made by our page, and makes no sending the same as another.
_SENDING_BYTES = 24


@bp.route("/one-page", methods=["GET", "POST"])
@per_network(SUBMIT_LIMIT)
def form() -> tuple[str, int] | Response:
    """Show the form, or take what was sent with it."""
    form, present = ReportForm(), reader.draft()
    if request.method == "GET":
        form.sending.data = secrets.token_urlsafe(_SENDING_BYTES)
        if present is not None:
            form.fill(present)
        return _page(form, present), 200
    if not form.validate():
        return _page(form, present), 400
    if form.kind.data == CHILD_ABUSE:
        reader.discard()
        return redirect(CHILD_ABUSE_PAGE, code=303)
    if request.form.get("go") == FILES.name:
        reader.keep(form.answers())
        return redirect(url_for("intake_steps.step", name=FILES.name), code=303)
    if present is not None:
        present = reader.without(request.form.getlist(WITHOUT), present)
    return _held_back(form, present) or _sent(form, present)


# The form checks its token itself, so that an expired one costs nobody what they typed.
csrf.exempt(form)


def _held_back(form: ReportForm, present: Draft | None) -> tuple[str, int] | None:
    """Return the page once more where the report would go without a file that it has shown or should have."""
    shown = _shown(form, present)
    if form.draft.data and shown is None and submissions.sent_before(_sending(form)) is None:
        problem, status = gettext("The files that were added to this page are gone. Look at it and send it again."), 409
    elif shown is not None and missing.noted(shown.answers):
        problem = gettext("Say of each file that is not there whether you send the report without it.")
        status = 400
    else:
        return None
    form.form_errors.append(problem)
    return _page(form, present), status


def _shown(form: ReportForm, present: Draft | None) -> Draft | None:
    """Return the draft of which the page has shown the files that was sent; None when it is gone."""
    return present if form.draft.data and form.draft.data == reader.mark(present) else None


def _sent(form: ReportForm, present: Draft | None) -> tuple[str, int] | Response:
    try:
        receipt = _submitted(form, present)
    except InvalidInput as invalid:
        form.show(invalid.problems)
        return _page(form, present), 400
    except Conflict:
        # The draft's time ended at this moment, and its files are gone; the page has what was typed, and lists none.
        return _page(form, None), 409
    shown = _shown(form, present)
    reader.remember(receipt, without=() if shown is None else missing.names_let_go(shown.answers))
    return redirect(url_for("intake.receipt"), code=303)


def _submitted(form: ReportForm, present: Draft | None) -> Receipt:
    """Send what stands on the page, with the files of the draft that it shows."""
    answers = form.answers()
    fields = questions.single(answers) | {"language": current_language()}
    return submissions.submit(
        fields,
        targets=answers["targets"],
        channel=Channel.FORM,
        draft=_shown(form, present),
        sending=_sending(form),
    )


def _sending(form: ReportForm) -> str:
    """Return the secret of this act of sending: what was changed on the page since is something else to send."""
    page = form.sending.data or ""
    return f"{page} {json.dumps(form.answers())}" if len(page) >= _SENDING_BYTES else ""


def _page(form: ReportForm, present: Draft | None) -> str:
    form.draft.data = reader.mark(present)
    files = () if present is None else keeping.of_draft(present.id)
    return render_template(
        "intake/report/one_page.html",
        form=form,
        draft=present,
        files=files,
        not_there=looking_over.not_there(present),
        let_go_now=request.form.getlist(WITHOUT),
    )
