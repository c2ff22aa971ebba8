"""In which order cases deserve a look: points for each reason, and the reasons in words.

The points are a convention of ours, made to be read: whoever sees a case above another sees why. Danger outweighs all
else; a lane of many reports outweighs age; no case waits for ever, because age goes on counting for two weeks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log2

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext as _nl

from intake.cases.heat import reports_a_day
from intake.cases.signals import Signal, told
from intake.models.cases import Case, Kind
from search.ranking.bands import Band

_SIGNALS = {
    Signal.DANGER: 60,
    Signal.THREAT: 40,
    Signal.AFFECTED: 30,
    Signal.AFRAID: 30,
    Signal.ON_BEHALF: 25,
    Signal.EXPOSED: 25,
    Signal.CONCERNED: 25,
}
_HATE = 10
# From so many reports a day on, so many points.
_GROWS = ((20, 20), (8, 12), (3, 6))
# So many points for each doubling of the reports.
_DOUBLING = 3
_MOST_REPORTS = 15
_ANSWERABLE = 8
# After so many days, so many points.
_WAITS = ((14, 16), (7, 12), (3, 8), (1, 4))


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a case stands where it stands; `points` from 1 up. `is_seen` where a row says it by its figures anyway."""

    points: int
    sentence: LazyString | str
    is_seen: bool = False


def reasons(case: Case, at: datetime) -> list[Reason]:
    """Return why a case deserves a look at a moment, the weightiest first."""
    found = [Reason(_SIGNALS[signal], signal.label) for signal in told(case.signals)]
    if case.kind is Kind.HATE:
        found.append(Reason(_HATE, _l("spreads hate"), is_seen=True))
    found.extend((*_grows(case, at), *_counts(case), *_waits(case, at)))
    if case.best_band in {Band.SAME, Band.LIKELY}:
        found.append(Reason(_ANSWERABLE, _l("an article may answer it"), is_seen=True))
    return sorted(found, key=lambda reason: -reason.points)


def points(case: Case, at: datetime) -> int:
    """Return the priority of a case at a moment."""
    return sum(reason.points for reason in reasons(case, at))


def _grows(case: Case, at: datetime) -> list[Reason]:
    rate = reports_a_day(case.heat, at)
    given = next((given for least, given in _GROWS if rate >= least), 0)
    return [Reason(given, _l("grows now: about %(num)s reports a day", num=round(rate)))] if given else []


def _counts(case: Case) -> list[Reason]:
    given = min(_MOST_REPORTS, round(_DOUBLING * log2(max(1, case.submission_count))))
    many = _nl("%(num)s report", "%(num)s reports", case.submission_count)
    return [Reason(given, many, is_seen=True)] if given else []


def _waits(case: Case, at: datetime) -> list[Reason]:
    days = (at - case.first_seen) // timedelta(days=1)
    given = next((given for least, given in _WAITS if days >= least), 0)
    return [Reason(given, _nl("waits for %(num)s day", "waits for %(num)s days", days), is_seen=True)] if given else []
