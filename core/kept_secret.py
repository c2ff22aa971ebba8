"""The secret of an installation: made once, kept beside its data, and never made anew beside data of another one."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from core.config_values import ConfigError

SHORTEST_SECRET = 32
# The database of whoever names none, in the data folder.
SQLITE_FILE = "gegencheck.db"


def kept_secret(path: Path) -> str:
    """Return the installation's own secret, made at the first start and readable by its owner only.

    Errors: `ConfigError` where it cannot be kept, or is gone while what it belongs to is still there.
    """
    try:
        # Written beside and linked: of two processes that race at their first start both keep the winner's secret,
        # and neither reads half a file.
        if not path.exists():
            _refuse_another_secret(path)
            beside = path.with_suffix(f".{os.getpid()}.new")
            beside.touch(mode=0o600, exist_ok=True)
            beside.write_text(secrets.token_hex(32), encoding="ascii")
            try:
                os.link(beside, path)
            except FileExistsError:
                pass
            finally:
                beside.unlink()
        secret = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"The secret in {path} cannot be kept: {error}.") from error
    return secret


def _refuse_another_secret(path: Path) -> None:
    """Make no new secret beside data that an earlier one belongs to: no receipt and no file of it would open again."""
    database = path.parent / SQLITE_FILE
    is_there = (database.exists() and database.stat().st_size) or any((path.parent / "files").glob("*/*"))
    # Another process may have made both at this moment.
    if is_there and not path.exists():
        raise ConfigError(
            f"{path} is gone, and what lies beside it was made with it. Put the file back from your backup. If it is "
            "lost for good, set SECRET_KEY to a new one: receipts and files from before then stay closed."
        )


def long_enough(secret: str) -> str:
    """Return a secret that nobody can guess. Errors: `ConfigError` for any other."""
    if len(secret) < SHORTEST_SECRET:
        raise ConfigError(f"SECRET_KEY, or the file secret.key, needs at least {SHORTEST_SECRET} characters.")
    return secret
