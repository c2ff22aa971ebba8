"""What is to be sent by mail: ids and a kind, and nothing that anybody could read."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import Index, String
from sqlalchemy import text as sql_text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, EnumString, UtcDateTime, now
from core.events import Action
from core.labels import LabelledEnum


class LetterState(LabelledEnum):
    """How far a letter has come."""

    WAITING = "waiting", _l("Waits to be sent")
    # A process has it: until the last line, the mail server forgets all of it when the connection breaks.
    SENDING = "sending", _l("Is being sent")
    # From just before the last line on: if no answer comes, nobody can tell whether it arrived.
    ENDING = "ending", _l("May have arrived")
    SENT = "sent", _l("Sent")
    FAILED = "failed", _l("Could not be sent")


class OutboxAction(Action):
    """What the desk does with letters that could not be sent."""

    LETTER_TRIED_AGAIN = "letter_tried_again", _l("Had a letter sent again that had not arrived")
    LETTER_LET_GO = "letter_let_go", _l("Let a letter leave that was held after a backup was put back")
    LETTER_DROPPED = "letter_dropped", _l("Dropped a letter that was held after a backup was put back")
    LETTERS_RELEASED = "letters_released", _l("Let letters leave again after a backup was put back")


class Outbox(Base):
    """One letter: of which kind and about what; whoever composes it finds the rest when it is sent."""

    __tablename__ = "outbox"
    __table_args__ = (
        # Of a kind one waits at most about the same: what is composed later says all that is new by then.
        Index(
            "uq_outbox_waiting",
            "kind",
            "subject_id",
            unique=True,
            sqlite_where=sql_text("state = 'waiting'"),
            postgresql_where=sql_text("state = 'waiting'"),
        ),
        Index("ix_outbox_state_due_at", "state", "due_at"),
        Index("ix_outbox_kind_subject_id", "kind", "subject_id"),
        # What a letter is known by follows from its number, so none is given out twice.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[int]
    state: Mapped[LetterState] = mapped_column(EnumString(LetterState), default=LetterState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    # Which process has it, and until when nobody else takes it.
    lease: Mapped[str] = mapped_column(String(32), default="")
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Where it broke: a step of the conversation and the code of the server; never its words, which quote addresses.
    trouble: Mapped[str] = mapped_column(String(80), default="")
    # Under which hold after a backup it may leave all the same: see `core.outbox.restored`. 0 for none.
    released_for: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    # When it was sent, or given up.
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
