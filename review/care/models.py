"""How each editor works, and what holds for them today; nobody else sees it, and the trail does not tell it.

A day is one of the desk's time zone. What belongs to a day that is over is erased (`review.care.days`).
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, EnumString
from intake.models.cases import Kind


class EditorPreference(Base):
    """One thing in which an editor departs from the house defaults; `review.care.preferences` reads the values."""

    __tablename__ = "editor_preference"

    editor_id: Mapped[int] = mapped_column(ForeignKey("editor.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[str] = mapped_column(String(32))


class NotToday(Base):
    """A kind of cases that an editor does not want to see on a day."""

    __tablename__ = "not_today"

    editor_id: Mapped[int] = mapped_column(ForeignKey("editor.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(EnumString(Kind), primary_key=True)


class Skipped(Base):
    """A case that an editor leaves to others for a day; no reason is asked."""

    __tablename__ = "skipped"

    editor_id: Mapped[int] = mapped_column(ForeignKey("editor.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), primary_key=True, index=True)


class OpenedText(Base):
    """A hurtful text that an editor opened on a day, by a keyed hash; the rows of a day are only ever counted."""

    __tablename__ = "opened_text"

    editor_id: Mapped[int] = mapped_column(ForeignKey("editor.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    text_key: Mapped[str] = mapped_column(String(32), primary_key=True)
