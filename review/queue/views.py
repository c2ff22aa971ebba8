"""The page of the queue, and what editors do on it to find cases again."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_security import current_user
from werkzeug.wrappers import Response

from accounts.permissions import Permission
from core.refusals import Conflict, InvalidInput
from core.web.access import needs
from review.blueprint import bp
from review.queue import attention, filters, page, saved_views, tags


@bp.get("/")
@needs(Permission.READ_CASES)
def queue() -> str:
    """Show the queue."""
    return render_template(
        "review/queue/page.html",
        queue=page.page(request.args, editor=current_user),
        attention=attention.summary(),
        # The case that somebody comes back from.
        opened=request.args.get("opened", ""),
    )


@bp.get("/top")
@needs(Permission.READ_CASES)
def queue_top() -> dict[str, list[int]]:
    """Say which cases stand on top now, so that a page that is open can tell how many moved up."""
    return {"cases": page.ids_on_top(request.args)}


@bp.post("/views")
@needs(Permission.READ_CASES)
def save_view() -> Response:
    """Keep the filters of the address under a name."""
    kept = filters.Filters.read(request.args)
    try:
        view = saved_views.save(request.form.get("name", ""), kept, editor=current_user)
    except InvalidInput as invalid:
        flash(" ".join(invalid.problems.values()), "error")
    except Conflict as conflict:
        flash(str(conflict), "error")
    else:
        flash(gettext("The view “%(name)s” is kept.", name=view.name), "success")
    return redirect(url_for("review.queue", **kept.arguments))


@bp.post("/views/<int(max=2147483647):view_id>/remove")
@needs(Permission.READ_CASES)
def remove_view(view_id: int) -> Response:
    """Take away a view of one's own."""
    saved_views.remove(view_id, editor=current_user)
    return redirect(url_for("review.queue", **filters.kept()))


@bp.post("/cases/<int(max=2147483647):case_id>/tags")
@needs(Permission.DECIDE)
def tag_case(case_id: int) -> Response:
    """Put a tag on a case."""
    try:
        until = date.fromisoformat(value) if (value := request.form.get("until", "")) else None
        tags.add(case_id, request.form.get("name", ""), until=until, editor=current_user)
    except ValueError:
        flash(gettext("This is no day of the calendar."), "error")
    except InvalidInput as invalid:
        flash(" ".join(invalid.problems.values()), "error")
    return redirect(url_for("review.case", case_id=case_id, **filters.kept()))


@bp.post("/cases/<int(max=2147483647):case_id>/tags/<int(max=2147483647):tag_id>/remove")
@needs(Permission.DECIDE)
def untag_case(case_id: int, tag_id: int) -> Response:
    """Take a tag off a case."""
    tags.remove(case_id, tag_id, editor=current_user)
    return redirect(url_for("review.case", case_id=case_id, **filters.kept()))
