"""Pictures of look-ups, held sealed for as long as their reader may still report them, and then gone.

What opens one is on the answer's page and nowhere else: no row names it, and without that page neither the database nor
the installation's own secret makes anything of what lies on disk.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app

from core.config import Config
from core.files.sealed import SealedFolder, TooLarge, Unreadable
from intake.files import room
from intake.files.keeping import LARGEST_FILE

# As long as a report that is being written.
KEPT = timedelta(hours=2)
# A flood of large pictures takes two gigabytes at most. After that the oldest goes, so that nobody new is turned away.
MOST = 200
FOLDER = "looked-up"
_SECRET_BYTES = 24
_TOKEN = re.compile(r"[0-9a-f]{32}\.[\w-]{32}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Held:
    """A picture that is held: what its page has of it, and what its reader calls it."""

    token: str
    name: str

    @property
    def key(self) -> str:
        """By what the sealed file is found."""
        return self.token.partition(".")[0]

    @property
    def secret(self) -> str:
        """What opens it, beside the installation's own secret."""
        return self.token.partition(".")[2]


def hold(content: Iterable[bytes], name: str) -> Held | None:
    """Seal a picture that comes in pieces; None where there is no room for it, and nothing of it is left then."""
    _make_room()
    if not room.of_app().has_disk_for(LARGEST_FILE):
        return None
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    try:
        kept = _folder(secret).put(content, most=LARGEST_FILE)
    except (OSError, TooLarge):
        # It is only a convenience: whoever reports it chooses it once more.
        return None
    return Held(f"{kept.key}.{secret}", name)


def named(token: str, name: str) -> Held | None:
    """Return the picture that a page says it holds on to; None where what it says is no such thing."""
    return Held(token, name) if _TOKEN.fullmatch(token) else None


def pieces(held: Held) -> Iterator[bytes]:
    """Return a picture that is held, piece by piece. Errors: `Unreadable` at once when it is gone, or was never there.

    Also in the middle, of one that was changed.
    """
    folder = _folder(held.secret)
    if folder.age(held.key) > KEPT.total_seconds():
        raise Unreadable(held.key)
    rest = folder.pieces(held.key)
    begun = next(rest)
    return _all(begun, rest)


def forget(held: Held) -> None:
    """Remove a picture that is needed no longer; one that is gone already is no error."""
    _folder().forget(held.key)


def forget_old() -> int:
    """Remove what was held for longer than it is told; return how many. A repeat finds none."""
    folder = _folder()
    folder.clear_abandoned()
    old = [key for key in folder.keys() if folder.age(key) > KEPT.total_seconds()]  # noqa: SIM118 (no mapping)
    for key in old:
        folder.forget(key)
    return len(old)


def _make_room() -> None:
    folder = _folder()
    keys = [*folder.keys()]
    if len(keys) >= MOST:
        for key in sorted(keys, key=folder.age, reverse=True)[: len(keys) - MOST + 1]:
            folder.forget(key)


def _all(begun: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield begun
    yield from rest


def _folder(secret: str = "") -> SealedFolder:
    config: Config = current_app.extensions["settings"]
    return SealedFolder(config.files_folder / FOLDER, f"{config.secret_key} {secret}")
