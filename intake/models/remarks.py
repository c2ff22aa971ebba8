"""What a reader adds to their report, and what the desk asks them."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, EnumString, UtcDateTime, now
from core.events import Action
from core.labels import LabelledEnum


class Speaker(LabelledEnum):
    """Who says something about a report."""

    READER = "reader", _l("Reader")
    DESK = "desk", _l("Desk")


class TalkAction(Action):
    """What the desk does when it talks with readers."""

    QUESTION_ASKED = "question_asked", _l("Asked the reader of a report a question")
    QUESTION_WITHDRAWN = "question_withdrawn", _l("Withdrew a question to the reader of a report")


class Remark(Base):
    """One thing that was said about a report after it was sent; the report itself is never changed.

    It names accounts by number only: a process that serves readers knows none.
    """

    __tablename__ = "remark"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    speaker: Mapped[Speaker] = mapped_column(EnumString(Speaker))
    by_id: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text)
    said_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    # A question that is taken back; its words are gone.
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # By which letter the reader was told that a question waits; 0 for none.
    told_in: Mapped[int] = mapped_column(default=0)
