"""What was learned: calibrations and adapters, with how they compared when they were tried."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy import text as sql_text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, EnumString, UtcDateTime, now
from search.learning.figures import FiguresColumn, LearnedFigures


class LearnedKind(StrEnum):
    """What can be learned from labelled pairs."""

    CALIBRATION = "calibration"
    ADAPTER = "adapter"


class LearnedState(StrEnum):
    """What became of it: only an active one has any effect."""

    ACTIVE = "active"
    # It did not win on what was held out.
    REJECTED = "rejected"
    # A newer one took its place.
    REPLACED = "replaced"
    TAKEN_BACK = "taken_back"


class Learned(Base):
    """A calibration or an adapter of one model: its numbers, and how it compared with what stood before."""

    __tablename__ = "learned"
    __table_args__ = (
        # One active a kind and model, whoever wins a race.
        Index(
            "uq_learned_active",
            "kind",
            "model_id",
            unique=True,
            sqlite_where=sql_text("state = 'active'"),
            postgresql_where=sql_text("state = 'active'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[LearnedKind] = mapped_column(EnumString(LearnedKind))
    model_id: Mapped[str] = mapped_column(String(200))
    state: Mapped[LearnedState] = mapped_column(EnumString(LearnedState))
    data: Mapped[bytes] = mapped_column(LargeBinary)
    # Measured on what was held out, before and after; numbers only.
    figures: Mapped[LearnedFigures] = mapped_column(FiguresColumn)
    learned_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
