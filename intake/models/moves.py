"""Reports that editors moved between cases, and those of which an update found that they do not hold together."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, EnumString, UtcDateTime, now
from intake.models.cases import Case


class MoveReason(StrEnum):
    """Why reports went from one case to another."""

    MERGE = "merge"
    SPLIT = "split"


class CaseMove(Base):
    """Reports that editors moved from one case to another; only ever added, so that a move can be taken back."""

    __tablename__ = "case_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    reason: Mapped[MoveReason] = mapped_column(EnumString(MoveReason))
    from_case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    to_case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    # Ids of the submissions and of the case keys that went along.
    submission_ids: Mapped[list[int]] = mapped_column(JSON)
    key_ids: Mapped[list[int]] = mapped_column(JSON)
    # Matches whose answers, or who themselves, went along.
    match_ids: Mapped[list[int]] = mapped_column(JSON)
    # The report whose words the case had and that left it with them.
    words_of_id: Mapped[int | None] = mapped_column(ForeignKey("submission.id"))
    # Why the editor moved them.
    note: Mapped[str] = mapped_column(Text, default="")
    moved_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    # The move that took this one back.
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("case_move.id"))


class Loosened(Base):
    """Reports that what is known of texts and links now would not bring to their case: for people to look at.

    One row a case. Nothing was moved: machines suggest, people decide.
    """

    __tablename__ = "loosened"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), unique=True)
    submission_ids: Mapped[list[int]] = mapped_column(JSON)
    found_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    # When an editor said that they stay together.
    kept_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    case: Mapped[Case] = relationship()
