"""Receipts: what a reader gets after sending, and how its secret is made, kept and known again."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from core.secrets import keyed_hash

# Letters and digits that cannot be taken for one another when read aloud or off paper.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 24
GROUP = 4


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a reader gets after sending: a public reference, and the secret that opens the status page."""

    reference: str
    receipt: str


def new_secret() -> str:
    """Return a secret that nobody can guess, in groups that can be read out."""
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def secret_of(sending: str) -> str:
    """Return the secret that belongs to one act of sending, the same one however often it is repeated.

    `sending` must be as hard to guess as a receipt. Whoever knows it and not the installation's secret learns nothing.
    """
    digest = bytes.fromhex(keyed_hash("receipt of a sending", sending))
    # The alphabet has 32 letters, which divides the 256 values of a byte: each is as likely as any other.
    return _grouped("".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:LENGTH]))


def _grouped(secret: str) -> str:
    return "-".join(re.findall("." * GROUP, secret))


def hash_of(receipt: str) -> str:
    """Return the keyed hash of a receipt, however it was typed; nothing else of it is stored."""
    return keyed_hash("receipt", re.sub(r"[^0-9A-Z]", "", receipt.upper()))
