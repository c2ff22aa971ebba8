"""A desk after a year of many reports, built past the machine: the same rows each time, on SQLite and on PostgreSQL.

Nothing is matched or embedded, and the lines of the trail are not chained: it is for measuring pages, nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar

from sqlalchemy import Engine

from accounts.models import Editor
from archive.models import Claim, ClaimState, Verdict
from audit.chain import COUNTER
from audit.models import Actor, Event
from bench.support.fast_rows import Row, writer
from bench.support.own_texts import PROOF, WHAT, WHO
from core.db import Counter
from intake.models.cases import Case, CaseAction, CaseState, Kind, Match, MatchAnswer
from intake.models.reports import Channel, Platform, Submission
from review.models import CaseLook, Decision, DeskAction
from search.ranking.bands import Band, Lane

T = TypeVar("T")

DAYS = 365
CLAIMS = 400
EDITORS = 4
MODEL = "a-model-r1"
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
BANDS = {Band.SAME: 20, Band.LIKELY: 45, Band.RELATED: 35}
# The larger, the more of all reports fall to few cases; so one case of 300,000 has a twentieth of 700,000 reports.
UNEVEN = 4
MEAN_DAYS_BETWEEN = 3.0
MEAN_DAYS_TO_SETTLE = 1.5
NEVER_SETTLED = 0.02
LOOKED_AT = 0.9
SUGGESTED_OF_TEN = 6
PUBLIC_SENTENCE = "Das stimmt nicht; der Artikel erklärt, woher es kommt."


@dataclass(frozen=True, slots=True)
class Desk:
    """Cases and reports of a year that ends at a moment."""

    submissions: int
    cases: int
    moment: datetime

    @property
    def start(self) -> datetime:
        """When the first case was reported."""
        return self.moment - timedelta(days=DAYS)

    @property
    def year(self) -> int:
        """The year that references name."""
        return self.moment.year


def fill(engine: Engine, *, submissions: int, cases: int, moment: datetime) -> None:
    """Write a desk of that size into a database whose tables are there and empty, with the accounts of four editors.

    There are at least as many submissions as cases. A million reports in 300,000 cases take about a minute.
    """
    desk = Desk(submissions, cases, moment)
    reports = _moments(desk)
    rows = list(_cases(desk, reports))
    events = list(_events(rows))
    with writer(engine) as write:
        write(Editor, _editors(moment))
        write(Claim, _claims(moment))
        write(Case, rows)
        write(Submission, _submissions(desk, reports, rows))
        write(Match, _matches(rows))
        write(Decision, _decisions(rows))
        write(CaseLook, _looks(desk, rows))
        write(Event, events)
        counters = {COUNTER: len(events), f"submission-{desk.year}": submissions}
        write(Counter, ({"name": name, "value": value} for name, value in counters.items()))


def _moments(desk: Desk) -> list[tuple[datetime, int]]:
    """Return when each report came and for which case, in the order of their coming; each case has one at least."""
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
    return sorted(found)


def _cases(desk: Desk, reports: Sequence[tuple[datetime, int]]) -> Iterator[Row]:
    random = Random(2)
    seen: dict[int, tuple[int, datetime, datetime]] = {}
    for at, case_id in reports:
        count, first, _ = seen.get(case_id, (0, at, at))
        seen[case_id] = (count + 1, first, at)
    for case_id in range(1, desk.cases + 1):
        count, first, last = seen[case_id]
        settled = first + timedelta(days=random.expovariate(1 / MEAN_DAYS_TO_SETTLE))
        is_open = settled > desk.moment or random.random() < NEVER_SETTLED
        state = CaseState.OPEN if is_open else _chosen(random, OUTCOMES)
        yield {
            "id": case_id,
            "kind": _chosen(random, KINDS),
            "state": state,
            "text": _words(random, case_id),
            "submission_count": count,
            "first_seen": first,
            "last_seen": last,
            "version": int(not is_open),
            "public_sentence": "" if is_open else PUBLIC_SENTENCE,
            "verdict": Verdict.FALSE if state is CaseState.DECIDED else None,
            "answer_claim_id": 1 + case_id % CLAIMS if state is CaseState.ANSWERED else None,
            "settled_at": None if is_open else settled,
        }


def _submissions(desk: Desk, reports: Sequence[tuple[datetime, int]], cases: Sequence[Row]) -> Iterator[Row]:
    random = Random(3)
    for number, (at, case_id) in enumerate(reports, start=1):
        yield {
            "id": number,
            "reference": f"GC-{desk.year}-{number:07}",
            "receipt_hash": f"{number:064x}",
            "channel": Channel.FORM,
            "kind": cases[case_id - 1]["kind"],
            "text": cases[case_id - 1]["text"],
            "url": "",
            "platform": _chosen(random, PLATFORMS),
            "why": "",
            "language": "de",
            "received_at": at,
            "case_id": case_id,
            "matched_at": at + timedelta(seconds=2),
        }


def _answer(case: Row) -> MatchAnswer | None:
    """Return what people said to the article that is suggested for a case, None where none is."""
    if case["answer_claim_id"] is not None:
        return MatchAnswer.SAME
    if case["id"] % 10 >= SUGGESTED_OF_TEN:
        return None
    return MatchAnswer.DIFFERENT if case["settled_at"] is not None and case["id"] % 2 else MatchAnswer.OPEN


def _band(case: Row) -> Band:
    return _chosen(Random(case["id"]), BANDS)


def _matches(cases: Sequence[Row]) -> Iterator[Row]:
    suggested = ((case, answer) for case in cases if (answer := _answer(case)) is not None)
    for number, (case, answer) in enumerate(suggested, start=1):
        yield {
            "id": number,
            "case_id": case["id"],
            "claim_id": case["answer_claim_id"] or 1 + case["id"] % CLAIMS,
            "rank": 1,
            "band": _band(case),
            "score": 0.9,
            "probability": 0.8,
            "lanes": [Lane.MEANING.value],
            "model_id": MODEL,
            "answer": answer,
            "found_at": case["first_seen"],
        }


def _decisions(cases: Sequence[Row]) -> Iterator[Row]:
    for number, case in enumerate((case for case in cases if case["settled_at"]), start=1):
        yield {
            "id": number,
            "case_id": case["id"],
            "editor_id": 1 + number % EDITORS,
            "outcome": case["state"],
            "verdict": case["verdict"],
            "claim_id": case["answer_claim_id"],
            "reason": "Wie der Artikel sagt.",
            "public_sentence": case["public_sentence"],
            "created_at": case["settled_at"],
        }


def _looks(desk: Desk, cases: Sequence[Row]) -> Iterator[Row]:
    random = Random(6)
    for case in cases:
        until = case["settled_at"] or desk.moment
        if random.random() < LOOKED_AT:
            at = case["first_seen"] + (until - case["first_seen"]) * random.random()
            yield {"case_id": case["id"], "editor_id": 1 + case["id"] % EDITORS, "at": at}


def _events(cases: Sequence[Row]) -> Iterator[Row]:
    """For each case a line that it was opened, and what people answered and decided; by time, and not chained."""
    told: list[tuple[datetime, int, str, dict[str, Any]]] = []
    for case in cases:
        told.append((case["first_seen"], case["id"], CaseAction.CASE_OPENED, {}))
        if case["settled_at"] is None:
            continue
        answer = _answer(case)
        if answer in {MatchAnswer.SAME, MatchAnswer.DIFFERENT}:
            details = {"match": case["id"], "answer": answer.value, "rank": 1, "band": _band(case).value}
            told.append((case["settled_at"], case["id"], DeskAction.MATCH_ANSWERED, details))
        told.append((case["settled_at"], case["id"], DeskAction.CASE_DECIDED, {"outcome": case["state"].value}))
    told.sort(key=lambda line: line[:2])
    for number, (at, case_id, action, details) in enumerate(told, start=1):
        is_machine = action == CaseAction.CASE_OPENED
        yield {
            "id": number,
            "at": at,
            "actor": Actor.MACHINE if is_machine else Actor.PERSON,
            "editor_id": None if is_machine else 1 + case_id % EDITORS,
            "action": str(action),
            "case_id": case_id,
            "details": details,
            "previous_hash": f"{number - 1:064x}",
            "hash": f"{number:064x}",
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


def _claims(moment: datetime) -> Iterator[Row]:
    random = Random(8)
    for number in range(1, CLAIMS + 1):
        words = _words(random, number)
        yield {
            "id": number,
            "external_id": f"claim-{number}",
            "slug": f"claim-{number}",
            "lang": "de",
            "text": words,
            "title": f"Nein: {words}",
            "verdict": Verdict.FALSE,
            "state": ClaimState.PUBLISHED,
            "text_hash": f"{number:064x}",
            "created_at": moment,
            "updated_at": moment,
        }


def _words(random: Random, number: int) -> str:
    return f"{random.choice(WHO)} {random.choice(WHAT)}. {random.choice(PROOF)} Es war Nachricht {number}."


def _chosen(random: Random, weights: Mapping[T, int]) -> T:
    return random.choices(list(weights), list(weights.values()))[0]
