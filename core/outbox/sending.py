"""Sending what is due: each letter is taken, composed, handed over, and noted before and after its last line."""

from __future__ import annotations

from collections.abc import Callable

import structlog

from core.db import db
from core.logs import frames_of
from core.outbox import outbox, restored
from core.outbox.kinds import KINDS
from core.outbox.letters import written
from core.outbox.outbox import Taken
from core.outbox.smtp import Line, LineDown, Refused, Unclear

log = structlog.get_logger(__name__)


def send_due(line: Line, *, stops: Callable[[], bool] = lambda: False) -> bool:
    """Send what is due; return False when the mail server does not answer, and it is no use to go on now.

    May run in several processes at once, and be killed at any moment; see `core.outbox.outbox`. While letters are held
    after a backup, only those leave that were let go.
    """
    outbox.free_abandoned()
    hold = restored.hold()
    while not stops():
        taken = outbox.take(KINDS, hold=hold)
        if taken is None:
            return True
        try:
            _send(line, taken)
        except LineDown as down:
            log.warning("mail_server_away", at=str(down))
            _refused(taken, str(down), is_final=False)
            return False
        finally:
            db.session.remove()
    return True


def _send(line: Line, taken: Taken) -> None:
    kind = KINDS[taken.kind]
    try:
        letter = kind.compose(taken.subject_id)
        message = None if letter is None else written(letter, taken.id, line.settings)
    except Exception as error:
        # The kind and the place: the message of an exception may quote an address.
        log.error("letter_not_composed", letter=taken.id, kind=type(error).__name__, where=frames_of(error))
        _refused(taken, f"compose {type(error).__name__}", is_final=False)
        return
    # Nothing is held while the server is spoken to.
    db.session.rollback()
    if letter is None or message is None:
        outbox.drop(taken)
        return
    try:
        is_right = line.send(
            letter.to,
            message,
            before_end=lambda: outbox.end(taken, letter, kind),
        )
    except Refused as refused:
        log.warning("letter_refused", letter=taken.id, at=str(refused), is_final=refused.is_final)
        _refused(taken, str(refused), is_final=refused.is_final)
    except Unclear:
        log.error("letter_unclear", letter=taken.id)
        outbox.note_unclear(taken)
    else:
        if is_right:
            outbox.note_sent(taken)
        else:
            outbox.give_back(taken)


def _refused(taken: Taken, trouble: str, *, is_final: bool) -> None:
    outbox.note_refused(taken, trouble, KINDS[taken.kind], is_final=is_final)
