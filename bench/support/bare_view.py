"""A bare Flask view that inserts one row and answers, on the web server of the service: what reports are held against.

Run as a process of its own: `python -m bench.support.bare_view FOLDER PORT`. The same server with as many threads, the
same kind of database with the same settings, by the driver alone, and nothing else: no limits, no language, no receipt,
no queue.
"""

from __future__ import annotations

import signal
import sqlite3
import sys
import threading
from dataclasses import replace
from pathlib import Path
from types import FrameType

from flask import Flask, request

from core.config import Config
from processes.connections import WebServer, adjustments
from processes.web import FREE_THREADS, connection_limit, listen

READY = "The bare view listens."
BUSY_SECONDS = 30


def bare_app(folder: Path) -> Flask:
    """Return an app with one view, which writes as safely as the service does: journal, and to the disk each time."""
    app = Flask(__name__)
    of_thread = threading.local()

    def connection() -> sqlite3.Connection:
        if not hasattr(of_thread, "connection"):
            made = sqlite3.connect(folder / "bare.db", timeout=BUSY_SECONDS, isolation_level=None)
            made.execute("PRAGMA journal_mode=WAL")
            made.execute("PRAGMA synchronous=FULL")
            of_thread.connection = made
        found: sqlite3.Connection = of_thread.connection
        return found

    @app.post("/rows")
    def add() -> tuple[dict[str, int | None], int]:
        database = connection()
        database.execute("BEGIN IMMEDIATE")
        done = database.execute("INSERT INTO bare (text) VALUES (?)", (request.get_json()["text"],))
        database.execute("COMMIT")
        return {"id": done.lastrowid}, 202

    connection().execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")
    return app


def main() -> None:
    """Serve until told to stop."""
    folder, port = sys.argv[1:]
    config = replace(Config.from_environment({"DATA_DIR": folder}), port=int(port))
    settings = adjustments(threads=FREE_THREADS, connections=connection_limit(), behind_proxy=True)
    server = WebServer(bare_app(Path(folder)), listen(config), settings)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        server.stop()

    signal.signal(signal.SIGTERM, stop)
    print(READY, flush=True)
    server.run()


if __name__ == "__main__":
    main()
