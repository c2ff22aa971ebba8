"""The page on what the machine has learned, and the buttons that take it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_security import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response

from accounts.permissions import Permission
from archive.evaluation.curve import reliability_curve, shares
from core.charts import Axis, Line, Words, line_chart
from core.db import now
from core.web.access import needs
from core.web.numbers import whole_number
from review.figures import weekly
from review.figures.weekly import Week
from review.lessons import lessons, page
from review.lessons.page import InEffect
from search.ranking.bands import Band

bp = Blueprint("learning", __name__, url_prefix="/desk/learning")


@bp.get("/", endpoint="page")
@needs(Permission.READ_LEARNING)
def show() -> str:
    """Show how well the machine does, what is in effect, and everything it has learned."""
    before = whole_number(request.args.get("before", ""))
    lessons, more = page.lesson_lines(before=before)
    weeks = weekly.weekly(now())
    effect = page.in_effect()
    return render_template(
        "review/lessons/page.html",
        weeks=list(reversed(weeks)),
        all_weeks=weekly.together(weeks),
        weekly_chart=_weekly_chart(weeks),
        bands=list(Band),
        effect=effect,
        reliability_chart=_reliability_chart(effect),
        lessons=lessons,
        learned=page.learned_lines(),
        before=before,
        next_url=url_for("learning.page", before=more, _anchor="lessons") if more else None,
    )


@bp.post("/wordings/<int(max=2147483647):wording_id>/take-back")
@needs(Permission.UNTEACH)
def take_back_wording(wording_id: int) -> Response:
    """Take a wording back."""
    return _taken_back(lambda: lessons.take_back_wording(wording_id, editor=current_user))


@bp.post("/apart/<int(max=2147483647):pair_id>/take-back")
@needs(Permission.UNTEACH)
def let_together(pair_id: int) -> Response:
    """Let a claim be suggested for a text again."""
    return _taken_back(lambda: lessons.let_together(pair_id, editor=current_user))


@bp.post("/learned/<int(max=2147483647):learned_id>/take-back")
@needs(Permission.UNTEACH)
def take_back_learned(learned_id: int) -> Response:
    """Take an adapter or a calibration back."""
    return _taken_back(lambda: lessons.take_back_learned(learned_id, editor=current_user), anchor="learned")


def _taken_back(verb: Callable[[], None], *, anchor: str = "lessons") -> Response:
    verb()
    flash(gettext("This is taken back. The machine no longer goes by it."), "success")
    before = whole_number(request.args.get("before", ""))
    return redirect(url_for("learning.page", before=before, _anchor=anchor))


def _weekly_chart(weeks: Sequence[Week]) -> Markup:
    # Counted from this week, every fourth has its number beside it; more would not fit on a phone.
    ticks = [
        (place, "" if (len(weeks) - 1 - place) % 4 else gettext("Week %(number)s", number=week.number))
        for place, week in enumerate(weeks)
    ]
    return line_chart(
        [
            Line(
                gettext("Best suggestion was right"), [(at, week.figures.best.value) for at, week in enumerate(weeks)]
            ),
            Line(
                gettext("Answered from the archive"),
                [(at, week.figures.from_archive.value) for at, week in enumerate(weeks)],
            ),
        ],
        x=Axis("", ticks),
        y=shares(""),
        words=Words(
            gettext("Right suggestions and answers from the archive, week by week"),
            gettext("Weeks with too few cases leave a gap. The table below has all numbers."),
        ),
        key="weekly",
    )


def _reliability_chart(effect: InEffect | None) -> Markup | None:
    if effect is None or effect.calibration is None:
        return None
    return reliability_curve(effect.calibration.reliability)
