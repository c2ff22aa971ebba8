"""The page of the trail."""

from __future__ import annotations

from flask import render_template, request, url_for

from accounts.permissions import Permission
from audit import trail
from core.web.access import needs
from core.web.numbers import whole_number
from review.blueprint import bp


@bp.get("/audit", endpoint="audit")
@needs(Permission.READ_TRAIL)
def show() -> str:
    """Show what was done, newest first."""
    before = whole_number(request.args.get("before", ""))
    lines, more = trail.lines(before=before)
    return render_template(
        "review/audit/page.html",
        events=lines,
        next_url=url_for("review.audit", before=more) if more else None,
        # Checking reads the whole trail, so it is done only when asked for.
        chain_ok=trail.first_broken() is None if "check" in request.args else None,
    )
