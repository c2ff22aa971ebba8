"""A reader who wishes for mail, a desk that asks, and the letters that leave when hours have gone by."""

from __future__ import annotations

from email.message import EmailMessage

from flask import Flask
from sqlalchemy import select

from core import owed
from core.db import db
from intake.models.remarks import Remark
from intake.models.reports import Submission
from review.talk import asking
from tests.support.holding import editor
from tests.support.mailing import MailServer, confirmed, let_time_pass, send_all

QUESTION = "Wo haben Sie den Muränenhund gesehen?"
SUBJECT = "Wir haben eine Frage zu Ihrer Meldung"


def report() -> Submission:
    """Return the only report as it stands now."""
    db.session.rollback()
    return db.session.scalars(select(Submission)).one()


def ask(text: str = QUESTION) -> int:
    """Let the desk ask, and the worker note what is owed; return the number of the question."""
    asking.ask(report().id, text, editor=editor("Ada"))
    owed.pay_all()
    db.session.rollback()
    return db.session.scalars(select(Remark.id).order_by(Remark.id.desc())).first() or 0


def sent(app: Flask, server: MailServer) -> list[EmailMessage]:
    """Return the letters that leave when hours have gone by."""
    before = len(server.got)
    let_time_pass()
    assert send_all(app)
    return server.letters()[before:]


def subjects(app: Flask, server: MailServer) -> list[str]:
    """Return what they are called."""
    return [str(letter["Subject"]) for letter in sent(app, server)]


def wished(app: Flask, server: MailServer) -> None:
    """Let the reader have confirmed their address, with nothing left to send."""
    confirmed(report())
    assert sent(app, server) == []
