"""Files with readers' words in them are for their owner only."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.config import PROJECT_FOLDER
from core.service import valkey
from tests.support.installation import configured


@pytest.fixture
def open_umask() -> Iterator[None]:
    """A process whose new files everybody may read and write, as some machines have it."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.fixture
def open_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(0o755)
    return folder


def readable_by_others(folder: Path) -> list[str]:
    return sorted(
        str(path.relative_to(folder)) for path in folder.rglob("*") if stat.S_IMODE(path.lstat().st_mode) & 0o077
    )


def run_flask(folder: Path, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "flask", *arguments],
        cwd=PROJECT_FOLDER,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(folder), "REDIS_URL": "redis://unused"},
        check=True,
        capture_output=True,
        umask=0,
    )


def test_a_command_in_an_open_folder_makes_a_database_for_its_owner_only(open_folder: Path) -> None:
    run_flask(open_folder, "db", "upgrade")

    assert (open_folder / "gegencheck.db").is_file()
    assert readable_by_others(open_folder) == []
    assert stat.S_IMODE(open_folder.stat().st_mode) == 0o755, "the folder's own mode is its operator's business"


def test_what_others_could_read_is_closed_at_the_next_start(open_folder: Path, open_umask: None) -> None:
    names = ("gegencheck.db", "gegencheck.db-wal", "gegencheck.db-shm", "serve.lock", "index/a/b", "valkey/valkey.log")
    for name in names:
        path = open_folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o666)
    beside = open_folder / "notes.txt"
    beside.touch(mode=0o644)
    assert len(readable_by_others(open_folder)) > len(names)

    configured(open_folder, redis_url="redis://unused")

    assert readable_by_others(open_folder) == ["notes.txt"], "what is not ours keeps its mode"


def test_a_database_in_another_place_is_closed_too(tmp_path: Path, open_folder: Path, open_umask: None) -> None:
    elsewhere = tmp_path / "else where.db"
    elsewhere.touch(mode=0o644)

    configured(open_folder, redis_url="redis://unused", DATABASE_URL=f"sqlite:///{tmp_path}/else%20where.db")

    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o600


def test_a_link_is_not_followed_and_a_folder_that_the_queue_needs_is_made_for_us_alone(
    tmp_path: Path, open_folder: Path, open_umask: None
) -> None:
    target = tmp_path / "target"
    target.touch(mode=0o644)
    (open_folder / "serve.lock").symlink_to(target)

    valkey.command(configured(open_folder, redis_url=""))

    assert stat.S_IMODE(target.stat().st_mode) == 0o644
    assert stat.S_IMODE((open_folder / "valkey").stat().st_mode) == 0o700
