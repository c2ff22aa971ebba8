"""A copy of the database, and putting it back as an operator does while nothing runs; SQLite only."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from core.config import Config
from core.db import db


def copied(config: Config) -> bytes:
    """Return a copy of the database as it is now."""
    db.session.remove()
    copy = config.data_dir / "copy.db"
    with closing(sqlite3.connect(config.data_dir / str(db.engine.url.database))) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    found = copy.read_bytes()
    copy.unlink()
    return found


def put_back(config: Config, backup: bytes) -> None:
    """Put a copy of the database in place."""
    db.session.remove()
    db.engine.dispose()
    database = config.data_dir / str(db.engine.url.database)
    for end in ("-wal", "-shm"):
        database.with_name(database.name + end).unlink(missing_ok=True)
    database.write_bytes(backup)
