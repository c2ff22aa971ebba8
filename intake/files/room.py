"""How much room there is for files: on the disk, and for what one network has brought and nobody has sent yet.

Of a network there is the fleeting hash by which the limits count, in the memory of this process and nowhere else; the
hashes of yesterday are forgotten with the day. A restart counts anew, which costs nothing: the disk has its own bound.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from flask import Flask, current_app
from sqlalchemy import select

from core.config import Config
from core.db import db
from intake.models.files import Attachment

MEGABYTE = 1024 * 1024
# So many files of one network are counted at most, so that tiny ones take no memory without end.
MOST_FILES = 1_000
# So long it is remembered whether files can be kept.
CHECK_SECONDS = 5.0


class DiskFull(Exception):
    """So little of the disk is free that no file is taken; reports without files are."""


class NetworkFull(Exception):
    """One network has brought as much as may wait; it is sent or forgotten within two hours."""


@dataclass(slots=True)
class Place:
    """The room that one file takes while it comes in, and what is counted from then on: its row's id, key and bytes."""

    held: tuple[int, str, int] | None = None

    def holds(self, row: Attachment) -> None:
        """Say which row names the file."""
        self.held = (row.id, row.original_key, row.size)


@dataclass(slots=True)
class _Network:
    """What came from one network: bytes that are coming in, and the key and bytes of each file by its row's id."""

    coming: int = 0
    files: dict[int, tuple[str, int]] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        """How much it takes."""
        return self.coming + sum(size for _, size in self.files.values())


class Room:
    """The bounds of one process; safe to use from several threads."""

    def __init__(self, folder: Path, *, free_disk: int, per_network: int) -> None:
        """Keep `free_disk` bytes of the disk of a folder free, and `per_network` bytes to a network; 0 is no bound."""
        self._folder = folder
        self._free_disk = free_disk
        self._per_network = per_network
        self._lock = threading.Lock()
        self._networks: defaultdict[str, _Network] = defaultdict(_Network)
        self._day: date | None = None
        self._check_lock = threading.Lock()
        self._checked_at: float | None = None
        self._problem: DiskFull | OSError | None = None

    @contextmanager
    def place(self, network: str, size: int) -> Iterator[Place]:
        """Give a file of so many bytes a place while it comes in, and count it from then on, as long as it is unsent.

        Errors: `DiskFull`, `NetworkFull`.
        """
        if not self.has_disk_for(size):
            raise DiskFull
        place = Place()
        if not network or not self._per_network:
            yield place
            return
        self._claim(network, size)
        try:
            yield place
        finally:
            self._end(network, size, place)

    def has_disk_for(self, size: int) -> bool:
        """Return whether enough of the disk stays free beside so many bytes."""
        return not self._free_disk or self._free() - size >= self._free_disk

    def check(self) -> None:
        """Make sure that files can be kept: there is room, and the folder takes one. Errors: `DiskFull`, `OSError`.

        Anybody may ask, and it writes: for some seconds the same is said again.
        """
        with self._check_lock:
            if self._checked_at is None or time.monotonic() - self._checked_at >= CHECK_SECONDS:
                self._problem = self._problem_now()
                self._checked_at = time.monotonic()
            problem = self._problem
        if problem is not None:
            raise problem.with_traceback(None)

    def _problem_now(self) -> DiskFull | OSError | None:
        try:
            self._try_out()
        except (DiskFull, OSError) as problem:
            return problem
        return None

    def _try_out(self) -> None:
        if not self.has_disk_for(0):
            raise DiskFull
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=self._folder, buffering=0) as probe:
            probe.write(bytes(4096))

    def _claim(self, network: str, size: int) -> None:
        # Asked before the lock: nobody waits for the database behind it.
        there = self._unsent(network)
        with self._lock:
            self._forget_yesterday()
            known = self._networks[network]
            for row_id, waits in there.items():
                if not waits:
                    known.files.pop(row_id, None)
            if known.bytes + size > self._per_network or len(known.files) >= MOST_FILES:
                self._drop_if_empty(network)
                raise NetworkFull
            known.coming += size

    def _end(self, network: str, size: int, place: Place) -> None:
        with self._lock:
            known = self._networks[network]
            known.coming = max(0, known.coming - size)
            if place.held is not None:
                row_id, key, taken = place.held
                known.files[row_id] = (key, taken)
            self._drop_if_empty(network)

    def _unsent(self, network: str) -> dict[int, bool]:
        """Return of each file that is counted whether it still waits to be sent."""
        with self._lock:
            files = dict(self._networks[network].files)
            self._drop_if_empty(network)
        waiting = _keys_of(files)
        # A number is given anew once its row is gone, a key never is.
        return {row_id: waiting.get(row_id) == key for row_id, (key, _) in files.items()}

    def _forget_yesterday(self) -> None:
        today = datetime.now(UTC).date()
        if self._day != today:
            self._day = today
            self._networks.clear()

    def _drop_if_empty(self, network: str) -> None:
        if self._networks[network] == _Network():
            del self._networks[network]

    def _free(self) -> int:
        folder = self._folder
        try:
            while not folder.exists():
                folder = folder.parent
            return shutil.disk_usage(folder).free
        except OSError:
            # Where nobody may even look there is no room.
            return 0


def init_app(app: Flask, config: Config) -> None:
    """Give the app its bounds."""
    bounds = app.extensions["room_for_files"] = Room(
        config.files_folder,
        free_disk=config.free_disk_mb * MEGABYTE,
        per_network=config.unsent_mb_per_network * MEGABYTE,
    )
    app.extensions.setdefault("checks", {})["files"] = bounds.check


def of_app() -> Room:
    """Return this app's bounds."""
    found: Room = current_app.extensions["room_for_files"]
    return found


def _keys_of(row_ids: Collection[int]) -> dict[int, str]:
    """Return the keys of those files that belong to a draft, by id."""
    rows = select(Attachment.id, Attachment.original_key)
    rows = rows.where(Attachment.id.in_(list(row_ids)), Attachment.draft_id.is_not(None))
    found = {row.id: row.original_key for row in db.session.execute(rows)} if row_ids else {}
    # Whoever waits for a place to be opened in holds no connection meanwhile.
    db.session.rollback()
    return found
