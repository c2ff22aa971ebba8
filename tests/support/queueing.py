"""Asking for the queue as its page does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Editor
from core.db import db
from review.queue import finding, page
from review.queue.page import Queue
from tests.support import factories


def asked(app: Flask, **arguments: str) -> Queue:
    """Return the page of the queue that an address with these arguments asks for, in English."""
    db.session.expire_all()
    editor = db.session.scalar(select(Editor).order_by(Editor.id).limit(1)) or factories.editor()
    with app.test_request_context(headers={"Accept-Language": "en"}):
        return page.page(arguments, editor=editor)


def shown(app: Flask, **arguments: str) -> list[int]:
    """Return the cases on that page, in their order."""
    return [row.id for row in asked(app, **arguments).rows]


def pages(app: Flask, **arguments: str) -> Iterator[list[int]]:
    """Follow the links from page to page and yield the cases on each."""
    while True:
        found = asked(app, **arguments)
        yield [row.id for row in found.rows]
        if found.next_url is None:
            return
        arguments = arguments_of(found.next_url)


def arguments_of(url: str) -> dict[str, str]:
    """Return the arguments of an address."""
    return dict(parse_qsl(urlsplit(url).query))


def common_is_what_two_have(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everything be common, and look so little far that pages end before they are full."""
    monkeypatch.setattr(finding, "MOST_COUNTED", 2)
    monkeypatch.setattr(finding, "NEAR", 5)
    monkeypatch.setattr(finding, "FAR", 11)


def row_of(page_text: str, case_id: int) -> str:
    """Return the row of one case, as the page of the queue writes it."""
    found = re.search(rf'<li[^>]*id="case-{case_id}".*?</li>', page_text, re.DOTALL)
    assert found is not None, f"case {case_id} is not in the list"
    return found.group(0)
