"""What an operator sees: the first start, the second, the starts that cannot be, and a sudden end."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import psutil  # type: ignore[import-untyped]
import pytest

import serve
from bench.support.service import Service, wait_for
from core.config import Config
from core.config_values import ConfigError
from tests.support.databases import EMPTY, Databases
from tests.support.installation import CLOSING_SENTENCE, configured

REFUSAL_SECONDS = 60


def test_a_second_start_keeps_everything_and_prints_no_password(tmp_path: Path) -> None:
    service = Service(tmp_path / "data of the desk")
    service.start()
    first = service.start_seconds
    assert service.one_time_password
    status, _ = service.submit("Am Bahnhof sollen ab Montag alle Anzeigen rückwärts laufen, stimmt das?")
    claims = service.count("SELECT count(*) FROM claim")
    assert service.stop() == 0

    service.start()
    # Shown with `pytest -s`, and never asserted: how long a start takes is the machine's business.
    print(f"first start {first:.1f} s, second start {service.start_seconds:.1f} s")  # noqa: T201

    assert status == 202
    assert "password" not in service.output
    assert service.count("SELECT count(*) FROM submission") == 1
    assert service.count("SELECT count(*) FROM claim") == claims > 0
    assert service.stop() == 0
    assert service.output.rstrip().endswith(CLOSING_SENTENCE)


@pytest.mark.postgresql_only("all others of these start on the SQLite that is there by itself")
def test_on_postgresql_a_report_is_taken_matched_and_there_after_a_second_start(
    databases: Databases, tmp_path: Path
) -> None:
    with databases.lend(tmp_path, like=EMPTY) as url:
        service = Service(tmp_path / "data", environment={"DEMO_CONTENT": "0", "DATABASE_URL": url})
        service.start()
        status, sent = service.submit("Am Bahnhof sollen ab Montag alle Anzeigen rückwärts laufen, stimmt das?")
        assert status == 202
        wait_for(lambda: phase(service, sent["receipt"]) == "checking", seconds=60, what=lambda: service.output)
        assert service.stop() == 0

        service.start()
        assert phase(service, sent["receipt"]) == "checking"
        assert service.stop() == 0


def phase(service: Service, receipt: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=60)
    connection.request("GET", "/api/v1/submissions/status", headers={"Authorization": f"Bearer {receipt}"})
    found: str = json.loads(connection.getresponse().read())["phase"]
    connection.close()
    return found


def test_a_taken_port_is_named_and_nothing_starts(new_service: Service) -> None:
    with socket.create_server(("127.0.0.1", new_service.port)):
        code = new_service.launch().wait(REFUSAL_SECONDS)

    assert code == 1
    assert f"Port {new_service.port}" in new_service.output
    assert f"PORT={new_service.port + 1}" in new_service.output
    assert_nothing_started(new_service)


def test_a_file_in_the_place_of_the_data_folder_is_named(tmp_path: Path) -> None:
    in_the_way = tmp_path / "a file"
    in_the_way.write_text("not a folder", encoding="utf-8")
    service = Service(in_the_way / "data")
    # What the service prints cannot be kept beside a folder that cannot exist.
    service.log = tmp_path / "output.log"

    assert service.launch().wait(REFUSAL_SECONDS) == 1
    assert str(in_the_way / "data") in service.output
    assert "Traceback" not in service.output


def test_a_disk_that_is_almost_full_is_named_and_nothing_starts(small_disk: Path) -> None:
    service = Service(small_disk / "data")
    service.log = small_disk / "output.log"

    assert service.launch().wait(REFUSAL_SECONDS) == 1
    assert "The disk is almost full" in service.output
    assert_nothing_started(service)


def test_the_room_that_is_needed_is_counted_in_the_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config: Config = configured(tmp_path, redis_url="redis://unused")
    asked: list[Path] = []

    class Usage(NamedTuple):
        free: int

    def disk_usage(path: Path) -> Usage:
        asked.append(path)
        return Usage(free=serve.NEEDED_BYTES - 1)

    monkeypatch.setattr(shutil, "disk_usage", disk_usage)

    with pytest.raises(ConfigError, match="almost full"):
        serve._check_room(config)
    assert asked == [tmp_path]


def test_a_sudden_end_leaves_nothing_behind_that_hinders_the_next_start(new_service: Service) -> None:
    new_service.start()
    children = {child.pid: child for child in new_service.children()}
    queue = new_service.find("queue")
    assert len(children) >= 4
    assert new_service.process is not None

    new_service.process.kill()
    new_service.process.wait()
    others = [child for child in children.values() if child.pid != queue.pid]
    wait_for(
        lambda: not any(is_alive(child) for child in others),
        seconds=30,
        what=lambda: f"still there: {[child.cmdline() for child in others if is_alive(child)]}",
    )
    new_service.start()

    assert not is_alive(queue), "the queue that was left behind makes room for the new one"
    status, _ = new_service.submit("Nach dem Stromausfall sollen alle Uhren im Ort verkehrt gehen.")
    assert status == 202
    wait_for(lambda: new_service.waiting() == 0, seconds=60, what=lambda: new_service.output)
    assert new_service.stop() == 0


def assert_nothing_started(service: Service) -> None:
    assert "Traceback" not in service.output
    assert not (service.data_dir / "gegencheck.db").exists()
    assert not (service.data_dir / "valkey").exists()


def is_alive(process: psutil.Process) -> bool:
    try:
        # One that nobody has buried yet is over all the same.
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with less room than the service asks for."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    folder = tmp_path / "small disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
