"""Reports that are being written: kept for two hours, so that nothing typed is lost on the way."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, UtcDateTime, now


class ReportDraft(Base):
    """One report on its way. What was typed is sealed: it has not been sent, so nobody at the desk may read it."""

    __tablename__ = "report_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    # A keyed hash of the secret that the reader's browser holds; nothing else leads to a draft.
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    # The answers by question, as sealed JSON.
    sealed: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, onupdate=now)
    # After this the draft and its files are removed.
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
