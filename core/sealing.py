"""Sealing short values that are stored and must be read again: encrypted and authenticated under the secret."""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app

_NONCE_BYTES = 12


def seal(purpose: str, value: str) -> str:
    """Return `value` in a form that only this installation can read, and only for the same purpose.

    A purpose names whose value it is, so that nobody who writes to the database can move one to another account.
    """
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return urlsafe_b64encode(nonce + _cipher(purpose).encrypt(nonce, value.encode(), None)).decode("ascii")


def unseal(purpose: str, sealed: str) -> str | None:
    """Return what was sealed, or None if it was not, was changed, or was sealed for something or somebody else."""
    try:
        whole = urlsafe_b64decode(sealed)
        return _cipher(purpose).decrypt(whole[:_NONCE_BYTES], whole[_NONCE_BYTES:], None).decode()
    except (InvalidTag, ValueError):
        return None


def _cipher(purpose: str) -> AESGCM:
    secret: str = current_app.config["SECRET_KEY"]
    return AESGCM(hmac.digest(secret.encode(), f"seal {purpose}".encode(), "sha256"))
