"""Notes of the desk, and whom they mention."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Editor
from core.db import Base, UtcDateTime
from core.events import Action


class NoteAction(Action):
    """What happens to notes."""

    NOTE_WRITTEN = "note_written", _l("Wrote a note for the desk")
    NOTE_WITHDRAWN = "note_withdrawn", _l("Withdrew a note for the desk")


class Note(Base):
    """What an editor wrote for the desk; never changed, but it may be withdrawn soon after, which takes its words."""

    __tablename__ = "note"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    editor_id: Mapped[int] = mapped_column(ForeignKey("editor.id"))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    editor: Mapped[Editor] = relationship()


class Mention(Base):
    """Somebody whom a note names, until they have seen it and afterwards."""

    __tablename__ = "mention"
    # The header of each page counts what an editor has not seen; the list of mentions reads the newest first.
    __table_args__ = (
        Index("ix_mention_editor_id_seen_at", "editor_id", "seen_at"),
        Index("ix_mention_editor_id_note_id", "editor_id", "note_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"), index=True)
    editor_id: Mapped[int] = mapped_column(ForeignKey("editor.id"))
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    note: Mapped[Note] = relationship()
