"""Hashes that only this installation, or only this process, can compute."""

from __future__ import annotations

import hmac
import secrets
from datetime import UTC, datetime
from hashlib import sha256

from flask import current_app


def keyed_hash(purpose: str, value: str) -> str:
    """Return a hash of `value` as 64 hex digits that nobody can compute without the installation's secret."""
    key = hmac.digest(current_app.config["SECRET_KEY"].encode(), purpose.encode(), "sha256")
    return hmac.new(key, value.encode(), sha256).hexdigest()


# Made anew with each process and kept in its memory only: what the limits leave on disk can be turned back
# into an address by nobody, not even by who holds the installation's secret.
_limits_key = secrets.token_bytes(32)


def fleeting_hash(value: str) -> str:
    """Return a hash of `value` that means something to this process, today, and to nobody else."""
    return hmac.new(_limits_key, f"{datetime.now(UTC):%Y-%m-%d} {value}".encode(), sha256).hexdigest()[:32]
