"""The page of the search box."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from accounts.permissions import Permission
from core.web.access import needs
from review.blueprint import bp
from review.searching import page
from review.searching.cases import FoundCase
from review.searching.typed import LONGEST


@bp.get("/search")
@needs(Permission.READ_CASES)
def search() -> Response | str:
    """Show what was found, or lead to the one case that was meant. What was typed is kept nowhere."""
    found = page.search(request.args)
    if isinstance(found, FoundCase):
        return _to_case(found)
    return render_template("review/searching/page.html", search=found, longest=LONGEST)


def _to_case(found: FoundCase) -> Response:
    if found.merged_id is not None:
        flash(gettext("Case %(id)s was merged into this one.", id=found.merged_id), "success")
    if found.report is None:
        return redirect(url_for("review.case", case_id=found.case_id))
    # The page begins with the report that was looked for, and marks it.
    report = found.report.id
    address = url_for("review.case", case_id=found.case_id, reports_after=report - 1, _anchor=f"report-{report}")
    return redirect(address)
