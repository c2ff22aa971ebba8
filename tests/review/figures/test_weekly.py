"""Weekly figures: what is counted, in which week, and when nothing is said because there is too little."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Editor
from archive.models import Claim
from audit import trail
from audit.models import Event
from core.db import db, now, writing
from intake.models.cases import Case, CaseState, Kind, Match, MatchAnswer
from intake.models.moves import CaseMove, MoveReason
from review.case import answers, decisions
from review.figures import weekly as figures
from review.figures.shares import Share
from review.figures.weekly import Week
from review.models import DeskAction
from review.reasons import ReasonCode
from search.ranking.bands import Band
from tests.support import factories
from tests.support.desk import plain_case, suggestion

# A Wednesday.
MOMENT = datetime(2026, 3, 18, 12, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """What the trail takes for the present; tests put in another moment."""
    told = [MOMENT]
    monkeypatch.setattr(trail, "now", lambda: told[0])
    return told


@pytest.fixture
def claims(app: Flask) -> list[Claim]:
    return [factories.claim(), factories.claim("Etwas anderes über Wien.")]


@pytest.fixture
def editor(app: Flask) -> Editor:
    return factories.editor()


def answered(claim: Claim, answer: MatchAnswer, editor: Editor, *, rank: int = 1, band: Band = Band.LIKELY) -> Match:
    match = suggestion(plain_case(), claim, rank=rank, band=band)
    answers.answer_match(match.id, answer, editor=editor)
    return match


def this_week() -> Week:
    db.session.rollback()
    return figures.weekly(MOMENT)[-1]


def test_weeks_are_those_of_the_calendar_the_last_being_the_present_one(app: Flask) -> None:
    weeks = figures.weekly(MOMENT, weeks=3)

    assert [(week.monday, week.number) for week in weeks] == [
        (date(2026, 3, 2), 10),
        (date(2026, 3, 9), 11),
        (date(2026, 3, 16), 12),
    ]


def test_a_week_begins_at_midnight_where_the_desk_is(
    app: Flask, claims: list[Claim], editor: Editor, clock: list[datetime]
) -> None:
    # The clocks go forward on the 29th of March: midnight is 23:00 before and 22:00 after it.
    for moment in ("2026-03-22T22:59:59+00:00", "2026-03-22T23:00:00+00:00", "2026-03-29T22:00:00+00:00"):
        clock[0] = datetime.fromisoformat(moment)
        answered(claims[0], MatchAnswer.SAME, editor)

    weeks = figures.weekly(datetime(2026, 3, 30, 12, tzinfo=UTC), weeks=3)

    assert [week.figures.best.of for week in weeks] == [1, 1, 1]


def test_precision_counts_answered_suggestions_that_stood_first_by_band(
    app: Flask, claims: list[Claim], editor: Editor, clock: list[datetime]
) -> None:
    for answer, rank, band in (
        (MatchAnswer.SAME, 1, Band.SAME),
        (MatchAnswer.SAME, 1, Band.LIKELY),
        (MatchAnswer.DIFFERENT, 1, Band.LIKELY),
        (MatchAnswer.DIFFERENT, 2, Band.LIKELY),
        (MatchAnswer.SAME, 3, Band.RELATED),
    ):
        answered(claims[0], answer, editor, rank=rank, band=band)
    suggestion(plain_case(), claims[0])

    found = this_week().figures

    assert found.confirmed == {Band.SAME: Share(1, 1), Band.LIKELY: Share(1, 2), Band.RELATED: Share(0, 0)}
    assert found.best == Share(2, 3)


def test_only_the_last_answer_counts_and_none_that_was_taken_back(
    app: Flask, claims: list[Claim], editor: Editor, clock: list[datetime]
) -> None:
    changed, undone = (answered(claims[0], MatchAnswer.SAME, editor) for _ in range(2))
    answers.answer_match(changed.id, MatchAnswer.DIFFERENT, editor=editor)
    answers.answer_match(undone.id, MatchAnswer.OPEN, editor=editor)

    assert this_week().figures.best == Share(0, 1)


def test_what_was_learned_does_not_make_the_machine_look_right_afterwards(
    app: Flask, claims: list[Claim], editor: Editor, clock: list[datetime]
) -> None:
    match = answered(claims[0], MatchAnswer.SAME, editor, rank=4, band=Band.RELATED)
    with writing():
        # As asking again does, once the wording is known.
        match.rank, match.band = 1, Band.SAME

    found = this_week().figures

    assert (found.best, found.missed) == (Share(0, 0), Share(1, 1))


def test_a_known_case_was_missed_when_no_right_article_stood_first(
    app: Flask, claims: list[Claim], editor: Editor, clock: list[datetime]
) -> None:
    answered(claims[0], MatchAnswer.SAME, editor, rank=1)
    answered(claims[0], MatchAnswer.SAME, editor, rank=2)
    twice = plain_case()
    for rank, claim in enumerate(claims, start=1):
        match = suggestion(twice, claim, rank=rank)
        answers.answer_match(match.id, MatchAnswer.SAME, editor=editor)
    answered(claims[0], MatchAnswer.DIFFERENT, editor, rank=1)

    assert this_week().figures.missed == Share(1, 3)


def test_a_case_answered_with_an_article_counts_as_a_confirmed_suggestion(
    app: Flask, claims: list[Claim], editor: Editor, clock: list[datetime]
) -> None:
    case = plain_case()
    suggestion(case, claims[0], rank=2)
    draft = decisions.Draft(
        CaseState.ANSWERED, claims[0].id, None, "Weil.", "Ein Satz.", case.version, ReasonCode.ARTICLE
    )
    decisions.decide(case.id, draft, editor=editor)

    assert this_week().figures.missed == Share(1, 1)


def moved(reason: MoveReason, *, back: CaseMove | None = None) -> CaseMove:
    """Store a move; with `back` it is the one that took another back."""
    with writing() as session:
        one, other = plain_case_in(), plain_case_in()
        move = CaseMove(
            reason=reason,
            from_case_id=one.id,
            to_case_id=other.id,
            submission_ids=[],
            key_ids=[],
            match_ids=[],
            moved_at=MOMENT,
            note="",
        )
        session.add(move)
        session.flush()
        if back is not None:
            session.get_one(CaseMove, back.id).undone_by_id = move.id
    return move


def plain_case_in() -> Case:
    case = Case(kind=Kind.CHECK, state=CaseState.OPEN, text="Text.", first_seen=MOMENT, last_seen=MOMENT)
    db.session.add(case)
    db.session.flush()
    return case


def test_merged_cases_were_missed_unless_the_merge_was_taken_back(app: Flask) -> None:
    moved(MoveReason.MERGE)
    mistaken = moved(MoveReason.MERGE)
    moved(MoveReason.SPLIT, back=mistaken)
    split = moved(MoveReason.SPLIT)
    moved(MoveReason.MERGE, back=split)

    assert this_week().figures.missed == Share(1, 1)


def test_the_share_from_the_archive_is_of_what_stands_settled(app: Flask) -> None:
    states = (
        CaseState.ANSWERED,
        CaseState.ANSWERED,
        CaseState.DECIDED,
        CaseState.CLOSED,
        CaseState.FORWARDED,
        CaseState.OPEN,
        CaseState.MERGED,
    )
    with writing() as session:
        for state in states:
            case = plain_case_in()
            case.state = state
            case.settled_at = MOMENT
        session.flush()

    assert this_week().figures.from_archive == Share(2, 5)


def test_what_lies_further_back_is_not_counted(
    app: Flask, claims: list[Claim], editor: Editor, clock: list[datetime]
) -> None:
    clock[0] = MOMENT - timedelta(weeks=3)
    answered(claims[0], MatchAnswer.SAME, editor)

    weeks = figures.weekly(MOMENT, weeks=3)

    assert [week.figures.best.of for week in weeks] == [0, 0, 0]
    assert [week.figures.best.of for week in figures.weekly(MOMENT, weeks=4)] == [1, 0, 0, 0]


@pytest.mark.parametrize("hits, of, value", [(0, 0, None), (4, 4, None), (5, 5, 1.0), (3, 6, 0.5), (0, 5, 0.0)])
def test_of_fewer_than_five_no_share_is_told(hits: int, of: int, value: float | None) -> None:
    assert Share(hits, of).value == value


def test_weeks_can_be_taken_together(app: Flask, claims: list[Claim], editor: Editor, clock: list[datetime]) -> None:
    for back in (0, 1):
        clock[0] = MOMENT - timedelta(weeks=back)
        answered(claims[0], MatchAnswer.SAME, editor)
        answered(claims[0], MatchAnswer.DIFFERENT, editor)

    together = figures.together(figures.weekly(MOMENT))

    assert (together.best, together.confirmed[Band.LIKELY], together.missed) == (Share(2, 4), Share(2, 4), Share(0, 2))


def test_the_trail_keeps_no_words_with_an_answer(app: Flask, claims: list[Claim], editor: Editor) -> None:
    match = answered(claims[0], MatchAnswer.SAME, editor, rank=2)

    told = [line.details for line in db.session.scalars(select(Event).where(Event.action == DeskAction.MATCH_ANSWERED))]

    assert told == [{"match": match.id, "claim": match.claim_id, "answer": "same", "rank": 2, "band": "likely"}]


def test_an_article_that_an_editor_found_was_missed_and_says_nothing_of_suggestions(app: Flask) -> None:
    case, claim = plain_case(), factories.claim()
    match = answers.add_article(case.id, claim.id, editor=factories.editor())

    answers.answer_match(match, MatchAnswer.SAME, editor=factories.editor())

    week = figures.weekly(now())[-1].figures
    assert (week.confirmed[Band.LIKELY], week.missed) == (Share(), Share(1, 1))
