"""What a desk has done with many cases: what was suggested, answered, decided, looked at, tagged, noted and told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar

from archive.models import Claim, ClaimState, Verdict
from audit.models import Actor
from bench.support.fast_rows import Row
from bench.support.own_texts import own_post
from intake.models.cases import Case, CaseAction, CaseState, Match, MatchAnswer
from review.models import DeskAction
from review.reasons import ReasonCode
from search.comparison.explanation import Explanation, Segment
from search.ranking.bands import Band, Lane

T = TypeVar("T")

CLAIMS = 400
EDITORS = 4
MODEL = "a-model-r1"
BANDS = {Band.SAME: 20, Band.LIKELY: 45, Band.RELATED: 35}
LOOKED_AT = 0.9
SUGGESTED_OF_TEN = 6
# Tags by how many cases have one of them: each so many-th, and none.
TAGGED_EVERY = {1: 8, 2: 5_000, 3: 0}
NOTED_EVERY = 100
LEASED = 3
# Any that an answer, a decision or an outcome without a verdict may have.
REASON = ReasonCode.OTHER


def claims(moment: datetime) -> Iterator[Row]:
    """The articles of an archive."""
    random = Random(8)
    for number in range(1, CLAIMS + 1):
        words = own_post(random, number)
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


def matches(cases: Sequence[Row]) -> Iterator[Row]:
    """What the machine suggested, with an explanation that is as old as its texts."""
    archive = [Claim(summary="", **row) for row in claims(cases[0]["first_seen"])]
    compared = Match(model_id=MODEL, case=Case())
    suggested = ((case, answer) for case in cases if (answer := _answer(case)) is not None)
    for number, (case, answer) in enumerate(suggested, start=1):
        claim = archive[(case["answer_claim_id"] or 1 + case["id"] % CLAIMS) - 1]
        compared.case.text, compared.claim = case["text"], claim
        yield {
            "id": number,
            "case_id": case["id"],
            "claim_id": claim.id,
            "rank": 1,
            "band": _band(case),
            "score": 0.9,
            "probability": 0.8,
            "lanes": [Lane.MEANING.value],
            "model_id": MODEL,
            "answer": answer,
            "found_at": case["first_seen"],
            "explanation": _explanation(case["text"], claim.text),
            "explained_from": compared.made_from,
        }


def best_band(case: Row) -> Band | None:
    """How sure the best article of a case is that nobody has rejected; None without one."""
    answer = _answer(case)
    if answer is MatchAnswer.SAME:
        return Band.SAME
    return _band(case) if answer is MatchAnswer.OPEN else None


def decisions(cases: Sequence[Row]) -> Iterator[Row]:
    """The one decision of each settled case."""
    for number, case in enumerate((case for case in cases if case["settled_at"]), start=1):
        yield {
            "id": number,
            "case_id": case["id"],
            "editor_id": 1 + number % EDITORS,
            "outcome": case["state"],
            "verdict": case["verdict"],
            "claim_id": case["answer_claim_id"],
            "reason_code": REASON,
            "reason": "Wie der Artikel sagt.",
            "public_sentence": case["public_sentence"],
            "created_at": case["settled_at"],
        }


def looks(cases: Sequence[Row], *, until: datetime) -> Iterator[Row]:
    """When most cases were looked at first."""
    random = Random(6)
    for case in cases:
        if random.random() < LOOKED_AT:
            at = case["first_seen"] + ((case["settled_at"] or until) - case["first_seen"]) * random.random()
            yield {"case_id": case["id"], "editor_id": 1 + case["id"] % EDITORS, "at": at}


def tags(moment: datetime) -> Iterator[Row]:
    """A tag that many cases have, one that few have, and one that none has."""
    for number in TAGGED_EVERY:
        yield {"id": number, "name": f"Schlagwort {number}", "spelling": f"schlagwort {number}", "created_at": moment}


def case_tags(cases: Sequence[Row]) -> Iterator[Row]:
    """Which case has which tag."""
    for tag, every in TAGGED_EVERY.items():
        if every:
            # The first of them in any desk, so that the rare tag is on one case of a small one, too.
            yield from ({"tag_id": tag, "case_id": case["id"]} for case in cases[::every])


def leases(cases: Sequence[Row], moment: datetime) -> Iterator[Row]:
    """The cases that are being worked on, the latest that are open."""
    held = [case["id"] for case in cases if case["state"] is CaseState.OPEN][-LEASED:]
    for number, case_id in enumerate(held, start=1):
        until = moment + timedelta(minutes=10)
        yield {"id": number, "case_id": case_id, "editor_id": number, "taken_at": moment, "expires_at": until}


def notes(cases: Sequence[Row]) -> Iterator[Row]:
    """What colleagues wrote to some of the cases."""
    for number, case in enumerate(cases[::NOTED_EVERY], start=1):
        yield {
            "id": number,
            "case_id": case["id"],
            "editor_id": 1 + number % EDITORS,
            "text": "Dazu gibt es eine Anfrage beim Ministerium.",
            "created_at": case["first_seen"],
        }


def events(cases: Sequence[Row]) -> Iterator[Row]:
    """For each case a line that it was opened, and what people answered and decided; by time, and not chained."""
    told: list[tuple[datetime, int, str, dict[str, Any]]] = []
    decision = 0
    for case in cases:
        told.append((case["first_seen"], case["id"], CaseAction.CASE_OPENED, {}))
        if case["settled_at"] is None:
            continue
        decision += 1
        answer = _answer(case)
        if answer in {MatchAnswer.SAME, MatchAnswer.DIFFERENT}:
            details = {"match": case["id"], "answer": answer.value, "rank": 1, "band": _band(case).value}
            told.append((case["settled_at"], case["id"], DeskAction.MATCH_ANSWERED, details))
        details = {"outcome": case["state"].value, "claim": case["answer_claim_id"], "decision": decision}
        told.append((case["settled_at"], case["id"], DeskAction.CASE_DECIDED, details))
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


def chosen(random: Random, weights: Mapping[T, int]) -> T:
    """Return one of some things, each as often as its weight says."""
    return random.choices(list(weights), list(weights.values()))[0]


def _answer(case: Row) -> MatchAnswer | None:
    """Return what people said to the article that is suggested for a case, None where none is."""
    if case["answer_claim_id"] is not None:
        return MatchAnswer.SAME
    if case["id"] % 10 >= SUGGESTED_OF_TEN:
        return None
    return MatchAnswer.DIFFERENT if case["settled_at"] is not None and case["id"] % 2 else MatchAnswer.OPEN


def _band(case: Row) -> Band:
    return chosen(Random(case["id"]), BANDS)


def _explanation(post: str, claim: str) -> Explanation:
    return Explanation((Segment(post, shared=True),), (Segment(claim, shared=True),), (), None)
