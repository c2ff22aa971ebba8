"""Letters that are held after a backup was put back, looked at one by one: some let go, some dropped.

Which of them left before the backup was put back nobody can tell from the database alone; a person may know, by the
day, from the log of the mail server or from a reader. What is let go leaves although the others are held. What is
dropped counts as told to its reader, so that neither a deed nor the clock notes it anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from core.db import db, now, writing
from core.events import Happened, Subject, all_happened
from core.outbox import outbox, restored
from core.outbox.kinds import Kind
from core.outbox.models import LetterState, Outbox, OutboxAction


@dataclass(frozen=True, slots=True)
class Which:
    """Which of the letters that are held: those with some numbers, or those noted in a span; without any, all."""

    numbers: tuple[int, ...] = ()
    # Noted at this moment or later, and before that one.
    after: datetime | None = None
    before: datetime | None = None

    def conditions(self, hold: int) -> list[ColumnElement[bool]]:
        """Return what the rows of such letters fulfil, under one hold."""
        found = [Outbox.state == LetterState.WAITING, Outbox.released_for != hold]
        if self.numbers:
            found.append(Outbox.id.in_(self.numbers))
        if self.after is not None:
            found.append(Outbox.created_at >= self.after)
        if self.before is not None:
            found.append(Outbox.created_at < self.before)
        return found


def letters() -> Sequence[Outbox]:
    """Return the letters that are held, the oldest first; none where letters leave."""
    outbox.free_abandoned()
    hold = restored.hold()
    if not hold:
        return []
    return db.session.scalars(select(Outbox).where(*Which().conditions(hold)).order_by(Outbox.id)).all()


def let_go(which: Which) -> list[int]:
    """Let some of them leave at once, and return their numbers; the others stay held. A repeat finds none.

    It holds for this backup: should another be put back, they are held again, because by then they may have left.
    """
    outbox.free_abandoned()
    with writing() as session:
        hold = restored.hold()
        if not hold:
            return []
        # Locked in the order of their numbers, so that two commands at once wait for each other and for nothing else.
        session.execute(select(Outbox.id).where(*which.conditions(hold)).order_by(Outbox.id).with_for_update())
        # Also those that wait for their next try: a person has looked at them just now.
        changed = update(Outbox).where(*which.conditions(hold)).values(released_for=hold, due_at=now())
        ids = changed.returning(Outbox.id).execution_options(synchronize_session=False)
        gone = sorted(session.scalars(ids))
        _tell(OutboxAction.LETTER_LET_GO, gone)
    return gone


def drop(which: Which, kinds: Mapping[str, Kind]) -> list[int]:
    """Drop some of them and return their numbers: their readers count as told. A repeat finds none."""
    outbox.free_abandoned()
    hold = restored.hold()
    rows = select(Outbox.id, Outbox.kind, Outbox.subject_id).where(*which.conditions(hold)).order_by(Outbox.id)
    found = db.session.execute(rows).all() if hold else []
    db.session.rollback()
    return [number for number, kind, subject_id in found if _drop(number, kinds[kind], subject_id, hold)]


def _drop(number: int, kind: Kind, subject_id: int, hold: int) -> bool:
    with writing() as session:
        # In the order of whoever sends: what it is about, then its row.
        kind.hold(subject_id)
        row = session.get(Outbox, number, with_for_update=True, populate_existing=True)
        if row is None or row.state is not LetterState.WAITING or row.released_for == hold or restored.hold() != hold:
            return False
        kind.pass_over(subject_id, number)
        session.delete(row)
        _tell(OutboxAction.LETTER_DROPPED, [number])
    return True


def _tell(action: OutboxAction, numbers: Sequence[int]) -> None:
    # By command, so by no account.
    all_happened([Happened(action, Subject("letter", number), None, {}) for number in numbers])
