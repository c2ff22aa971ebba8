"""A web server that is killed with SIGKILL while a file comes in: what was answered is there, and nothing half."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from bench.support.multipart import multipart
from core.config import PROJECT_FOLDER, Config
from core.db import db
from core.files import sealed
from core.files.sealed import sealed_files
from intake.files import keeping
from intake.models.files import Attachment
from tests.support import pictures
from tests.support.installation import SECRET
from tests.support.pictures import packed
from tests.support.uploading import UPLOAD, Sender

SERVER = """
import socket
from app import create_app
from processes.connections import WebServer, adjustments
listening = socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], flush=True)
WebServer(create_app(), listening, adjustments(threads=8, connections=100, behind_proxy=False)).run()
"""
# Seconds after the last byte was sent: while it is taken apart and sealed, while it is opened, when it is done.
MOMENTS = (0.0, 0.1, 0.4)


@contextmanager
def server(config: Config) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A web server of its own; gives its process and its port."""
    environment = {
        **os.environ,
        "DATA_DIR": str(config.data_dir),
        "DATABASE_URL": config.database_url,
        "REDIS_URL": config.redis_url,
        "SECRET_KEY": SECRET,
    }
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER], cwd=PROJECT_FOLDER, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        yield process, int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def half_of_it(sender: Sender, content: bytes) -> None:
    """Send the first half of a file and leave the rest."""
    body = multipart({}, ("bild.png", content))
    head = "".join(f"{name}: {value}\r\n" for name, value in sender.headers().items())
    with socket.create_connection(("127.0.0.1", sender.port), timeout=30) as connection:
        first = f"POST {UPLOAD} HTTP/1.1\r\nHost: x\r\nCookie: {sender.cookie}\r\nContent-Length: {len(body)}\r\n"
        connection.sendall(f"{first}{head}\r\n".encode() + body[: len(body) // 2])
        # Nobody answers before the rest is there; the end of the server ends the connection.
        with suppress(OSError):
            connection.recv(1)


def give_up(sender: Sender, content: bytes) -> None:
    """Send a file, and do not mind when nobody answers."""
    with suppress(OSError, HTTPException):
        sender.upload(content)


def half_written(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".sealed"]


def opening() -> list[int]:
    """Return the processes that open files and whose server is gone."""
    found = []
    for process in psutil.process_iter(["pid", "cmdline", "ppid"]):
        with suppress(psutil.Error):
            if "intake.files.inspection.main" in " ".join(process.info["cmdline"] or []) and process.info["ppid"] == 1:
                found.append(process.info["pid"])
    return found


@pytest.fixture
def large() -> bytes:
    """A screenshot that takes a while to seal and to open."""
    noise = os.urandom(2_000_000)
    return packed(Image.frombytes("RGB", (1000, 660), noise[: 1000 * 660 * 3]), compress_level=0)


def test_what_was_answered_is_there_and_nothing_is_left_half(
    app: Flask, config: Config, large: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = 0
    for moment in MOMENTS:
        with server(config) as (process, port):
            sender = Sender(port)
            sender.open()
            status, told = sender.upload(pictures.png())
            assert status == 200
            assert json.loads(told)["files"][0]["ok"]
            answered += 1
            sending = threading.Thread(target=give_up if moment else half_of_it, args=(sender, large))
            sending.start()
            time.sleep(moment or 0.3)
            process.kill()
            process.wait()
            sending.join()

    db.session.rollback()
    rows = db.session.scalars(select(Attachment)).all()
    folder = sealed_files()
    # One that was stored and whose answer got lost may be there besides.
    assert answered <= len(rows) <= 2 * answered
    for row in rows:
        assert len(folder.read(row.original_key)) == row.size
        assert folder.read(row.preview_key).startswith((b"\x89PNG", b"\xff\xd8\xff"))
    monkeypatch.setattr(keeping, "NAMED_AFTER_SECONDS", -1.0)
    monkeypatch.setattr(sealed, "_ABANDONED_SECONDS", -1.0)
    keeping.forget_unnamed()
    assert sorted(folder.keys()) == sorted(key for row in rows for key in (row.original_key, row.preview_key))
    assert half_written(config.files_folder) == []
    deadline = time.monotonic() + 20
    while opening() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert opening() == []
