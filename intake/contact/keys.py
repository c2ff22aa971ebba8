"""The public key by which addresses are sealed: all that the process for readers knows."""

from __future__ import annotations

import json
import os
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path

from flask import current_app

from core.config import Config


class NoKey(Exception):
    """A file of keys is not there, or holds none; the message names the file, and no key."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The key to seal with, 32 bytes, and by what rows name it."""

    id: str
    key: bytes


def public_key() -> PublicKey:
    """Return the key to seal with now. Errors: `NoKey`.

    Read each time: addresses come seldom, and after a change of keys nobody has to start anything again.
    """
    config: Config = current_app.extensions["settings"]
    return read_public(config.contact_public_key)


def read_public(path: Path) -> PublicKey:
    """Return the key in a file. Errors: `NoKey`."""
    try:
        kept = json.loads(path.read_text(encoding="ascii"))
        found = PublicKey(kept["id"], b64decode(kept["public"], validate=True))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoKey(f"There is no public key in {path}.") from error
    if len(found.key) != 32:
        raise NoKey(f"The public key in {path} has not 32 bytes.")
    return found


def keep_public(path: Path, key: PublicKey) -> None:
    """Write the public key."""
    write(path, {"id": key.id, "public": b64encode(key.key).decode("ascii")})


def write(path: Path, content: object) -> None:
    """Write a file of keys, whole or not at all, for its owner only."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
