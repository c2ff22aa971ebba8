"""What was counted of each day: kept once the day is over, counted when asked for as long as it is not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Row, delete, func, insert, select

from core.db import db, rows_of, writing
from core.web.display import local_day
from intake.models.reports import Submission
from review.figures import counting
from review.figures.counting import Counts
from review.figures.ranges import Span
from review.models import DayTally, Measure

# A day is kept when it has been over for so long: what came in at its last moment is stored by then, and has its case.
REST = timedelta(hours=1)
ONE_DAY = timedelta(days=1)
# What figures show day by day, and what says nothing when it is added up.
DAILY = (Measure.RECEIVED, Measure.SUGGESTED, Measure.OPEN, Measure.BURST)
NO_SUM = (Measure.OPEN, Measure.BURST)
# So many days a job keeps before it lets others to the worker, and so many a page counts itself before it is shown:
# today, and a week that nobody was there to keep. A day of a busy desk takes a tenth of a second.
KEPT_AT_ONCE = 50
MOST_LIVE = 10


@dataclass(frozen=True, slots=True)
class Tallies:
    """What was counted of some days.

    `sums` has for each measure and key the number of all days together, but for those of `NO_SUM`, and `daily` the
    number of each day, of the measures of `DAILY` and only if it was asked for. It is not complete while more days wait
    to be kept than a page counts.
    """

    sums: Mapping[Measure, Mapping[str, int]]
    daily: Mapping[Measure, Mapping[str, Mapping[date, int]]]
    is_complete: bool = True

    def by_key(self, measure: Measure) -> Mapping[str, int]:
        """Return for each key of a measure the sum of all days."""
        return self.sums.get(measure, {})

    def total(self, measure: Measure) -> int:
        """Return the sum of a measure over all keys and days."""
        return sum(self.by_key(measure).values())

    def among(self, measure: Measure, days: Span, *, key: str | None = None) -> int:
        """Return the sum of a daily measure over some of the days, of one key or all."""
        by_day = (its for its_key, its in self.daily.get(measure, {}).items() if key in (None, its_key))
        return sum(counts.get(day, 0) for counts in by_day for day in days.days)

    def on(self, day: date, measure: Measure) -> int | None:
        """Return what a daily measure without keys was on a day, None when the day was not counted."""
        return self.daily.get(measure, {}).get("", {}).get(day)


def read(span: Span, *, moment: datetime, daily: bool = True) -> Tallies:
    """Return what was counted of a span, and with `daily` the single days from the one before it on.

    Days that are kept are read, others are counted now: today, and yesterday for its first hour. After a long break, or
    an update from a version that kept nothing, also the last ones of those that the worker has not come to yet.
    """
    kept_until = _last_kept()
    started = kept_until + ONE_DAY if kept_until is not None else _first_day()
    first = span.first - ONE_DAY if daily else span.first
    missing = [] if started is None else _days(max(first, started), min(span.last, local_day(moment)))
    sums: defaultdict[Measure, Counter[str]] = defaultdict(Counter)
    by_day: defaultdict[Measure, defaultdict[str, dict[date, int]]] = defaultdict(lambda: defaultdict(dict))
    for measure, key, number in _kept_sums(span):
        sums[measure][key] = number
    for day, measure, key, number in _kept_days(first, span.last) if daily else ():
        by_day[measure][key][day] = number
    for day in missing[-MOST_LIVE:]:
        for (measure, key), number in counting.count(day).items():
            if measure not in NO_SUM and day >= span.first:
                sums[measure][key] += number
            if daily and measure in DAILY:
                by_day[measure][key][day] = number
    return Tallies(sums, by_day, is_complete=len(missing) <= MOST_LIVE)


def _kept_sums(span: Span) -> Sequence[Row[Measure, str, int]]:
    rows = select(DayTally.measure, DayTally.key, func.sum(DayTally.number)).group_by(DayTally.measure, DayTally.key)
    return rows_of(rows.where(DayTally.day.between(span.first, span.last), DayTally.measure.not_in(NO_SUM)))


def _kept_days(first: date, last: date) -> Sequence[Row[date, Measure, str, int]]:
    rows = select(DayTally.day, DayTally.measure, DayTally.key, DayTally.number)
    return rows_of(rows.where(DayTally.day.between(first, last), DayTally.measure.in_(DAILY)))


def keep_up(*, moment: datetime) -> int:
    """Keep days that are over and not kept yet, the oldest first and at most `KEPT_AT_ONCE`; return how many.

    Each is a transaction of its own, so whoever is killed in between loses nothing.
    """
    kept_until = _last_kept()
    first = kept_until + ONE_DAY if kept_until is not None else _first_day()
    return 0 if first is None else _keep(_days(first, local_day(moment - REST) - ONE_DAY)[:KEPT_AT_ONCE])


def keep_anew(since: date) -> int:
    """Count the kept days from one on again, and keep that; return how many they are.

    For after a change of the desk's time zone, or of how is counted. Of what was erased since nothing is counted.
    """
    kept_until, started = _last_kept(), _first_day()
    return 0 if kept_until is None or started is None else _keep(_days(max(since, started), kept_until))


def _keep(days: Sequence[date]) -> int:
    for day in days:
        # Counted before anything is locked.
        counts = counting.count(day)
        with writing():
            _store(day, counts)
    return len(days)


def _store(day: date, counts: Counts) -> None:
    db.session.execute(delete(DayTally).where(DayTally.day == day))
    rows = [{"day": day, "measure": measure, "key": key, "number": number} for (measure, key), number in counts.items()]
    db.session.execute(insert(DayTally), rows)


def _last_kept() -> date | None:
    return db.session.scalar(select(func.max(DayTally.day)))


def _first_day() -> date | None:
    first = db.session.scalar(select(func.min(Submission.received_at)))
    return None if first is None else local_day(first)


def _days(first: date, last: date) -> list[date]:
    return [first + number * ONE_DAY for number in range((last - first).days + 1)]
