"""The page that lists what needs a person."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext, ngettext
from flask_security import current_user
from werkzeug.wrappers import Response

from accounts.permissions import Permission
from core.web.access import needs
from review.queue import attention
from review.queue.rows import excerpt

bp = Blueprint("attention", __name__, url_prefix="/desk/attention")


@bp.get("/")
@needs(Permission.READ_CASES)
def page() -> str:
    """Show reports that the machine gave up on, answers whose article is gone, and cases that an update loosened."""
    return render_template(
        "review/queue/attention.html",
        set_aside=[(report, excerpt(report)) for report in attention.set_aside()],
        loose=[(one, excerpt(one.case)) for one in attention.loose_cases()],
        gone=[(case, excerpt(case)) for case in attention.article_is_gone()],
        summary=attention.summary(),
    )


@bp.post("/reports/<int(max=2147483647):submission_id>/again")
@needs(Permission.RESCUE_REPORTS)
def try_again(submission_id: int) -> Response:
    """Have one report tried again."""
    attention.try_again(submission_id, editor=current_user)
    flash(gettext("The report is tried again. If it works, it is a case in a moment."), "success")
    return redirect(url_for("attention.page"))


@bp.post("/again")
@needs(Permission.RESCUE_REPORTS)
def try_all_again() -> Response:
    """Have all reports of the list tried again."""
    count = attention.try_all_again(editor=current_user)
    flash(ngettext("%(num)s report is tried again.", "%(num)s reports are tried again.", count), "success")
    return redirect(url_for("attention.page"))


@bp.post("/reports/<int(max=2147483647):submission_id>/case")
@needs(Permission.RESCUE_REPORTS)
def open_by_hand(submission_id: int) -> Response:
    """Open a case for one report without the machine."""
    case_id = attention.open_by_hand(submission_id, editor=current_user)
    return redirect(url_for("review.case", case_id=case_id))


@bp.post("/cases/<int(max=2147483647):case_id>/keep")
@needs(Permission.GROUP)
def keep_together(case_id: int) -> Response:
    """Keep the reports of a case together that an update would part."""
    attention.keep_together(case_id, editor=current_user)
    flash(gettext("The reports of case %(id)s stay together.", id=case_id), "success")
    return redirect(url_for("attention.page"))
