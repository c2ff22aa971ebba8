"""Trainings: for some hours many people report from one room, behind one address."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, UtcDateTime, now


class Training(Base):
    """A time in which reports that name its code wait for no turn. Nothing says which reports came with it."""

    __tablename__ = "training"

    id: Mapped[int] = mapped_column(primary_key=True)
    # A keyed hash; the code itself is shown once, to whoever opens it.
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    most: Mapped[int]
    used: Mapped[int] = mapped_column(default=0)
    # By number only: a process that serves readers knows no account.
    opened_by: Mapped[int]
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
