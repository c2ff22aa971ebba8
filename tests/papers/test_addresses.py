"""Every address in a paper is one of ours, and those that are open to everybody are all listed."""

from __future__ import annotations

import re

from flask import Flask
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from app import PUBLIC_ENDPOINTS
from tests.support.papers import LIVING, in_code, rows, section

# Folders of the machine, and the places of the API's own shorthand.
ELSEWHERE = re.compile(r"/(?:etc|var|srv|usr|tmp|path)\b|/(?:48|64)$")
# `tests.papers.test_promises` sees that it does not exist.
NOT_YET = {("README.md", "/metrics")}
_ADDRESS = re.compile(r"(?:^|[ `]|https?://[\w.:]+)(/[\w<>/.-]*)(?=$|[ `',?])")


def addresses(paper: str) -> set[str]:
    """Return the addresses that stand in code."""
    code = [line.split("#")[0].replace("$B/", "/api/v1/") for line in in_code(paper)]
    found = {match[1] for line in code for match in _ADDRESS.finditer(line.replace("/api/v1/api/v1", "/api/v1"))}
    return {address for address in found if not ELSEWHERE.match(address)}


def exists(app: Flask, address: str) -> bool:
    try:
        app.url_map.bind("localhost").match(re.sub(r"<\w+>", "1", address))
    except (MethodNotAllowed, RequestRedirect):
        return True
    except NotFound:
        return False
    return True


def test_every_address_in_a_paper_is_one_of_ours(app: Flask) -> None:
    named = {(paper, address) for paper in LIVING for address in addresses(paper)} - NOT_YET
    assert len({address for _, address in named}) > 12
    assert sorted((paper, address) for paper, address in named if not exists(app, address)) == []


def test_the_table_of_open_addresses_is_complete_and_true(app: Flask) -> None:
    cells = [row[0] for row in rows(section("docs/operations.md", "Addresses"))]
    listed = {re.sub(r"<.*?>", "<>", address) for cell in cells for address in re.findall(r"`([^`]+)`", cell)}
    opened = {
        re.sub(r"<.*?>", "<>", rule.rule) for rule in app.url_map.iter_rules() if rule.endpoint in PUBLIC_ENDPOINTS
    }
    assert listed == opened, "docs/operations.md lists what app.PUBLIC_ENDPOINTS opens."
