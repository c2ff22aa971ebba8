"""The description of the interface against the interface: addresses, what is taken, and what is answered.

A new operation is covered as it is, once it has a line in `EXAMPLES`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app import create_app
from archive.models import Verdict
from core.config import Config
from intake.models.cases import CaseState
from review.case import decisions
from review.reasons import ReasonCode
from tests.support import factories
from tests.support.browsing import Browser
from tests.support.databases import let_go
from tests.support.described import Document
from tests.support.installation import changed

MOST_REQUESTS = 700


class Example(NamedTuple):
    """A body with every field that can be sent, whether a receipt is shown, and whether the database is asked."""

    body: dict[str, Any] | None = None
    with_receipt: bool = False
    of_the_database: bool = True


EXAMPLES = {
    ("POST", "/api/v1/submissions"): Example(
        {
            "kind": "hate",
            "text": factories.POST,
            "url": "https://example.org/a",
            "platform": "telegram",
            "why": "Klingt erfunden.",
            "language": "en",
            "danger": "no",
            "seen_when": "today",
            "concern": "witness",
            "advertised": "no",
            "targets": ["journalists"],
            "proof": "",
        }
    ),
    ("GET", "/api/v1/challenge"): Example(of_the_database=False),
    ("GET", "/api/v1/submissions/status"): Example(with_receipt=True),
    ("POST", "/api/v1/lookup"): Example({"text": factories.CLAIM, "url": "https://example.org/a"}),
}
TAKING = [key for key, example in EXAMPLES.items() if example.body is not None]

# The document does not describe itself, and what Flask answers for every address is no part of it.
NOT_DESCRIBED = {("GET", "/api/v1/openapi.json")}
OF_FLASK = {"HEAD", "OPTIONS"}


@pytest.fixture
def document(client: Browser) -> Document:
    """The description as it is served."""
    return Document(client.get("/api/v1/openapi.json").get_json())


def send(client: Browser, method: str, path: str, **sent: Any) -> TestResponse:
    """Send the example of an operation; `json`, `data` or `headers` of its own instead."""
    example = EXAMPLES[method, path]
    if example.body is not None and not sent:
        sent["json"] = example.body
    if example.with_receipt and not sent:
        sent["headers"] = {"Authorization": f"Bearer {factories.report().receipt}"}
    return client.open(path, method=method, **sent)


def is_as_described(document: Document, method: str, path: str, answer: TestResponse) -> bool:
    """Whether the status of an answer is described, and its body is what is described for it."""
    assert answer.mimetype == "application/json"
    body, schema = answer.get_json(), document.answer_schema(method, path, answer.status_code)
    assert list(document.problems(body, schema)) == []
    return answer.status_code < 400 or body["error"]["status"] == answer.status_code


@pytest.mark.parametrize(
    "body, problem",
    [
        ({"reference": "a", "received_on": "2026-03-01", "answers": []}, "body: lacks phase"),
        ({"phase": "gone"}, ".phase: 'gone' is none of"),
        ({"received_on": "1.3.2026"}, ".received_on: is no date"),
        ({"reference": None}, ".reference: is no string"),
        ({"text": "what was sent"}, ".text: is not described"),
        ({"answers": {}}, ".answers: is no array"),
        ({"answers": [{"sentence": "a", "verdict": 1}]}, ".answers[0].verdict: fits nothing that is described"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_as_described_is_noticed(document: Document, body: dict[str, Any], problem: str) -> None:
    schema = document.answer_schema("GET", "/api/v1/submissions/status", 200)
    assert [found for found in document.problems(body, schema) if found.startswith(problem)]


def test_every_address_is_described_and_nothing_else(app: Flask, document: Document) -> None:
    there = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        for method in (rule.methods or set()) - OF_FLASK
    }
    described = {(method, path) for method, path, _ in document.operations()}
    assert described == there - NOT_DESCRIBED
    assert described == EXAMPLES.keys(), "each operation needs an example, with which these tests try it"


@pytest.mark.parametrize("method, path", EXAMPLES)
def test_what_is_asked_for_is_answered_as_described(
    app: Flask, client: Browser, document: Document, method: str, path: str
) -> None:
    factories.claim(url="https://example.org/check")
    answer = send(client, method, path)
    assert answer.status_code < 300
    assert is_as_described(document, method, path, answer)


@pytest.mark.parametrize("article", [True, False])
def test_a_report_that_was_answered_is_told_as_described(
    app: Flask, client: Browser, document: Document, *, article: bool
) -> None:
    claim, receipt = factories.claim(), factories.report(factories.CLAIM)
    case = factories.case(factories.CLAIM)
    draft = decisions.Draft(
        outcome=CaseState.ANSWERED if article else CaseState.DECIDED,
        claim_id=claim.id if article else None,
        verdict=None if article else Verdict.FALSE,
        reason="Der Anbieter hat es bestätigt.",
        public_sentence="Das stimmt nicht.",
        version=case.version,
        reason_code=ReasonCode.OWN_RESEARCH,
    )
    decisions.decide(case.id, draft, editor=factories.editor())

    answer = client.get("/api/v1/submissions/status", headers={"Authorization": f"Bearer {receipt.receipt}"})

    assert len(answer.get_json()["answers"]) == 1
    assert is_as_described(document, "GET", "/api/v1/submissions/status", answer)


@pytest.mark.parametrize("method, path", TAKING)
def test_the_example_holds_every_field_and_each_may_be_left_out(
    app: Flask, client: Browser, document: Document, method: str, path: str
) -> None:
    """All but what is asked about, which is a text or a link."""
    body = EXAMPLES[method, path].body or {}
    schema = document.body_schema(method, path)
    assert schema["properties"].keys() == body.keys()
    assert schema.get("required", []) == []
    for name in body:
        sent = {field: value for field, value in body.items() if field != name}
        assert send(client, method, path, json=sent).status_code < 300, name


@pytest.mark.parametrize("method, path", TAKING)
def test_what_is_described_is_taken_and_what_is_beyond_is_not(
    app: Flask, client: Browser, document: Document, method: str, path: str
) -> None:
    body = EXAMPLES[method, path].body or {}
    for name, field in document.body_schema(method, path)["properties"].items():

        def answered(value: object, name: str = name) -> int:
            answer = send(client, method, path, json={**body, name: value})
            assert is_as_described(document, method, path, answer)
            if answer.status_code == 422:
                assert list(answer.get_json()["error"]["fields"]) == [name]
            return answer.status_code

        assert answered(17) == 422
        if field["type"] == "array":
            assert answered([]) < 300
            assert {answered([value]) for value in field["items"]["enum"]} == {202}
            assert answered(["something else"]) == 422
            continue
        assert field["type"] == "string"
        assert answered(field["default"]) < 300
        assert {answered(value) for value in field.get("enum", [])} <= {200, 202}
        if "enum" in field:
            assert answered("something else") == 422
        if "maxLength" in field:
            longest = body[name] + "a" * (field["maxLength"] - len(body[name]))
            assert answered(longest) < 300
            assert answered(longest + "a") == 422


BROKEN: dict[int, dict[str, Any]] = {
    400: {"data": b"{", "content_type": "application/json"},
    413: {"json": {"text": "a" * 2_000_000}},
    415: {"data": {"text": "a"}},
    422: {"json": {"text": 17}},
}


@pytest.mark.parametrize("status", BROKEN)
@pytest.mark.parametrize("method, path", TAKING)
def test_what_cannot_be_taken_is_refused_as_described(
    client: Browser, document: Document, method: str, path: str, status: int
) -> None:
    answer = send(client, method, path, **BROKEN[status])
    assert answer.status_code == status
    assert is_as_described(document, method, path, answer)


@pytest.mark.parametrize("status, headers", [(401, {}), (404, {"Authorization": "Bearer ABCD"})])
def test_who_shows_no_receipt_or_a_wrong_one_is_told_so_as_described(
    client: Browser, document: Document, status: int, headers: dict[str, str]
) -> None:
    needing = [(method, path) for (method, path), example in EXAMPLES.items() if example.with_receipt]
    for method, path in needing:
        answer = client.open(path, method=method, headers=headers)
        assert answer.status_code == status
        assert is_as_described(document, method, path, answer)


def test_what_needs_a_receipt_says_so(document: Document) -> None:
    for method, path, operation in document.operations():
        assert ({"receipt": []} in operation.get("security", [])) is EXAMPLES[method, path].with_receipt


def test_a_token_may_be_shown_and_one_that_is_none_is_told_as_described(client: Browser, document: Document) -> None:
    taking = [key[:2] for key in document.operations() if {"token": []} in key[2].get("security", [])]
    assert taking == [("POST", "/api/v1/submissions")]
    for method, path in taking:
        assert {} in document.operation(method, path)["security"], "nobody needs one"
        answer = client.open(
            path, method=method, json=EXAMPLES[method, path].body, headers={"Authorization": "Bearer x"}
        )
        assert answer.status_code == 401
        assert is_as_described(document, method, path, answer)


@pytest.mark.parametrize("method, path", EXAMPLES)
def test_a_flood_is_refused_as_described(client: Browser, document: Document, method: str, path: str) -> None:
    """What is sent here is refused for another reason, until there were too many."""
    answers = (send(client, method, path, data=b"{") for _ in range(MOST_REQUESTS))
    answer = next((answer for answer in answers if answer.status_code == 429), None)
    assert answer is not None
    assert int(answer.headers["Retry-After"]) > 0
    assert is_as_described(document, method, path, answer)


@pytest.mark.parametrize("method, path", EXAMPLES)
def test_a_database_that_is_away_is_told_as_described(
    app: Flask, config: Config, document: Document, method: str, path: str
) -> None:
    away = create_app(changed(config, DATABASE_URL=f"sqlite:///{config.data_dir}/no/x.db"))
    example = EXAMPLES[method, path]
    headers = {"Authorization": "Bearer ABCDEFGHJKLMNPQRSTUVWXYZ"} if example.with_receipt else {}
    answer = Browser(away).open(path, method=method, json=example.body, headers=headers)
    assert answer.status_code == (503 if example.of_the_database else 200)
    assert is_as_described(document, method, path, answer)
    let_go(away)
