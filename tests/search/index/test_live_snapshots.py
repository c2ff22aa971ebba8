"""An index that starts from a snapshot, and what happens when the snapshot is old, damaged or foreign."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import faiss
import pytest
import structlog
from flask import Flask
from structlog.testing import capture_logs

from core.config import Config
from core.db import db
from search.index import change_log, snapshots
from search.index import live as live_index
from tests.support.live_index import bury, held, live, store


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[int]]:
    """Tell from which change on the database was read."""
    asked: list[int] = []
    real = change_log.changes

    def noted(*args: Any, after: int, **named: Any) -> Any:
        asked.append(after)
        return real(*args, after=after, **named)

    monkeypatch.setattr(change_log, "changes", noted)
    return lambda: asked


def test_a_process_starts_from_the_snapshot_and_reads_only_what_is_newer(
    app: Flask, config: Config, unread: Callable[[], list[int]]
) -> None:
    store(1, 2)
    manifest = live(config).write_snapshot()
    assert (manifest.count, manifest.seq) == (2, 2)
    store(3)
    bury(1)
    unread().clear()

    assert held(live(config)) == {2, 3}

    assert unread() == [2]


def test_an_index_that_was_told_to_forget_reads_everything_from_the_database(
    app: Flask, config: Config, unread: Callable[[], list[int]]
) -> None:
    store(1, 2)
    index = live(config)
    index.write_snapshot()
    unread().clear()

    index.forget()

    assert held(index) == {1, 2}
    assert unread()[0] == 0, "nothing of the snapshot was taken over"


def test_what_is_written_over_leaves_one_snapshot_without_what_was_removed(app: Flask, config: Config) -> None:
    index, other = live(config), config.index_folder / "case-000000000001-x.json"
    store(1, 2)
    index.snapshot()
    store(3)
    index.snapshot()
    other.touch()
    bury(1)
    index.write_over()
    (left,) = config.index_folder.glob("claim-*.json")
    assert json.loads(left.read_text())["count"] == 2
    assert {path.stem for path in config.index_folder.glob("claim-*")} == {left.stem}
    assert other.exists(), "other collections are not its business"
    before = left.stat().st_mtime_ns
    index.write_over()
    assert left.stat().st_mtime_ns == before, "nothing changed, so nothing is written"


def manifest_of(folder: Path) -> Path:
    return sorted(folder.glob("*.json"))[-1]


def index_of(folder: Path) -> Path:
    return manifest_of(folder).with_suffix(".index")


def say(folder: Path, **changed: object) -> None:
    """Change what the manifest says of its snapshot."""
    path = manifest_of(folder)
    path.write_text(json.dumps(json.loads(path.read_text()) | changed))


def seal(folder: Path) -> None:
    """Give the manifest the checksum of the file as it is now."""
    say(folder, sha256=sha256(index_of(folder).read_bytes()).hexdigest())


def flip_a_bit(folder: Path, *, suffix: str = ".index") -> None:
    path = index_of(folder).with_suffix(suffix)
    raw = bytearray(path.read_bytes())
    raw[-5] ^= 1
    path.write_bytes(raw)


def cut(folder: Path) -> None:
    index_of(folder).write_bytes(index_of(folder).read_bytes()[:-20])


def cut_and_seal(folder: Path) -> None:
    cut(folder)
    seal(folder)


def another_kind(folder: Path) -> None:
    faiss.write_index(faiss.IndexFlatIP(4), str(index_of(folder)))
    seal(folder)


APPROXIMATE = {"kind": "approximate", "code_parts": 2, "trained_for": 2}
DAMAGES: list[tuple[str, Callable[[Path], object], str]] = [
    ("a flipped bit", flip_a_bit, "the checksum does not fit"),
    ("cut short", cut, "the checksum does not fit"),
    ("cut short before it was sealed", cut_and_seal, "is not a readable index"),
    ("another kind of index", another_kind, "another kind of index"),
    ("no index file", lambda folder: index_of(folder).unlink(), "No such file"),
    ("a flipped bit in the terms", lambda folder: flip_a_bit(folder, suffix=".terms"), "the checksum does not fit"),
    ("no terms", lambda folder: index_of(folder).with_suffix(".terms").unlink(), "No such file"),
    ("another model", lambda folder: say(folder, model_id="tiny-2"), "made by the model tiny-2"),
    ("another dimension", lambda folder: say(folder, dimension=8), "made by the model"),
    ("a wrong count", lambda folder: say(folder, count=3), "the number of documents does not fit"),
    ("an empty manifest", lambda folder: manifest_of(folder).write_text(""), "Expecting value"),
    ("a list as manifest", lambda folder: manifest_of(folder).write_text("[1]"), "not an object"),
    ("a manifest with more in it", lambda folder: say(folder, more=1), "unexpected keyword"),
    ("a manifest of another collection", lambda folder: say(folder, collection="case"), "of the collection case"),
    ("a manifest without a kind", lambda folder: say(folder, build=None), "does not say its build"),
    ("a manifest of another kind", lambda folder: say(folder, build=APPROXIMATE), "another kind of index"),
    ("a word for a number", lambda folder: say(folder, seq="2"), "a value of the wrong kind"),
    ("an unreadable past", lambda folder: say(folder, past=["2"]), "a past that cannot be read"),
    ("another past", lambda folder: say(folder, past=["2 7 hash"]), "the database knows another past"),
    ("no past", lambda folder: say(folder, past=[]), "the database knows another past"),
    ("a change that is still to come", lambda folder: say(folder, seq=3), "the database knows another past"),
    ("a manifest cut short", lambda folder: manifest_of(folder).write_text('{"seq":'), "Expecting value"),
]


@pytest.mark.parametrize("damage,reason", [row[1:] for row in DAMAGES], ids=[row[0] for row in DAMAGES])
def test_a_snapshot_that_is_not_what_it_says_is_refused_with_a_line_in_the_log_and_made_again(
    app: Flask,
    config: Config,
    monkeypatch: pytest.MonkeyPatch,
    damage: Callable[[Path], object],
    reason: str,
) -> None:
    store(1, 2)
    live(config).write_snapshot()
    damage(config.index_folder)
    # A logger that was used before does not notice that lines are captured.
    for module in (snapshots, live_index):
        monkeypatch.setattr(module, "log", structlog.get_logger())

    with capture_logs() as lines:
        index = live(config)
        assert held(index) == {1, 2}

    (line,) = lines
    assert (line["event"], line["log_level"]) == ("snapshot_refused", "warning")
    assert reason in line["reason"]

    index.write_snapshot()
    with capture_logs() as lines:
        assert held(live(config)) == {1, 2}
    assert lines == []


def test_an_older_snapshot_takes_the_place_of_a_damaged_one(
    app: Flask, config: Config, unread: Callable[[], list[int]]
) -> None:
    store(1)
    live(config).write_snapshot()
    store(2)
    live(config).write_snapshot()
    flip_a_bit(config.index_folder)
    unread().clear()

    assert held(live(config)) == {1, 2}

    assert unread() == [1]


def test_two_snapshots_are_kept_and_no_half_written_file(app: Flask, config: Config) -> None:
    for document in (1, 2, 3):
        store(document)
        live(config).write_snapshot()

    names = sorted(re.sub(r"-[0-9a-f]{12}\.", ".", path.name) for path in config.index_folder.iterdir())

    assert names == [f"claim-{seq:012d}.{kind}" for seq in (2, 3) for kind in ("index", "json", "terms")]


@pytest.fixture
def backup(app: Flask, config: Config, tmp_path: Path) -> Callable[[], None]:
    """Keep a backup of the database with documents 1 and 2; give what puts it back."""
    store(1, 2)
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    path = config.data_dir / "gegencheck.db"
    shutil.copy(path, tmp_path / "backup")

    def put_back() -> None:
        db.session.remove()
        db.engine.dispose()
        for beside in config.data_dir.glob("gegencheck.db-*"):
            beside.unlink()
        shutil.copy(tmp_path / "backup", path)

    return put_back


@pytest.mark.sqlite_only("puts the file of a backup back")
def test_a_snapshot_that_is_newer_than_a_database_from_a_backup_is_not_believed(
    app: Flask, config: Config, backup: Callable[[], None]
) -> None:
    store(3)
    live(config).write_snapshot()

    backup()

    assert held(live(config)) == {1, 2}


@pytest.mark.sqlite_only("puts the file of a backup back")
def test_a_snapshot_from_before_a_backup_was_put_back_is_never_believed_again(
    app: Flask, config: Config, backup: Callable[[], None]
) -> None:
    """Once the numbers have caught up, it would look as if it belonged to the new history."""
    store(3)
    live(config).write_snapshot()
    store(4)
    live(config).write_snapshot()
    backup()
    assert held(live(config)) == {1, 2}
    live(config).write_snapshot()

    store(5, 6, 7)

    assert held(live(config)) == {1, 2, 5, 6, 7}
