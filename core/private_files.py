"""Files that hold readers' words or secrets: for their owner only, whichever command makes them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

OTHERS = stat.S_IRWXG | stat.S_IRWXO

# What we put into the data folder. Its own mode stays its operator's business: it may hold other things, too.
OWN_FILES = ("secret.key", "serve.lock", "contact.key", "erased.jsonl", "letters.count")
OWN_FOLDERS = ("index", "valkey", "files")
# SQLite keeps these beside a database, with the database's own mode.
SIDE_FILES = ("", "-wal", "-shm", "-journal")


def keep_private(data_dir: Path, database: Path | None) -> None:
    """Take the rights of others from our files that exist, and from all that this process makes from now on.

    `database` is the file of an SQLite database. What belongs to somebody else is left alone.
    """
    os.umask(OTHERS)
    for path in _existing(data_dir, database):
        # Another process may be taking the file away at this moment, as SQLite does with its side files.
        with suppress(FileNotFoundError, PermissionError):
            found = path.lstat()
            ours = found.st_uid == os.getuid() and not stat.S_ISLNK(found.st_mode)
            if ours and found.st_mode & OTHERS:
                path.chmod(stat.S_IMODE(found.st_mode) & ~OTHERS)


def _existing(data_dir: Path, database: Path | None) -> Iterator[Path]:
    yield from (data_dir / name for name in OWN_FILES)
    if database is not None:
        yield from (database.with_name(database.name + end) for end in SIDE_FILES)
    for folder in (data_dir / name for name in OWN_FOLDERS):
        yield folder
        yield from folder.rglob("*")
