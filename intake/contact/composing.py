"""What every letter to a reader is put together from: their contact, their language, and the pages that it leads to.

Whoever imports this opens addresses; readers' processes do not.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass

from flask import current_app
from flask_babel import force_locale, gettext

from core.config import Config
from core.db import db, writing
from core.outbox.letters import Letter, Link
from intake.contact import muting, opening
from intake.contact.sealing import Opened
from intake.models.contacts import Contact, MutedAddress


def live(contact_id: int) -> Contact | None:
    """Return a contact as it stands in the database; None for one that ended."""
    contact = db.session.get(Contact, contact_id, populate_existing=True)
    return None if contact is None or contact.ended_at is not None else contact


def locked(contact_id: int) -> Contact | None:
    """Do the same and lock it; call inside `writing()`."""
    contact = db.session.get(Contact, contact_id, with_for_update=True, populate_existing=True)
    return None if contact is None or contact.ended_at is not None else contact


def opened(contact: Contact) -> Opened | None:
    """Return the address to write to; None where its owner wants no mail from here. Errors: `NoKey`.

    Its hash is kept first: the letter that asked may have left before a backup that knows nothing of it, and whoever
    ends all mails by this one is known by the hash alone.
    """
    ring = opening.ring()
    found = ring.open(contact.sealed, contact.key_id)
    find_hash = ring.find_hash(found.address)
    note_hash(contact, find_hash)
    return None if is_muted(find_hash) else found


def note_hash(contact: Contact, find_hash: str) -> None:
    """Keep the hash by which an address is found, also where no letter leaves: by it a contact is muted.

    In one transaction with what is owed then, so that no death between the two loses it.
    """
    if contact.find_hash != find_hash:
        contact_id = contact.id
        with writing():
            keep_hash(locked(contact_id), find_hash)


def keep_hash(contact: Contact | None, find_hash: str) -> None:
    """Do the same inside `writing()`, to a contact that is locked; nothing for one that ended meanwhile."""
    if contact is not None and contact.find_hash != find_hash:
        contact.find_hash = find_hash
        muting.owe(contact.submission_id, find_hash)


def is_muted(find_hash: str) -> bool:
    """Return whether the owner of an address wants no mail from here."""
    return db.session.get(MutedAddress, find_hash) is not None


def in_language_of(contact: Contact) -> AbstractContextManager[None]:
    """Return the block in which texts are in the language of a reader."""
    spoken: AbstractContextManager[None] = force_locale(contact.submission.language)
    return spoken


def letter_to(contact: Contact, address: Opened, subject: str, *parts: str | Link, mark: str = "") -> Letter:
    """Return a letter with its greeting at the end and the way out of such letters."""
    config: Config = current_app.extensions["settings"]
    return Letter(
        to=address.address,
        language=contact.submission.language,
        subject=subject,
        parts=(*parts, gettext("Kind regards, %(desk)s", desk=config.face.name)),
        stop=Link(gettext("You do not want such mails? Press the button on this page:"), url("stop", address.stop)),
        mark=mark,
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """A page that letters lead to: its endpoint, and what its address takes."""

    endpoint: str
    argument: str = ""


_PAGES = {
    "confirm": _Page("intake_contact.confirm", "token"),
    "stop": _Page("intake_contact.stop", "token"),
    "status": _Page("intake.status"),
    "claim": _Page("archive.claim", "slug"),
}


def url(name: str, value: str = "") -> str:
    """Return the whole address of a page for readers."""
    config: Config = current_app.extensions["settings"]
    page = _PAGES[name]
    values = {page.argument: value} if page.argument else {}
    path = current_app.url_map.bind("").build(page.endpoint, values, append_unknown=False)
    return f"{config.public_url}{path}"
