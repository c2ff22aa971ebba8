"""The wall: what a process of one side holds in memory, seen from inside a real one."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import redis
from flask import Flask
from sqlalchemy import select

from core.config import PROJECT_FOLDER, Config
from core.db import Base, db
from intake.contact import opening
from intake.models.contacts import Contact
from tests.support.installation import SECRET

# Who decides, who signs in, and who keeps the trail.
DESK = ("review", "hate", "accounts", "audit", "flask_security", "archive.cli")
# What opens the addresses of readers.
KEYS = (
    *("intake.contact.opening", "intake.contact.composing", "intake.contact.letters", "intake.contact.rotating"),
    "intake.talk.letters",
)
# What learns and measures; only the job that trains and the commands that measure bring it.
TRAINING = (
    "archive.evaluation.train",
    "archive.evaluation.train_from_desk",
    "archive.evaluation.evaluate",
    "search.learning.adapter_training",
    "search.learning.calibration_training",
)
# What only a foreign model is run with: sentence-transformers brings all of the others.
LIBRARIES = ("sentence_transformers", "transformers", "torch", "sklearn", "scipy")
PUBLIC_PAGES = (
    *("archive.public.views", "archive.public.api"),
    *("intake.public.views", "intake.public.api", "intake.public.looking_up"),
)

ASKING = """
import json, sys
from app import create_app
from search.engine import warm_up

app = create_app()
client = app.test_client()
seen = {"statuses": [], "modules": []}
for method, path, body in json.loads(sys.argv[1]):
    if path == "/api/v1/lookup":
        # As the web server does; a look-up waits for its answer only some seconds.
        warm_up(app, ("claim",)).join()
    answer = client.open(path, method=method, json=body)
    seen["statuses"].append(answer.status_code)
    seen["answer"] = answer.get_json(silent=True)
    seen["modules"].append(sorted(sys.modules))
print(json.dumps(seen))
"""
FIRST_PAGE = ("GET", "/", None)
LOOK_UP = ("POST", "/api/v1/lookup", {"text": "Ab morgen kostet WhatsApp Geld, wenn man nicht weiterleitet."})
REPORT = ("POST", "/api/v1/submissions", {"kind": "check", "text": "Stimmt es, dass Spinat viel Eisen hat?"})


@dataclass(frozen=True, slots=True)
class Seen:
    """What a process answered, and which modules it held after each answer."""

    statuses: list[int]
    modules: list[list[str]]
    answer: Any


def environment(config: Config, **more: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATA_DIR": str(config.data_dir),
        "DATABASE_URL": config.database_url,
        "REDIS_URL": config.redis_url,
        "SECRET_KEY": SECRET,
        **more,
    }


def seen_by(config: Config, role: str, *asked: tuple[str, str, dict[str, str] | None]) -> Seen:
    """Start a process of one role, ask it, and return what it says of itself."""
    done = subprocess.run(
        [sys.executable, "-c", ASKING, json.dumps(asked)],
        cwd=PROJECT_FOLDER,
        env=environment(config, APP_ROLE=role),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return Seen(**json.loads(done.stdout))


def of(modules: list[str], *names: str) -> list[str]:
    """Return the modules that are one of these or stand below it."""
    return [module for module in modules if any(module == name or module.startswith(f"{name}.") for name in names)]


def test_a_process_for_readers_holds_no_line_of_the_desk_and_nothing_that_learns(demo: Flask, config: Config) -> None:
    seen = seen_by(config, "public", FIRST_PAGE, REPORT, LOOK_UP)

    assert seen.statuses == [200, 202, 200]
    assert [match["title"] for match in seen.answer["matches"]], "the model was loaded, and found something"
    before_the_model, _, with_the_model = seen.modules
    assert of(before_the_model, *DESK, *KEYS, *TRAINING, *LIBRARIES) == []
    assert of(with_the_model, *DESK, *TRAINING, *LIBRARIES) == []
    assert of(with_the_model, "search.model.onnx_encoder", "search.index.live")


def test_a_process_for_editors_holds_no_page_for_readers_and_nothing_that_learns(config: Config) -> None:
    seen = seen_by(config, "desk", ("GET", "/desk/login", None))

    assert seen.statuses == [200]
    assert of(seen.modules[0], *PUBLIC_PAGES, *TRAINING, *LIBRARIES) == []
    assert of(seen.modules[0], "review.pages", "accounts.sign_in", "audit.trail")


WISHING = """
import json, sys
from app import create_app
from tests.support.browsing import Browser

app = create_app()
reader = Browser(app, app.response_class)
reader.send("/report/one-page", {"kind": "check", "text": "Stimmt es, dass Spinat viel Eisen hat?"})
answer = reader.send("/receipt/mail", {"email": "leserin@example.org"}, seen_at="/receipt")
print(json.dumps({"statuses": [answer.status_code], "modules": [sorted(sys.modules)]}))
"""


def test_a_process_for_readers_seals_an_address_that_it_cannot_open(app: Flask, config: Config) -> None:
    opening.make()
    ring = opening.ring()
    config.contact_private_key.unlink()
    mail = {
        "SMTP_HOST": "127.0.0.1",
        "SMTP_FROM": "desk@example.org",
        "PUBLIC_URL": "http://localhost",
        "CONTACT_PRIVATE_KEY": "/nonexistent",
    }
    done = subprocess.run(
        [sys.executable, "-c", WISHING],
        cwd=PROJECT_FOLDER,
        env=environment(config, APP_ROLE="public", **mail),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen = Seen(**json.loads(done.stdout), answer=None)
    assert seen.statuses == [303]
    # The browser of this test brings tests.support, and no part of the desk.
    assert of(seen.modules[0], *KEYS) == []
    contact = db.session.scalars(select(Contact)).one()
    assert ring.open(contact.sealed, contact.key_id).address == "leserin@example.org"


def test_a_report_to_a_process_for_readers_reaches_the_queue(app: Flask, config: Config) -> None:
    assert seen_by(config, "public", REPORT).statuses == [202]

    with redis.Redis.from_url(config.redis_url) as queue:
        assert queue.llen("rq:queue:gegencheck") == 1


def test_a_worker_and_a_clock_hold_nothing_that_learns_until_they_train() -> None:
    code = "import sys, processes.worker, archive.jobs, processes.clock; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT_FOLDER, capture_output=True, text=True, check=True)

    assert of(done.stdout.split(), *TRAINING, *LIBRARIES) == []


def test_a_process_for_readers_has_no_commands_that_would_leave_a_line(config: Config) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "claims", "retract", "1"],
        cwd=PROJECT_FOLDER,
        env=environment(config, APP_ROLE="public"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "No such command 'claims'" in done.stderr) == (2, True)


@pytest.mark.parametrize("name", ["adapt", "calibrate", "evaluate"])
def test_the_commands_that_measure_are_still_there(app: Flask, name: str) -> None:
    listed = app.test_cli_runner().invoke(args=["search", "--help"])
    told = app.test_cli_runner().invoke(args=["search", name, "--help"])

    assert name in listed.output
    assert (told.exit_code, "--queries" in told.output) == (0, True)


@pytest.mark.parametrize("role", ["public", "desk", "all"])
def test_the_whole_database_is_made_whatever_the_role(tmp_path: Path, queue_server: str, role: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "processes.prepare"],
        cwd=PROJECT_FOLDER,
        env={
            **os.environ,
            "DATA_DIR": str(tmp_path),
            "REDIS_URL": queue_server,
            "SECRET_KEY": SECRET,
            "APP_ROLE": role,
            "DEMO_CONTENT": "0",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with sqlite3.connect(tmp_path / "gegencheck.db") as connection:
        found = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert Base.metadata.tables.keys() <= found
    # The first account belongs to the desk.
    assert bool(json.loads(done.stdout)) is (role != "public")
