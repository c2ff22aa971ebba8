"""`make run`: prepares everything, starts the processes, and says where to find them."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from types import FrameType
from typing import IO

import click

from core.config import PROJECT_FOLDER, AppRole, Config
from core.config_values import ConfigError
from core.service import valkey
from core.service.supervisor import Supervisor
from core.service.unseen import keep_unseen

NEEDED_BYTES = 300 * 1024 * 1024
REDIS_SECONDS = 30.0
WEB_SECONDS = 60.0


def main() -> None:
    """Start the whole service and keep it running until told to stop."""
    keep_unseen()
    # Whatever is written from here on, by the children too, is for this user's eyes only.
    os.umask(0o077)
    try:
        _serve(Config.from_environment())
    except ConfigError as error:
        sys.exit(f"Error: {error}")
    except OSError as error:
        sys.exit(f"Error: {error.strerror or error} {error.filename or ''}. Nothing is running.")


def _serve(config: Config) -> None:
    _check_room(config)
    _check_model(config)
    _check_port(config)
    for note in config.face.notes:
        click.echo(note)
    lock = _sole_owner(config)
    # The children start in the project's folder, where a relative path would mean another place.
    os.environ["DATA_DIR"] = str(config.data_dir)
    # glibc gives each few threads a heap of their own, and what one long text has taken there is not given back to the
    # others: over 20,000 hostile texts the web server grew by 32 MB with many heaps, and by 17 MB with two.
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
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
        lock.close()
    click.echo("Stopped. Everything that was sent is safe.")


def _sole_owner(config: Config) -> IO[str]:
    """Hold the data folder; two services on one folder would stop each other's queue."""
    lock = (config.data_dir / "serve.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise ConfigError(f"The service already runs on {config.data_dir}. Nothing was started.") from error
    return lock


def _start(config: Config, supervisor: Supervisor) -> None:
    if config.embedded_redis:
        click.echo("Starting the queue …")
        valkey.stop_orphan(config)
        # Without our settings: passwords and secrets are none of its business.
        queue = supervisor.start("queue", valkey.command(config), environment={"PATH": os.defpath, "LC_ALL": "C"})
        if not supervisor.wait_until(lambda: valkey.answers(config), queue, seconds=REDIS_SECONDS):
            raise ConfigError(f"The queue server did not start; {config.valkey_folder / 'valkey.log'} says why.")
    account = _prepare(supervisor)
    if supervisor.is_stopping():
        return
    click.echo("Starting the worker and the web server …")
    supervisor.start("worker", [sys.executable, "-m", "processes.worker"])
    supervisor.start("clock", [sys.executable, "-m", "processes.clock"])
    if config.mail is not None and config.app_role is not AppRole.PUBLIC:
        supervisor.start("mail", [sys.executable, "-m", "processes.mail"])
    web = supervisor.start("web", [sys.executable, "-m", "processes.web"])
    if supervisor.wait_until(lambda: _is_up(config), web, seconds=WEB_SECONDS):
        _announce(config, account)
    elif not supervisor.is_stopping():
        raise ConfigError("The web server did not start; its reason stands above.")


def _prepare(supervisor: Supervisor) -> dict[str, str]:
    """Prepare the database in a process of its own; return the first account, if it was made just now."""
    command = [sys.executable, "-m", "processes.prepare"]
    process = subprocess.Popen(command, cwd=PROJECT_FOLDER, stdout=subprocess.PIPE, start_new_session=True)
    while process.poll() is None:
        if supervisor.is_stopping():
            process.terminate()
        try:
            process.wait(0.2)
        except subprocess.TimeoutExpired:
            continue
    answer = process.stdout.read() if process.stdout else b""
    if supervisor.is_stopping():
        return {}
    if process.returncode != 0:
        raise ConfigError("The service could not be prepared; the reason stands above. Nothing is running.")
    account: dict[str, str] = json.loads(answer)
    return account


def _announce(config: Config, account: dict[str, str]) -> None:
    address = f"http://{_address(config)}"
    lines = []
    if config.app_role is not AppRole.DESK:
        lines += [f"Report   {address}/report", f"Look up  {address}/lookup"]
    if config.app_role is not AppRole.PUBLIC:
        lines.append(f"Desk     {address}/desk/")
    if account:
        lines += ["", f"First account: {account['email']}", f"One-time password: {account['password']}"]
        lines.append("It is shown only now, and signs in once, within 72 hours.")
    click.echo("\n".join(["", "Gegencheck is running. Ctrl-C stops it.", "", *lines, ""]))


def _check_room(config: Config) -> None:
    free = shutil.disk_usage(config.data_dir).free
    if free < NEEDED_BYTES:
        raise ConfigError(
            f"The disk is almost full: {free // 2**20} MB are free in {config.data_dir}, "
            f"{NEEDED_BYTES // 2**20} MB are needed. Nothing was started or changed."
        )


def _check_model(config: Config) -> None:
    folder = Path(config.embedding_model)
    if folder.is_absolute() and not folder.is_dir():
        raise ConfigError(f"EMBEDDING_MODEL={folder} is no folder. Nothing was started.")


def _check_port(config: Config) -> None:
    with socket.socket(socket.AF_INET6 if ":" in config.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((config.host, config.port))
        except OSError as error:
            hint = f"Take another one: PORT={config.port + 1} make run"
            if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                hint = "HOST has to be an address of this machine."
            raise ConfigError(
                f"Port {config.port} on {config.host} cannot be used ({error.strerror}). {hint}"
            ) from error


def _address(config: Config) -> str:
    host = f"[{config.host}]" if ":" in config.host else config.host
    return f"{host}:{config.port}"


def _is_up(config: Config) -> bool:
    try:
        with urllib.request.urlopen(f"http://{_address(config)}/healthz", timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


if __name__ == "__main__":
    main()
