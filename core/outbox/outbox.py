"""The rows of the outbox: noting that a letter is to be sent, and how far it has come.

At most once from the last line on, at least once before it. A process takes a row for some minutes. As long as the
mail server has not read the last line, it forgets the letter with the connection, so a row whose process died may be
taken again. Just before the last line the row is noted as ending, and from then on nobody takes it by themselves: the
letter may have arrived, and a reader who gets the same answer twice trusts neither. Between that note and the line lie
microseconds; whoever dies within them leaves a row that the desk is shown, and which a person sends again.

Locks are taken in one order: what a letter is about, then its row. `post` takes none but those of new rows, in the
order of what they are about, and is called where nothing else is locked.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

from sqlalchemy import ColumnElement, Select, and_, delete, exists, literal, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from core.db import db, inserting, now, rows_of, writing
from core.events import Subject, happened
from core.outbox import restored
from core.outbox.kinds import Kind, Undone
from core.outbox.letters import Letter
from core.outbox.models import LetterState, Outbox, OutboxAction

# After each try that failed; the next one that fails is the last.
BACK_OFF = (
    *(timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30)),
    *(timedelta(hours=2), timedelta(hours=6), timedelta(hours=24)),
)
# Longer than all steps of a conversation may take together; the wait for the last answer begins anew.
LEASE = timedelta(minutes=10)
ENDING_LEASE = timedelta(minutes=15)
# What was sent or given up is of use to nobody after this. One that was given up stays, unseen, until what it was about
# is forgotten: it says that no machine begins anew.
KEPT = timedelta(days=30)
SHOWN = 100
MOST_COUNTED = 999


@dataclass(frozen=True, slots=True)
class Taken:
    """A row that this process alone may send."""

    id: int
    kind: str
    subject_id: int
    attempts: int
    lease: str


def post(kind: str, subjects: Select[int], *, delay: timedelta = timedelta(0)) -> None:
    """Note a letter about each of some things; call inside `writing()`. One that waits already says the new, too."""
    chosen, moment = subjects.subquery(), now()
    values: dict[str, ColumnElement[object]] = {
        "kind": literal(kind),
        "subject_id": chosen.c[0],
        "state": literal(LetterState.WAITING, Outbox.state.type),
        "attempts": literal(0),
        "due_at": literal(moment + delay, Outbox.due_at.type),
        "lease": literal(""),
        "trouble": literal(""),
        "created_at": literal(moment, Outbox.created_at.type),
    }
    # Without a WHERE, SQLite takes the ON of the conflict for that of a join.
    rows = select(*values.values()).where(chosen.c[0] > 0).order_by(chosen.c[0])
    db.session.execute(inserting(Outbox).from_select(list(values), rows).on_conflict_do_nothing())


def take(kinds: Collection[str], *, hold: int = 0) -> Taken | None:
    """Take the letter that is due longest; None when none is. Nobody else sends it while the lease lasts.

    While letters are held under a number, only of those that were let go under it.
    """
    due = [Outbox.state == LetterState.WAITING, Outbox.due_at <= now(), Outbox.kind.in_(kinds)]
    if hold:
        due.append(Outbox.released_for == hold)
    rows = select(Outbox.id, Outbox.kind, Outbox.subject_id, Outbox.attempts).where(*due)
    for _ in range(SHOWN):
        found = db.session.execute(rows.order_by(Outbox.due_at, Outbox.id).limit(1)).first()
        if found is None:
            db.session.rollback()
            return None
        taken = Taken(found.id, found.kind, found.subject_id, found.attempts + 1, secrets.token_hex(16))
        values = {"state": LetterState.SENDING, "attempts": taken.attempts, "lease": taken.lease}
        with writing():
            mine = _set(
                Outbox.id == taken.id, Outbox.state == LetterState.WAITING, leased_until=now() + LEASE, **values
            )
        if mine:
            return taken
    return None


def free_abandoned() -> None:
    """Let the letters wait again whose process died before their last line; a repeat finds none."""
    dead = and_(Outbox.state == LetterState.SENDING, Outbox.leased_until < now())
    if db.session.scalar(select(Outbox.id).where(dead).limit(1)) is None:
        db.session.rollback()
        return
    # Where a further one about the same was noted at this very moment, the next round does it.
    with suppress(IntegrityError), writing() as session:
        session.execute(delete(Outbox).where(dead, _has_successor()))
        _set(dead, state=LetterState.WAITING, lease="", leased_until=None)


def end(taken: Taken, letter: Letter, kind: Kind) -> bool:
    """Note that the last line of a letter comes next; return False when it must not be sent.

    Not when it is not right any more, nor when somebody else has taken it since because this process was too slow.
    """
    with writing() as session:
        kind.hold(taken.subject_id)
        noted = _set(*_mine(taken, LetterState.SENDING), state=LetterState.ENDING, leased_until=now() + ENDING_LEASE)
        may_end = noted and kind.certify(taken.subject_id, letter, taken.id)
        ended = restored.count() if may_end else 0
        if not may_end:
            session.rollback()
    if may_end:
        restored.note(ended)
    return may_end


def note_sent(taken: Taken) -> None:
    """Note that the server has taken a letter."""
    with writing():
        _set(*_mine(taken, LetterState.ENDING), state=LetterState.SENT, ended_at=now(), leased_until=None)


def note_unclear(taken: Taken) -> None:
    """Note that no answer came to the last line: the desk is shown the letter at once."""
    with writing():
        _set(*_mine(taken, LetterState.ENDING), leased_until=now(), trouble="END")


def note_refused(taken: Taken, trouble: str, kind: Kind, *, is_final: bool) -> None:
    """Note that a letter was surely not taken: it waits for its next try, or is given up."""
    gives_up = is_final or taken.attempts > len(BACK_OFF)
    with writing() as session:
        kind.hold(taken.subject_id)
        row = session.get(Outbox, taken.id, with_for_update=True, populate_existing=True)
        if row is None or row.lease != taken.lease:
            return
        if row.state is LetterState.ENDING:
            kind.undo(taken.subject_id, taken.id)
            row.state = LetterState.SENDING
        row.trouble = trouble[:80]
        if gives_up:
            row.state, row.ended_at, row.leased_until = LetterState.FAILED, now(), None
    if not gives_up:
        _wait_again(taken, due_at=now() + BACK_OFF[taken.attempts - 1])


def drop(taken: Taken) -> None:
    """Remove a letter about which there is nothing to say any more."""
    with writing() as session:
        session.execute(delete(Outbox).where(*_mine(taken, LetterState.SENDING)))


def give_back(taken: Taken) -> None:
    """Let a letter wait again that turned out not to be right any more when it was about to end; no try is counted."""
    _wait_again(taken, attempts=taken.attempts - 1)


def _wait_again(taken: Taken, **values: object) -> None:
    """Let a letter wait, unless another about the same waits already, which will say what this one would have."""
    try:
        with writing():
            _set(*_mine(taken, LetterState.SENDING), state=LetterState.WAITING, lease="", leased_until=None, **values)
    except IntegrityError:
        drop(taken)


def forget(kind: str, subject_ids: Collection[int]) -> None:
    """Remove all letters of a kind about some things, whatever became of them; call inside `writing()`."""
    db.session.execute(delete(Outbox).where(Outbox.kind == kind, Outbox.subject_id.in_(subject_ids)))


def forget_old() -> None:
    """Remove what was sent long ago; a repeat finds none."""
    with writing() as session:
        session.execute(delete(Outbox).where(Outbox.state == LetterState.SENT, Outbox.ended_at < now() - KEPT))


def unsent() -> Sequence[Outbox]:
    """Return the letters that were given up lately, and those that may or may not have arrived, the latest first."""
    return db.session.scalars(select(Outbox).where(_is_unsent()).order_by(Outbox.id.desc()).limit(SHOWN)).all()


def unsent_count() -> int:
    """Return how many there are of them, counted to one more than `MOST_COUNTED`."""
    return len(rows_of(select(Outbox.id).where(_is_unsent()).limit(MOST_COUNTED + 1)))


def waiting_count() -> int:
    """Return how many letters wait for their first or their next try, counted likewise."""
    return len(rows_of(select(Outbox.id).where(Outbox.state == LetterState.WAITING).limit(MOST_COUNTED + 1)))


class Again(Enum):
    """What becomes of a letter that somebody has sent again."""

    GOES_OUT = auto()
    # Its reader was sent a later one since, so there is nothing left to send.
    OVERTAKEN = auto()
    # There is nobody to tell any more: the address was removed, or what it was about is over.
    OVER = auto()
    # It is on its way, or was sent.
    AS_IT_WAS = auto()


# Why a letter that may have arrived is not sent again.
_NOT_AGAIN = {Undone.OVERTAKEN: Again.OVERTAKEN, Undone.OVER: Again.OVER}


def try_again(letter_id: int, kinds: Mapping[str, Kind], *, by: int) -> Again:
    """Let a letter be sent again that was given up or may not have arrived, on the word of an account.

    One whose number stands in no row any more is over: rows go with the address that they are about.
    """
    found = db.session.get(Outbox, letter_id)
    if found is None:
        return Again.OVER
    kind, subject_id = kinds[found.kind], found.subject_id
    with writing() as session:
        kind.hold(subject_id)
        row = session.get(Outbox, letter_id, with_for_update=True, populate_existing=True)
        if row is None:
            return Again.OVER
        if not _is_given_up(row):
            return Again.AS_IT_WAS
        undone = kind.undo(subject_id, row.id) if row.state is LetterState.ENDING else Undone.TAKEN_BACK
        if undone in _NOT_AGAIN:
            session.delete(row)
            return _NOT_AGAIN[undone]
        happened(OutboxAction.LETTER_TRIED_AGAIN, Subject("letter", row.id), by=by, of=row.kind)
        same = (Outbox.kind == row.kind, Outbox.subject_id == subject_id, Outbox.state == LetterState.WAITING)
        if session.scalar(select(Outbox.id).where(*same)) is not None:
            session.delete(row)
            return Again.GOES_OUT
        row.state, row.attempts, row.due_at = LetterState.WAITING, 0, now()
        row.lease, row.leased_until, row.trouble, row.ended_at = "", None, "", None
        return Again.GOES_OUT


def _is_given_up(row: Outbox) -> bool:
    unclear = row.state is LetterState.ENDING and row.leased_until is not None and row.leased_until <= now()
    return unclear or row.state is LetterState.FAILED


def _is_unsent() -> ColumnElement[bool]:
    unclear = and_(Outbox.state == LetterState.ENDING, Outbox.leased_until <= now())
    return or_(and_(Outbox.state == LetterState.FAILED, Outbox.ended_at > now() - KEPT), unclear)


def _mine(taken: Taken, state: LetterState) -> tuple[ColumnElement[bool], ...]:
    return (Outbox.id == taken.id, Outbox.lease == taken.lease, Outbox.state == state)


def _set(*which: ColumnElement[bool], **values: object) -> bool:
    """Change rows; return whether there was one."""
    changed = update(Outbox).where(*which).values(values).returning(Outbox.id)
    return bool(db.session.scalars(changed.execution_options(synchronize_session=False)).all())


def _has_successor() -> ColumnElement[bool]:
    """Whether another letter of the kind waits about the same, which will say what this one would have.

    Or a later one whose process died as well: of two of them one goes on.
    """
    later = aliased(Outbox)
    same = (later.kind == Outbox.kind, later.subject_id == Outbox.subject_id)
    dead = and_(later.state == LetterState.SENDING, later.leased_until < now(), later.id > Outbox.id)
    goes_on = or_(later.state == LetterState.WAITING, dead)
    return exists(select(later.id).where(*same, goes_on).correlate(Outbox))
