"""How well the machine did: how often its first suggestion was right, by week and by band."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from archive.evaluation.curve import shares
from core.charts import Line, Words, line_chart
from review.figures.counting import RIGHT, WRONG
from review.figures.figure import Asked, Column, Figure, Row, Unit, change_of_share, over_time, percent, written
from review.figures.ranges import Slice, Span
from review.figures.shares import Share
from review.figures.tallies import Tallies
from review.models import Measure
from search.ranking.bands import Band


def precision(asked: Asked) -> Figure:
    """How often the suggestion that stood first was right, when people answered it."""
    now, before = _best(asked.now), _best(asked.before)
    slices = asked.chosen.span.slices(single_days=False)
    return Figure(
        key="precision",
        name=_l("First suggestion was right"),
        finding=_finding(now, before),
        columns=[
            Column(gettext("From"), Unit.DAY),
            Column(gettext("Until"), Unit.DAY),
            Column(gettext("Right"), Unit.NUMBER),
            Column(gettext("Answered"), Unit.NUMBER),
            Column(gettext("Share"), Unit.SHARE),
            *(
                Column(told, unit)
                for band in Band
                for told, unit in (
                    (gettext("“%(band)s”: right", band=band.label), Unit.NUMBER),
                    (gettext("“%(band)s”: answered", band=band.label), Unit.NUMBER),
                )
            ),
        ],
        rows=[_row(asked.now, one) for one in slices],
        charts=[_chart(asked.now, slices)] if now.of else [],
        note=gettext("Shares of fewer than five answers are not told; the line has a gap there."),
    )


def _row(tallies: Tallies, one: Slice) -> Row:
    best = _best(tallies, one)
    bands = [_of_band(tallies, band, one) for band in Band]
    counted = [number for share in bands for number in (share.hits, share.of)]
    return (one.first, one.last, best.hits, best.of, best.value, *counted)


def _chart(tallies: Tallies, slices: Sequence[Slice]) -> Markup:
    return line_chart(
        [
            Line(
                gettext("First suggestion was right"),
                [(place, _best(tallies, one).value) for place, one in enumerate(slices)],
            )
        ],
        x=over_time(slices),
        y=shares(""),
        words=Words(gettext("How often the first suggestion was right"), gettext("The table below has all numbers.")),
        key="precision",
    )


def _best(tallies: Tallies, one: Slice | None = None) -> Share:
    return sum((_of_band(tallies, band, one) for band in Band), Share())


def _of_band(tallies: Tallies, band: Band, one: Slice | None) -> Share:
    keys = (f"{band}:{its}" for its in (RIGHT, WRONG))
    if one is None:
        right, wrong = (tallies.by_key(Measure.SUGGESTED).get(key, 0) for key in keys)
    else:
        right, wrong = (tallies.among(Measure.SUGGESTED, Span(one.first, one.last), key=key) for key in keys)
    return Share(right, right + wrong)


def _finding(now: Share, before: Share) -> str:
    if not now.of:
        return str(gettext("No suggestion was answered during these days."))
    if now.value is None:
        return str(
            gettext(
                "The first suggestion was right in %(hits)s of %(all)s answers.",
                hits=written(now.hits),
                all=written(now.of),
            )
        )
    told = gettext(
        "The first suggestion was right in %(share)s of %(all)s answers", share=percent(now.value), all=written(now.of)
    )
    return f"{told}{change_of_share(now, before)}."
