"""The migration to cases and pairs that know their link, with rows in place, forwards and back, on both databases."""

from __future__ import annotations

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select, text

from archive import wordings
from archive.models import KeptApart
from core.db import db, writing
from intake.cases import rehashing
from intake.models.cases import Case
from intake.models.moves import Loosened
from tests.support import factories
from tests.support.desk import suggestion

LINK = "https://example.org/film/1"


def columns(table: str) -> set[str]:
    return {column["name"] for column in inspect(db.engine).get_columns(table)}


def test_cases_and_pairs_outlive_the_migration_and_learn_their_link_again(app: Flask) -> None:
    case = factories.case(factories.POST, url=LINK)
    claim = factories.claim()
    match = suggestion(case, claim)
    with writing() as session:
        pair = wordings.keep_apart(claim.id, case.text, "de", url=case.url)
        assert pair is not None
        match.kept_apart_id = pair.id
        session.add(match)
        session.add(Loosened(case_id=case.id, submission_ids=[1]))
    known = ("example.org/film/1", pair.text_hash)
    db.session.remove()
    rows = 'SELECT id, text, url, submission_count FROM "case"'
    with db.engine.connect() as connection:
        before = connection.execute(text(rows)).all()

    downgrade(revision="0006")

    assert "about" not in columns("case")
    assert "link" not in columns("kept_apart")
    assert "loosened" not in inspect(db.engine).get_table_names()
    with db.engine.connect() as connection:
        assert connection.execute(text(rows)).all() == before

    upgrade()

    assert db.session.scalars(select(Case.about)).all() == db.session.scalars(select(KeptApart.link)).all() == [""]
    assert db.session.scalars(select(Loosened)).all() == []
    rehashing.bring_up_to_date()
    db.session.expire_all()
    assert db.session.scalars(select(Case.about)).all() == ["example.org/film/1"]
    assert [(pair.link, pair.text_hash) for pair in db.session.scalars(select(KeptApart))] == [known]
