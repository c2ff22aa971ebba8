"""A desk of any size in a process of its own: `build` fills its database, `serve` answers as the service's web server.

Run as `python -m bench.support.desk_server build FOLDER SUBMISSIONS CASES` or `… serve FOLDER PORT`, or `… bare FOLDER
PORT` for a page to hold the list against. The database is the one that DATABASE_URL names, else SQLite in the folder.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection
from pathlib import Path
from types import FrameType
from urllib.parse import urlencode

from flask import Flask, Response, g, render_template_string
from flask_migrate import upgrade
from sqlalchemy import event, select

from accounts import accounts
from accounts.models import Editor
from accounts.permissions import RoleName
from app import create_whole_app
from bench.support import many_cases
from bench.support.service import free_port
from core.config import PROJECT_FOLDER, Config
from core.db import db, now
from intake.models.cases import Case
from processes.connections import WebServer, adjustments
from processes.web import FREE_THREADS, connection_limit, keep_for_good, listen
from review.figures import tallies

EMAIL, PASSWORD = "lead@bench.test", "four words nobody guesses"
# Nobody listens there: pages of the desk need no queue, and limits are counted in memory.
NO_QUEUE = "redis://127.0.0.1:1"
READY = "The desk listens."
# So much of a backlog that the smallest desk has two pages of open cases, too.
NEVER_SETTLED = 0.25
STATEMENTS = "X-Statements"
BARE_ROWS = 50

_BARE = """<!DOCTYPE html><html lang="de"><head><title>Cases</title></head><body><table>
{% for case in cases %}<tr><td><a href="/cases/{{ case.id }}">{{ case.text }}</a></td><td>{{ case.kind.value }}</td>
<td>{{ case.submission_count }}</td><td>{{ case.first_seen }}</td></tr>{% endfor %}
</table></body></html>"""


@dataclass(frozen=True, slots=True)
class Answer:
    """A page: how long it took until it was here, and how many statements its server says that it took."""

    status: int
    body: str
    seconds: float
    statements: int


@dataclass(slots=True)
class Caller:
    """Somebody who asks, each time over a connection of its own, and keeps the cookies that they are given."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, fields: dict[str, str] | None = None) -> Answer:
        """Ask for a page, or send a form."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Accept-Language": "de", "Cookie": cookies}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        method, body = ("GET", None) if fields is None else ("POST", urlencode(fields))
        started = time.perf_counter()
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=120)) as connection:
            connection.request(method, path, body=body, headers=headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        taken = time.perf_counter() - started
        for given in answer.headers.get_all("Set-Cookie", []):
            name, _, value = given.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(answer.status, text, taken, int(answer.headers.get(STATEMENTS, 0)))

    def sign_in(self) -> None:
        """Sign in as the lead of the desk."""
        token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', self.ask("/desk/login").body)
        fields = {"email": EMAIL, "password": PASSWORD, "csrf_token": token[1] if token else ""}
        if self.ask("/desk/login", fields).status != 302:
            raise RuntimeError("signing in did not work")


def build(folder: Path, *, submissions: int, cases: int, database_url: str = "") -> None:
    """Fill a database in a process of its own, so that what was held in memory for it weighs on nothing."""
    process = _start("build", folder, str(submissions), str(cases), database_url=database_url)
    if process.wait():
        raise RuntimeError("the desk could not be built")


@contextmanager
def serving(folder: Path, *, database_url: str = "", bare: bool = False) -> Iterator[Caller]:
    """Serve a desk that was built, or a bare page over its database; gives somebody who has signed in."""
    port = free_port()
    process = _start("bare" if bare else "serve", folder, str(port), database_url=database_url)
    try:
        if process.stdout is None or READY not in process.stdout.readline():
            raise RuntimeError("the desk did not start")
        caller = Caller(port)
        if not bare:
            caller.sign_in()
        yield caller
    finally:
        process.terminate()
        process.wait()


def _start(command: str, folder: Path, *arguments: str, database_url: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "DATA_DIR": str(folder), "DATABASE_URL": database_url, "REDIS_URL": NO_QUEUE}
    return subprocess.Popen(
        [sys.executable, "-m", "bench.support.desk_server", command, str(folder), *arguments],
        cwd=PROJECT_FOLDER,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )


def _build(app: Flask, *, submissions: int, cases: int) -> None:
    with app.app_context():
        upgrade()
        moment = now()
        many_cases.fill(db.engine, submissions=submissions, cases=cases, moment=moment, never_settled=NEVER_SETTLED)
        while tallies.keep_up(moment=moment):
            pass
        once = accounts.create(email=EMAIL, role=RoleName.LEAD).password
        made = db.session.scalars(select(Editor).where(Editor.email == EMAIL)).one()
        accounts.choose_password(made.id, current=once, new=PASSWORD, repeated=PASSWORD)


def _counting(app: Flask) -> Flask:
    """Let each answer say how many statements it took."""

    def note(*_: object) -> None:
        g.statements = g.get("statements", 0) + 1

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)

    @app.after_request
    def _tell(response: Response) -> Response:
        response.headers[STATEMENTS] = str(g.get("statements", 0))
        return response

    return app


def _bare_app(config: Config) -> Flask:
    """Return an app with one page of rows of the desk's table, as anybody would write it with the same libraries."""
    app = Flask(__name__)
    app.config.from_mapping(config.flask_settings())
    db.init_app(app)

    @app.get("/")
    def rows() -> str:
        cases = db.session.scalars(select(Case).order_by(Case.id.desc()).limit(BARE_ROWS)).all()
        return render_template_string(_BARE, cases=cases)

    return app


def _serve(app: Flask, config: Config) -> None:
    settings = adjustments(threads=FREE_THREADS, connections=connection_limit(), behind_proxy=False)
    server = WebServer(app, listen(config), settings)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        server.stop()

    signal.signal(signal.SIGTERM, stop)
    keep_for_good()
    print(READY, flush=True)
    server.run()


def main() -> None:
    """Do what the command line says."""
    command, _folder, *arguments = sys.argv[1:]
    config = Config.from_environment()
    if command == "build":
        submissions, cases = map(int, arguments)
        _build(create_whole_app(config), submissions=submissions, cases=cases)
        return
    config = replace(config, port=int(arguments[0]))
    _serve(_bare_app(config) if command == "bare" else _counting(create_whole_app(config)), config)


if __name__ == "__main__":
    main()
