"""A NUL, which no text has and no database takes: refused at its field, at every door, with what was typed kept."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.support import factories
from tests.support.browsing import Browser, fields_of, open_text

TYPED = "Das stimmt\x00 so nicht, sagt der Nachbar."
CLEAN = TYPED.replace("\x00", "")
SAID = "characters that could not be read"


@pytest.mark.parametrize("name", ["text", "why"])
def test_a_step_of_the_form(client: Browser, name: str) -> None:
    client.send("/report/kind", {"kind": "check"}, seen_at="/report/kind")
    answer = client.send(f"/report/{name}", {name: TYPED})
    assert answer.status_code == 400
    assert SAID in open_text(answer.text)
    assert fields_of(answer.text)[name] == CLEAN


def test_a_step_of_the_form_in_another_language(client: Browser) -> None:
    client.send("/report/kind", {"kind": "check"}, seen_at="/report/kind")
    answer = client.send("/report/text", {"text": TYPED, "go": "de"})
    assert answer.status_code == 303
    assert fields_of(client.get("/report/text").text)["text"] == CLEAN


def test_a_choice_that_is_none(client: Browser) -> None:
    assert client.send("/report/kind", {"kind": "check\x00"}, seen_at="/report/kind").status_code == 400


def test_the_form_on_one_page(client: Browser) -> None:
    answer = client.send("/report/one-page", {"kind": "check", "text": TYPED})
    assert answer.status_code == 400
    assert SAID in open_text(answer.text)
    assert fields_of(answer.text)["text"] == CLEAN


def test_what_was_looked_up_and_is_reported(client: Browser) -> None:
    assert client.post("/report", data={"text": TYPED}).status_code == 303
    assert fields_of(client.get("/report/text").text)["text"] == CLEAN


def test_the_look_up(client: Browser) -> None:
    answer = client.post("/lookup", data={"text": TYPED})
    assert answer.status_code == 400
    assert SAID in open_text(answer.text)
    assert fields_of(answer.text)["text"] == CLEAN


def test_an_objection(client: Browser) -> None:
    fields = {"about": "mein-artikel", "objector": "other", "text": TYPED}
    answer = client.send("/objection", fields)
    assert answer.status_code == 400
    assert SAID in open_text(answer.text)
    assert fields_of(answer.text) == {"about": "mein-artikel", "text": CLEAN}


def test_what_is_added_to_a_report(app: Flask, client: Browser) -> None:
    receipt = factories.report()
    answer = client.send("/status/add", {"receipt": receipt.receipt, "text": TYPED}, seen_at="/status")
    assert answer.status_code == 400
    assert SAID in open_text(answer.text)
    assert fields_of(answer.text)["text"] == CLEAN


def test_a_receipt(client: Browser) -> None:
    assert client.send("/status", {"receipt": "1234\x005678"}).status_code == 404


@pytest.mark.parametrize("path", ["/api/v1/lookup", "/api/v1/submissions"])
@pytest.mark.parametrize("name", ["text", "url", "why", "kind", "proof"])
def test_a_program_is_told_of_its_field(client: Browser, path: str, name: str) -> None:
    if path.endswith("lookup") and name not in {"text", "url"}:
        pytest.skip("not a field of a look-up")
    body = {"text": "Das stimmt nicht.", name: "https://example.org/\x00"}
    answer = client.post(path, json=body)
    assert answer.json is not None
    if name == "proof":
        assert answer.status_code == 202, "a proof that is wrong costs no report"
        return
    assert answer.status_code == 422
    assert list(answer.json["error"]["fields"]) == [name]
    assert "description says" not in answer.json["error"]["fields"][name]


def test_a_program_that_writes_it_as_it_is_sends_no_json(client: Browser) -> None:
    for path in ("/api/v1/lookup", "/api/v1/submissions"):
        answer = client.post(path, data=b'{"text": "a\x00b"}', content_type="application/json")
        assert answer.status_code == 400
        assert answer.json is not None
        assert "a text has no control characters in it" in answer.json["error"]["message"]
