"""What became of cases: which were answered from the archive, and how soon they were looked at and decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from core.bar_charts import bar_chart
from core.charts import Words
from intake.models.cases import CaseState
from review.figures.durations import Length, in_words, lengths, median
from review.figures.figure import Asked, Column, Figure, Row, Unit, amount, change_of_share, part, percent, written
from review.figures.shares import Share
from review.figures.tallies import Tallies
from review.figures.weekly import SETTLED
from review.models import Measure


def answered(asked: Asked) -> Figure:
    """Which of the settled cases an article answered."""
    now, before = _from_archive(asked.now), _from_archive(asked.before)
    cases, reports = asked.now.by_key(Measure.SETTLED), asked.now.by_key(Measure.SETTLED_REPORTS)
    earlier = asked.before.by_key(Measure.SETTLED)
    words = Words(gettext("Settled cases by outcome"), gettext("The table below has all numbers."))
    bars = [amount(state.label, cases.get(state, 0), now.of) for state in SETTLED]
    return Figure(
        key="answered",
        name=_l("Answered from the archive"),
        finding=_answered_finding(now, before),
        columns=[
            Column(gettext("Outcome"), Unit.WORDS),
            Column(gettext("Cases"), Unit.NUMBER),
            Column(gettext("Share"), Unit.SHARE),
            Column(gettext("Reports in them"), Unit.NUMBER),
            Column(gettext("Cases before"), Unit.NUMBER),
        ],
        rows=[
            (
                str(state.label),
                cases.get(state, 0),
                part(cases.get(state, 0), now.of),
                reports.get(state, 0),
                earlier.get(state, 0),
            )
            for state in SETTLED
        ],
        charts=[bar_chart(bars, words=words, key="answered")] if now.of else [],
        note=gettext("A case counts on each day on which it was settled, with the outcome that it had in the evening."),
    )


def _from_archive(tallies: Tallies) -> Share:
    return Share(tallies.by_key(Measure.SETTLED).get(CaseState.ANSWERED, 0), tallies.total(Measure.SETTLED))


def _answered_finding(now: Share, before: Share) -> str:
    if not now.of:
        return str(gettext("No case was settled during these days."))
    if now.value is None:
        return str(
            gettext(
                "An article answered %(hits)s of %(all)s settled cases.", hits=written(now.hits), all=written(now.of)
            )
        )
    told = gettext(
        "An article answered %(share)s of %(all)s settled cases", share=percent(now.value), all=written(now.of)
    )
    return f"{told}{change_of_share(now, before)}."


def first_look(asked: Asked) -> Figure:
    """How soon cases were opened by somebody who decides."""
    return _waits(
        asked,
        Measure.LOOK,
        name=_l("Until the first look"),
        title=gettext("Time from the first report to the first look"),
        found=_l("Half of the cases were looked at within about %(time)s."),
        compared=_l("Half of the cases were looked at within about %(time)s (before: %(before)s)."),
        empty=_l("No case was looked at for the first time during these days."),
        note=gettext(
            "From the first report until somebody who may decide opened the case. Who reads along does not count. The "
            "half is estimated from the steps of the table."
        ),
    )


def decision(asked: Asked) -> Figure:
    """How soon cases were settled for the first time."""
    return _waits(
        asked,
        Measure.DECISION,
        name=_l("Until the decision"),
        title=gettext("Time from the first report to the decision"),
        found=_l("Half of the cases were settled within about %(time)s."),
        compared=_l("Half of the cases were settled within about %(time)s (before: %(before)s)."),
        empty=_l("No case was settled for the first time during these days."),
        note=gettext(
            "From the first report until the first decision; what was reopened counts once. The half is estimated "
            "from the steps of the table."
        ),
    )


def _waits(
    asked: Asked,
    measure: Measure,
    *,
    name: LazyString,
    title: str,
    found: LazyString,
    compared: LazyString,
    empty: LazyString,
    note: str,
) -> Figure:
    now, before = asked.now.by_key(measure), asked.before.by_key(measure)
    middle, earlier = median(now), median(before)
    if middle is None:
        finding = str(empty)
    elif earlier is None:
        finding = str(found) % {"time": in_words(middle)}
    else:
        finding = str(compared) % {"time": in_words(middle), "before": in_words(earlier)}
    total, counts = sum(now.values()), lengths(now)
    bars = [amount(length.label, counts[length], total) for length in Length]
    words = Words(title, gettext("The table below has all numbers."))
    return Figure(
        key=measure.value,
        name=name,
        finding=finding,
        columns=[
            Column(gettext("Time"), Unit.WORDS),
            Column(gettext("Cases"), Unit.NUMBER),
            Column(gettext("Share"), Unit.SHARE),
            Column(gettext("Cases before"), Unit.NUMBER),
            Column(gettext("Share before"), Unit.SHARE),
        ],
        rows=_rows_of(counts, lengths(before)),
        charts=[bar_chart(bars, words=words, key=measure.value)] if total else [],
        note=note,
    )


def _rows_of(now: Mapping[Length, int], before: Mapping[Length, int]) -> Sequence[Row]:
    """Return the rows of a table of how long cases waited, these days and those before."""
    total, earlier = sum(now.values()), sum(before.values())
    return [
        (str(length.label), now[length], part(now[length], total), before[length], part(before[length], earlier))
        for length in Length
    ]
