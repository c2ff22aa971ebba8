"""The page of figures, and its tables as files."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template, request

from accounts.permissions import Permission
from core.db import now
from core.web.access import needs
from core.web.display import local_day
from review.figures import export, page, ranges
from review.figures.figure import Unit

bp = Blueprint("figures", __name__, url_prefix="/desk/figures")


@bp.get("/", endpoint="page")
@needs(Permission.READ_LEARNING)
def show() -> str:
    """Show all figures of a span of days."""
    moment = now()
    today = local_day(moment)
    chosen = ranges.read(request.args, today=today)
    return render_template(
        "review/figures/page.html",
        page_of_figures=page.figures(chosen, moment=moment),
        chosen=chosen,
        quick_choices=ranges.quick_choices(),
        today=today,
        Unit=Unit,
    )


@bp.get("/all.csv")
@needs(Permission.READ_LEARNING)
def all_tables() -> Response:
    """Send the tables of all figures in one file."""
    moment = now()
    chosen = ranges.read(request.args, today=local_day(moment))
    return export.csv_of(page.figures(chosen, moment=moment).figures, chosen.span)


@bp.get("/<key>.csv")
@needs(Permission.READ_LEARNING)
def one_table(key: str) -> Response:
    """Send the table of one figure."""
    moment = now()
    chosen = ranges.read(request.args, today=local_day(moment))
    asked = [figure for figure in page.figures(chosen, moment=moment).figures if figure.key == key]
    return export.csv_of(asked, chosen.span) if asked else abort(404)
