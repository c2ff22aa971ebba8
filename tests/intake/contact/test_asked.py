"""How often the owner of an address is asked whether it is theirs: seldom, whatever somebody else does with reports."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select, update

from core.db import db, now, writing
from intake.contact import contacts
from intake.models.contacts import AskedAddress, Contact
from intake.models.reports import Submission
from intake.retention import erasing
from tests.support import factories
from tests.support.mailing import MailServer, let_time_pass, send_all

ADDRESS = "quastenflosser@example.org"


def count(table: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_whoever_erases_their_report_does_not_begin_to_count_anew(app: Flask, server: MailServer) -> None:
    """Else a stranger could be sent letters without end: report, ask, erase, and again."""
    for number in range(6):
        receipt = factories.report(f"Ein Beitrag, der {number} Mal geteilt wurde.")
        report = db.session.scalars(select(Submission).order_by(Submission.id.desc())).first()
        assert report is not None
        contacts.ask(report.id, ADDRESS)
        send_all(app)
        erasing.ask(receipt.receipt)
        assert erasing.carry_out() == 1

    assert len(server.got) == 3
    assert count(Contact) == 0


def test_a_day_later_the_owner_of_an_address_may_be_asked_again_and_nothing_is_left_of_it(
    app: Flask, server: MailServer
) -> None:
    for number in range(4):
        contacts.ask(factories.submission(f"Ein Beitrag, der {number} Mal geteilt wurde.").id, ADDRESS)
    send_all(app)
    assert (len(server.got), count(AskedAddress)) == (3, 3)
    with writing() as session:
        session.execute(update(AskedAddress).values(asked_at=now() - timedelta(hours=25)))
    contacts.ask(factories.submission("Noch ein Beitrag, der heute geteilt wurde.").id, ADDRESS)
    send_all(app)
    contacts.tidy()

    assert (len(server.got), count(AskedAddress)) == (4, 1)


def test_a_letter_that_the_server_did_not_take_is_not_counted(app: Flask, server: MailServer) -> None:
    contacts.ask(factories.submission().id, ADDRESS)
    server.on_letter = lambda _server, _to: "451 Come back later"
    for _ in range(4):
        send_all(app)
        let_time_pass()
    server.on_letter = lambda _server, _to: "250 OK"
    send_all(app)

    assert [to for to, _ in server.got] == [ADDRESS]
