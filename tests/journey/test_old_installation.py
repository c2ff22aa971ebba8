"""An installation that an earlier version has run goes on with all it has; its data are in support/old_installation."""

from __future__ import annotations

import http.client
import json
import subprocess
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
import redis
from flask import Flask
from playwright.sync_api import Browser, expect
from sentence_transformers import SentenceTransformer
from sqlalchemy import select

from app import create_app
from audit import trail
from bench.support.service import Service, wait_for
from core.config import Config
from core.db import db
from core.service import valkey
from search.engine import engine
from search.index.models import Vector
from search.learning import in_effect
from search.learning.models import Learned, LearnedState
from search.model.build import PROMPTS
from search.model.embedder import Role, load_embedder
from search.ranking.calibration import Calibration
from tests.support.databases import let_go
from tests.support.old_model import lay_old_model
from tests.support.watched import Watched

KEPT = Path(__file__).parents[1] / "support" / "old_installation"
KNOWN = json.loads((KEPT / "known.json").read_text(encoding="utf-8"))
WAITING_JOBS = 7
WORKING_SECONDS = 120


class Old(NamedTuple):
    """The service on the old data, which jobs waited there, and how each of them has ended."""

    service: Service
    jobs: dict[str, str]
    ended: dict[str, str]
    vectors: dict[int, bytes]


def settings(folder: Path) -> Config:
    return Config.from_environment({"DATA_DIR": str(folder)})


def jobs_in_queue(folder: Path) -> dict[str, str]:
    """Return what waits in the queue's file, as the names the earlier version gave: start its server for a moment."""
    config = settings(folder)
    process = subprocess.Popen(valkey.command(config), stdout=subprocess.DEVNULL)
    try:
        wait_for(lambda: valkey.answers(config), seconds=20, what=lambda: "the queue did not start")
        with redis.Redis.from_url(config.redis_url, decode_responses=True) as client:
            ids = client.lrange("rq:queue:gegencheck", 0, -1)
            return {name: client.hget(f"rq:job:{name}", "description") or "" for name in ids}
    finally:
        process.terminate()
        process.wait(10)


def watch(folder: Path, jobs: dict[str, str]) -> dict[str, str]:
    """Return how each job ended; what is finished is forgotten after a minute, so they are looked at meanwhile."""
    ended: dict[str, str] = {}
    deadline = time.monotonic() + WORKING_SECONDS
    with redis.Redis.from_url(settings(folder).redis_url, decode_responses=True) as client:
        while len(ended) < len(jobs) and time.monotonic() < deadline:
            for name in jobs.keys() - ended.keys():
                state = client.hget(f"rq:job:{name}", "status")
                if state not in {"queued", "started"}:
                    ended[name] = state or "gone"
            time.sleep(0.05)
    return ended


def vectors_in(folder: Path) -> dict[int, bytes]:
    app = create_app(settings(folder))
    with app.app_context():
        rows = db.session.scalars(select(Vector).where(Vector.collection == "claim"))
        found = {row.document_id: bytes(row.data or b"") for row in rows}
    let_go(app)
    return found


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Old]:
    """The service, started on the old data folder; what waited in its queue is worked off."""
    folder = tmp_path_factory.mktemp("old") / "data"
    with zipfile.ZipFile(KEPT / "data.zip") as archive:
        archive.extractall(folder)
    jobs, vectors = jobs_in_queue(folder), vectors_in(folder)
    service = Service(folder, environment={"DEMO_CONTENT": "0"})
    try:
        service.start()
        yield Old(service, jobs, watch(folder, jobs), vectors)
    finally:
        code = service.stop()
    assert code == 0, service.output


@pytest.fixture
def app(old: Old) -> Iterator[Flask]:
    """The app beside the running service, with its context open."""
    app = create_app(settings(old.service.data_dir))
    with app.app_context():
        yield app
    let_go(app)


def ask(old: Old, method: str, path: str, body: object = None, *, receipt: str = "") -> dict[str, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", old.service.port, timeout=60)
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {receipt}"} if receipt else {})}
    connection.request(method, f"/api/v1/{path}", body=json.dumps(body) if body else None, headers=headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    assert answer.status == 200, content
    found: dict[str, Any] = json.loads(content)
    return found


def test_no_job_that_waited_under_an_earlier_name_is_thrown_away_or_fails(old: Old) -> None:
    assert len(old.jobs) == WAITING_JOBS
    assert {name.partition("(")[0] for name in old.jobs.values()} >= {
        "search.jobs.embed_missing_claims",
        "search.jobs.write_snapshot",
        "search.jobs.learn_from_desk",
        "intake.jobs.rematch_case",
        "intake.jobs.match_submission",
        "intake.jobs.sweep",
    }
    assert {old.jobs[name]: state for name, state in old.ended.items()} == dict.fromkeys(old.jobs.values(), "finished")
    with redis.Redis.from_url(settings(old.service.data_dir).redis_url) as client:
        assert client.zcard("rq:failed:gegencheck") == 0
    assert "job_" not in old.service.output


@pytest.mark.parametrize("number,phase", list(enumerate(["answered", *["checking"] * 5])))
def test_each_receipt_opens_its_status(old: Old, number: int, phase: str) -> None:
    status = ask(old, "GET", "submissions/status", receipt=KNOWN["receipts"][number])
    assert (status["reference"], status["phase"]) == (f"GC-2026-{number + 1:06d}", phase)
    assert bool(status["answers"]) is (phase == "answered")


def test_the_report_that_waited_has_its_case(old: Old) -> None:
    assert old.service.waiting() == 0
    assert old.service.count('SELECT count(*) FROM "case"') == 6


def test_what_was_known_is_found_by_the_vectors_that_were_there(old: Old, app: Flask) -> None:
    text = "Freunde sagen, hinter dem Flugzeug am Himmel würden Chemikalien mit den weißen Streifen versprüht."
    (best, *_) = ask(old, "POST", "lookup", {"text": text})["matches"]
    assert "Flugzeuge versprühen" in best["claim"]
    assert "meaning" in best["lanes"]
    assert len(old.vectors) == 12
    now = vectors_in(old.service.data_dir)
    assert old.vectors.items() <= now.items(), "nothing was embedded anew"
    assert len(now) == 13, "what an editor had confirmed was embedded by a job that waited"
    assert "snapshot_refused" not in old.service.output


def test_what_was_learned_is_still_in_effect(old: Old, app: Flask) -> None:
    row = db.session.scalars(select(Learned)).one()
    assert row.state is LearnedState.ACTIVE
    assert row.model_id == engine().embedder.model_id
    assert in_effect._active()[row.kind, row.model_id].id == row.id
    assert in_effect.calibration_of(row.model_id) == Calibration.read(row.data)
    assert "calibration_refused" not in old.service.output


def test_the_trail_is_whole_and_has_grown(app: Flask) -> None:
    assert trail.first_broken() is None
    lines, _ = trail.lines()
    assert len(lines) > 15


def test_the_account_signs_in_and_finds_its_cases_as_they_were_left(old: Old, browser: Browser) -> None:
    with Watched(browser, old.service) as desk:
        page = desk.page
        page.goto(f"{old.service.url}/desk/login")
        page.locator("[name=email]").fill(KNOWN["editor"])
        page.locator("[name=password]").fill(KNOWN["password"])
        page.locator("main form button[type=submit]").click()
        expect(page).to_have_url(f"{old.service.url}/desk/")

        page.goto(f"{old.service.url}/desk/cases/3")
        expect(page.get_by_text("Bänke im Park")).not_to_have_count(0)
        page.goto(f"{old.service.url}/desk/cases/4")
        expect(page.get_by_text("Dieser Fall wurde in einen anderen übernommen")).to_be_visible()
        page.goto(f"{old.service.url}/desk/cases/1")
        expect(page.get_by_text("Das wurde geprüft und stimmt nicht.")).not_to_have_count(0)
        page.goto(f"{old.service.url}/desk/audit?check=1")
        expect(page.get_by_text("Das Protokoll ist vollständig und unverändert.")).to_be_visible()


@pytest.fixture
def old_model(model_folder: Path, tmp_path: Path) -> Path:
    """The model as it is, in a folder that the earlier version has built."""
    return lay_old_model(tmp_path / model_folder.name, model_folder)


def test_a_model_that_the_earlier_version_has_built_makes_the_same_vectors(
    model_folder: Path, old_model: Path, tmp_path: Path
) -> None:
    texts = ["Stimmt das?", "Flugzeuge versprühen Chemikalien."]
    built = load_embedder("", default_folder=model_folder)
    chosen, in_place = (
        load_embedder(str(old_model), default_folder=tmp_path),
        load_embedder("", default_folder=old_model),
    )
    for model in (chosen, in_place):
        assert model.model_id == built.model_id
        assert np.array_equal(model.embed(texts, role=Role.QUERY), built.embed(texts, role=Role.QUERY))

    # The folder is a model to sentence-transformers itself, which finds the encoder by the name of then.
    alone = SentenceTransformer(str(old_model), trust_remote_code=True, local_files_only=True, device="cpu")
    prompt = PROMPTS["query"]
    assert alone.encode(texts, prompt=prompt) == pytest.approx(built.embed(texts, role=Role.QUERY), abs=1e-5)
