"""The desk's page of the talk about one report."""

from __future__ import annotations

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_security import current_user
from werkzeug.wrappers import Response

from accounts.permissions import Permission
from core.db import existing
from core.refusals import InvalidInput, NotFound
from core.web.access import needs
from intake.contact import contacts
from intake.models.cases import CaseState
from intake.models.reports import Submission
from intake.talk import remarks
from review.holding.named import check_not_named
from review.talk import asking
from review.talk.forms import QuestionForm

bp = Blueprint("talk", __name__, url_prefix="/desk")

Page = tuple[str, int] | Response


def init_app(app: Flask) -> None:
    """Open the addresses, and let the page of a case show what readers added."""
    app.register_blueprint(bp)
    app.jinja_env.globals["remarks_of"] = lambda reports: remarks.of_reports([report.id for report in reports])


@bp.route("/reports/<int(max=2147483647):submission_id>/talk", methods=["GET", "POST"])
@needs(Permission.DECIDE)
def show(submission_id: int) -> Page:
    """Show what was said about a report, and take a question to its reader."""
    report = existing(Submission, submission_id)
    if report.case is None or report.erased_at is not None:
        raise NotFound(f"there is nothing to ask about report {submission_id}")
    check_not_named(report.case.id, current_user)
    form = QuestionForm()
    if request.method == "POST":
        try:
            asking.ask(submission_id, form.text.data or "", editor=current_user)
        except InvalidInput as invalid:
            form.text.errors = list(invalid.problems.values())
        else:
            flash(_asked(submission_id), "success")
            return redirect(url_for("talk.show", submission_id=submission_id))
    said = remarks.of_reports([submission_id]).get(submission_id, ())
    page = render_template(
        "review/talk/page.html",
        report=report,
        case=report.case,
        form=form,
        said=said,
        question=remarks.open_question(said),
        is_open=report.case.state is CaseState.OPEN,
    )
    return page, 400 if form.errors else 200


def _asked(submission_id: int) -> str:
    """Return how the reader of a report learns that they were asked."""
    if contacts.is_offered() and contacts.of_reports([submission_id]):
        return str(
            gettext(
                "The question stands on the reader's status page now. A letter tells them so in two minutes, or later "
                "if the last one is less than an hour old; the question does not stand in it."
            )
        )
    return str(gettext("The question stands on the reader's status page now."))


@bp.post("/questions/<int(max=2147483647):remark_id>/withdraw")
@needs(Permission.DECIDE)
def withdraw(remark_id: int) -> Response:
    """Take a question back."""
    submission_id = asking.withdraw(remark_id, editor=current_user)
    flash(gettext("The question is withdrawn. Its words are erased."), "success")
    return redirect(url_for("talk.show", submission_id=submission_id))
