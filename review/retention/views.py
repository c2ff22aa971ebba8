"""The addresses at which the desk erases a report, keeps those of a case, and sees which go soon."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_security import current_user
from werkzeug.wrappers import Response

from accounts.permissions import Permission
from core.db import db, existing, now
from core.refusals import InvalidInput
from core.web.access import needs
from core.web.display import local_day
from intake.models.reports import Submission
from intake.retention import erasing, holds, rules
from review.holding.named import check_not_named
from review.retention import forgetting, page

bp = Blueprint("retention", __name__, url_prefix="/desk/retention")

ONE_REPORT = "/reports/<int(max=2147483647):submission_id>"
ONE_CASE = "/cases/<int(max=2147483647):case_id>"


def init_app(app: Flask) -> None:
    """Open the addresses, let the desk forget with what is erased, and let pages ask why reports are kept."""
    app.register_blueprint(bp)
    erasing.init_app(app, forgetting.forget)
    app.jinja_env.globals["legal_holds"] = holds.of_case


@bp.get("")
@needs(Permission.ERASE_REPORTS)
def overview() -> str:
    """Say how many reports go soon, what is kept for a legal reason, and what waits for that."""
    return render_template(
        "review/retention/page.html",
        soon=page.soon(),
        rules=list(rules.Rule),
        tomorrow=local_day(now()) + timedelta(days=1),
        holds=page.holds_told(),
        waiting=page.waiting(),
    )


@bp.get(ONE_REPORT)
@needs(Permission.ERASE_REPORTS)
def report(submission_id: int) -> str:
    """Ask once more, and for a reason, before a report is erased."""
    return _report_page(submission_id)


@bp.post(f"{ONE_REPORT}/erase")
@needs(Permission.ERASE_REPORTS)
def erase(submission_id: int) -> Response | tuple[str, int]:
    """Erase a report."""
    case_id = existing(Submission, submission_id).case_id
    if case_id is not None:
        check_not_named(case_id, current_user)
    try:
        page.erase(submission_id, reason=request.form.get("reason", ""), by=current_user.id)
    except InvalidInput as invalid:
        return _report_page(submission_id, problem=invalid.problems["reason"]), 400
    flash(gettext("The report is erased. Only its number and its days are left."), "success")
    return _back(db.session.get_one(Submission, submission_id).case_id)


@bp.post(f"{ONE_CASE}/hold")
@needs(Permission.HOLD_CASES)
def hold(case_id: int) -> Response:
    """Keep the reports of a case."""
    check_not_named(case_id, current_user)
    try:
        holds.hold(case_id, reason=request.form.get("reason", ""), by=current_user.id)
    except InvalidInput as invalid:
        flash(invalid.problems["reason"], "error")
    else:
        flash(gettext("The reports of this case are kept until somebody lifts that."), "success")
    return _back(case_id)


@bp.post(f"{ONE_CASE}/lift")
@needs(Permission.HOLD_CASES)
def lift(case_id: int) -> Response:
    """Let the reports of a case be erased again."""
    check_not_named(case_id, current_user)
    holds.lift(case_id, by=current_user.id)
    flash(gettext("The reports of this case go again when their time is over."), "success")
    return _back(case_id)


def _back(case_id: int | None) -> Response:
    if case_id is None:
        return redirect(url_for("retention.overview"))
    return redirect(url_for("review.case", case_id=case_id, _anchor="retention"))


def _report_page(submission_id: int, problem: str = "") -> str:
    return render_template(
        "review/retention/report.html",
        report=existing(Submission, submission_id),
        reason=request.form.get("reason", ""),
        problem=problem,
    )
