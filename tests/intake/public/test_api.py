"""Intake for programs: one shape for what is taken, one for what is not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from core.config import Config
from core.db import db
from intake.cases import joining
from intake.models.reports import Channel, Concern, SeenWhen, Submission
from tests.support import factories
from tests.support.browsing import Browser, jobs_waiting, nothing_is_stored

ADDRESS = "/api/v1/submissions"
STATUS = "/api/v1/submissions/status"


def bearer(receipt: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {receipt}"}


def is_the_one_error_shape(answer: TestResponse, status: int) -> bool:
    body = answer.get_json()
    error = body["error"]
    return (
        answer.status_code == status
        and body.keys() == {"error"}
        and error.keys() == {"status", "message", "fields"}
        and error["status"] == status
        and bool(error["message"])
        and isinstance(error["fields"], dict)
    )


def test_a_report_is_taken_with_reference_receipt_and_the_address_of_its_status(
    client: Browser, config: Config
) -> None:
    answer = client.post(ADDRESS, json={"kind": "hate", "text": factories.POST, "platform": "telegram"})
    assert answer.status_code == 202
    body = answer.get_json()
    assert body.keys() == {"reference", "receipt", "status_url"}
    assert body["status_url"].endswith(STATUS)
    submission = db.session.scalars(select(Submission)).one()
    assert (submission.reference, submission.channel) == (body["reference"], Channel.API)
    assert (submission.text, submission.platform.value) == (factories.POST, "telegram")
    assert jobs_waiting(config) == 1
    assert body["receipt"] not in answer.headers.to_wsgi_list().__repr__()
    told = client.get(body["status_url"], headers=bearer(body["receipt"]))
    assert told.get_json()["reference"] == body["reference"]


def test_what_the_form_asks_besides_is_taken_here_too(client: Browser) -> None:
    said = {"danger": "yes", "concern": "affected", "seen_when": "today", "targets": ["age", "person"]}
    assert client.post(ADDRESS, json={"kind": "hate", "text": "Ein Text.", **said}).status_code == 202
    report = db.session.scalars(select(Submission)).one()
    assert (report.is_danger, report.concern, report.seen_when) == (True, Concern.AFFECTED, SeenWhen.TODAY)
    assert report.targets == ["age", "person"]


def test_what_the_interface_does_not_know_is_passed_over(client: Browser) -> None:
    assert client.post(ADDRESS, json={"text": "Ein Text.", "colour": "red"}).status_code == 202


def test_no_cookie_is_set_and_none_is_needed(client: Browser) -> None:
    assert "Set-Cookie" not in client.post(ADDRESS, json={"text": "Ein Text."}).headers


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()


BAD_BODIES: dict[str, tuple[bytes, int]] = {
    "nothing": (b"", 400),
    "no JSON": (b"text=hallo", 400),
    "half an object": (b'{"text": "hal', 400),
    "a list": (b'[{"text": "hallo"}]', 400),
    "a string": (b'"hallo"', 400),
    "a number": (b"17", 400),
    "null": (b"null", 400),
    "broken UTF-8": (b'{"text": "vor\xff\xfeher"}', 400),
    "a number of 5,000 digits": (b'{"text": ' + b"9" * 5_000 + b"}", 400),
    "50,000 lists in one another": (b'{"text": ' + b"[" * 50_000 + b"]" * 50_000 + b"}", 400),
    "text is a number": (_json({"text": 17}), 422),
    "text is a list": (_json({"text": ["hallo"]}), 422),
    "text is null": (_json({"text": None}), 422),
    "text is true": (_json({"text": True}), 422),
    "not a number": (b'{"text": NaN}', 422),
    "a lone surrogate": (b'{"text": "vor\\ud800her"}', 422),
    "a lone surrogate as language": (b'{"text": "hallo", "language": "\\ud800"}', 422),
    "NUL": (b'{"text": "vor\\u0000her"}', 422),
    "an override": (_json({"text": "vor\u202eher"}), 422),
    "an empty object": (b"{}", 422),
    "an empty text": (_json({"text": "  "}), 422),
    "20,001 characters": (_json({"text": "a" * 20_001}), 422),
    "no web link": (_json({"url": "javascript:alert(1)"}), 422),
    "unknown kind": (_json({"text": "hallo", "kind": "rumour"}), 422),
    "unknown platform": (_json({"text": "hallo", "platform": "myspace"}), 422),
    "unknown language": (_json({"text": "hallo", "language": "fr"}), 422),
    "unknown danger": (_json({"text": "hallo", "danger": "perhaps"}), 422),
    "danger is true": (_json({"text": "hallo", "danger": True}), 422),
    "unknown target": (_json({"text": "hallo", "kind": "hate", "targets": ["martians"]}), 422),
    "targets are a string": (_json({"text": "hallo", "kind": "hate", "targets": "age"}), 422),
    "targets are numbers": (_json({"text": "hallo", "kind": "hate", "targets": [1]}), 422),
    "2 MB": (_json({"text": "a" * 2_000_000}), 413),
}


@pytest.mark.parametrize("body, status", BAD_BODIES.values(), ids=BAD_BODIES.keys())
def test_what_cannot_be_taken_has_the_one_error_shape_and_is_not_stored(
    client: Browser, config: Config, body: bytes, status: int
) -> None:
    answer = client.post(ADDRESS, data=body, content_type="application/json")
    assert is_the_one_error_shape(answer, status)
    assert bool(answer.get_json()["error"]["fields"]) is (status == 422)
    assert nothing_is_stored(config)


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_only_json_is_taken(client: Browser, config: Config, content_type: str) -> None:
    answer = client.post(ADDRESS, data=b'{"text": "hallo"}', content_type=content_type)
    assert is_the_one_error_shape(answer, 415)
    assert nothing_is_stored(config)


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_other_methods_are_refused_in_the_same_shape(client: Browser, method: str) -> None:
    assert is_the_one_error_shape(client.open(ADDRESS, method=method), 405)


def test_the_status_is_opened_by_the_receipt_however_it_is_typed(app: Flask, client: Browser) -> None:
    receipt = factories.report()
    for typed in (receipt.receipt, receipt.receipt.lower(), receipt.receipt.replace("-", "")):
        answer = client.get(STATUS, headers=bearer(typed))
        assert answer.status_code == 200
        assert answer.get_json() == {
            "reference": receipt.reference,
            "received_on": answer.get_json()["received_on"],
            "phase": "received",
            "answers": [],
            "suggestions": [],
        }


def test_the_status_leaves_received_once_matched_and_tells_nothing_of_what_was_sent(
    app: Flask, client: Browser
) -> None:
    receipt = factories.report("Ein ganz besonderer Text.", why="Ein Grund.")
    joining.match_all_waiting()
    answer = client.get(STATUS, headers=bearer(receipt.receipt))
    assert answer.get_json()["phase"] == "checking"
    assert "besonderer" not in answer.text
    assert "Grund" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": ""}, {"Authorization": "Bearer"}, {"Authorization": "Basic YTpi"}, {"Authorization": "x"}],
    ids=str,
)
def test_without_a_receipt_the_status_asks_for_one(client: Browser, headers: dict[str, str]) -> None:
    answer = client.get(STATUS, headers=headers)
    assert is_the_one_error_shape(answer, 401)
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_neither_a_wrong_receipt_nor_a_reference_opens_a_status(app: Flask, client: Browser) -> None:
    receipt = factories.report()
    for wrong in ("ABCDEFGHJKLMNPQRSTUVWXYZ", receipt.reference, receipt.receipt[:-1], "ü", "%00"):
        assert is_the_one_error_shape(client.get(STATUS, headers=bearer(wrong)), 404)


def test_a_receipt_in_the_address_opens_nothing(app: Flask, client: Browser) -> None:
    receipt = factories.report().receipt
    assert is_the_one_error_shape(client.get(f"{STATUS}?receipt={receipt}"), 401)
