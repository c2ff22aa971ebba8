"""The process that sends letters, killed with SIGKILL over and over: each reader gets one answer."""

from __future__ import annotations

import signal
import time
from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.config import Config
from core.db import db
from core.outbox import outbox
from core.outbox.kinds import KINDS
from core.outbox.models import LetterState, Outbox
from core.outbox.outbox import Again
from intake.models.cases import Case
from tests.support import factories
from tests.support.desk import plain_case
from tests.support.killed_mail import AFTER, BEFORE, send_with_deaths, sender
from tests.support.mailing import OK, MailServer, let_time_pass, readers, send_all, settle

# A thousand are done by `python -m bench letters`.
READERS = 120
KILLED_EVERY = 10
MOMENTS = 20


@pytest.fixture
def case(app: Flask) -> Case:
    return plain_case()


def test_each_of_many_readers_gets_exactly_one_answer(
    app: Flask, config: Config, server: MailServer, case: Case
) -> None:
    with sender(config, server) as sending:
        addresses = readers(case, READERS)
        settle(case)
        deaths = send_with_deaths(sending, server, every=KILLED_EVERY)

    assert Counter(to for to, _ in server.got) == dict.fromkeys(addresses, 1)
    assert min(deaths[BEFORE], deaths[AFTER]) >= READERS // KILLED_EVERY
    db.session.rollback()
    states = Counter(db.session.scalars(select(Outbox.state)))
    assert states[LetterState.ENDING] == deaths[AFTER] == outbox.unsent_count(), "only these are shown to the desk"
    assert states.total() == READERS


def test_killed_at_any_moment_nobody_gets_two_and_whoever_got_none_is_shown_to_the_desk(
    app: Flask, config: Config, server: MailServer, case: Case
) -> None:
    with sender(config, server) as sending:
        addresses = readers(case, 40)
        settle(case)
        for number in range(MOMENTS):
            sending.begin()
            # From the first statements on to the middle of some letter.
            time.sleep(0.01 * number)
            sending.kill()
            sending.end()
            let_time_pass()
        sending.begin()
        assert sending.end() == 0

    came = Counter(to for to, _ in server.got)
    assert max(came.values()) == 1
    assert len(came) + outbox.unsent_count() >= len(addresses)
    db.session.rollback()
    assert db.session.scalar(select(func.count()).where(Outbox.state == LetterState.WAITING)) == 0


def test_a_person_has_a_letter_sent_again_and_it_can_be_known_as_the_same(
    app: Flask, config: Config, server: MailServer, case: Case
) -> None:
    with sender(config, server) as sending:
        [address] = readers(case, 1)
        settle(case)

        def dies(_server: MailServer, _to: str) -> str:
            sending.kill()
            return OK

        server.on_letter = dies
        sending.begin()
        assert sending.end() == -signal.SIGKILL
    let_time_pass()
    server.on_letter = lambda _server, _to: OK
    send_all(app)
    assert len(server.got) == 1

    [unclear] = outbox.unsent()
    assert outbox.try_again(unclear.id, KINDS, by=factories.editor().id) is Again.GOES_OUT
    send_all(app)

    assert [to for to, _ in server.got] == [address, address]
    assert len({letter["Message-ID"] for letter in server.letters()}) == 1
