"""What came in: how many reports of which kind, from which platforms, and of which cases the most in one day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask_babel import LazyString, gettext, ngettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from core.bar_charts import Amount, bar_chart, column_chart
from core.charts import Words
from core.db import rows_of
from core.web import display
from intake.models.cases import Case, Kind
from intake.models.counts import Ending
from intake.models.reports import Platform
from review.care.shielding import masked
from review.figures.figure import Asked, Column, Figure, Unit, amount, change, part, percent, written
from review.figures.ranges import Span
from review.models import Measure

# As long as a line of a chart is on a phone.
LONGEST_NAME = 46
SHOWN_BURSTS = 5


def received(asked: Asked) -> Figure:
    """How many reports came in, over time and by kind."""
    slices = asked.chosen.span.slices()
    spans = [Span(one.first, one.last) for one in slices]
    total, before = asked.now.total(Measure.RECEIVED), asked.before.total(Measure.RECEIVED)
    totals = [asked.now.among(Measure.RECEIVED, span) for span in spans]
    words = Words(gettext("Reports over time"), gettext("The table below has all numbers."))
    columns = [Amount(one.label, number, written(number)) for one, number in zip(slices, totals, strict=True)]
    kinds = asked.now.by_key(Measure.RECEIVED)
    bars = [amount(kind.desk_label, kinds.get(kind, 0), total) for kind in Kind]
    return Figure(
        key="received",
        name=_l("Reports received"),
        finding=_received_finding(total, before),
        columns=[
            Column(gettext("From"), Unit.DAY),
            Column(gettext("Until"), Unit.DAY),
            Column(gettext("Reports"), Unit.NUMBER),
            *(Column(str(kind.desk_label), Unit.NUMBER) for kind in Kind),
        ],
        rows=[
            (span.first, span.last, number, *(asked.now.among(Measure.RECEIVED, span, key=kind) for kind in Kind))
            for span, number in zip(spans, totals, strict=True)
        ],
        charts=[
            column_chart(columns, written=written, words=words, key="received"),
            bar_chart(bars, words=Words(gettext("Reports by kind"), words.description), key="kinds"),
        ]
        if total
        else [],
    )


def _received_finding(total: int, before: int) -> str:
    if not total:
        return str(gettext("No report came in during these days."))
    told = ngettext("%(number)s report", "%(number)s reports", total, number=written(total))
    return f"{told}{change(total, before)}."


def platforms(asked: Asked) -> Figure:
    """Where the reported posts were seen."""
    now, before = asked.now.by_key(Measure.PLATFORM), asked.before.by_key(Measure.PLATFORM)
    total = sum(now.values())
    order = sorted((one for one in Platform if now.get(one)), key=lambda one: -now[one])
    bars = [amount(_platform_name(one), now[one], total) for one in order]
    words = Words(gettext("Reports by platform"), gettext("The table below has all numbers."))
    return Figure(
        key="platforms",
        name=_l("Where posts were seen"),
        finding=_platforms_finding(now),
        columns=[
            Column(gettext("Platform"), Unit.WORDS),
            Column(gettext("Reports"), Unit.NUMBER),
            Column(gettext("Share"), Unit.SHARE),
            Column(gettext("Reports before"), Unit.NUMBER),
        ],
        rows=[
            (str(_platform_name(one)), now.get(one, 0), part(now.get(one, 0), total), before.get(one, 0))
            for one in Platform
            if now.get(one) or before.get(one)
        ],
        charts=[bar_chart(bars, words=words, key="platforms")] if total else [],
    )


def _platforms_finding(counts: Mapping[str, int]) -> str:
    known = {one: counts[one] for one in Platform if one is not Platform.UNKNOWN and counts.get(one)}
    if not known:
        return str(gettext("No reader said where they saw a post."))
    first = max(known, key=lambda one: known[one])
    return str(
        gettext(
            "Of readers who said where they saw it, %(share)s named %(platform)s.",
            share=percent(known[first] / sum(known.values())),
            platform=first.label,
        )
    )


def _platform_name(platform: Platform) -> LazyString | str:
    return _l("Not said") if platform is Platform.UNKNOWN else platform.label


def ended(asked: Asked) -> Figure:
    """How many reports were begun and ended otherwise than by sending."""
    now, before = asked.now.by_key(Measure.ENDED), asked.before.by_key(Measure.ENDED)
    total = sum(now.values())
    bars = [amount(one.label, now.get(one, 0), total) for one in Ending]
    words = Words(gettext("Reports that were not sent, by reason"), gettext("The table below has all numbers."))
    return Figure(
        key="ended",
        name=_l("Ended before sending"),
        finding=_ended_finding(total, sum(before.values())),
        columns=[
            Column(gettext("Why"), Unit.WORDS),
            Column(gettext("Reports"), Unit.NUMBER),
            Column(gettext("Reports before"), Unit.NUMBER),
        ],
        rows=[(str(one.label), now.get(one, 0), before.get(one, 0)) for one in Ending],
        charts=[bar_chart(bars, words=words, key="ended")] if total else [],
    )


def _ended_finding(total: int, before: int) -> str:
    if not total:
        return str(gettext("No report that somebody had begun ended before sending."))
    told = ngettext("%(number)s report was not sent", "%(number)s reports were not sent", total, number=written(total))
    return f"{told}{change(total, before)}."


def returned(asked: Asked) -> Figure:
    """How many came back with a receipt: of how many reports the status was read for the first time."""
    total, before = asked.now.total(Measure.RETURNED), asked.before.total(Measure.RETURNED)
    came = asked.now.total(Measure.RECEIVED)
    names = gettext("Reports received"), gettext("Status read for the first time")
    bars = [Amount(name, number, written(number)) for name, number in zip(names, (came, total), strict=True)]
    words = Words(gettext("Reports, and of how many the status was read"), gettext("The table below has all numbers."))
    return Figure(
        key="returned",
        name=_l("Who came back"),
        finding=_returned_finding(total, before),
        columns=[
            *(Column(name, Unit.NUMBER) for name in names),
            Column(gettext("Before"), Unit.NUMBER),
        ],
        rows=[(came, total, before)],
        charts=[bar_chart(bars, words=words, key="returned")] if total else [],
    )


def _returned_finding(total: int, before: int) -> str:
    if not total:
        return str(gettext("Nobody looked for the first time how their report stands."))
    told = ngettext(
        "The status of %(number)s report was read for the first time",
        "The status of %(number)s reports was read for the first time",
        total,
        number=written(total),
    )
    return f"{told}{change(total, before)}."


def bursts(asked: Asked) -> Figure:
    """Of which cases the most was reported within 24 hours."""
    most: dict[int, tuple[int, date]] = {}
    for key, days in asked.now.daily.get(Measure.BURST, {}).items():
        number, day = max(
            ((number, day) for day, number in days.items() if day >= asked.chosen.span.first), default=(0, None)
        )
        if day is not None:
            most[int(key)] = (number, day)
    largest = sorted(most, key=lambda case_id: (-most[case_id][0], case_id))[:SHOWN_BURSTS]
    rows = rows_of(select(Case.id, Case.kind, Case.text, Case.url).where(Case.id.in_(largest)))
    cases = {case_id: (kind, text or url) for case_id, kind, text, url in rows}
    found = [case_id for case_id in largest if case_id in cases]
    words = Words(gettext("The largest bursts"), gettext("Most reports of one case within 24 hours."))
    return Figure(
        key="bursts",
        name=_l("Bursts"),
        finding=_bursts_finding(most[found[0]][0] if found else 0),
        columns=[
            Column(gettext("Case"), Unit.CASE),
            Column(gettext("Kind"), Unit.WORDS),
            Column(gettext("Most reports within 24 hours"), Unit.NUMBER),
            Column(gettext("Until"), Unit.DAY),
        ],
        rows=[(case_id, str(cases[case_id][0].desk_label), *most[case_id]) for case_id in found],
        charts=[
            bar_chart(
                [Amount(_case_name(*cases[case_id]), most[case_id][0], written(most[case_id][0])) for case_id in found],
                words=words,
                key="bursts",
            )
        ]
        if found
        else [],
    )


def _bursts_finding(largest: int) -> str:
    if not largest:
        return str(gettext("No case was reported three times within a day."))
    return str(gettext("At most %(number)s reports of one case came within 24 hours.", number=written(largest)))


def _case_name(kind: Kind, text: str) -> str:
    # Nobody should have to read hate in a chart.
    return str(gettext("Text hidden")) if kind.is_shielded else masked(display.excerpt(text, LONGEST_NAME))
