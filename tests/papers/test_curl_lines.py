"""The lines with curl in the paper about the API do what stands beside them, sent as they are written."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from flask import Flask

from tests.support import factories
from tests.support.browsing import Browser
from tests.support.papers import paper
from tests.support.programs import token_of_a_program

_BLOCK = re.compile(r"^    (curl .+(?:\n(?: {4,}.*)?)*?)(?=\n\n|\Z)", re.MULTILINE)
LINES = [re.sub(r"^    ", "", block, flags=re.MULTILINE) for block in _BLOCK.findall(paper("docs/api.md"))]
# What the paper shows in the place of a secret.
_RECEIPT = re.compile(r"Bearer (?:[0-9]{4}-){4}[0-9]{4}")
_TOKEN = re.compile(r"Bearer gct_\S+…")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a line of curl sends."""

    url: str
    headers: dict[str, str]
    body: str | None


def read(line: str) -> Asked:
    """Return what a line sends; options that this does not know are an error, so that none is passed over."""
    words = iter(shlex.split(line.replace("\\\n", " ")))
    assert next(words) == "curl"
    url, headers, body = "", dict[str, str](), None
    for word in words:
        if word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name] = value
        elif word == "-d":
            body = next(words)
        else:
            assert word.startswith("https://check.example.org/"), word
            url = word
    return Asked(url, headers, body)


def test_the_paper_has_lines_for_each_thing_one_can_ask() -> None:
    asked = {urlsplit(read(line).url).path for line in LINES}
    assert asked >= {"/api/v1/submissions", "/api/v1/submissions/status", "/api/v1/lookup"}
    assert len(LINES) == paper("docs/api.md").count("\n    curl ")


@pytest.mark.parametrize("line", LINES, ids=range(len(LINES)))
def test_every_line_is_answered_as_it_should_be(app: Flask, client: Browser, line: str) -> None:
    factories.claim()
    line = _RECEIPT.sub(f"Bearer {factories.report().receipt}", line)
    line = _TOKEN.sub(f"Bearer {token_of_a_program()}", line)
    asked = read(line)
    path = urlsplit(asked.url)

    answer = client.open(
        f"{path.path}?{path.query}" if path.query else path.path,
        method="GET" if asked.body is None else "POST",
        headers=asked.headers,
        data=asked.body,
    )

    assert answer.status_code in {200, 202}, answer.text
    assert answer.is_json
