"""The process that sends letters: beside the worker, so that a slow mail server keeps no report waiting.

It asks the database and not the queue what is due, so letters leave while the queue is away, too.
"""

from __future__ import annotations

import signal
import threading
from types import FrameType

import structlog
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from app import create_whole_app
from core.config import Config
from core.db import db
from core.outbox import restored
from core.outbox.sending import send_due
from core.outbox.smtp import Line
from core.service.supervisor import follow_parent
from core.service.unseen import keep_unseen
from intake.contact import opening
from intake.contact.keys import NoKey

log = structlog.get_logger(__name__)

LOOK_EVERY_SECONDS = 2.0
# A server that does not answer, a database that is away, or keys that are not there: nobody hurries then.
PAUSE_SECONDS = 60.0


def main() -> None:
    """Send what is due until told to stop."""
    keep_unseen()
    follow_parent()
    stopping = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    run(create_whole_app(), stopping)


def run(app: Flask, stopping: threading.Event, *, look_every: float = LOOK_EVERY_SECONDS) -> None:
    """Send what is due, again and again, until `stopping` is set."""
    pause = 0.0
    while not stopping.wait(pause):
        pause = look_every if one_round(app, stopping) else PAUSE_SECONDS


def one_round(app: Flask, stopping: threading.Event) -> bool:
    """Send what is due now; return whether it is worth it to look again soon."""
    config: Config = app.extensions["settings"]
    if config.mail is None:
        return False
    with app.app_context():
        try:
            opening.ring()
            restored.look()
            is_held = restored.is_held()
            if is_held:
                log.warning("letters_wait_for_a_person")
            with Line(config.mail) as line:
                return send_due(line, stops=stopping.is_set) and not is_held
        except NoKey:
            # Letters wait, and no try of theirs is counted.
            log.error("contact_keys_missing")
        except SQLAlchemyError as error:
            log.error("database_unavailable", kind=type(getattr(error, "orig", error)).__name__)
        finally:
            db.session.remove()
    return False


if __name__ == "__main__":
    main()
