"""The reliability curve of a calibration as a picture, for the desk's page and for a file."""

from __future__ import annotations

from flask_babel import format_percent, gettext
from markupsafe import Markup

from core.charts import Axis, Step, Words, reliability_chart
from search.ranking.calibration import Reliability


def reliability_curve(reliability: Reliability, *, standalone: bool = False) -> Markup:
    """Return the curve as SVG, in the reader's language; `standalone` makes a file with colours of its own."""
    return reliability_chart(
        [Step(step.said, step.right, step.matches) for step in reliability.bins],
        x=shares(gettext("How sure the machine was")),
        y=shares(gettext("How often it was right")),
        names=(gettext("Measured"), gettext("If every probability were exactly right")),
        words=Words(
            gettext("How sure the machine was, and how often it was right"),
            gettext(
                "The nearer to the diagonal, the more its probabilities can be believed. The table has all numbers."
            ),
        ),
        key="reliability",
        standalone=standalone,
    )


def shares(label: str) -> Axis:
    """Return an axis from none to all."""
    return Axis(label, [(share, format_percent(share)) for share in (0.0, 0.25, 0.5, 0.75, 1.0)])
