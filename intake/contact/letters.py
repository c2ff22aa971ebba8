"""The letters to readers: whether an address is theirs, what became of their report, and corrections of it.

Composed in the process that sends them, from what stands in the database at that moment. A letter holds nothing that
its reader wrote, and not their receipt: mailboxes are read by others, too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256

import structlog
from flask import Flask
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from archive.models import Claim
from core.db import now
from core.outbox.kinds import KINDS, Undone
from core.outbox.letters import Letter, Link
from intake.contact import asked, opening
from intake.contact.answers import ANSWER
from intake.contact.composing import (
    in_language_of,
    is_muted,
    keep_hash,
    letter_to,
    live,
    locked,
    note_hash,
    opened,
    url,
)
from intake.contact.contacts import CONFIRMATION, CONFIRMED_WITHIN
from intake.contact.keys import NoKey
from intake.models.cases import Kind
from intake.models.contacts import Contact
from intake.models.reports import Phase
from intake.reports import submissions
from intake.reports.submissions import Answer, Status

log = structlog.get_logger(__name__)

_SETTLED = frozenset({Phase.ANSWERED, Phase.DECIDED, Phase.CLOSED, Phase.FORWARDED})
# What `told` says of a reader who was told that their case is looked at again.
_REOPENED = "reopened"


class Confirmation:
    """Asks whether an address is its reader's own."""

    label = _l("Asks whether an address is right")

    def compose(self, subject_id: int) -> Letter | None:
        """Return the letter; None when it was confirmed, replaced or ended, or must not be sent to this address."""
        contact = live(subject_id)
        if contact is None or contact.confirmed_at is not None:
            return None
        ring = opening.ring()
        address = ring.open(contact.sealed, contact.key_id)
        find_hash = ring.find_hash(address.address)
        note_hash(contact, find_hash)
        if is_muted(find_hash) or not asked.may_be(find_hash):
            log.info("contact_not_asked", contact=contact.id)
            return None
        with in_language_of(contact):
            return letter_to(
                contact,
                address,
                gettext("Is this your mail address?"),
                gettext("Hello,"),
                gettext("somebody who reported a post to us wishes for the answer at this address."),
                Link(
                    gettext("If it was you, open this page within 48 hours and press the button:"),
                    url("confirm", address.confirm),
                ),
                gettext(
                    "If it was not you, you need not do anything. Then we send nothing more and forget the address."
                ),
            )

    def hold(self, subject_id: int) -> None:
        """Lock the contact."""
        locked(subject_id)

    def certify(self, subject_id: int, letter: Letter, number: int) -> bool:
        """Return whether it still has to be asked; the time for the answer begins, and the letter is counted."""
        contact = locked(subject_id)
        if contact is None or contact.confirmed_at is not None:
            return False
        contact.expires_at = now() + CONFIRMED_WITHIN
        asked.count(contact.find_hash)
        return True

    def pass_over(self, subject_id: int, number: int) -> None:
        """Keep the hash of the address: its owner may have the letter, and end all mails by it.

        Nothing else: a contact that nobody confirms ends by itself. Where the keys are not at hand, a later letter
        keeps it.
        """
        contact = locked(subject_id)
        if contact is not None:
            with suppress(NoKey):
                ring = opening.ring()
                keep_hash(contact, ring.find_hash(ring.open(contact.sealed, contact.key_id).address))

    def undo(self, subject_id: int, number: int) -> Undone:
        """Count it no more. The time goes on: a link that never arrived is used by nobody."""
        contact = locked(subject_id)
        if contact is None or contact.confirmed_at is not None:
            return Undone.OVER
        asked.count_no_more(contact.find_hash)
        return Undone.TAKEN_BACK


class Outcome:
    """Tells what became of a report, once, and again whenever that has changed."""

    label = _l("A reader's answer")

    def compose(self, subject_id: int) -> Letter | None:
        """Return the letter; None when its reader knows already what there is to say."""
        contact = live(subject_id)
        if contact is None or contact.confirmed_at is None:
            return None
        status = submissions.status_of(contact.submission)
        mark = _mark(contact, status)
        if mark == contact.told:
            return None
        address = opened(contact)
        if address is None:
            return None
        with in_language_of(contact):
            subject, *parts = _words(contact, status)
            return letter_to(contact, address, str(subject), *parts, mark=mark)

    def hold(self, subject_id: int) -> None:
        """Lock the contact."""
        locked(subject_id)

    def certify(self, subject_id: int, letter: Letter, number: int) -> bool:
        """Return whether this is what its reader has to be told now, and note that they were."""
        contact = locked(subject_id)
        if contact is None or contact.confirmed_at is None:
            return False
        if (
            letter.mark in {"", contact.told}
            or _mark(contact, submissions.status_of(contact.submission)) != letter.mark
        ):
            return False
        _note(contact, letter.mark, number)
        return True

    def pass_over(self, subject_id: int, number: int) -> None:
        """Note that its reader knows what became of their report."""
        contact = locked(subject_id)
        if contact is not None and (mark := _mark(contact, submissions.status_of(contact.submission))):
            _note(contact, mark, number)

    def undo(self, subject_id: int, number: int) -> Undone:
        """Note that its reader was not told after all, unless a later letter has told them something else since."""
        contact = locked(subject_id)
        if contact is None:
            return Undone.OVER
        if contact.told_in != number:
            return Undone.OVERTAKEN
        contact.told, contact.told_before = contact.told_before, ""
        contact.told_in, contact.told_in_before = contact.told_in_before, 0
        return Undone.TAKEN_BACK


def init_app(_app: Flask) -> None:
    """Let letters to readers be sent by this process."""
    KINDS[CONFIRMATION] = Confirmation()
    KINDS[ANSWER] = Outcome()


def _note(contact: Contact, mark: str, number: int) -> None:
    contact.told_before, contact.told = contact.told, mark
    contact.told_in_before, contact.told_in = contact.told_in, number


def _mark(contact: Contact, status: Status) -> str:
    """Return a name of all that a reader would be told now; what was told already when nothing is to be told."""
    if status.phase not in _SETTLED:
        return _REOPENED if contact.told else ""
    said = [
        [
            answer.sentence,
            answer.verdict.value if answer.verdict else None,
            answer.article.claim.id if answer.article else None,
        ]
        for answer in status.answers
    ]
    return sha256(json.dumps([status.phase.value, said]).encode()).hexdigest()


def _words(contact: Contact, status: Status) -> Iterator[str | Link]:
    """Yield the subject, then the parts of a letter."""
    status_page = Link(gettext("With your receipt you see everything here:"), url("status"))
    if status.phase not in _SETTLED:
        yield gettext("We are looking at your report again")
        yield gettext("Hello,")
        yield gettext("we have taken back the answer that we sent you. Please do not rely on it any more.")
        yield gettext("A person looks at your report again. You hear from us when there is a new answer.")
        yield status_page
        return
    is_new = contact.told == ""
    yield gettext("The answer to your report") if is_new else gettext("A correction: the answer to your report")
    yield gettext("Hello,")
    if is_new:
        yield gettext("thank you for your report. A person at the desk has looked at this post.")
    else:
        yield gettext(
            "our answer to your report has changed. What we wrote before no longer holds; this is the answer now."
        )
    case = contact.submission.case
    # Whoever sent it may have called it something else than the desk does.
    if Kind.HATE in {contact.submission.kind, None if case is None else case.kind}:
        # What hate is about, and against whom, stands on the page that only the receipt opens.
        yield gettext("For your protection the answer itself does not stand in this e-mail.")
    else:
        yield from _outcome(status)
    yield status_page


def _outcome(status: Status) -> Iterator[str | Link]:
    for answer in status.answers:
        if answer.sentence:
            yield answer.sentence
        yield from _verdict(answer)
    if status.phase is Phase.CLOSED:
        yield gettext("We could not find out if it is right. That does not mean it is true.")
    elif status.phase is Phase.FORWARDED:
        yield gettext("We have passed your report on to an office that can do more.")


def _verdict(answer: Answer) -> Iterator[str | Link]:
    if answer.verdict is not None:
        yield gettext("Our result: %(verdict)s", verdict=answer.verdict.label)
    if answer.article is not None:
        claim: Claim = answer.article.claim
        yield Link(claim.title or claim.text, url("claim", claim.slug))
