"""Sending files as a browser does: by a form, and over a real socket."""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass, field

from werkzeug.test import TestResponse

from bench.support.multipart import MULTIPART, multipart
from tests.support.browsing import Browser, hidden_fields

UPLOAD = "/report/files/upload"


def send_files(client: Browser, *files: tuple[str, bytes], as_script: bool = True) -> TestResponse:
    """Send files into the draft of a browser, as a script does or by the form."""
    token = hidden_fields(client.get("/report").text)["csrf_token"]
    headers = {"Accept": "application/json"} if as_script else {"Accept": "text/html"}
    return post_files(client, {"csrf_token": token}, *files, headers=headers)


def post_files(
    client: Browser,
    fields: dict[str, str],
    *files: tuple[str, bytes],
    path: str = UPLOAD,
    headers: dict[str, str] | None = None,
    field: str = "files",
) -> TestResponse:
    """Post a form with files anywhere."""
    return client.post(path, data=multipart(fields, *files, field=field), headers=headers, content_type=MULTIPART)


@dataclass(slots=True)
class Sender:
    """A browser that asks a server on a port, and keeps its cookie and the token of its forms."""

    port: int
    network: str = "203.0.113.7"
    cookie: str = field(default="", init=False)
    token: str = field(default="", init=False)

    def open(self) -> None:
        """Open the form."""
        status, text = self.ask("GET", "/report")
        assert status == 200, text
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text)
        assert found is not None
        self.token = found[1]

    def upload(self, content: bytes, name: str = "bild.png") -> tuple[int, str]:
        """Send one file; return the status and what a script is told. Errors: `OSError` when the server is gone."""
        return self.ask("POST", UPLOAD, multipart({}, (name, content)), self.headers())

    def headers(self) -> dict[str, str]:
        """Return what a browser says of it."""
        return {"Content-Type": MULTIPART, "Accept": "application/json", "X-CSRFToken": self.token}

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, str]:
        """Send one request over a connection of its own."""
        sent = {"X-Forwarded-For": self.network, "Accept-Language": "en", **(headers or {})}
        sent |= {"Cookie": self.cookie} if self.cookie else {}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request(method, path, body=body, headers=sent)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
            self.cookie = (answer.getheader("Set-Cookie") or self.cookie).partition(";")[0]
            return answer.status, text
        finally:
            connection.close()
