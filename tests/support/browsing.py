"""A browser without JavaScript, and a look into every place where something may have been left behind."""

from __future__ import annotations

import zlib
from contextvars import Context
from html.parser import HTMLParser
from typing import Any

import redis
from flask import has_app_context
from flask.testing import FlaskClient
from rq import Queue
from sqlalchemy import MetaData, func, select
from werkzeug.test import TestResponse

from core.config import Config
from core.db import db
from core.jobs import QUEUE
from intake.models.reports import Submission
from tests.support.databases import beside

# Documentation addresses: nobody has them, so whoever finds one knows where it came from.
READER_ADDRESS = "203.0.113.77"


# Attributes that hold an address; the last three are read by our scripts.
LINKING = ("href", "src", "action", "formaction", "data-save", "data-beat", "data-leave", "data-top")


class Browser(FlaskClient):
    """Each request runs as it does on a server, in a context of its own.

    Flask would otherwise lend it the context of the test, and with it who was signed in before.
    """

    def __init__(self, *args: Any, language: str = "en", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.environ_base |= {"HTTP_ACCEPT_LANGUAGE": language, "REMOTE_ADDR": READER_ADDRESS}

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request; what the test has read from the database before is forgotten."""
        response = Context().run(super().open, *args, **kwargs)
        if has_app_context():
            db.session.rollback()
            db.session.expire_all()
        return response

    def send(self, url: str, fields: dict[str, Any], *, seen_at: str = "") -> TestResponse:
        """Open the page with the form, fill it in and send it; `seen_at` when it is sent elsewhere."""
        page = self.get(seen_at or url).text
        return self.post(url, data={**hidden_fields(page), **fields})


def hidden_fields(page: str) -> dict[str, str]:
    """Return the hidden fields of a page's forms, the token against forgery among them."""
    reader = _Reader()
    reader.feed(page)
    return reader.hidden


def fields_of(page: str) -> dict[str, str]:
    """Return what stands in the text fields of a page, as a browser would send it on."""
    reader = _Reader()
    reader.feed(page)
    # A line break right after the opening tag is no part of the text.
    return {name: value.removeprefix("\r\n").removeprefix("\n") for name, value in reader.typed.items()}


def open_text(page: str) -> str:
    """Return the words that a page shows before anything on it is unfolded."""
    reader = _Reader()
    reader.feed(page)
    return " ".join(" ".join(reader.shown).split())


def links(page: str) -> list[str]:
    """Return every address that a page leads to or loads from."""
    reader = _Reader()
    reader.feed(page)
    return reader.links


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}
        self.typed: dict[str, str] = {}
        self.shown: list[str] = []
        self.links: list[str] = []
        self._area: str | None = None
        self._folded = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.links += [values[name] for name in LINKING if name in values]
        if tag == "input" and values.get("type") == "hidden":
            self.hidden[values["name"]] = values.get("value", "")
        # What no key leads to is a trap for programs, and no field of a reader.
        elif tag == "input" and values.get("type") == "text" and values.get("tabindex") != "-1":
            self.typed[values["name"]] = values.get("value", "")
        elif tag == "textarea":
            self._area = values["name"]
            self.typed[self._area] = ""
        self._folded += tag == "details"

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = None
        self._folded -= tag == "details"

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self.typed[self._area] += data
        if not self._folded:
            self.shown.append(data)


def nothing_is_stored(config: Config) -> bool:
    """Return whether there is no submission and no job; call within an app context."""
    db.session.rollback()
    rows = db.session.scalar(select(func.count()).select_from(Submission))
    return rows == 0 and jobs_waiting(config) == 0


def jobs_waiting(config: Config) -> int:
    """Return how many jobs stand in the queue."""
    client = redis.Redis.from_url(config.redis_url)
    try:
        return Queue(QUEUE, connection=client, serializer="json").count
    finally:
        client.close()


def whole_database(config: Config) -> str:
    """Return everything that stands in any column of any table, and the bytes of the files besides."""
    found = []
    with beside(config) as connection:
        tables = MetaData()
        tables.reflect(connection)
        for table in tables.sorted_tables:
            found += [str(tuple(row)) for row in connection.execute(select(table))]
    found += [path.read_bytes().decode("latin-1") for path in config.data_dir.glob("gegencheck.db*")]
    return "\n".join(found)


def whole_queue(config: Config) -> str:
    """Return every key and value of the queue server; RQ packs some values, which are unpacked."""
    client: Any = redis.Redis.from_url(config.redis_url)
    found: list[bytes] = []
    for key in client.scan_iter():
        found.append(key)
        found += map(_unpacked, _values(client, key))
    client.close()
    return b"\n".join(found).decode("latin-1")


def _values(client: Any, key: bytes) -> list[bytes]:
    match client.type(key):
        case b"string":
            return [client.get(key) or b""]
        case b"hash":
            return [part for pair in client.hgetall(key).items() for part in pair]
        case b"list":
            return list(client.lrange(key, 0, -1))
        case b"set":
            return list(client.smembers(key))
        case b"zset":
            return list(client.zrange(key, 0, -1))
        case b"stream":
            return [repr(entry).encode() for entry in client.xrange(key)]
        case other:
            raise AssertionError(f"no test knows how to read a {other!r}")


def _unpacked(value: bytes) -> bytes:
    try:
        return zlib.decompress(value)
    except zlib.error:
        return value
