"""A process that does one thing to an installation and kills itself with SIGKILL in the middle of it.

Run as a program it reads orders, one a line, and does each in a child of its own, which is forked before any model was
loaded: so a death costs no start of Python.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from flask import Flask
from sqlalchemy import event

from accounts.models import Editor
from app import create_whole_app
from archive import claims
from archive.imports import importing
from archive.imports.files import read_rows
from core.config import PROJECT_FOLDER, Config
from core.db import db
from core.service.worker import run_worker
from intake.models.cases import Case, CaseState, MatchAnswer
from intake.models.reports import Channel
from intake.reports import submissions
from review.case import answers, decisions, merging, reopening
from review.reasons import ReasonCode

# Where to die: before or after a commit.
BEFORE, AFTER = "before", "after"


@dataclass(frozen=True, slots=True)
class Order:
    """Something to do, and where to die over it: before or after a commit, the first of which has the number 1."""

    verb: str
    arguments: Sequence[str | int]
    when: str
    commit: int


class Dying:
    """Gives orders to the program below."""

    def __init__(self, orders: IO[str], answers: IO[str], errors: Path) -> None:
        self._orders, self._answers, self._errors = orders, answers, errors

    def do(self, order: Order) -> bool:
        """Have a child do something; return whether it died over it. Errors: `RuntimeError` if it broke."""
        self._orders.write(json.dumps(asdict(order)) + "\n")
        self._orders.flush()
        code = int(self._answers.readline())
        if code not in {0, -signal.SIGKILL}:
            raise RuntimeError(f"{order.verb} broke: {self._errors.read_text(encoding='utf-8')[-4000:]}")
        return code != 0


@contextmanager
def dying(config: Config) -> Iterator[Dying]:
    """Start the program for an installation."""
    own = {
        "DATA_DIR": str(config.data_dir),
        "DATABASE_URL": config.database_url,
        "REDIS_URL": config.redis_url,
        "SECRET_KEY": config.secret_key,
    }
    with (
        tempfile.NamedTemporaryFile("w+", suffix=".txt") as errors,
        subprocess.Popen(
            [sys.executable, "-m", "bench.support.dying"],
            cwd=PROJECT_FOLDER,
            env=os.environ | own,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as process,
    ):
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the program has no pipes")
        try:
            yield Dying(process.stdin, process.stdout, Path(errors.name))
        finally:
            # At the end of its orders it ends by itself.
            process.stdin.close()


# ------------------------------------------------------------------------------------------------ the program


def _report(text: str) -> None:
    submissions.submit({"kind": "check", "text": text}, channel=Channel.API)


def _answer(match_id: int, answer: str, editor_id: int) -> None:
    answers.answer_match(match_id, MatchAnswer(answer), editor=_editor(editor_id))


def _decide(case_id: int, editor_id: int) -> None:
    version = db.session.get_one(Case, case_id).version
    draft = decisions.Draft(
        CaseState.CLOSED, None, None, "Geprüft.", "Wir haben es geprüft.", version, ReasonCode.OTHER
    )
    decisions.decide(case_id, draft, editor=_editor(editor_id))


def _reopen(case_id: int, editor_id: int) -> None:
    reopening.reopen(case_id, reason="Es gibt Neues.", editor=_editor(editor_id))


def _split(case_id: int, submission_id: int, editor_id: int) -> None:
    version = db.session.get_one(Case, case_id).version
    merging.split_case(case_id, [submission_id], version=version, reason="Zwei Dinge.", editor=_editor(editor_id))


def _undo_move(move_id: int, editor_id: int) -> None:
    merging.undo_move(move_id, editor=_editor(editor_id))


def _import(file: str) -> None:
    importing.import_rows(read_rows(Path(file)))


def _work() -> None:
    run_worker(Config.from_environment().redis_url, burst=True)


def _editor(editor_id: int) -> Editor:
    return db.session.get_one(Editor, editor_id)


VERBS: Mapping[str, Callable[..., object]] = {
    "report": _report,
    "answer": _answer,
    "decide": _decide,
    "reopen": _reopen,
    "split": _split,
    "undo move": _undo_move,
    "import": _import,
    "retract": claims.retract,
    "publish": claims.publish,
    "work": _work,
}


def main() -> None:
    """Do orders until there are no more, and tell of each by which code its child ended."""
    app = create_whole_app()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _obey(app, Order(**json.loads(line)))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _obey(app: Flask, order: Order) -> None:
    """Do it and end this process, in one way or another."""
    # What is logged is no answer.
    os.dup2(2, 1)
    code = 1
    try:
        with app.app_context():
            _die_at(order)
            VERBS[order.verb](*order.arguments)
        code = 0
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _die_at(order: Order) -> None:
    done = 0

    def begun(_connection: object) -> None:
        nonlocal done
        done += 1
        if order.when == BEFORE and done == order.commit:
            os.kill(os.getpid(), signal.SIGKILL)

    def ended(_session: object) -> None:
        if order.when == AFTER and done == order.commit:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(db.engine, "commit", begun)
    # Before whoever hands work to the queue after a commit.
    event.listen(db.session, "after_commit", ended, insert=True)


if __name__ == "__main__":
    main()
