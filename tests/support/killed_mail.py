"""The process that sends letters, killed with SIGKILL over and over, while a real mail server counts what arrives."""

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

from core.config import PROJECT_FOLDER, Config
from tests.support.mailing import OK, MailServer, environment, let_time_pass

BEFORE, AFTER = "before the last line", "after the last line"

# Reads a line for each run, and does it in a child that was forked when everything was loaded.
PROGRAM = """
import json, os, sys, threading, traceback
from pathlib import Path
from app import create_whole_app
from core.db import db
from processes.mail import one_round
from tests.support.installation import configured

folder, queue, settings = sys.argv[1:]
app = create_whole_app(configured(Path(folder), redis_url=queue, **json.loads(settings)))
# Nothing is due yet: what is put together at the first question is there for every child.
one_round(app, threading.Event())
with app.app_context():
    db.engine.dispose()
print("ready", flush=True)
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
        """Let a child come round once."""
        self._orders.write("send\n")
        self._orders.flush()
        self.child = int(self._answers.readline())

    def end(self) -> int:
        """Wait for its end; return its code, which is -9 when it was killed."""
        code = int(self._answers.readline())
        self.child = 0
        return code

    def kill(self) -> None:
        """Kill it; the server may ask for that before the number of the child was read here."""
        for _ in range(1_000):
            if self.child:
                os.kill(self.child, signal.SIGKILL)
                return
            time.sleep(0.005)


@contextmanager
def sender(config: Config, server: MailServer) -> Iterator[Sender]:
    """Start the program for an installation to which nothing is due yet."""
    own = {"DATABASE_URL": config.database_url, **environment(server)}
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(config.data_dir), config.redis_url, json.dumps(own)],
        cwd=PROJECT_FOLDER,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        if process.stdin is None or process.stdout is None or process.stdout.readline() != "ready\n":
            raise RuntimeError("the program did not start")
        yield Sender(process.stdin, process.stdout)
        process.stdin.close()


def send_with_deaths(sending: Sender, server: MailServer, *, every: int) -> Counter[str]:
    """Send all that is due, killed at each so many letters; return how often before and after the last line.

    In turn while the server is being told for whom the letter is, and when it has all of it and has not answered.
    """
    recipients, letters, deaths = count(1), count(1), Counter[str]()

    def before(_server: MailServer, _to: str) -> str:
        if next(recipients) % every == 0:
            deaths[BEFORE] += 1
            sending.kill()
        return OK

    def after(_server: MailServer, _to: str) -> str:
        if next(letters) % every == every // 2:
            deaths[AFTER] += 1
            sending.kill()
        return OK

    server.on_recipient, server.on_letter = before, after
    while True:
        sending.begin()
        if sending.end() == 0:
            return deaths
        let_time_pass()
