"""`make run`: prepares everything, starts the processes, and says where to find them."""

from __future__ import annotations

import shutil
import signal
import socket
import sys
import urllib.request
from pathlib import Path
from types import FrameType

import click
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app import create_app
from core import jobs, valkey
from core.config import PROJECT_FOLDER, AppRole, Config, ConfigError
from core.db import db
from core.supervisor import Supervisor, follow_parent
from intake.jobs import sweep
from review import editors
from review.models import RoleName
from search import claims
from search.embedder import ModelMissing
from search.imports import read_rows
from search.jobs import embed_missing_claims, write_snapshot
from search.models import Claim

DEMO_CLAIMS = PROJECT_FOLDER / "search" / "demo" / "claims.jsonl"
FIRST_EDITOR = "lead@desk.test"
NEEDED_BYTES = 300 * 1024 * 1024

# Seconds between two runs of what is done again and again.
SCHEDULE = {sweep: 30, embed_missing_claims: 600, write_snapshot: 900}

REDIS_SECONDS = 30.0
WEB_SECONDS = 60.0


@click.group(invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """Start the whole service, or with a command one of its processes."""
    if context.invoked_subcommand is None:
        try:
            _everything(Config.from_environment())
        except (ConfigError, ModelMissing) as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            message = f"{error.strerror or error} {error.filename or ''}".strip()
            raise click.ClickException(f"{message}. Nothing is running.") from error


@main.command()
def worker() -> None:
    """Work off the queue."""
    follow_parent()
    app = create_app()
    config: Config = app.extensions["settings"]
    with app.app_context():
        # What was left lying while no worker ran is taken up first.
        jobs.enqueue(sweep)
        jobs.run_worker(config.redis_url)


@main.command()
def clock() -> None:
    """Hand the repeated jobs to the queue when they are due."""
    follow_parent()
    config = Config.from_environment()
    jobs.run_clock(config.redis_url, SCHEDULE)


def _everything(config: Config) -> None:
    _check_room(config)
    _check_port(config)
    supervisor = Supervisor()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        supervisor.stop()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    try:
        _start(config, supervisor)
        supervisor.run()
    finally:
        supervisor.stop_all()
    click.echo("Stopped. Everything that was sent is safe.")


def _start(config: Config, supervisor: Supervisor) -> None:
    if config.embedded_redis:
        click.echo("Starting the queue …")
        valkey.stop_orphan(config)
        queue = supervisor.start("queue", valkey.command(config))
        if not supervisor.wait_until(lambda: valkey.answers(config), queue, seconds=REDIS_SECONDS):
            raise ConfigError("The queue server did not start; its reason stands above.")
    password = _prepare(create_app(config))
    if supervisor.is_stopping():
        return
    click.echo("Starting the worker and the web server …")
    python = sys.executable
    supervisor.start("worker", [python, __file__, "worker"])
    supervisor.start("clock", [python, __file__, "clock"])
    web = supervisor.start("web", _web_command(config))
    if not supervisor.wait_until(lambda: _is_up(config), web, seconds=WEB_SECONDS):
        if supervisor.is_stopping():
            return
        raise ConfigError("The web server did not start; its reason stands above.")
    _announce(config, password)


def _web_command(config: Config) -> list[str]:
    gunicorn = Path(sys.executable).with_name("gunicorn")
    return [
        str(gunicorn),
        *("--config", str(PROJECT_FOLDER / "gunicorn.conf.py")),
        *("--chdir", str(PROJECT_FOLDER)),
        *("--bind", f"{config.host}:{config.port}"),
        "wsgi:app",
    ]


def _prepare(app: Flask) -> str | None:
    """Bring the database up to date; at the very first start add demo content and an account.

    Returns the one-time password of that account.
    """
    with app.app_context():
        click.echo("Bringing the database up to date …")
        try:
            upgrade()
        except OperationalError as error:
            raise ConfigError(f"The database cannot be used: {error.orig}") from error
        config: Config = app.extensions["settings"]
        if config.demo_content and db.session.scalar(select(Claim.id).limit(1)) is None:
            _add_demo_content()
        if editors.exist() or config.app_role is AppRole.PUBLIC:
            return None
        return editors.create(email=FIRST_EDITOR, role=RoleName.LEAD, desk_name="Redaktion")


def _add_demo_content() -> None:
    with click.progressbar(length=_lines(DEMO_CLAIMS), label="Adding demo content") as bar:
        claims.import_rows(read_rows(DEMO_CLAIMS), progress=bar.update)


def _lines(path: Path) -> int:
    return sum(1 for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def _announce(config: Config, password: str | None) -> None:
    address = f"http://{config.host}:{config.port}"
    lines = []
    if config.app_role is not AppRole.DESK:
        lines += [f"Report   {address}/report", f"Look up  {address}/lookup"]
    if config.app_role is not AppRole.PUBLIC:
        lines.append(f"Desk     {address}/desk/")
    if password:
        lines += [
            "",
            f"First account: {FIRST_EDITOR}",
            f"One-time password: {password}",
            "It is shown only now.",
        ]
    click.echo("\n".join(["", "Gegencheck is running. Ctrl-C stops it.", "", *lines, ""]))


def _check_room(config: Config) -> None:
    free = shutil.disk_usage(config.data_dir).free
    if free < NEEDED_BYTES:
        raise ConfigError(
            f"The disk is almost full: {free // 2**20} MB are free in {config.data_dir}, "
            f"{NEEDED_BYTES // 2**20} MB are needed. Nothing was started or changed."
        )


def _check_port(config: Config) -> None:
    with socket.socket(socket.AF_INET6 if ":" in config.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((config.host, config.port))
        except OSError as error:
            raise ConfigError(
                f"Port {config.port} on {config.host} cannot be used ({error.strerror}). Take another one: "
                f"PORT={config.port + 1} make run"
            ) from error


def _is_up(config: Config) -> bool:
    try:
        with urllib.request.urlopen(f"http://{config.host}:{config.port}/healthz", timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


if __name__ == "__main__":
    main()
