"""Many readers who call a service at once, each from an address of their own, and the service that they call."""

from __future__ import annotations

import http.client
import json
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

from bench.support.service import Service, wait_for


@dataclass(frozen=True, slots=True)
class Answer:
    """The status of an answer, its body, and after how many seconds it was here; 0 for a connection that broke."""

    status: int
    body: str
    seconds: float


@dataclass(slots=True)
class Caller:
    """A network that sends requests; the service believes the address that its proxy would pass on."""

    port: int
    number: int
    cookie: str = ""

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "", *, accept: str = "") -> Answer:
        """Send one request over a connection of its own."""
        headers = {"X-Forwarded-For": f"10.9.{self.number >> 8 & 255}.{self.number & 255}", "Accept-Language": "en"}
        headers |= {"Content-Type": kind} if kind else {}
        headers |= {"Accept": accept} if accept else {}
        headers |= {"Cookie": self.cookie} if self.cookie else {}
        started = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request(method, path, body=body, headers=headers)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
            self.cookie = (answer.getheader("Set-Cookie") or self.cookie).partition(";")[0]
            return Answer(answer.status, text, time.perf_counter() - started)
        except (OSError, http.client.HTTPException) as error:
            return Answer(0, type(error).__name__, time.perf_counter() - started)
        finally:
            connection.close()

    def json(self, path: str, fields: dict[str, str]) -> Answer:
        """Send JSON as programs do; lone surrogates travel as escapes."""
        return self.ask("POST", path, json.dumps(fields).encode(), "application/json")

    def form(self, path: str, fields: dict[str, str]) -> Answer:
        """Open the page and send its form with its token, as a browser does."""
        page = self.ask("GET", path).body
        token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', page)
        filled = {**fields, **({"csrf_token": unescape(token[1])} if token else {})}
        body = urlencode(filled, errors="surrogatepass").encode()
        return self.ask("POST", path, body, "application/x-www-form-urlencoded")


@contextmanager
def running(**environment: str) -> Iterator[Service]:
    """Run a service that counts each caller as a reader of their own, as behind a proxy."""
    with tempfile.TemporaryDirectory(prefix="gegencheck-bench-", ignore_cleanup_errors=True) as folder:
        service = Service(Path(folder) / "data", environment={"TRUSTED_PROXIES": "1", **environment})
        try:
            service.start()
            # The model is read beside the first requests; measured is what comes after.
            wait_for(
                lambda: Caller(service.port, 0).ask("GET", "/readyz").status == 200,
                seconds=120,
                what=lambda: service.output,
            )
            yield service
        finally:
            service.stop()
