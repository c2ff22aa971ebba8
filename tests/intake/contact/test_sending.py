"""A mail server that is down, slow, refusing or greylisting: each reader gets exactly one answer, counted."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.db import db, now, writing
from core.outbox import outbox, smtp
from core.outbox.models import LetterState, Outbox
from intake.contact.answers import ANSWER
from intake.models.cases import Case
from intake.models.contacts import Contact
from tests.support.databases import let_go
from tests.support.desk import plain_case
from tests.support.installation import changed
from tests.support.mailing import MailServer, let_time_pass, mailing, readers, send_all, settle

EVERY = 12


@pytest.fixture
def case(app: Flask) -> Case:
    return plain_case()


def row() -> Outbox:
    db.session.rollback()
    return db.session.scalars(select(Outbox).execution_options(populate_existing=True)).one()


def states() -> Counter[LetterState]:
    db.session.rollback()
    return Counter(db.session.scalars(select(Outbox.state)).all())


def each_once(server: MailServer, addresses: list[str]) -> None:
    assert Counter(to for to, _ in server.got) == dict.fromkeys(addresses, 1)


def test_each_of_many_gets_one_answer(app: Flask, server: MailServer, case: Case) -> None:
    addresses = readers(case, EVERY)
    settle(case)

    assert send_all(app)
    assert send_all(app)
    each_once(server, addresses)
    assert len({letter["Message-ID"] for letter in server.letters()}) == EVERY
    assert states() == {LetterState.SENT: EVERY}


def test_a_server_that_is_down_costs_one_try_a_round_and_then_all_is_sent(
    app: Flask, server: MailServer, case: Case
) -> None:
    addresses = readers(case, EVERY)
    settle(case)
    dead = mailing(changed(app.extensions["settings"]), MailServer(port=1))
    with dead.app_context():
        assert not send_all(dead)
        assert not send_all(dead)
    let_go(dead)
    db.session.rollback()
    assert db.session.scalar(select(func.sum(Outbox.attempts))) == 2, "the others have lost no try"
    let_time_pass()
    assert send_all(app)
    each_once(server, addresses)


def test_greylisting_is_waited_out(app: Flask, server: MailServer, case: Case) -> None:
    addresses = readers(case, EVERY)
    settle(case)
    met: Counter[str] = Counter()

    def greylists(_server: MailServer, to: str) -> str:
        met[to] += 1
        return "250 OK" if met[to] > 1 else "450 Greylisted, come back later"

    server.on_recipient = greylists
    assert send_all(app)
    assert server.got == []
    assert states() == {LetterState.WAITING: EVERY}
    assert send_all(app)
    assert met.total() == EVERY, "nobody is tried again before a minute has passed"
    let_time_pass()
    send_all(app)
    each_once(server, addresses)


def test_greylisting_after_the_last_line_is_waited_out_too(app: Flask, server: MailServer, case: Case) -> None:
    addresses = readers(case, EVERY)
    settle(case)
    met: Counter[str] = Counter()

    def greylists(_server: MailServer, to: str) -> str:
        met[to] += 1
        return "250 OK" if met[to] > 1 else "451 Come back later"

    server.on_letter = greylists
    send_all(app)
    assert server.got == []
    let_time_pass()
    send_all(app)
    each_once(server, addresses)


def test_what_is_refused_for_good_is_given_up_at_once_and_the_others_are_sent(
    app: Flask, server: MailServer, case: Case
) -> None:
    addresses = readers(case, EVERY)
    settle(case)
    server.on_recipient = lambda _server, to: f"550 No such user {to}" if to == addresses[0] else "250 OK"

    send_all(app)
    each_once(server, addresses[1:])
    failed = db.session.scalars(select(Outbox).where(Outbox.state == LetterState.FAILED)).one()
    assert failed.trouble == "RCPT 550", "the words of the server would quote the address"


def test_after_the_last_try_a_letter_is_given_up(app: Flask, server: MailServer, case: Case) -> None:
    readers(case, 1)
    settle(case)
    server.on_recipient = lambda _server, _to: "450 Later"
    waits = []
    for _ in outbox.BACK_OFF:
        send_all(app)
        found = row()
        waits.append(found.due_at - now())
        let_time_pass()
    assert [round(wait / timedelta(minutes=1)) for wait in waits] == [1, 5, 30, 120, 360, 1440]
    send_all(app)

    assert row().state is LetterState.FAILED


def test_a_slow_server_is_waited_for(app: Flask, server: MailServer, case: Case) -> None:
    addresses = readers(case, 3)
    settle(case)
    server.seconds_to_answer = 0.5

    assert send_all(app)
    each_once(server, addresses)


def test_without_an_answer_to_the_last_line_nobody_is_written_to_twice_until_a_person_says_so(
    app: Flask, server: MailServer, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    [address] = readers(case, 1)
    settle(case)
    monkeypatch.setattr(smtp.Line.__init__, "__kwdefaults__", {"step_seconds": 5.0, "end_seconds": 0.2})
    server.seconds_to_answer = 1.0

    send_all(app)
    let_time_pass()
    send_all(app)
    each_once(server, [address])
    assert [one.state for one in outbox.unsent()] == [LetterState.ENDING]


def test_a_letter_that_two_processes_would_send_is_sent_by_one(app: Flask, server: MailServer, case: Case) -> None:
    """The second takes it because the lease is over; the first was only slow, and comes to its last line then."""
    [address] = readers(case, 1)
    settle(case)
    slow: list[bool] = []

    def second() -> None:
        with app.app_context():
            let_time_pass()
            assert send_all(app)

    async def waits(_server: MailServer, _to: str) -> str:
        if not slow:
            slow.append(True)
            await asyncio.to_thread(second)
        return "250 OK"

    server.on_recipient = waits
    send_all(app)

    each_once(server, [address])


def test_without_the_private_key_letters_wait_and_no_try_is_counted(app: Flask, server: MailServer) -> None:
    case = plain_case()
    readers(case, 2)
    settle(case)
    config = app.extensions["settings"]
    config.contact_private_key.rename(config.data_dir / "elsewhere")

    assert not send_all(app)
    db.session.rollback()
    assert set(db.session.scalars(select(Outbox.attempts))) == {0}


def test_a_letter_that_cannot_be_composed_stands_in_nobodys_way(
    app: Flask, server: MailServer, capfd: pytest.CaptureFixture[str]
) -> None:
    case = plain_case()
    addresses = readers(case, 3)
    with writing() as session:
        spoilt = session.scalars(select(Contact).order_by(Contact.id)).first()
        assert spoilt is not None
        spoilt.sealed = spoilt.sealed[:-1] + bytes([spoilt.sealed[-1] ^ 1])
    settle(case)

    assert send_all(app)
    each_once(server, addresses[1:])
    waiting = db.session.scalars(select(Outbox).where(Outbox.state == LetterState.WAITING)).one()
    assert (waiting.trouble, waiting.attempts) == ("compose NoKey", 1)
    assert addresses[0] not in capfd.readouterr().err


def test_of_two_letters_about_the_same_that_died_one_goes_on_and_others_are_freed(app: Flask, case: Case) -> None:
    readers(case, 2)
    mine, other = db.session.scalars(select(Contact.id).order_by(Contact.id)).all()
    dead = {"kind": ANSWER, "state": LetterState.SENDING, "lease": "x", "leased_until": now() - timedelta(hours=1)}
    with writing() as session:
        session.add_all(Outbox(subject_id=subject, **dead) for subject in (mine, mine, other))

    outbox.free_abandoned()

    db.session.rollback()
    rows = db.session.execute(select(Outbox.subject_id, Outbox.state).order_by(Outbox.id)).all()
    assert [tuple(row) for row in rows] == [(mine, LetterState.WAITING), (other, LetterState.WAITING)]
