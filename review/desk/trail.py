"""The page of the trail, and taking it out of the house."""

from __future__ import annotations

from flask import Response, abort, render_template, request, stream_with_context
from flask_security import current_user

from accounts.permissions import Permission
from audit import chain, exporting, of_accounts, trail
from audit.filters import Filters, choices
from core.db import now
from core.web.access import needs
from core.web.display import local_day
from core.web.numbers import whole_number
from review.blueprint import bp

# More lines take minutes, for which no page is kept waiting; the command reads any number of them.
MOST_CHECKED = 200_000
# Importing it says how lines about accounts read.
JOINED = (of_accounts,)


@bp.get("/audit", endpoint="audit")
@needs(Permission.READ_TRAIL)
def show() -> str:
    """Show what was done, newest first."""
    filters, wants_check = Filters.read(request.args), "check" in request.args
    is_too_long = wants_check and chain.lines_written() > MOST_CHECKED
    lines, more = trail.lines(filters=filters, before=whole_number(request.args.get("before", "")))
    return render_template(
        "review/audit/page.html",
        events=lines,
        more=more,
        filters=filters,
        choices=choices(),
        # Checking reads the whole trail, so it is done only when asked for.
        checked=chain.check() if wants_check and not is_too_long else None,
        is_too_long=is_too_long,
    )


@bp.post("/audit/export")
@needs(Permission.EXPORT_TRAIL)
def export_trail() -> Response:
    """Send the lines of the filters as a file."""
    try:
        form = exporting.Format(request.form.get("format", ""))
    except ValueError:
        abort(400)
    lines = exporting.export(Filters.read(request.form), form, by=current_user.id)
    # They are read when the database's session of this request has ended, and with it goes what the account does not
    # hold by then: which reasons it may see depends on its roles, so these are read now.
    current_user.may(Permission.READ_CASES)
    response = Response(stream_with_context(lines), content_type=form.mime_type)
    response.headers.set("Content-Disposition", "attachment", filename=f"trail-{local_day(now())}.{form.value}")
    return response
