"""What the tests of merging and splitting share: the moves as one call each, and what must hold after any of them."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from flask import Flask
from sqlalchemy import select

from archive.models import Verdict
from core.db import db, writing
from core.refusals import Conflict
from intake.cases import joining, merging, settling
from intake.models.cases import Case, CaseKey, CaseState, Match, MatchAnswer
from intake.models.moves import CaseMove
from intake.models.reports import Submission
from tests.support import factories
from tests.support.side_by_side import side_by_side

LINK = "https://example.org/a/7"
TEXTS = [
    "Im Leitungswasser von Neustadt wurden angeblich Keime gefunden, bitte alles abkochen!",
    "Die Schulen schließen nächste Woche, weil das Geld für die Heizung fehlt.",
    "Wer bis Freitag nicht antwortet, verliert sein Konto bei der Sparkasse.",
    "Ein Löwe ist aus dem Zirkus entlaufen und wurde am Stadtpark gesehen.",
]


def merge(emptied: Case, target: Case) -> int:
    """Merge one case into another and return the id of the move."""
    with writing():
        return merging.merge(*merging.locked(emptied.id, target.id)).id


def split(case: Case, *leaving: Submission) -> CaseMove:
    """Split reports off a case and return the move."""
    with writing():
        (fresh,) = merging.locked(case.id)
        return merging.split(fresh, [one.id for one in leaving])


def undo(move_id: int) -> merging.Undone:
    """Take a move back."""
    with writing() as session:
        move = session.get_one(CaseMove, move_id)
        merging.locked(move.from_case_id, move.to_case_id)
        return merging.undo(move)


def forget() -> None:
    """Read everything anew from the database."""
    db.session.rollback()
    db.session.expire_all()


def case_of(submission: Submission) -> Case:
    """Return the case of a report as it stands in the database now."""
    forget()
    found = db.session.get_one(Submission, submission.id).case
    assert found is not None
    return found


def sent(*reports: str) -> list[Submission]:
    """Send reports one after the other and match them together."""
    found = [factories.submission(text) for text in reports]
    joining.match_all_waiting()
    forget()
    return found


def check_what_always_holds() -> None:
    """Every report is in one case that is worked on, each counter is right, and keys lead only to such cases."""
    forget()
    reports = Counter(db.session.scalars(select(Submission.case_id)))
    found = {case.id: case for case in db.session.scalars(select(Case))}
    assert None not in reports
    for case in found.values():
        merged = case.state is CaseState.MERGED
        assert case.submission_count == reports[case.id]
        assert merged is (case.submission_count == 0)
        assert merged is (case.merged_into_id is not None)
        assert case.standing.state is not CaseState.MERGED
    keys = db.session.scalars(select(CaseKey)).all()
    assert len({(key.lane, key.value) for key in keys}) == len(keys)
    assert not [key for key in keys if found[key.case_id].state is CaseState.MERGED]
    for case in found.values():
        own = db.session.scalars(select(Submission).where(Submission.case_id == case.id)).all()
        if own:
            assert case.first_seen == min(report.received_at for report in own)
            assert case.last_seen == max(report.received_at for report in own)
            assert (case.kind, case.text, case.url) in {(report.kind, report.text, report.url) for report in own}


def picture() -> dict[str, Any]:
    """Return everything that a move may change, of the cases that are worked on."""
    forget()
    open_cases = db.session.scalars(select(Case).where(Case.state == CaseState.OPEN)).all()
    numbers = [case.id for case in open_cases]
    return {
        "cases": {
            case.id: (case.kind, case.text, case.url, case.submission_count, case.first_seen, case.last_seen)
            for case in open_cases
        },
        "reports": dict(db.session.execute(select(Submission.id, Submission.case_id)).all()),
        "keys": {(key.lane, key.value): key.case_id for key in db.session.scalars(select(CaseKey))},
        "answers": {
            (match.case_id, match.claim_id): match.answer
            for match in db.session.scalars(select(Match).where(Match.case_id.in_(numbers)))
        },
    }


def merge_crosswise(app: Flask, one: int, other: int) -> list[str]:
    """Let two editors merge two cases into each other in the same moment; return what became of each try."""
    ready = threading.Barrier(2)

    def work(emptied: int, target: int) -> str:
        ready.wait(10)
        try:
            with writing():
                merging.merge(*merging.locked(emptied, target))
        except Conflict:
            return "refused"
        return "merged"

    with side_by_side(app) as start:
        tries = [start(lambda: work(one, other)), start(lambda: work(other, one))]
    return sorted(done.result() for done in tries)


def move_while_reports_arrive(app: Flask, texts: Sequence[str], *, rounds: int) -> None:
    """Merge two cases back and forth while readers send copies of both and two workers match them."""
    first, second = (case_of(one).id for one in sent(*texts))
    sending, moving = threading.Event(), threading.Event()

    def send() -> None:
        for number in range(rounds):
            factories.report(texts[number % 2])

    def match() -> None:
        while not sending.is_set() or not moving.is_set():
            if not joining.match_all_waiting():
                # A worker without a job sleeps; without a pause this one would keep the interpreter from the others.
                time.sleep(0.01)
        joining.match_all_waiting()

    def move() -> None:
        for number in range(rounds):
            pair = (first, second) if number % 2 else (second, first)
            with writing():
                done = merging.merge(*merging.locked(*pair)).id
            with suppress(Conflict):
                undo(done)

    with side_by_side(app) as start:
        workers = [start(match) for _ in range(2)]
        sender, editor = start(send), start(move)
        sender.result()
        sending.set()
        try:
            editor.result()
        finally:
            moving.set()
        for worker in workers:
            worker.result()


def settle(case: Case) -> None:
    """Decide a case."""
    with writing() as session:
        settling.settle(
            session.get_one(Case, case.id),
            state=CaseState.DECIDED,
            public_sentence="Das stimmt nicht.",
            verdict=Verdict.FALSE,
            answer_claim_id=None,
        )


def answers(case: Case) -> dict[int, MatchAnswer]:
    """Return what stands at each claim that was suggested to a case."""
    forget()
    found = db.session.scalars(select(Match).where(Match.case_id == case.id))
    return {match.claim_id: match.answer for match in found}


def reports_of(case: Case) -> list[int]:
    return list(db.session.scalars(select(Submission.id).where(Submission.case_id == case.id).order_by(Submission.id)))


def reread(case: Case) -> Case:
    forget()
    return db.session.get_one(Case, case.id)


def one_link(*texts: str) -> list[Submission]:
    """Send reports with different words about one link, which makes one case of them."""
    found = [factories.submission(text, url=LINK) for text in texts]
    joining.match_all_waiting()
    forget()
    return found
