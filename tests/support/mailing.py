"""A real mail server that says what a test wants, an installation that sends by it, and readers who wish for mail."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from sqlalchemy import select, update

from app import create_app
from core.config import Config
from core.db import db, now, writing
from core.outbox.models import LetterState, Outbox
from intake.cases import settling
from intake.contact import answers, contacts, opening
from intake.contact.sealing import Opened, seal
from intake.models.cases import Case, CaseState
from intake.models.contacts import Contact
from intake.models.reports import Channel, Platform, Submission
from processes import mail
from tests.support.installation import changed

HOST = "127.0.0.1"
SENDER = "redaktion@example.org"
PUBLIC_URL = "http://check.desk.test"
OK = "250 OK"

Say = Callable[["MailServer", str], str | Awaitable[str]]


def says_ok(_server: MailServer, _to: str) -> str:
    return OK


@dataclass
class MailServer:
    """What a server of a test got, and what it answers at each step; set a step to change the answer."""

    port: int = 0
    got: list[tuple[str, bytes]] = field(default_factory=list)
    on_recipient: Say = says_ok
    # Called when the whole letter has come, before it is answered.
    on_letter: Say = says_ok
    seconds_to_answer: float = 0.0

    async def handle_RCPT(  # noqa: N802 (the name is aiosmtpd's)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        said = await _said(self.on_recipient(self, address))
        if said == OK:
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 (as above)
        to, content = envelope.rcpt_tos[0], envelope.content
        assert isinstance(content, bytes)
        said = await _said(self.on_letter(self, to))
        if said == OK:
            self.got.append((to, content))
        await asyncio.sleep(self.seconds_to_answer)
        return said

    def letters(self) -> list[EmailMessage]:
        """Return what came, read."""
        return [_read(content) for _, content in self.got]


async def _said(answer: str | Awaitable[str]) -> str:
    return answer if isinstance(answer, str) else await answer


def _read(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    return message


@contextmanager
def mail_server(**options: Any) -> Iterator[MailServer]:
    """Run a server on a port of its own."""
    server = MailServer(port=_free_port())
    controller = Controller(server, hostname=HOST, port=server.port, **options)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def environment(server: MailServer) -> dict[str, str]:
    """Return the settings of an installation that sends by a server."""
    return {
        "SMTP_HOST": HOST,
        "SMTP_PORT": str(server.port),
        "SMTP_TLS": "off",
        "SMTP_FROM": SENDER,
        "PUBLIC_URL": PUBLIC_URL,
    }


def mailing(config: Config, server: MailServer) -> Flask:
    """Return an app of the same installation that sends letters, with its keys made; the context is the caller's."""
    app = create_app(changed(config, **environment(server)))
    app.testing = True
    app.extensions["security"].pwd_context.update(argon2__rounds=1, argon2__memory_cost=64)
    with app.app_context():
        opening.make()
    return app


def send_all(app: Flask) -> bool:
    """Let the process that sends letters come round once."""
    db.session.rollback()
    return mail.one_round(app, threading.Event())


def let_time_pass(by: timedelta = timedelta(days=2)) -> None:
    """Let letters be due, and leases be over, as they are after a while."""
    with writing() as session:
        session.execute(update(Outbox).values(due_at=now() - by))
        held = update(Outbox).where(Outbox.state.in_((LetterState.SENDING, LetterState.ENDING)))
        session.execute(held.values(leased_until=now() - by))


def link_in(letter: EmailMessage, page: str) -> str:
    """Return the path of a link in a letter, as `/mail/confirm/…`."""
    found = re.search(rf"{re.escape(PUBLIC_URL)}(/mail/{page}/[0-9a-f]+)", plain(letter))
    assert found is not None, f"no link to {page} in the letter"
    return found[1]


def plain(letter: EmailMessage) -> str:
    """Return a letter as plain text."""
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def formatted(letter: EmailMessage) -> str:
    """Return a letter as HTML."""
    part = letter.get_body(("html",))
    assert part is not None
    return str(part.get_content())


def contact_of(report: Submission) -> Contact:
    """Return the contact of a report as it stands now."""
    db.session.rollback()
    rows = select(Contact).where(Contact.submission_id == report.id, Contact.ended_at.is_(None))
    return db.session.scalars(rows.execution_options(populate_existing=True)).one()


def confirmed(report: Submission, address: str = "leserin@example.org") -> Contact:
    """Let the reader of a report wish for mail, and say that the address is theirs."""
    contacts.ask(report.id, address)
    found = contact_of(report)
    opened = opening.ring().open(found.sealed, found.key_id)
    contacts.confirm(opened.confirm)
    with writing() as session:
        session.get_one(Contact, found.id).find_hash = opening.ring().find_hash(address)
    return contact_of(report)


def readers(case: Case, count: int) -> list[str]:
    """Let so many readers have reported a case and have confirmed their address; return the addresses."""
    key = opening.ring().newest.public
    addresses = [f"reader-{number}@example.org" for number in range(count)]
    with writing() as session:
        for number, address in enumerate(addresses):
            report = Submission(
                reference=f"GC-2026-{900_000 + number:06d}",
                receipt_hash=f"{number:064d}",
                channel=Channel.FORM,
                kind=case.kind,
                text=case.text,
                url="",
                platform=Platform.UNKNOWN,
                why="",
                language="de",
                case_id=case.id,
            )
            session.add(report)
            session.flush()
            content = Opened(address, f"{number:032x}", f"{number + count:032x}")
            session.add(
                Contact(
                    submission_id=report.id,
                    sealed=seal(content, key),
                    key_id=key.id,
                    confirm_hash=f"c{number:063d}",
                    stop_hash=f"s{number:063d}",
                    expires_at=now() + timedelta(days=2),
                    confirmed_at=now(),
                )
            )
    return addresses


def settle(case: Case, *, sentence: str = "Das stimmt nicht.", **changes: Any) -> None:
    """Settle a case as a decision does, and note the letters."""
    values = {"state": CaseState.CLOSED, "public_sentence": sentence, "verdict": None, "answer_claim_id": None}
    with writing() as session:
        found = session.get_one(Case, case.id)
        settling.settle(found, **(values | changes))
    answers.tell(case.id)
    let_time_pass()
