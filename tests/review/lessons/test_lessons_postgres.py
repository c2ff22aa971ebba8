"""Learning on PostgreSQL, where several people write at the same time: nobody waits for ever, nothing is lost."""

from __future__ import annotations

from concurrent.futures import wait

import pytest
from flask import Flask

from accounts.models import Editor
from archive import wordings
from audit import trail
from core.db import db, now, writing
from intake.cases import joining, keys
from intake.models.cases import Match, MatchAnswer
from review.case import answers
from review.figures import weekly as figures
from review.figures.shares import Share
from review.lessons import lessons, page
from tests.support import factories
from tests.support.desk import plain_case, suggestion
from tests.support.lessons import fresh, standing
from tests.support.side_by_side import side_by_side
from tests.support.wordings import SAID

pytestmark = pytest.mark.postgresql_only("on SQLite one writer at a time has the whole database")


def answer(match_id: int, said: MatchAnswer, editor_id: int) -> None:
    answers.answer_match(match_id, said, editor=db.session.get_one(Editor, editor_id))


def test_editors_answer_and_take_back_while_reports_are_matched(app: Flask) -> None:
    claim = factories.claim()
    editor_id = factories.editor().id
    match_ids = [suggestion(plain_case(SAID), claim).id for _ in range(4)]
    for number in range(24):
        factories.report(f"{SAID} Das ist Zettel Nummer {number} von vielen.")

    def change_often(match_id: int) -> None:
        for said in (MatchAnswer.SAME, MatchAnswer.DIFFERENT, MatchAnswer.OPEN, MatchAnswer.SAME):
            answer(match_id, said, editor_id)

    with side_by_side(app) as start:
        running = [start(lambda match_id=match_id: change_often(match_id)) for match_id in match_ids]  # type: ignore[misc]
        matching = [start(joining.match_all_waiting) for _ in range(2)]
    for done in running:
        done.result()
    assert sum(matched.result() for matched in matching) == 24

    assert standing() == (1, 0)
    (wording_id,) = {fresh(db.session.get_one(Match, match_id)).learned_wording_id for match_id in match_ids}
    assert wording_id is not None
    assert trail.first_broken() is None
    lines, _ = page.lesson_lines()
    assert [line.in_effect for line in lines if line.id == wording_id and line.lesson == "wording"]
    lessons.take_back_wording(wording_id, editor=db.session.get_one(Editor, editor_id))
    assert standing() == (0, 0)


def test_who_learns_the_same_words_meanwhile_waits_and_gets_the_same_wording(app: Flask) -> None:
    claim_id = factories.claim().id

    def learn() -> int:
        with writing():
            wording = wordings.learn(claim_id, SAID, "de")
        assert wording is not None
        return wording.id

    with side_by_side(app) as start:
        with writing():
            first = wordings.learn(claim_id, SAID, "de")
            second = start(learn)
            wait([second], timeout=1)
            assert not second.done()
        assert first is not None
        assert second.result() == first.id


def test_an_answer_waits_while_reports_are_given_their_cases(app: Flask) -> None:
    match_id, editor_id = suggestion(plain_case(SAID), factories.claim()).id, factories.editor().id

    with side_by_side(app) as start:
        with writing():
            keys.hold_grouping()
            answered = start(lambda: answer(match_id, MatchAnswer.SAME, editor_id))
            wait([answered], timeout=1)
            assert not answered.done()
        answered.result()
    assert standing() == (1, 0)


def test_figures_are_counted_as_on_sqlite(app: Flask) -> None:
    claim, editor_id = factories.claim(), factories.editor().id
    for said, rank in ((MatchAnswer.SAME, 1), (MatchAnswer.DIFFERENT, 1), (MatchAnswer.SAME, 2)):
        answer(suggestion(plain_case(), claim, rank=rank).id, said, editor_id)

    found = figures.weekly(now())[-1].figures

    assert (found.best, found.missed, found.from_archive) == (Share(1, 2), Share(1, 2), Share(0, 0))
