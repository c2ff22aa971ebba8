"""Nothing that breaks for one report costs another its turn; what breaks again and again waits for a person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, TypeAlias

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DataError, OperationalError

from archive.matching import find_matches
from core.db import db, now, writing
from intake.cases import joining, keys, near_duplicates, opening, suggesting
from intake.models.cases import Case, Kind
from intake.models.reports import Submission
from intake.reports import trouble, waiting
from search.comparison import said
from search.comparison.near_duplicate import Compared, are_near_duplicates, compared
from search.ranking.bands import Band
from search.ranking.fusion import Question
from search.text.content import Content
from tests.support import factories

Breaks: TypeAlias = Callable[[str], BaseException]

POISON = "Ein Text, an dem die Maschine zerbricht, weil niemand mit ihm gerechnet hat."
HARMLESS = [f"Im Dorf Nummer {n} wurde angeblich ein Wolf gesehen, der sprechen kann." for n in range(4)]


class Death(BaseException):
    """The end of a worker in the middle of its work, which it cannot report."""


def row(report_id: int) -> Submission:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Submission, report_id)


def without_case() -> list[int]:
    db.session.rollback()
    return list(db.session.scalars(select(Submission.id).where(Submission.case_id.is_(None)).order_by(Submission.id)))


def let_go() -> None:
    """Let the time pass after which what a killed worker held is free again."""
    with writing() as session:
        for report in session.scalars(select(Submission).where(Submission.held_until.is_not(None))):
            report.held_until = now() - timedelta(seconds=1)


def choking(real: Callable[..., Any], *, at: Callable[..., bool], error: Breaks = ZeroDivisionError) -> Any:
    """Return a function that breaks where `at` says so, and otherwise does what the real one does."""

    def maybe(*args: Any, **kwargs: Any) -> Any:
        if at(*args, **kwargs):
            raise error(POISON)
        return real(*args, **kwargs)

    return maybe


def poisoned_read(text: str, *_more: Any, **_named: Any) -> bool:
    return text == POISON


def poisoned_keys(_kind: Kind, content: Content) -> bool:
    return content.text == POISON


def poisoned_question(asked: Sequence[Content], **_more: Any) -> bool:
    return any(content.text == POISON for content in asked)


STAGES: list[tuple[str, object, str, Callable[..., bool]]] = [
    ("reading", joining, "content_of", poisoned_read),
    ("reading", joining, "keys_of", poisoned_keys),
    ("searching", suggesting, "find_matches", poisoned_question),
    ("comparing", said, "compared", poisoned_read),
]


@pytest.mark.parametrize("breaks", STAGES, ids=[f"{stage[0]} in {stage[2]}" for stage in STAGES])
def test_what_breaks_for_one_report_costs_it_its_suggestions_and_its_neighbours_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch, breaks: tuple[str, object, str, Callable[..., bool]]
) -> None:
    stage, module, name, at = breaks
    for text in HARMLESS[:2]:
        factories.claim(text=text)
    # The same words before it, so that the two are compared.
    texts = [HARMLESS[0], POISON.removesuffix("."), POISON, HARMLESS[1]]
    for text in texts:
        factories.report(text)
    monkeypatch.setattr(module, name, choking(getattr(module, name), at=at))

    assert joining.match_all_waiting() == len(texts)

    found = {case.text: case for case in db.session.scalars(select(Case))}
    poisoned = found[POISON]
    assert (poisoned.submission_count, poisoned.matching_failed) == (1, True)
    assert poisoned.matching_trouble.startswith(f"{stage}: ZeroDivisionError (test_waiting.py:")
    assert POISON not in poisoned.matching_trouble
    for text in HARMLESS[:2]:
        assert (found[text].matching_failed, found[text].matches[0].band) == (False, Band.SAME)


def test_a_batch_that_cannot_be_written_is_taken_one_by_one_and_only_its_cause_is_set_aside(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [factories.submission(text).id for text in (*HARMLESS[:2], POISON, *HARMLESS[2:])]

    def refused(submission: Submission, *_args: Any, **_more: Any) -> bool:
        return submission.text == POISON

    def refuse(_words: str) -> DataError:
        return DataError("INSERT", {}, Exception(POISON))

    monkeypatch.setattr(joining, "open_case", choking(opening.open_case, at=refused, error=refuse))

    assert joining.match_all_waiting() == 4
    assert joining.match_all_waiting() == 0

    assert without_case() == [ids[2]]
    aside = row(ids[2])
    assert aside.set_aside_at is not None
    assert (aside.attempts, aside.trouble.partition(" (")[0]) == (waiting.MOST_ATTEMPTS, "storing: DataError")
    assert not waiting.is_waiting(aside.id)
    assert (waiting.count_set_aside(), waiting.age_of_oldest()) == (1, None)


def test_a_report_that_kills_the_worker_is_set_aside_and_those_beside_it_are_matched(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [factories.submission(text).id for text in (HARMLESS[0], POISON, HARMLESS[1])]
    monkeypatch.setattr(suggesting, "find_matches", choking(find_matches, at=poisoned_question, error=Death))
    # Killed, a worker has no time to give anything back.
    monkeypatch.setattr(waiting, "release", lambda *_args, **_more: None)

    deaths = 0
    for _start in range(6):
        let_go()
        try:
            joining.match_all_waiting()
        except Death:
            deaths += 1

    assert deaths == waiting.MOST_ATTEMPTS
    assert without_case() == [ids[1]]
    assert row(ids[1]).set_aside_at is not None


def test_what_a_worker_holds_is_left_to_it_until_it_must_have_died(app: Flask) -> None:
    first = factories.submission(HARMLESS[0]).id
    assert waiting.take() == [first]

    assert waiting.take() == []
    second = factories.submission(HARMLESS[1]).id
    assert waiting.take() == [second]

    let_go()
    assert waiting.take() == [first]


def test_new_reports_come_before_those_that_were_tried_and_those_take_turns(app: Flask) -> None:
    tried = [factories.submission(text).id for text in HARMLESS[:2]]
    assert waiting.take() == tried
    waiting.release(tried[1:], counts=False)
    waiting.release(tried[:1], counts=False)
    new = [factories.submission(text).id for text in HARMLESS[2:]]

    assert waiting.take() == new
    waiting.release(new)
    assert waiting.take() == [tried[1]]
    waiting.release([tried[1]], counts=False)
    assert waiting.take() == [tried[0]]


def test_a_database_that_keeps_failing_on_one_report_lets_the_others_pass(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [factories.submission(text).id for text in (POISON, *HARMLESS)]

    def away(_words: str) -> OperationalError:
        return OperationalError("SELECT", {}, Exception("too complex"))

    monkeypatch.setattr(
        suggesting,
        "find_matches",
        choking(find_matches, at=poisoned_question, error=away),
    )

    for _sweep in range(len(ids) + 3):
        try:
            joining.match_all_waiting()
        except OperationalError:
            continue

    assert without_case() == [ids[0]]
    assert row(ids[0]).set_aside_at is None, "a database that is away is nobody's fault"


def test_a_batch_that_takes_too_long_becomes_smaller_and_the_rest_is_not_blamed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [factories.submission(text).id for text in HARMLESS]
    monkeypatch.setattr(joining, "CPU_SECONDS", 0.0)

    taken = waiting.take()
    assert joining.match_batch(taken) == 1

    assert without_case() == ids[1:]
    assert [(row(report).attempts, row(report).held_until) for report in ids[1:]] == [(0, None)] * 3
    assert joining.match_all_waiting() == 3


def test_many_long_texts_keep_only_other_long_ones_waiting(app: Flask) -> None:
    long = [factories.submission(f"Nummer {n}. " + "Ein langer Satz. " * 400).id for n in range(12)]
    short = [factories.submission(text).id for text in HARMLESS]

    assert waiting.take() == long[: waiting.LONG_ONES] + short
    assert waiting.take() == long[waiting.LONG_ONES :][: waiting.LONG_ONES_ALONE]
    assert waiting.age_of_oldest() is not None


def test_a_report_that_was_tried_has_its_turn_however_many_new_ones_come(app: Flask) -> None:
    tried = factories.submission(POISON).id
    assert waiting.take() == [tried]
    waiting.release([tried], counts=False)
    new = [factories.submission(text).id for text in HARMLESS[:2]]
    assert waiting.take() == new

    with writing() as session:
        session.get_one(Submission, tried).held_until = now() - waiting.PATIENCE - timedelta(seconds=1)
    newer = factories.submission(HARMLESS[2]).id

    assert waiting.take() == [tried]
    assert waiting.take() == [newer]


def test_a_fault_of_ours_does_not_set_everything_aside_at_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [factories.submission(f"{text} Und noch etwas.").id for text in HARMLESS]
    more = [factories.submission(f"Ganz anders, Nummer {n}, und sonst nichts weiter.").id for n in range(6)]
    monkeypatch.setattr(joining, "open_case", choking(opening.open_case, at=lambda *_args, **_more: True))

    assert joining.match_all_waiting() == 0

    assert waiting.count_set_aside() == 0
    assert max(row(report).attempts for report in ids + more) < waiting.MOST_ATTEMPTS


@pytest.mark.parametrize("error", [OSError(24, "Too many open files"), MemoryError()], ids=["files", "memory"])
def test_a_machine_that_is_out_of_something_blames_no_report(
    app: Flask, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    report = factories.submission(HARMLESS[0]).id
    with monkeypatch.context() as patched:
        patched.setattr(
            joining, "open_case", choking(opening.open_case, at=lambda *_a, **_m: True, error=lambda _: error)
        )
        for _sweep in range(5):
            with pytest.raises(type(error)):
                joining.match_all_waiting()

    assert row(report).set_aside_at is None
    assert joining.match_all_waiting() == 1


def test_a_limit_of_the_database_is_about_the_text_and_one_that_is_away_is_not() -> None:
    class LimitExceeded(Exception):
        sqlstate = "54000"

    class Away(Exception):
        sqlstate = "57P01"

    assert not trouble.passes(OperationalError("INSERT", {}, LimitExceeded()))
    assert trouble.passes(OperationalError("INSERT", {}, Away()))
    assert trouble.passes(OperationalError("INSERT", {}, Exception("database is locked")))


def test_a_report_that_was_given_up_and_matched_all_the_same_waits_for_nobody(app: Flask) -> None:
    report = factories.submission(HARMLESS[0]).id
    plans, found = joining._planned(waiting.take())
    with writing() as session:
        session.get_one(Submission, report).set_aside_at = now()

    assert joining._written(plans, found) == 1

    assert (row(report).set_aside_at, waiting.count_set_aside()) == (None, 0)


def test_a_budget_counts_the_time_of_its_own_thread() -> None:
    budget = trouble.Budget(0.05)
    assert not budget.is_spent()

    while not budget.is_spent():
        sum(range(10_000))

    assert budget.is_spent()


def test_two_long_texts_are_compared_while_nothing_is_locked(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = " ".join(f"{n}." for n in range(3_000))
    texts = [f"Diese Zahlen wurden gestern im Rathaus verlesen: {numbers} und zuletzt die {last}" for last in (1, 2)]
    locked: list[str] = []
    real_hold = keys.hold_grouping
    held = {"now": False}

    def hold() -> None:
        held["now"] = True
        real_hold()

    def reading(text: str, lang: str, **given: Any) -> Compared:
        locked.extend(["read"] if held["now"] else [])
        return compared(text, lang, **given)

    def alike(one: Compared, other: Compared) -> bool:
        locked.extend(["compared"] if held["now"] else [])
        return are_near_duplicates(one, other)

    monkeypatch.setattr(joining, "hold_grouping", hold)
    monkeypatch.setattr(near_duplicates, "compared", reading)
    monkeypatch.setattr(said, "compared", reading)
    monkeypatch.setattr(near_duplicates, "are_near_duplicates", alike)
    for text in texts:
        factories.report(text)

    assert joining.match_all_waiting() == len(texts)

    assert held["now"]
    assert locked == []
    assert len(list(db.session.scalars(select(Case)))) == len(texts), "another last number is another text"


def test_cases_that_others_open_all_the_while_do_not_keep_a_batch_for_ever(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.report(HARMLESS[0])
    monkeypatch.setattr(near_duplicates.Twins, "is_outdated", lambda _self: True)
    looks: list[int] = []
    real = near_duplicates.Twins.look_again

    def look(self: near_duplicates.Twins) -> None:
        looks.append(self.seq)
        real(self)

    monkeypatch.setattr(near_duplicates.Twins, "look_again", look)

    assert joining.match_all_waiting() == 1

    assert len(looks) == joining.LOOKS


def test_a_case_that_breaks_the_rematch_keeps_its_matches_and_costs_the_others_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in (HARMLESS[0], POISON, HARMLESS[1]):
        factories.report(text)
    joining.match_all_waiting()
    for text in HARMLESS[:2]:
        factories.claim(text=text)

    def refused(case: Case, _found: object) -> bool:
        return case.text == POISON

    monkeypatch.setattr(suggesting, "write_matches", choking(suggesting.write_matches, at=refused))
    suggesting.rematch_open()

    db.session.expire_all()
    found = {case.text: case for case in db.session.scalars(select(Case))}
    assert [found[text].matches[0].band for text in HARMLESS[:2]] == [Band.SAME, Band.SAME]


def test_a_report_that_somebody_else_matched_meanwhile_is_joined_by_its_twin(app: Flask) -> None:
    letter = (
        "Achtung, ab dem 1. März verlangen die Wasserwerke in Graz für jeden Hausanschluss eine neue Gebühr von 40 "
        "Euro, und wer nicht bis Freitag widerspricht, dem wird der Betrag vom Konto abgebucht."
    )
    first, second = (factories.submission(text).id for text in (letter, f"{letter} Bitte an alle weiterleiten!"))
    plans, found = joining._planned([first, second])
    assert plans[1].twin == near_duplicates.Twin(report_id=first)
    joining.match_batch([first])

    with writing():
        keys.hold_grouping()
        assert joining._write(plans) == 1

    assert row(second).case_id == row(first).case_id is not None
    assert isinstance(found.questions[first], Question)
