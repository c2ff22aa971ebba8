"""Errors: one shape for programs, one page for people, and no word of a reader in the log."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, url_for

from app import create_app
from core.config import PROJECT_FOLDER, Config
from core.refusals import Conflict, InvalidInput
from tests.support import factories
from tests.support.browsing import Browser
from tests.support.installation import configured

ENGLISH = {"Accept-Language": "en"}
TOO_MUCH = "x" * (7 * 1024 * 1024)

API_ERRORS = [
    ("GET", "/api/v1/nothing", {}, 404),
    ("GET", "/api/", {}, 404),
    ("PUT", "/api/v1/lookup", {}, 405),
    ("POST", "/api/v1/lookup", {"data": "{"}, 415),
    ("POST", "/api/v1/lookup", {"data": "{", "content_type": "application/json"}, 400),
    ("POST", "/api/v1/lookup", {"json": {}}, 422),
    ("POST", "/api/v1/lookup", {"json": {"text": "x" * (1024 * 1024)}}, 413),
    ("POST", "/api/v1/lookup", {"json": {"text": TOO_MUCH}}, 413),
    ("POST", "/api/v1/submissions", {"json": {"kind": "check"}}, 422),
    ("GET", "/api/v1/submissions/status", {}, 401),
    ("GET", "/api/v1/submissions/status", {"headers": {"Authorization": "Bearer X"}}, 404),
]


@pytest.mark.parametrize("method,path,sent,status", API_ERRORS, ids=lambda value: str(value)[:40])
def test_programs_get_every_error_in_the_same_shape(
    client: Browser, method: str, path: str, sent: dict[str, Any], status: int
) -> None:
    response = client.open(path, method=method, **sent)

    assert response.status_code == status
    assert response.mimetype == "application/json"
    body = response.json
    assert isinstance(body, dict)
    assert list(body) == ["error"]
    error = body["error"]
    assert set(error) == {"status", "message", "fields"}
    assert error["status"] == status
    assert error["message"]
    assert isinstance(error["fields"], dict)
    assert all(isinstance(sentence, str) and sentence for sentence in error["fields"].values())
    assert bool(error["fields"]) == (status == 422)


PAGE_ERRORS = [
    ("GET /nothing", {}, 404, "There is no page at this address."),
    ("DELETE /report", {}, 405, "This address cannot be used in that way."),
    ("POST /lookup", {"data": {"text": TOO_MUCH}}, 413, "What you sent is larger than we can take."),
    ("POST /desk/login", {"data": {"email": "x"}}, 400, "The form was open for too long"),
]


@pytest.mark.parametrize("request_line,sent,status,sentence", PAGE_ERRORS, ids=["404", "405", "413", "forged"])
def test_people_get_a_page_that_says_what_happened(
    client: Browser, request_line: str, sent: dict[str, Any], status: int, sentence: str
) -> None:
    method, path = request_line.split()

    response = client.open(path, method=method, headers=ENGLISH, **sent)

    assert response.status_code == status
    assert response.mimetype == "text/html"
    assert sentence in response.text
    assert f"Error {status}" in response.text
    assert ("Nothing was stored." in response.text) == (method == "POST")


def test_an_address_used_in_the_wrong_way_names_the_right_ones(client: Browser) -> None:
    """RFC 9110 demands the header Allow with a 405."""
    for path in ("/report", "/api/v1/lookup"):
        assert "POST" in client.delete(path).headers.get("Allow", "")


def test_an_address_in_an_error_page_is_shown_as_text(client: Browser) -> None:
    response = client.get("/<script>alert(1)</script>")

    assert response.status_code == 404
    assert "<script>alert" not in response.text


@pytest.mark.parametrize(
    "path,error,status",
    [
        ("/fail", InvalidInput({"text": "Too <b>bold</b>."}), 400),
        ("/api/fail", InvalidInput({"text": "Too <b>bold</b>."}), 422),
        ("/fail", Conflict("Ada was faster."), 409),
        ("/api/fail", Conflict("Ada was faster."), 409),
    ],
)
def test_an_error_that_a_verb_raises_reaches_its_sender(
    config: Config, path: str, error: Exception, status: int
) -> None:
    def fail() -> str:
        raise error

    app = create_app(config)
    # The name of an open door that is not needed here, so that the gate lets the request through.
    app.view_functions["pages.healthz"] = fail
    app.add_url_rule(path, endpoint="pages.healthz")

    response = app.test_client().get(path)

    assert response.status_code == status
    said = json.dumps(response.json) if path.startswith("/api/") else response.text
    expected = str(error).removeprefix("text: ")
    assert (expected if path.startswith("/api/") else expected.replace("<", "&lt;").replace(">", "&gt;")) in said


def test_a_database_that_is_away_is_said_to_be_busy_and_not_broken(config: Config, tmp_path: Path) -> None:
    app = create_app(configured(tmp_path, redis_url=config.redis_url, DATABASE_URL=f"sqlite:///{tmp_path}/no/x.db"))

    page = app.test_client().get("/claims/some-claim", headers=ENGLISH)
    answer = app.test_client().post("/api/v1/submissions", json={"kind": "check", "text": "x"})

    assert (page.status_code, answer.status_code) == (503, 503)
    assert "cannot store anything right now" in page.text


PRODUCTION = """
import sys
import archive.public.lookups
from app import create_app
from tests.support.browsing import Browser

def explode(asked, **named):
    raise RuntimeError(f"cannot match {asked}")

archive.public.lookups.find_matches = explode
app = create_app()
client = app.test_client()
response = client.post("/lookup", data={"text": sys.argv[1]}, headers={"Accept-Language": "en"})
assert response.status_code == 500, response.status
sys.stdout.write(response.text)
"""


def test_in_production_something_unexpected_shows_and_logs_no_word_of_the_reader(config: Config) -> None:
    secret = "Unverwechselbar"

    run = subprocess.run(
        [sys.executable, "-c", PRODUCTION, secret],
        cwd=PROJECT_FOLDER,
        env={
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(config.data_dir),
            "REDIS_URL": config.redis_url,
            "SECRET_KEY": config.secret_key,
            "PYTHONIOENCODING": "utf-8",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert run.returncode == 0, run.stderr
    assert "Something broke on our side" in run.stdout
    assert "This was not your fault." in run.stdout
    for hint in (secret, "RuntimeError", "cannot match", "Traceback", "explode"):
        assert hint not in run.stdout
    assert secret not in run.stderr
    assert "cannot match" not in run.stderr
    (line,) = [json.loads(line) for line in run.stderr.splitlines() if "unexpected_error" in line]
    assert (line["kind"], line["endpoint"]) == ("RuntimeError", "intake_looking_up.lookup")
    assert line["where"][-1].endswith("explode"), "the place in the code is what helps to mend it"


def test_in_tests_something_unexpected_is_raised(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(*_args: object, **_named: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("archive.public.lookups.find_matches", explode)
    with app.test_request_context():
        path = url_for("intake_looking_up.lookup")

    with pytest.raises(RuntimeError, match="on purpose"):
        app.test_client().post(path, data={"text": factories.POST})
