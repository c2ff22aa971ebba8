"""Asking for an answer by mail, saying that an address is one's own, and ending it; nothing here opens an address."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta
from enum import Enum, auto

from email_validator import EmailNotValidError, validate_email
from flask import current_app
from flask_babel import gettext
from sqlalchemy import ColumnElement, Select, delete, literal, select

from core.config import Config
from core.db import db, inserting, now, writing
from core.outbox import outbox
from core.refusals import InvalidInput
from core.secrets import keyed_hash
from intake.contact import answers, asked, questions
from intake.contact.keys import NoKey, public_key
from intake.contact.sealing import LONGEST_ADDRESS, TOKEN_BYTES, Opened, seal
from intake.models.contacts import Contact, MutedAddress
from intake.models.reports import Submission

CONFIRMATION = "contact_confirmation"
# So long the link works that says: this is me. Begun anew when the letter with it leaves.
CONFIRMED_WITHIN = timedelta(hours=48)
# How often an address may be typed for one report: enough to mend two slips.
MOST_ASKED = 3
# A contact that was replaced stays so long, without its address, because it is counted.
REPLACED_KEPT = timedelta(days=1)


class Confirmed(Enum):
    """What became of a link that says: this is me."""

    NOW = auto()
    BEFORE = auto()
    GONE = auto()


def is_offered() -> bool:
    """Return whether readers are asked: only where letters leave, and an address can be sealed."""
    config: Config = current_app.extensions["settings"]
    if config.mail is None:
        return False
    try:
        public_key()
    except NoKey:
        return False
    return True


def of_report(report_id: int) -> Contact | None:
    """Return the contact of a report that stands now."""
    return db.session.scalar(select(Contact).where(Contact.submission_id == report_id, Contact.ended_at.is_(None)))


def of_reports(report_ids: Sequence[int]) -> dict[int, int]:
    """Return the ids of the confirmed contacts of some reports, by report."""
    rows = select(Contact.submission_id, Contact.id).where(
        Contact.submission_id.in_(report_ids), Contact.confirmed_at.is_not(None), Contact.ended_at.is_(None)
    )
    return dict(db.session.execute(rows).all())


def ask(report_id: int, address: str) -> None:
    """Keep the address of a reader who wishes for the answer by mail; a letter asks whether it is theirs.

    One that was not confirmed yet is replaced. Errors: `InvalidInput` for what is no address, for too many of them, and
    where one was confirmed; then nothing was stored.
    """
    checked = _checked(address)
    content = Opened(checked, secrets.token_hex(TOKEN_BYTES), secrets.token_hex(TOKEN_BYTES))
    key = public_key()
    with writing() as session:
        # Of two at once the second sees what the first has kept.
        report = session.get(Submission, report_id, with_for_update=True, populate_existing=True)
        if report is None or report.erased_at is not None:
            raise InvalidInput({"email": gettext("This report is erased, so there is no answer to send.")})
        before = session.scalars(select(Contact).where(Contact.submission_id == report_id)).all()
        if any(one.confirmed_at is not None and one.ended_at is None for one in before):
            raise InvalidInput({"email": gettext("You get the answer to this report by mail already.")})
        if len(before) >= MOST_ASKED:
            raise InvalidInput({"email": gettext("You have given several addresses already. Please use your receipt.")})
        for one in before:
            _replace(one)
        session.flush()
        contact = Contact(
            submission_id=report_id,
            sealed=seal(content, key),
            key_id=key.id,
            confirm_hash=_hash_of("confirm", content.confirm),
            stop_hash=_hash_of("stop", content.stop),
            expires_at=now() + CONFIRMED_WITHIN,
        )
        session.add(contact)
        session.flush()
        outbox.post(CONFIRMATION, _only(contact.id))


def confirm(token: str) -> Confirmed:
    """Take the word of whoever got the letter that the address is theirs; a repeat changes nothing."""
    with writing():
        contact = _found(Contact.confirm_hash == _hash_of("confirm", token), locked=True)
        if contact is None:
            return Confirmed.GONE
        if contact.confirmed_at is not None:
            return Confirmed.BEFORE
        if contact.expires_at <= now():
            return Confirmed.GONE
        contact.confirmed_at = now()
        asked.count_no_more(contact.find_hash)
        # What is settled already is told at once, unless it can still be taken back.
        outbox.post(answers.ANSWER, _only(contact.id), delay=answers.settles_in(contact))
        questions.note(contact)
        return Confirmed.NOW


def can_be_confirmed(token: str) -> bool:
    """Return whether a link still leads to something to confirm; asking changes nothing."""
    contact = _found(Contact.confirm_hash == _hash_of("confirm", token))
    return contact is not None and (contact.confirmed_at is not None or contact.expires_at > now())


def can_be_stopped(token: str) -> bool:
    """Return whether a link still leads to an address; asking changes nothing."""
    return _found(Contact.stop_hash == _hash_of("stop", token)) is not None


def stop(token: str, *, for_good: bool) -> None:
    """Send no more about a report, and remove the address; `for_good` to that address nothing any more.

    A repeat changes nothing, and nor does a link that leads nowhere.
    """
    with writing() as session:
        contact = _found(Contact.stop_hash == _hash_of("stop", token), locked=True)
        if contact is None:
            return
        if for_good and contact.find_hash:
            muted = inserting(MutedAddress).values(find_hash=contact.find_hash, muted_at=now())
            session.execute(muted.on_conflict_do_nothing())
        _forget([contact.id])


def forget(report_id: int) -> None:
    """Remove whatever address came with a report, with its letters; call inside `writing()`."""
    _forget(db.session.scalars(select(Contact.id).where(Contact.submission_id == report_id)).all())


def withdraw(report_id: int) -> None:
    """Let a reader take their address back; a repeat changes nothing."""
    with writing():
        contact = of_report(report_id)
        if contact is not None and contact.confirmed_at is None:
            # Counted on, so that nobody has one stranger written to again and again.
            _replace(contact)
        elif contact is not None:
            _forget([contact.id])


def tidy() -> None:
    """Remove addresses that nobody confirmed in time or that want no mail, and what no correction is awaited for.

    A page of each; a repeat finds the rest, or none.
    """
    with writing() as session:
        unconfirmed = (Contact.confirmed_at.is_(None), Contact.expires_at <= now(), Contact.ended_at.is_(None))
        replaced = (Contact.ended_at <= now() - REPLACED_KEPT,)
        # The owner of an address may have ended its mails by the letter of one report; this one is of another.
        muted = (Contact.find_hash.in_(select(MutedAddress.find_hash)),)
        for which in (unconfirmed, replaced, muted):
            _forget(session.scalars(select(Contact.id).where(*which).limit(answers.PAGE)).all())
        _forget(answers.served_long_ago())
    asked.forget_old()


def _forget(contact_ids: Sequence[int]) -> None:
    if not contact_ids:
        return
    # The contacts first: that is the order of whoever sends.
    db.session.execute(select(Contact.id).where(Contact.id.in_(contact_ids)).order_by(Contact.id).with_for_update())
    for kind in (CONFIRMATION, answers.ANSWER, questions.QUESTION):
        outbox.forget(kind, contact_ids)
    db.session.execute(delete(Contact).where(Contact.id.in_(contact_ids)))


def _replace(contact: Contact) -> None:
    contact.sealed, contact.ended_at = b"", contact.ended_at or now()
    outbox.forget(CONFIRMATION, [contact.id])


def _found(which: ColumnElement[bool], *, locked: bool = False) -> Contact | None:
    rows = select(Contact).where(which, Contact.ended_at.is_(None))
    if locked:
        rows = rows.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(rows)


def _hash_of(purpose: str, token: str) -> str:
    return keyed_hash(f"mail {purpose}", token)


def _only(contact_id: int) -> Select[int]:
    return select(Contact.id).where(Contact.id == literal(contact_id))


def _checked(address: str) -> str:
    """Return an address as it is written to. Errors: `InvalidInput`."""
    typed = address.strip()
    if not typed:
        raise InvalidInput({"email": gettext("Enter your mail address, for example name@example.org.")})
    try:
        found = validate_email(typed, check_deliverability=False, allow_smtputf8=False).ascii_email
    except EmailNotValidError as error:
        told = gettext("This is no mail address we can write to. Check each character, for example name@example.org.")
        raise InvalidInput({"email": told}) from error
    if found is None or len(found) > LONGEST_ADDRESS:
        raise InvalidInput({"email": gettext("This is no mail address we can write to.")})
    return found
