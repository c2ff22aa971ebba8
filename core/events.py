"""What happened: the one signal that goes against the direction of imports.

A verb on any floor says `happened(...)` inside its transaction. The trail (`audit`) writes a line in the same
transaction, so that deed and line are kept together or not at all. Who wants to do something once it is certain
listens for an action after the commit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from blinker import Signal
from flask_babel import LazyString
from sqlalchemy import event
from sqlalchemy.orm import Session

from core.db import db
from core.labels import LabelledEnum

Detail: TypeAlias = str | int | bool | list[int] | list[str] | None

# Sent inside the transaction, with the `Happened`. What a receiver raises undoes the deed.
HAPPENED = Signal()
# Sent after the commit, with the `Action` as the sender. A receiver asks nothing of the session.
COMMITTED = Signal()

_UNCERTAIN = "happened"


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

    Errors: `RuntimeError` when nobody keeps the trail, because then no line would be left.
    """
    if not HAPPENED.receivers:
        raise RuntimeError("nobody keeps the trail")
    HAPPENED.send(Happened(action, subject, by, details))
    db.session.info.setdefault(_UNCERTAIN, []).append(action)


def after_commit(action: Action) -> Callable[[Callable[[Action], None]], Callable[[Action], None]]:
    """Call a function each time an action is certain; several in one transaction are told once."""

    def connected(receiver: Callable[[Action], None]) -> Callable[[Action], None]:
        COMMITTED.connect(receiver, sender=action)
        return receiver

    return connected


def label_of(action: str) -> LazyString | str:
    """Return the sentence for an action; one that no package of this process knows is told by its name."""
    known = _KNOWN.get(action)
    return action if known is None else known.label


@event.listens_for(db.session, "after_commit")
def _tell(session: Session) -> None:
    for action in dict.fromkeys(session.info.pop(_UNCERTAIN, ())):
        COMMITTED.send(action)


@event.listens_for(db.session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_UNCERTAIN, None)
