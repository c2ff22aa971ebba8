"""The proxies of docs/operations.md: its examples are run as they stand there, in front of a server of ours."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, jsonify, request
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from bench.measurements.half_open import half_sent
from bench.support.service import free_port, wait_for
from core.config import PROJECT_FOLDER
from core.web import requests
from core.web.requests import LARGEST_BODY
from processes.connections import WebServer, adjustments
from tools.machine import find_program
from tools.set_up import PROXIES

OPERATIONS = PROJECT_FOLDER / "docs" / "operations.md"


def example(first_words: str) -> str:
    """Return the example that begins behind these words."""
    after = OPERATIONS.read_text(encoding="utf-8").split(first_words, 1)[1]
    block = re.search(r"\n\n((?:    .*\n)+)", after)
    assert block
    return textwrap.dedent(block[1])


def replaced(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert old in text, "the example says it in another way now"
        text = text.replace(old, new)
    return text


@pytest.fixture
def behind() -> Iterator[int]:
    """A server of ours that tells what it was told about a request; its port."""
    app = Flask("behind")
    requests.init_app(app)
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]

    @app.route("/", methods=["GET", "POST"])
    def told() -> Response:
        return jsonify(
            size=len(request.get_data()), caller=request.remote_addr, url=request.url, root=request.script_root
        )

    @app.errorhandler(413)
    def too_large(_error: object) -> tuple[str, int]:
        return "our own page", 413

    listening = socket.create_server(("127.0.0.1", 0))
    server = WebServer(app, listening, adjustments(threads=4, connections=300, behind_proxy=True))
    thread = threading.Thread(target=server.run)
    thread.start()
    yield int(server.effective_port)
    server.stop()
    thread.join()


def nginx(folder: Path, port: int, behind: int) -> list[str]:
    """Write the example into a whole configuration and return the command that runs it."""
    server = replaced(
        example("Nginx (it reads"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{port};"),
        ("http://127.0.0.1:8000", f"http://127.0.0.1:{behind}"),
        ("/var/log/nginx/gegencheck.log", str(folder / "gegencheck.log")),
    )
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    # Started by root, it would go on as somebody who may not enter the folder of the test.
    user = "user root;\n" if os.geteuid() == 0 else ""
    written = folder / "nginx.conf"
    written.write_text(
        f"{user}daemon off;\npid {folder}/nginx.pid;\nevents {{}}\nhttp {{\n{temporary}{server}}}\n", encoding="utf-8"
    )
    command = [program("nginx"), "-p", str(folder), "-e", str(folder / "start.log"), "-c", str(written)]
    subprocess.run([*command, "-t"], check=True, capture_output=True)
    return command


def caddy(folder: Path, port: int, behind: int) -> list[str]:
    """Write the example into a file and return the command that runs it."""
    # Without TLS, on this port alone, and without the door for changes that Caddy opens by itself.
    text = replaced(
        example("Caddy (it fetches"),
        ("check.example.org {", f"http://127.0.0.1:{port}, http://check.example.org:{port} {{\n    bind 127.0.0.1"),
        ("127.0.0.1:8000", f"127.0.0.1:{behind}"),
        ("{\n    grace", "{\n    admin off\n    grace"),
        ("grace_period 10s", "grace_period 1s"),
    )
    written = folder / "Caddyfile"
    written.write_text(text, encoding="utf-8")
    arguments = ["--config", str(written), "--adapter", "caddyfile"]
    subprocess.run([program("caddy"), "validate", *arguments], check=True, capture_output=True)
    return [program("caddy"), "run", *arguments]


def program(name: str) -> str:
    """Return the path of a proxy."""
    found = find_program(name)
    assert found, f"run `make test` once: its set-up fetches {name}"
    return found


@pytest.fixture(params=PROXIES)
def proxy(request: pytest.FixtureRequest, tmp_path: Path, behind: int) -> Iterator[int]:
    """A proxy as the document shows it; its port."""
    port = free_port()
    command = {"nginx": nginx, "caddy": caddy}[request.param](tmp_path, port, behind)
    with (tmp_path / "output.log").open("wb") as log:
        # Caddy keeps what it learns in its home.
        process = subprocess.Popen(
            command, stdout=log, stderr=log, env={"HOME": str(tmp_path), "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
        )
    wait_for(lambda: answers(port), seconds=30, what=lambda: (tmp_path / "output.log").read_text(encoding="utf-8"))
    yield port
    process.terminate()
    process.wait(30)


def answers(port: int) -> bool:
    try:
        ask(port)
    except OSError:
        return False
    return True


def ask(port: int, *, body: bytes | None = None, headers: dict[str, str] | None = None) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("POST" if body is not None else "GET", "/", body=body, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def test_the_proxy_tells_us_who_asks_and_lets_nobody_say_it_themselves(proxy: int) -> None:
    forged = {
        "Host": "check.example.org",
        "X-Forwarded-For": "203.0.113.7",
        "X-Forwarded-Proto": "gopher",
        "X-Forwarded-Host": "elsewhere.example",
        "X-Forwarded-Prefix": "/elsewhere",
        "SCRIPT_NAME": "/elsewhere",
    }

    status, told = ask(proxy, headers=forged)

    assert status == 200
    assert '"caller":"127.0.0.1"' in told
    assert re.search(r'"url":"http://check\.example\.org(:\d+)?/"', told)
    assert '"root":""' in told


def test_a_megabyte_passes_and_more_is_refused_with_our_own_page(proxy: int) -> None:
    assert '"size":1048576' in ask(proxy, body=b"a" * LARGEST_BODY)[1]
    assert ask(proxy, body=b"a" * (LARGEST_BODY + 1)) == (413, "our own page")
    assert ask(proxy, body=b"a" * (3 * LARGEST_BODY)) == (413, "our own page")


def test_readers_are_served_beside_two_hundred_half_sent_requests(proxy: int) -> None:
    with half_sent(proxy, 200):
        assert [ask(proxy)[0] for _ in range(5)] == [200] * 5
