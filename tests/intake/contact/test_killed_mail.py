"""The process that sends letters, killed with SIGKILL over and over: each reader gets one answer."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import IO

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.config import PROJECT_FOLDER, Config
from core.db import db
from core.outbox import outbox
from core.outbox.kinds import KINDS
from core.outbox.models import LetterState, Outbox
from intake.models.cases import Case
from tests.support import factories
from tests.support.desk import plain_case
from tests.support.mailing import MailServer, environment, let_time_pass, readers, send_all, settle

# A thousand are done by `python -m bench letters`.
READERS = 200
# Each so many letters the process is killed, in turn while the server still has to be told for whom the letter is, and
# when the server has all of it and has not answered.
KILLED_EVERY = 10

# Reads a line for each run, and does it in a child that was forked when everything was loaded.
PROGRAM = """
import json, os, sys, threading, traceback
from pathlib import Path
from app import create_whole_app
from processes.mail import one_round
from tests.support.installation import configured

folder, queue, settings = sys.argv[1:]
app = create_whole_app(configured(Path(folder), redis_url=queue, **json.loads(settings)))
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            one_round(app, threading.Event())
            code = 0
        except BaseException:
            traceback.print_exc()
        os._exit(code)
    print(child, flush=True)
    _, status = os.waitpid(child, 0)
    print(os.waitstatus_to_exitcode(status), flush=True)
"""


class Sender:
    """Has letters sent by a child, and knows which process it is."""

    def __init__(self, orders: IO[str], answers: IO[str]) -> None:
        self._orders, self._answers = orders, answers
        self.child = 0

    def begin(self) -> None:
        self._orders.write("send\n")
        self._orders.flush()
        self.child = int(self._answers.readline())

    def end(self) -> int:
        code = int(self._answers.readline())
        self.child = 0
        return code

    def kill(self) -> None:
        # The server may be asked before the number of the child was read here.
        for _ in range(1_000):
            if self.child:
                os.kill(self.child, signal.SIGKILL)
                return
            time.sleep(0.005)


@contextmanager
def sender(config: Config, server: MailServer) -> Iterator[Sender]:
    own = {"DATABASE_URL": config.database_url, **environment(server)}
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(config.data_dir), config.redis_url, json.dumps(own)],
        cwd=PROJECT_FOLDER,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield Sender(process.stdin, process.stdout)
        process.stdin.close()


@pytest.fixture
def case(app: Flask) -> Case:
    return plain_case()


def test_each_of_many_readers_gets_exactly_one_answer(
    app: Flask, config: Config, server: MailServer, case: Case
) -> None:
    addresses = readers(case, READERS)
    settle(case)
    recipients, letters, deaths = count(1), count(1), Counter[str]()

    with sender(config, server) as sending:

        def before_the_end(_server: MailServer, _to: str) -> str:
            if next(recipients) % KILLED_EVERY == 0:
                deaths["before the last line"] += 1
                sending.kill()
            return "250 OK"

        def after_the_end(_server: MailServer, _to: str) -> str:
            if next(letters) % KILLED_EVERY == 5:
                deaths["after the last line"] += 1
                sending.kill()
            return "250 OK"

        server.on_recipient, server.on_letter = before_the_end, after_the_end
        for _ in range(READERS):
            sending.begin()
            if sending.end() == 0:
                break
            let_time_pass()

    assert Counter(to for to, _ in server.got) == dict.fromkeys(addresses, 1)
    assert min(deaths.values()) >= 15, deaths
    db.session.rollback()
    states = Counter(db.session.scalars(select(Outbox.state)))
    assert states[LetterState.ENDING] == deaths["after the last line"], "only these may be shown to the desk"
    assert states.total() == READERS
    assert outbox.unsent_count() == states[LetterState.ENDING]


def test_killed_at_any_moment_nobody_gets_two_and_whoever_got_none_is_shown_to_the_desk(
    app: Flask, config: Config, server: MailServer, case: Case
) -> None:
    addresses = readers(case, 80)
    settle(case)
    with sender(config, server) as sending:
        for number in count(1):
            sending.begin()
            # From the first statements on to the middle of many letters.
            time.sleep(0.01 * (number % 12))
            sending.kill()
            if sending.end() == 0 or number > 40:
                break
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
    [address] = readers(case, 1)
    settle(case)
    with sender(config, server) as sending:

        def dies(_server: MailServer, _to: str) -> str:
            sending.kill()
            return "250 OK"

        server.on_letter = dies
        sending.begin()
        assert sending.end() == -signal.SIGKILL
    let_time_pass()
    server.on_letter = lambda _server, _to: "250 OK"
    send_all(app)
    assert len(server.got) == 1

    [unclear] = outbox.unsent()
    assert outbox.try_again(unclear.id, KINDS, by=factories.editor().id)
    send_all(app)

    assert [to for to, _ in server.got] == [address, address]
    assert len({letter["Message-ID"] for letter in server.letters()}) == 1
