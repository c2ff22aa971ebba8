"""A small app behind the real web server."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from flask import Flask, Response, request

from core.web import requests
from processes.connections import WebServer, adjustments
from tests.support.connections import Start


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts a server around an app and returns its port; all are stopped in the end."""
    with ExitStack() as running:

        def begin(app: Flask, *, limit: int = 100, behind_proxy: bool = False) -> int:
            listening = socket.create_server(("127.0.0.1", 0))
            settings = adjustments(threads=4, connections=limit, behind_proxy=behind_proxy)
            server = WebServer(app, listening, settings)
            thread = threading.Thread(target=server.run)
            thread.start()
            running.callback(thread.join)
            running.callback(server.stop)
            return int(server.effective_port)

        yield begin


@pytest.fixture
def small_app() -> Flask:
    """An app with the bounds of ours and one view that tells how much of a body it was given."""
    app = Flask("small")
    requests.init_app(app)

    @app.route("/", methods=["GET", "POST"])
    def size() -> str:
        return str(len(request.get_data()))

    @app.errorhandler(413)
    def too_large(_error: object) -> Response:
        return Response("our own page", 413)

    return app
