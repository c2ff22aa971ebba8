"""What a request may bring along, and that a caller over the limit costs next to nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from core.config import Config
from core.web.requests import LARGEST_BODY, LONGEST_QUERY, MOST_FIELDS
from intake.public import uploads
from tests.support.browsing import Browser, hidden_fields, nothing_is_stored
from tests.support.budget import allowed

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"
JSON = "application/json"
PART = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'

# Generous for a slow machine; parsing each of these took a second or more, or was not bounded at all.
MOST_CPU_SECONDS = 1.0

COSTLY = {
    "percent signs": (b"%" * LARGEST_BODY, FORM),
    "bytes written as percent signs": (b"text=" + b"%41" * (LARGEST_BODY // 3 - 2), FORM),
    "fields": (b"a=b&" * (LARGEST_BODY // 4), FORM),
    "empty fields": (b"&" * LARGEST_BODY, FORM),
    "300,000 fields": (b"a&" * 300_000, FORM),
    "bytes that are no text": (b"\xff" * LARGEST_BODY, FORM),
    "written bytes that are no text": (b"%ff" * (LARGEST_BODY // 3), FORM),
    "parts": ((PART * 30_000)[:LARGEST_BODY], MULTIPART),
    "parameters of a part": (b"--x\r\nContent-Disposition: form-data" + b"; a=b" * 200_000 + b"\r\n\r\nx", MULTIPART),
    "almost boundaries": (PART + b"\r\n--" * 250_000, MULTIPART),
    "brackets": (b"[" * LARGEST_BODY, JSON),
    "objects": (b'{"a":' * 200_000, JSON),
    "digits": (b"1" * LARGEST_BODY, JSON),
    "keys": (b"{" + b",".join(b'"%d":1' % number for number in range(90_000)) + b"}", JSON),
}
# Those that take files, which come as one kind of body, and how many bytes of them.
WITH_FILES = {"/report/one-page": uploads.MOST_BYTES, "/lookup": uploads.MOST_BYTES}
POSTS = ("/report/one-page", "/lookup", "/status", "/desk/login", "/api/v1/submissions", "/api/v1/lookup")


class Body:
    """A body on its way in; counts how often somebody reads of it."""

    def __init__(self) -> None:
        self.reads = 0

    def read(self, *_size: int) -> bytes:
        """Return nothing, as from a sender who has gone."""
        self.reads += 1
        return b""

    readline = readlines = read


def post(client: Browser, path: str, body: Body, *, length: int = 1_000_000, kind: str = FORM) -> TestResponse:
    """Post a body that says how long it is."""
    sent = {"wsgi.input": body, "CONTENT_LENGTH": str(length), "CONTENT_TYPE": kind}
    return client.post(path, environ_overrides=sent)


def cpu_seconds(work: Callable[[], Any]) -> float:
    started = time.thread_time()
    work()
    return time.thread_time() - started


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("body,kind", COSTLY.values(), ids=COSTLY.keys())
def test_a_body_that_is_costly_to_read_is_refused_for_little(
    client: Browser, config: Config, path: str, body: bytes, kind: str
) -> None:
    status = 0

    def send() -> None:
        nonlocal status
        status = client.post(path, data=body, content_type=kind).status_code

    # The interpreter may choose this moment to collect the garbage of all tests before; it does not do so twice.
    spent = min(cpu_seconds(send), cpu_seconds(send))

    assert 400 <= status < 500
    assert spent < allowed(MOST_CPU_SECONDS)
    assert nothing_is_stored(config)


# Where it is also noted in the report that is being written.
_TOO_MUCH = {"/report/one-page": "This is more than we can take at once."}


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("kind", [FORM, MULTIPART, JSON])
def test_a_body_of_more_than_a_megabyte_is_refused_unread(client: Browser, path: str, kind: str) -> None:
    body, files = Body(), WITH_FILES.get(path, 0) if kind == MULTIPART else 0

    answer = post(client, path, body, length=LARGEST_BODY + files + 1, kind=kind)

    assert answer.status_code in {413, 415}
    assert body.reads == 0
    if not path.startswith("/api/"):
        assert (_TOO_MUCH.get(path, "This file has more than 10 MB.") if files else "Error 413") in answer.text


LIMITED = [
    ("/report/one-page", 600),
    ("/lookup", 120),
    ("/status", 120),
    ("/api/v1/submissions", 600),
    ("/api/v1/lookup", 120),
]


@pytest.mark.parametrize("path,limit", LIMITED)
def test_who_is_over_the_limit_is_refused_before_the_body_is_read(app: Flask, path: str, limit: int) -> None:
    client, body = Browser(app), Body()

    before = [post(client, path, body).status_code for _ in range(limit)]
    reads = body.reads

    assert 429 not in before
    assert post(client, path, body).status_code == 429
    assert body.reads == reads


def test_a_view_that_names_no_limit_has_one_that_counts_before_the_body_too(app: Flask, client: Browser) -> None:
    """Strangers are turned away at the gate; what they send is not read on the way there."""
    body = Body()

    answers = [post(client, "/desk/cases/1/decision", body).status_code for _ in range(601)]

    assert set(answers[:600]) == {302}
    assert answers[600] == 429
    assert body.reads == 0


def test_the_longest_report_passes_in_the_longest_spelling(client: Browser, config: Config) -> None:
    """Each emoji travels as twelve characters."""
    page = client.get("/report/one-page").text
    fields = {**hidden_fields(page), "kind": "check", "text": "😱" * 20_000}

    answer = client.post("/report/one-page", data=fields)

    assert answer.status_code == 303, answer.text
    assert not nothing_is_stored(config)


@pytest.mark.parametrize(
    "body,read",
    [
        (b"text=a+b%20c", "a b c"),
        (b"text=100%", "100%"),
        (b"text=%zz%4", "%zz%4"),
        (b"&&text=a&", "a"),
        (b"text", ""),
        (b"text=a=b", "a=b"),
        (b"%74ext=%C3%BC", "ü"),
        ("text=ü".encode(), "ü"),
        (b"text=a&text=b", "a"),
    ],
)
def test_a_form_is_read_as_browsers_write_it(app: Flask, body: bytes, read: str) -> None:
    with app.test_request_context("/", method="POST", data=body, content_type=FORM) as context:
        assert context.request.form["text"] == read


def test_absurd_addresses_are_refused_and_long_ones_are_not(client: Browser) -> None:
    assert client.get("/lookup?" + "a" * LONGEST_QUERY).status_code == 200
    assert client.get("/lookup?" + "a" * (LONGEST_QUERY + 1)).status_code == 414
    assert client.get("/lookup?" + "&" * MOST_FIELDS).status_code == 400
    assert client.get("/lookup/\0").status_code == 404
    assert client.get("/claims/a%00b").status_code == 404


def test_head_is_answered_as_get_is_on_every_page_and_brings_no_body(app: Flask) -> None:
    adapter = app.url_map.bind("localhost")
    compared = 0
    for rule in app.url_map.iter_rules():
        if "HEAD" not in (rule.methods or ()):
            continue
        path = adapter.build(rule.endpoint, dict.fromkeys(rule.arguments, 1 if "int" in rule.rule else "x"))
        # Each by somebody else: what one page has to say once stands on the next one.
        get, head = app.test_client().get(path), app.test_client().head(path)
        compared += 1

        assert head.status_code == get.status_code, path
        assert head.data == b"", path
        assert head.headers.get("Content-Type") == get.headers.get("Content-Type"), path
        assert head.headers.get("Content-Length") == get.headers.get("Content-Length"), path
    assert compared > 15


@pytest.mark.parametrize("path", ["/report/one-page", "/lookup", "/status", "/desk/login"])
@pytest.mark.parametrize(
    "body", [b"[1]", b'"x"', b"1", b"null", b'{"text": {"a": 1}}', b'{"text": 5, "receipt": []}', b"["]
)
def test_json_is_no_form(client: Browser, path: str, body: bytes) -> None:
    assert client.post(path, data=body, content_type=JSON).status_code == 400
