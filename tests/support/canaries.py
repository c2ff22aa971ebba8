"""A reader of a service who leaves canaries wherever something of a reader can stand, and the search for them."""

from __future__ import annotations

import http.client
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import redis

from bench.support.multipart import BOUNDARY, multipart

# Each names where it was left, and stands nowhere else. The words of a text are looked for one by one.
TEXT = "Textkanarie"
WHY = "Grundkanarie"
LINK = "linkkanarie"
FILE = "Dateikanarie"
ADDRESS = "postkanarie@example.org"
NETWORK = "203.0.113.77"
AGENT = "Agentkanarie"
REFERRER = "herkunftkanarie"
QUERY = "fragekanarie"
PATH = "wegkanarie"
COOKIE = "kekskanarie"
GUESSED = "ratekanarie"
LOOKED_UP = "Suchkanarie"
OTHER = "Nachbarkanarie"
SECRET = "geheimkanarie-" + "x" * 32
OF_THE_REPORT = (TEXT, WHY, LINK, FILE, "postkanarie")
OF_THE_REQUEST = (NETWORK, AGENT, REFERRER, QUERY, PATH, COOKIE, GUESSED, LOOKED_UP)
ALL = (*OF_THE_REPORT, *OF_THE_REQUEST, OTHER, SECRET)


@dataclass(slots=True)
class Answer:
    """What a reader got."""

    status: int
    body: str
    location: str


@dataclass(slots=True)
class Reader:
    """A reader with a browser of their own, who is told apart by their network behind a proxy that is believed."""

    port: int
    cookies: dict[str, str] = field(default_factory=lambda: {"other": COOKIE})

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """Send one request, with a canary in each header that says something of a reader."""
        given = {
            "User-Agent": f"Mozilla/5.0 {AGENT}",
            "Referer": f"https://{REFERRER}.example.org/",
            "X-Forwarded-For": NETWORK,
            "Accept-Language": "en",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, given)
            answer = connection.getresponse()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    self.cookies |= {key: one.value for key, one in SimpleCookie(value).items()}
            return Answer(answer.status, answer.read().decode("utf-8", "replace"), answer.getheader("Location", ""))
        finally:
            connection.close()

    def fill_in(self, page: str, to: str, fields: Mapping[str, str], *files: tuple[str, bytes]) -> Answer:
        """Open a page, and send a form of it with its hidden fields."""
        shown = self.ask("GET", f"{page}?q={QUERY}").body
        whole = {"csrf_token": token_in(shown), **fields}
        if files:
            return self.ask(
                "POST", to, multipart(whole, *files), Content_Type=f"multipart/form-data; boundary={BOUNDARY}"
            )
        return self.ask("POST", to, urlencode(whole).encode(), Content_Type="application/x-www-form-urlencoded")

    def call(self, path: str, body: object, **headers: str) -> Answer:
        """Ask the API."""
        return self.ask("POST", path, json.dumps(body).encode(), Content_Type="application/json", **headers)


def token_in(page: str) -> str:
    """Return what guards the forms of a page, empty where there is none."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    return unescape(found[1]) if found else ""


def found_in(content: bytes | str, *canaries: str) -> list[str]:
    """Return which canaries stand in something, however they are written."""
    text = (content if isinstance(content, str) else content.decode("utf-8", "replace")).lower()
    wide = text.replace("\x00", "")
    return [one for one in canaries if one.lower() in text or one.lower() in wide]


def in_queue(client: redis.Redis, *canaries: str) -> dict[str, list[str]]:
    """Return in which keys of the queue server canaries stand: names and values, also those that RQ has packed."""
    found = {}
    for key in client.scan_iter():
        stands = found_in(b"\n".join([key, *_values(client, key)]), *canaries)
        if stands:
            found[key.decode("utf-8", "replace")] = stands
    return found


def in_files(folder: Path, *canaries: str) -> dict[str, list[str]]:
    """Return in which files below a folder canaries stand, in their names or their contents."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        stands = found_in(name, *canaries) + (found_in(path.read_bytes(), *canaries) if path.is_file() else [])
        if stands:
            found[name] = stands
    return found


def _values(client: redis.Redis, key: bytes) -> Iterator[bytes]:
    for value in _plain(client, key):
        yield value
        try:
            yield zlib.decompress(value)
        except zlib.error:
            continue


def _plain(client: Any, key: bytes) -> list[bytes]:
    kind = client.type(key)
    if kind == b"string":
        return [client.get(key) or b""]
    if kind == b"hash":
        return [part for pair in client.hgetall(key).items() for part in pair]
    if kind == b"list":
        return list(client.lrange(key, 0, -1))
    if kind == b"set":
        return list(client.smembers(key))
    if kind == b"zset":
        return list(client.zrange(key, 0, -1))
    return [repr(client.xrange(key)).encode()] if kind == b"stream" else []
