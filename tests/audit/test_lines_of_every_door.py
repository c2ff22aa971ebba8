"""Whichever process does something, and through whichever door: its line stands, and the trail stays whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import delete, select

from accounts.models import AccountAction
from archive.models import ArchiveAction
from audit.models import Actor, Event
from audit.trail import first_broken
from core.config import PROJECT_FOLDER, Config
from core.db import Counter, db, writing
from intake.cases import rehashing
from intake.models.cases import CaseAction
from processes.prepare import prepare
from search.index.models import Vector
from search.text import normalise
from tests.support import factories
from tests.support.installation import SECRET

CLAIM = {"id": "c-1", "text": "Spinat enthält sehr viel Eisen.", "lang": "de"}


def new_lines(since: int) -> list[tuple[str, dict[str, Any], Actor, int | None]]:
    """Return what was written after a line: action, details, and who did it."""
    db.session.rollback()
    db.session.expire_all()
    rows = db.session.scalars(select(Event).where(Event.id > since).order_by(Event.id))
    return [(line.action, dict(line.details), line.actor, line.editor_id) for line in rows]


def last_line() -> int:
    db.session.rollback()
    return max(db.session.scalars(select(Event.id)), default=0)


def by_the_machine(action: str, **details: object) -> tuple[str, dict[str, object], Actor, None]:
    return action, details, Actor.MACHINE, None


def flask(app: Flask, *arguments: str) -> Result:
    result: Result = app.test_cli_runner().invoke(args=list(arguments))
    assert result.exit_code == 0, result.output
    return result


def claims_file(folder: Path, *claims: dict[str, str]) -> str:
    path = folder / "claims.jsonl"
    path.write_text("\n".join(json.dumps(claim) for claim in claims), encoding="utf-8")
    return str(path)


def retract(app: Flask, _folder: Path) -> None:
    flask(app, "claims", "retract", "1")


def bring_in(app: Flask, folder: Path) -> None:
    flask(app, "claims", "import", claims_file(folder, CLAIM, CLAIM | {"id": "c-2"}))


def bring_in_again(app: Flask, folder: Path) -> None:
    # The claim that stands in the archive, under another verdict.
    flask(app, "claims", "import", claims_file(folder, CLAIM | {"id": "known", "verdict": "true"}))


def embed_what_is_missing(app: Flask, _folder: Path) -> None:
    with writing() as session:
        session.execute(delete(Vector))
    flask(app, "search", "rebuild")


def prepare_after_an_update(app: Flask, _folder: Path) -> None:
    with writing() as session:
        session.merge(Counter(name=rehashing.COUNTER, value=normalise.VERSION - 1))
    prepare(app)


def make_an_account(app: Flask, _folder: Path) -> None:
    flask(app, "desk", "create-editor", "anna@desk.test", "--role", "legal")


def make_a_one_time_password(app: Flask, _folder: Path) -> None:
    flask(app, "desk", "one-time-password", "known@desk.test")


DOORS = [
    (retract, [by_the_machine(ArchiveAction.CLAIM_RETRACTED, claim=1)]),
    (
        bring_in,
        [
            by_the_machine(ArchiveAction.CLAIMS_IMPORTED, count=2),
            by_the_machine(ArchiveAction.CLAIMS_PUBLISHED, count=2),
        ],
    ),
    (
        bring_in_again,
        [
            by_the_machine(ArchiveAction.CLAIMS_IMPORTED, count=1),
            by_the_machine(ArchiveAction.VERDICT_CHANGED, claim=1, was="false", verdict="true"),
            by_the_machine(ArchiveAction.CLAIMS_PUBLISHED, count=1),
        ],
    ),
    (embed_what_is_missing, [by_the_machine(ArchiveAction.CLAIMS_PUBLISHED, count=1)]),
    (prepare_after_an_update, [by_the_machine(CaseAction.TEXTS_READ_AGAIN, version=normalise.VERSION)]),
    (make_an_account, [by_the_machine(AccountAction.EDITOR_CREATED, account=2, role="legal")]),
    (make_a_one_time_password, [by_the_machine(AccountAction.ONE_TIME_PASSWORD_MADE, account=1)]),
]


@pytest.mark.parametrize("do, expected", DOORS, ids=[do.__name__ for do, _ in DOORS])
def test_what_is_done_without_a_person_leaves_its_line(
    app: Flask, tmp_path: Path, do: Callable[[Flask, Path], None], expected: list[object]
) -> None:
    # An installation that has been used: claim 1 and account 1.
    factories.claim(external_id="known")
    flask(app, "desk", "create-editor", "known@desk.test")
    before = last_line()

    do(app, tmp_path)

    assert new_lines(before) == expected
    assert first_broken() is None


def environment(config: Config) -> dict[str, str]:
    return {
        **os.environ,
        "DATA_DIR": str(config.data_dir),
        "DATABASE_URL": config.database_url,
        "REDIS_URL": config.redis_url,
        "SECRET_KEY": SECRET,
    }


def test_a_command_in_a_process_of_its_own_goes_on_with_the_trail_of_the_web_server(app: Flask, config: Config) -> None:
    claim = factories.claim()
    before = last_line()

    command = [sys.executable, "-m", "flask", "--app", "wsgi", "claims", "retract", str(claim.id)]
    subprocess.run(command, cwd=PROJECT_FOLDER, env=environment(config), check=True, capture_output=True, timeout=60)

    assert new_lines(before) == [by_the_machine(ArchiveAction.CLAIM_RETRACTED, claim=claim.id)]
    assert first_broken() is None


@pytest.mark.parametrize("role", ["all", "public"])
def test_a_worker_goes_on_with_the_trail_whatever_the_role_of_the_web_server(
    app: Flask, config: Config, role: str
) -> None:
    before = last_line()
    sent = factories.submission()

    worker = subprocess.Popen(
        [sys.executable, "-m", "processes.worker"],
        cwd=PROJECT_FOLDER,
        env={**environment(config), "APP_ROLE": role},
        # What tells the worker that whoever started it is still there.
        stdin=subprocess.PIPE,
    )
    try:
        deadline = time.monotonic() + 90
        while not new_lines(before):
            assert worker.poll() is None, "the worker fell"
            assert time.monotonic() < deadline, "the worker wrote no line"
            time.sleep(0.2)
    finally:
        worker.terminate()
        try:
            worker.communicate(timeout=30)
        finally:
            # One that goes on takes the jobs of every test that follows.
            worker.kill()

    assert new_lines(before) == [by_the_machine(CaseAction.CASE_OPENED, submission=sent.id)]
    assert first_broken() is None
