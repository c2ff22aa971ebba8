"""The private keys: opening an address, and the hash by which an address is found again.

Only the process that sends letters, the desk and the commands import this; a test sees that readers' processes do not.
"""

from __future__ import annotations

import hmac
import json
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask import current_app
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey as BoxKey
from nacl.public import SealedBox

from core.config import Config
from core.db import now, writing
from core.events import Subject, happened
from core.refusals import NotFound
from intake.contact.keys import NoKey, PublicKey, keep_public, read_public, write
from intake.contact.sealing import Opened, read
from intake.models.contacts import Contact, ContactAction, WhyOpened
from intake.models.reports import Submission

# So long a key is kept after another took its place: a page that was being sent may still seal with it.
RETIRED_KEPT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """A key to open with; `retired_at` when another took its place."""

    id: str
    key: bytes
    retired_at: datetime | None = None

    @property
    def public(self) -> PublicKey:
        """The key to seal with that belongs to it."""
        return PublicKey(self.id, bytes(BoxKey(self.key).public_key))


@dataclass(frozen=True, slots=True)
class Ring:
    """All keys to open with, the newest last, and the key of the hash by which addresses are found."""

    keys: tuple[PrivateKey, ...]
    find_key: bytes

    @property
    def newest(self) -> PrivateKey:
        """The key whose public half is in use."""
        return self.keys[-1]

    def with_new(self) -> Ring:
        """Return the ring with one more key; the others are retired from now on."""
        retired = tuple(replace(key, retired_at=key.retired_at or now()) for key in self.keys)
        return Ring((*retired, _new_key()), self.find_key)

    def without(self, ids: Sequence[str]) -> Ring:
        """Return the ring without some keys."""
        return Ring(tuple(key for key in self.keys if key.id not in ids), self.find_key)

    def open(self, sealed: bytes, key_id: str) -> Opened:
        """Return what was sealed. Errors: `NoKey` when the key is gone, or what is stored was changed."""
        for key in self.keys:
            if key.id == key_id:
                try:
                    return read(bytes(SealedBox(BoxKey(key.key)).decrypt(sealed)))
                except CryptoError as error:
                    raise NoKey("an address cannot be opened with the key that it names") from error
        raise NoKey(f"the private key {key_id} is not there")

    def find_hash(self, address: str) -> str:
        """Return the hash by which an address is found, however it was written."""
        return hmac.new(self.find_key, normalised(address).encode(), sha256).hexdigest()


def normalised(address: str) -> str:
    """Return the one spelling of an address: small letters, the domain as computers write it."""
    try:
        found = validate_email(address, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return address.strip().lower()
    return f"{found.local_part}@{found.ascii_domain}".lower()


def ring() -> Ring:
    """Return the keys of this process. Errors: `NoKey` where it has none."""
    return read_ring(_private_file())


def read_ring(path: Path) -> Ring:
    """Return the keys in a file. Errors: `NoKey`."""
    try:
        kept = json.loads(path.read_text(encoding="ascii"))
        keys = tuple(_read_key(one) for one in kept["keys"])
        found = Ring(keys, b64decode(kept["find"], validate=True))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoKey(f"There are no private keys in {path}.") from error
    if not keys or len(found.find_key) != 32 or any(len(one.key) != 32 for one in keys):
        raise NoKey(f"There are no whole private keys in {path}.")
    return found


def keep(changed: Ring) -> None:
    """Write the keys: first those to open with, then the one to seal with, so that nothing is sealed for nobody."""
    config: Config = current_app.extensions["settings"]
    content = {
        "find": _text(changed.find_key),
        "keys": [
            {
                "id": one.id,
                "private": _text(one.key),
                "retired_at": one.retired_at.isoformat() if one.retired_at else None,
            }
            for one in changed.keys
        ],
    }
    write(config.contact_private_key, content)
    keep_public(config.contact_public_key, changed.newest.public)


def make() -> bool:
    """Make the keys of an installation; return False when it has some already, which stay as they are.

    Errors: `NoKey` when there is a file that cannot be read, or a public key without its private one: new keys would
    lose what was sealed for the old ones.
    """
    config: Config = current_app.extensions["settings"]
    private, public = config.contact_private_key, config.contact_public_key
    if private.exists():
        found = read_ring(private)
        # Whoever died between the two files finds the second here.
        if not public.exists() or read_public(public) != found.newest.public:
            keep_public(public, found.newest.public)
        return False
    if public.exists():
        raise NoKey(f"There is a public key in {public}, but no private one in {private}.")
    keep(Ring((_new_key(),), secrets.token_bytes(32)))
    return True


def open_for(contact_id: int, why: WhyOpened, *, by: int) -> str:
    """Return the address of a reader, for a reason, and leave a line in the trail with it.

    Errors: `NotFound` without such a contact, or for one whose address nobody has confirmed; `NoKey`.
    """
    with writing() as session:
        contact = session.get(Contact, contact_id)
        if contact is None or contact.confirmed_at is None or contact.ended_at is not None:
            raise NotFound(f"there is no contact {contact_id}")
        opened = ring().open(contact.sealed, contact.key_id)
        case_id = session.get_one(Submission, contact.submission_id).case_id
        subject = Subject("submission", contact.submission_id) if case_id is None else Subject("case", case_id)
        happened(ContactAction.CONTACT_OPENED, subject, by=by, submission=contact.submission_id, why=why.value)
        return opened.address


def _private_file() -> Path:
    config: Config = current_app.extensions["settings"]
    return config.contact_private_key


def _new_key() -> PrivateKey:
    return PrivateKey(secrets.token_hex(8), bytes(BoxKey.generate()))


def _read_key(kept: Mapping[str, Any]) -> PrivateKey:
    retired = kept["retired_at"]
    return PrivateKey(
        kept["id"],
        b64decode(kept["private"], validate=True),
        datetime.fromisoformat(retired) if retired else None,
    )


def _text(key: bytes) -> str:
    return b64encode(key).decode("ascii")
