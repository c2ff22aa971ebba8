"""What a room of the domain brings to have letters of its kind sent."""

from __future__ import annotations

from enum import Enum, auto
from typing import Protocol

from flask_babel import LazyString

from core.outbox.letters import Letter


class Undone(Enum):
    """What became of the note that a letter was sent, when it had not arrived or nobody knows."""

    TAKEN_BACK = auto()
    # Its reader was sent a later one since.
    OVERTAKEN = auto()
    # There is nobody to tell any more, or nothing of what it told.
    OVER = auto()


class Kind(Protocol):
    """Whoever writes letters of one kind."""

    # What such a letter is, in the words of the desk.
    label: str | LazyString

    def compose(self, subject_id: int) -> Letter | None:
        """Return the letter about something as it is now; None when there is nothing to say any more."""

    def hold(self, subject_id: int) -> None:
        """Lock what a letter is about, if it is still there; called inside `writing()`, before the row is locked."""

    def certify(self, subject_id: int, letter: Letter, number: int) -> bool:
        """Return whether a letter is still right, and note that it was sent as that number; called after `hold`."""

    def pass_over(self, subject_id: int, number: int) -> None:
        """Note that what the letter of a number would say now is known to its reader; called after `hold`."""

    def undo(self, subject_id: int, number: int) -> Undone:
        """Take back what `certify` noted of the letter of a number, because it did not arrive; called after `hold`.

        Where it is overtaken or over nothing is taken back, and there is nothing to send again.
        """


# By the name that stands in the rows. Filled in those processes that compose letters.
KINDS: dict[str, Kind] = {}
