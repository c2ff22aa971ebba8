"""Sealing an address with the two tokens of its letters: what is stored is equally long, whoever it belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from nacl.public import PublicKey as BoxKey
from nacl.public import SealedBox

from intake.contact.keys import PublicKey

# No mail address is longer (RFC 5321).
LONGEST_ADDRESS = 254
TOKEN_BYTES = 16
# The tokens, the length of the address, the address, and zeros.
CONTENT_BYTES = 320


@dataclass(frozen=True, slots=True)
class Opened:
    """What was sealed: the address, and the tokens of the links that confirm it and that end all mails."""

    address: str
    confirm: str
    stop: str


def seal(content: Opened, key: PublicKey) -> bytes:
    """Return the content sealed for whoever holds the private key. Errors: `ValueError` for too long an address."""
    address = content.address.encode()
    if len(address) > LONGEST_ADDRESS:
        raise ValueError("an address is longer than any can be")
    tokens = bytes.fromhex(content.confirm) + bytes.fromhex(content.stop)
    plain = (tokens + bytes([len(address)]) + address).ljust(CONTENT_BYTES, b"\0")
    return bytes(SealedBox(BoxKey(key.key)).encrypt(plain))


def read(plain: bytes) -> Opened:
    """Return what a box held that was opened."""
    start = 2 * TOKEN_BYTES
    length = plain[start]
    return Opened(
        address=plain[start + 1 : start + 1 + length].decode(),
        confirm=plain[:TOKEN_BYTES].hex(),
        stop=plain[TOKEN_BYTES:start].hex(),
    )
