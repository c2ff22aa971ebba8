"""A desk after a year of many reports, built past the machine: the same rows each time, on SQLite and on PostgreSQL.

Nothing is matched or embedded, and the lines of the trail are not chained: it is for measuring pages, nothing else.
What the desk did with the cases stands in `bench.support.desk_work`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter as Count
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import NamedTuple

from sqlalchemy import Engine

from accounts.models import Editor
from archive.models import Claim, Verdict
from audit.chain import COUNTER
from audit.models import Event
from bench.support import desk_work
from bench.support.desk_work import CLAIMS, EDITORS, chosen
from bench.support.fast_rows import Row, writer
from bench.support.own_texts import own_post
from core.db import Counter
from intake.cases import priority
from intake.cases.heat import warmed
from intake.cases.signals import Signal
from intake.models.cases import Case, CaseKey, CaseState, Kind, Match
from intake.models.counts import CaseDay, CasePlatform
from intake.models.reports import Channel, Platform, Submission
from review.holding.models import Lease
from review.models import CaseLook, Decision
from review.notes.models import Note
from review.queue.models import CaseTag, Tag
from search.ranking.bands import Lane

DAYS = 365
# How often each is chosen among a hundred.
KINDS = {Kind.CHECK: 75, Kind.HATE: 12, Kind.SCAM: 8, Kind.OTHER: 5}
OUTCOMES = {CaseState.ANSWERED: 45, CaseState.DECIDED: 20, CaseState.CLOSED: 30, CaseState.FORWARDED: 5}
PLATFORMS = {
    Platform.WHATSAPP: 40,
    Platform.FACEBOOK: 18,
    Platform.TELEGRAM: 14,
    Platform.UNKNOWN: 12,
    Platform.TIKTOK: 8,
    Platform.INSTAGRAM: 5,
    Platform.MAIL: 3,
}
LANGUAGES = {"de": 90, "": 6, "en": 4}
# A language that is hardly ever seen: one case in so many.
RARE_LANGUAGE = "pl"
RARE_EVERY = 10_000
# The larger, the more of all reports fall to few cases; so one case of 300,000 has a twentieth of 700,000 reports.
UNEVEN = 4
MEAN_DAYS_BETWEEN = 3.0
MEAN_DAYS_TO_SETTLE = 1.5
NEVER_SETTLED = 0.02
SIGNALLED = 0.05
# Readers who wrote why.
EXPLAINED = 0.1
WHY = "Das haben mir heute drei Leute geschickt, und ich weiß nicht, was ich glauben soll."
HAS_NEWS = 0.01
PUBLIC_SENTENCE = "Das stimmt nicht; der Artikel erklärt, woher es kommt."


@dataclass(frozen=True, slots=True)
class Desk:
    """Cases and reports of a year that ends at a moment; of its cases a share was never settled."""

    submissions: int
    cases: int
    moment: datetime
    never_settled: float

    @property
    def start(self) -> datetime:
        """When the first case was reported."""
        return self.moment - timedelta(days=DAYS)

    @property
    def year(self) -> int:
        """The year that references name."""
        return self.moment.year


class _Report(NamedTuple):
    at: datetime
    case_id: int
    platform: Platform
    why: str


@dataclass(slots=True)
class _Counted:
    """What a case carries of its reports, and what is counted of them beside it."""

    moments: list[datetime] = field(default_factory=list)
    days: Count[date] = field(default_factory=Count)
    platforms: dict[Platform, None] = field(default_factory=dict)
    heat: float = 0.0
    told_by: int | None = None


def fill(
    engine: Engine, *, submissions: int, cases: int, moment: datetime, never_settled: float = NEVER_SETTLED
) -> None:
    """Write a desk of that size into a database whose tables are there and empty, with the accounts of four editors.

    There are at least as many submissions as cases. A million reports in 300,000 cases take about two minutes.
    """
    desk = Desk(submissions, cases, moment, never_settled)
    reports = _reports(desk)
    counted = _counted(desk, reports)
    rows = list(_cases(desk, counted))
    matches = list(desk_work.matches(rows))
    events = list(desk_work.events(rows))
    with writer(engine) as write:
        write(Editor, _editors(moment))
        write(Claim, desk_work.claims(moment))
        write(Case, rows)
        write(CaseKey, _keys(rows))
        write(CaseDay, _days(counted))
        write(CasePlatform, _platforms(counted))
        write(Submission, _submissions(desk, reports, rows))
        write(Match, matches)
        write(Decision, desk_work.decisions(rows))
        write(CaseLook, desk_work.looks(rows, until=moment))
        write(Tag, desk_work.tags(moment))
        write(CaseTag, desk_work.case_tags(rows))
        write(Lease, desk_work.leases(rows, moment))
        write(Note, desk_work.notes(rows))
        write(Event, events)
        counters = {COUNTER: len(events), f"submission-{desk.year}": submissions}
        write(Counter, ({"name": name, "value": value} for name, value in counters.items()))


def _reports(desk: Desk) -> list[_Report]:
    """Return the reports in the order of their coming; each case has one at least."""
    random = Random(1)
    pace = (desk.moment - desk.start) / desk.cases
    found = [(desk.start + pace * (number + random.random()), number + 1) for number in range(desk.cases)]
    # Cases that are reported most are strewn over the year, by a step that shares no divisor with round numbers.
    for _ in range(desk.submissions - desk.cases):
        place = int(desk.cases * random.random() ** UNEVEN) * 7_919 % desk.cases
        first, case_id = found[place]
        found.append(
            (first + (desk.moment - first) * min(random.expovariate(DAYS / MEAN_DAYS_BETWEEN), 0.999), case_id)
        )
    random = Random(3)
    return [
        _Report(at, case_id, chosen(random, PLATFORMS), WHY if random.random() < EXPLAINED else "")
        for at, case_id in sorted(found)
    ]


def _counted(desk: Desk, reports: Sequence[_Report]) -> list[_Counted]:
    """Return for each case what it carries of its reports, as `intake.cases.counting` would count it."""
    found = [_Counted() for _ in range(desk.cases)]
    for number, report in enumerate(reports, start=1):
        its = found[report.case_id - 1]
        its.moments.append(report.at)
        its.days[report.at.astimezone(UTC).date()] += 1
        if report.platform is not Platform.UNKNOWN:
            its.platforms[report.platform] = None
        its.heat = warmed(its.heat, [report.at])
        if its.told_by is None and report.why:
            its.told_by = number
    return found


def _cases(desk: Desk, counted: Sequence[_Counted]) -> Iterator[Row]:
    random = Random(2)
    for case_id, its in enumerate(counted, start=1):
        first, last = its.moments[0], its.moments[-1]
        settled = first + timedelta(days=random.expovariate(1 / MEAN_DAYS_TO_SETTLE))
        is_open = settled > desk.moment or random.random() < desk.never_settled
        state = CaseState.OPEN if is_open else chosen(random, OUTCOMES)
        later = 0 if is_open else len(its.moments) - bisect_right(its.moments, settled)
        row: Row = {
            "id": case_id,
            "kind": chosen(random, KINDS),
            "state": state,
            "text": own_post(random, case_id),
            "lang": RARE_LANGUAGE if case_id % RARE_EVERY == 0 else chosen(random, LANGUAGES),
            "submission_count": len(its.moments),
            "first_seen": first,
            "last_seen": last,
            "heat": its.heat,
            "signals": [random.choice(list(Signal)).value] if random.random() < SIGNALLED else [],
            "told_by": its.told_by,
            "later_reports": later,
            "has_news": bool(later) and random.random() < HAS_NEWS,
            "version": int(not is_open),
            "public_sentence": "" if is_open else PUBLIC_SENTENCE,
            "verdict": Verdict.FALSE if state is CaseState.DECIDED else None,
            "answer_claim_id": 1 + case_id % CLAIMS if state is CaseState.ANSWERED else None,
            "settled_at": None if is_open else settled,
        }
        row["best_band"] = desk_work.best_band(row)
        row["priority"] = priority.points(Case(**row), row["settled_at"] or desk.moment)
        yield row


def _keys(cases: Sequence[Row]) -> Iterator[Row]:
    for case in cases:
        yield {"id": case["id"], "case_id": case["id"], "lane": Lane.EXACT_TEXT, "value": f"{case['id']:064x}"}


def _days(counted: Sequence[_Counted]) -> Iterator[Row]:
    for case_id, its in enumerate(counted, start=1):
        for day, count in its.days.items():
            yield {"case_id": case_id, "day": day, "count": count}


def _platforms(counted: Sequence[_Counted]) -> Iterator[Row]:
    for case_id, its in enumerate(counted, start=1):
        for platform in its.platforms:
            yield {"platform": platform, "case_id": case_id}


def _submissions(desk: Desk, reports: Sequence[_Report], cases: Sequence[Row]) -> Iterator[Row]:
    for number, report in enumerate(reports, start=1):
        case = cases[report.case_id - 1]
        yield {
            "id": number,
            "reference": f"GC-{desk.year}-{number:06}",
            "receipt_hash": f"{number:064x}",
            "channel": Channel.FORM,
            "kind": case["kind"],
            "text": case["text"],
            "url": "",
            "platform": report.platform,
            "why": report.why,
            "language": "de",
            "received_at": report.at,
            "case_id": report.case_id,
            "matched_at": report.at + timedelta(seconds=2),
        }


def _editors(moment: datetime) -> Iterator[Row]:
    for number in range(1, EDITORS + 1):
        yield {
            "id": number,
            "email": f"redaktion-{number}@desk.test",
            "desk_name": f"Redaktion {number}",
            "password": "!",
            "must_change_password": False,
            "one_time_until": None,
            "fs_uniquifier": f"editor-{number}",
            "created_at": moment,
        }
