"""What happened: the one signal that goes against the direction of imports.

A verb on any floor says `happened(...)` inside its transaction. The trail (`audit`) writes a line in the same
transaction, so that deed and line are kept together or not at all. Who owes something from then on notes it inside
the transaction, too; who wants to do something once it is certain listens for an action after the commit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import structlog
from blinker import Signal
from flask_babel import LazyString
from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from core.db import db
from core.labels import LabelledEnum
from core.logs import frames_of

log = structlog.get_logger(__name__)

Detail: TypeAlias = str | int | bool | list[int] | list[str] | None

# Sent inside the transaction, with a list of `Happened`. What a receiver raises undoes the deed.
HAPPENED = Signal()
# Sent after it, still inside the transaction, by `Action`. What a receiver raises undoes the deed.
INSIDE = Signal()
# Told after the commit, by `Action`. A receiver asks nothing of the session; what it raises is logged and changes
# nothing, because the deed is done.
COMMITTED = Signal()

# In `session.info`: the actions of the transaction that is open, and how many of them there were when each savepoint
# that is open was set.
_UNCERTAIN = "happened"
_SAVEPOINTS = "happened before savepoints"


class Action(LabelledEnum):
    """Something that can happen; each package lists its own as members of a subclass, with a sentence for the trail."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for action in cls:
            if _KNOWN.setdefault(action.value, action) is not action:
                raise ValueError(f"two actions are called {action.value}")


_KNOWN: dict[str, Action] = {}


class Subject(NamedTuple):
    """What an action was done to: what it is called in the trail ("case", "claim"), and its id."""

    kind: str
    id: int


@dataclass(frozen=True, slots=True)
class Happened:
    """An action, what it was done to, the account that did it (None: the machine), and ids and chosen values."""

    action: Action
    subject: Subject | None
    by: int | None
    details: Mapping[str, Detail]


def happened(action: Action, subject: Subject | None = None, *, by: int | None = None, **details: Detail) -> None:
    """Say what was done; call inside `writing()`. `details` never hold a reader's words, a name or an address.

    The trail is locked until the transaction ends. So that no two transactions wait for each other, all take their
    locks in one order: the grouping of reports, which guards cases and matches; the trail; claims; the numbers of
    vectors.

    Errors: `RuntimeError` when nobody keeps the trail, because then no line would be left.
    """
    all_happened([Happened(action, subject, by, details)])


def all_happened(told: Sequence[Happened]) -> None:
    """Say of several things, in their order, what `happened` says of one; their lines are written together."""
    if not HAPPENED.receivers:
        raise RuntimeError("nobody keeps the trail")
    if not told:
        return
    HAPPENED.send(told)
    for one in told:
        INSIDE.send(one.action, happened=one)
    db.session.info.setdefault(_UNCERTAIN, []).extend(one.action for one in told)


def after_commit(action: Action) -> Callable[[Callable[[Action], None]], Callable[[Action], None]]:
    """Call a function each time an action is certain; several in one transaction are told once."""

    def connected(receiver: Callable[[Action], None]) -> Callable[[Action], None]:
        # Held for as long as the process lives; a weak one would fall silent with a function that nobody else names.
        COMMITTED.connect(receiver, sender=action, weak=False)
        return receiver

    return connected


def inside(action: Action) -> Callable[[Callable[[Happened], None]], Callable[[Happened], None]]:
    """Call a function inside the transaction of an action, each time: what it writes is kept with the deed.

    The trail is locked then, so of the locks only those that come after it may be taken.
    """

    def connected(receiver: Callable[[Happened], None]) -> Callable[[Happened], None]:
        INSIDE.connect(lambda _sender, *, happened: receiver(happened), sender=action, weak=False)
        return receiver

    return connected


def known(action: str) -> Action | None:
    """Return the action of a value; None for one that no package of this process knows."""
    return _KNOWN.get(action)


def label_of(action: str) -> LazyString | str:
    """Return the sentence for an action; one that no package of this process knows is told by its name."""
    found = known(action)
    return action if found is None else found.label


def kinds_of_actions() -> list[type[Action]]:
    """Return the lists of actions that the packages of this process have."""
    return list(dict.fromkeys(type(action) for action in _KNOWN.values()))


@event.listens_for(db.session, "after_transaction_create")
def _remember_savepoint(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        session.info.setdefault(_SAVEPOINTS, []).append(len(session.info.get(_UNCERTAIN, ())))


@event.listens_for(db.session, "after_commit")
def _tell(session: Session) -> None:
    # Sent for a savepoint that is released, too; its actions are as uncertain as the transaction it stands in.
    if session.in_nested_transaction():
        return
    for action in dict.fromkeys(session.info.pop(_UNCERTAIN, ())):
        for receiver in list(COMMITTED.receivers_for(action)):
            _call(receiver, action)


def _call(receiver: Callable[[Action], None], action: Action) -> None:
    try:
        receiver(action)
    except Exception as error:
        # Raised, it would tell the caller that the deed failed, and keep the other receivers from being told.
        log.error("receiver_failed", action=action.value, kind=type(error).__name__, where=frames_of(error))


@event.listens_for(db.session, "after_rollback")
def _forget(session: Session) -> None:
    """Forget what a rollback undid: of a savepoint only what was said since it was set."""
    before = session.info[_SAVEPOINTS][-1] if session.in_nested_transaction() else 0
    del session.info.get(_UNCERTAIN, [])[before:]


@event.listens_for(db.session, "after_transaction_end")
def _end(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        session.info[_SAVEPOINTS].pop()
    elif transaction.parent is None:
        # A session that is closed neither commits nor rolls back, and may be used again.
        session.info.pop(_UNCERTAIN, None)
