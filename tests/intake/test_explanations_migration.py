"""The migration to stored explanations, with matches in place, forwards and back, on both databases."""

from __future__ import annotations

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select, text
from sqlalchemy.orm import undefer

from core.db import db
from intake.cases import explaining
from intake.models.cases import Match, MatchAnswer
from tests.support import factories
from tests.support.desk import plain_case, suggestion

NEW = {"explanation", "explained_from"}


def columns() -> set[str]:
    return {column["name"] for column in inspect(db.engine).get_columns("match")}


def test_matches_outlive_the_migration_and_its_taking_back(app: Flask) -> None:
    case = plain_case(factories.POST)
    match_id = suggestion(case, factories.claim(), answer=MatchAnswer.SAME).id
    explaining.explain_case(case.id)
    db.session.remove()
    with db.engine.connect() as connection:
        before = connection.execute(text("SELECT id, case_id, rank, band, lanes, answer FROM match")).all()

    downgrade(revision="0005")

    assert not NEW & columns()
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT id, case_id, rank, band, lanes, answer FROM match")).all() == before

    upgrade()

    assert columns() >= NEW
    match = db.session.scalars(select(Match).options(undefer(Match.explanation))).one()
    assert (match.id, match.answer, match.explanation, match.explained_from) == (match_id, MatchAnswer.SAME, None, "")
    explaining.explain_case(match.case_id)
    db.session.expire_all()
    assert db.session.get_one(Match, match_id).explanation is not None
