"""What editors put order into the queue with: tags on cases, and filters that they have kept."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, UtcDateTime, now
from core.events import Action


class QueueAction(Action):
    """What editors do to find cases again."""

    CASE_TAGGED = "case_tagged", _l("Tagged the case")
    CASE_UNTAGGED = "case_untagged", _l("Took a tag off the case")


class Tag(Base):
    """A word of the desk's own for cases that belong together for a while: an election, a campaign."""

    __tablename__ = "tag"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    # One spelling for all: the same word twice would tear apart what belongs together.
    spelling: Mapped[str] = mapped_column(String(120), unique=True)
    # From then on it is offered and shown no more; the cases keep it for whoever asks for it by its link.
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class CaseTag(Base):
    """A tag on a case; asked for by tag."""

    __tablename__ = "case_tag"

    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True, index=True)


class SavedView(Base):
    """Filters that an editor has kept under a name. A colleague is given its link, which is that of the filters."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("editor_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    editor_id: Mapped[int] = mapped_column(ForeignKey("editor.id"))
    name: Mapped[str] = mapped_column(String(40))
    # As they stand in an address, without a place in the list.
    filters: Mapped[dict[str, str]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
