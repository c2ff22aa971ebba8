"""The trail of everything done."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Editor
from core.db import Base, EnumString, UtcDateTime
from core.events import Action, Detail


class Actor(StrEnum):
    """Who did something."""

    PERSON = "person"
    MACHINE = "machine"


class TrailAction(Action):
    """What happens to the trail itself."""

    EXPORTED = "trail_exported", _l("Saved lines of the trail as a file")


class Event(Base):
    """One line of the audit trail; each carries the hash of the one before it."""

    __tablename__ = "event"
    __table_args__ = (
        # Figures and what was learned read a few actions out of a long trail.
        Index("ix_event_action", "action", "id"),
        Index("ix_event_action_at", "action", "at"),
        # Its page shows the newest lines of a person, and of some days.
        Index("ix_event_editor_id", "editor_id", "id"),
        Index("ix_event_at", "at", "id"),
    )

    # Given out by a counter, so that the order of the chain is the order of the numbers.
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[Actor] = mapped_column(EnumString(Actor))
    editor_id: Mapped[int | None] = mapped_column(ForeignKey("editor.id"))
    # The value of a `core.events.Action`; lines of actions that are no longer known stay readable.
    action: Mapped[str] = mapped_column(String(32))
    # No foreign key: the trail outlives what it tells of, and stands below the cases.
    case_id: Mapped[int | None] = mapped_column(index=True)
    # Ids and chosen values only; nothing a reader wrote, nobody's name or address.
    details: Mapped[dict[str, Detail]] = mapped_column(JSON)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)

    editor: Mapped[Editor | None] = relationship()
