"""What readers send."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy import false as sql_false
from sqlalchemy import text as sql_text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, EnumString, UtcDateTime, now
from core.labels import LabelledEnum
from intake.models.cases import Case, Kind


class Platform(LabelledEnum):
    """Where a post was seen."""

    UNKNOWN = "unknown", _l("I do not know")
    WHATSAPP = "whatsapp", _l("WhatsApp")
    TELEGRAM = "telegram", _l("Telegram")
    FACEBOOK = "facebook", _l("Facebook")
    INSTAGRAM = "instagram", _l("Instagram")
    TIKTOK = "tiktok", _l("TikTok")
    YOUTUBE = "youtube", _l("YouTube")
    X = "x", _l("X (Twitter)")
    WEBSITE = "website", _l("A website")
    MAIL = "mail", _l("E-mail or text message")
    OFFLINE = "offline", _l("On paper or in conversation")
    ELSEWHERE = "elsewhere", _l("Somewhere else")


class Channel(LabelledEnum):
    """The door a submission came through."""

    FORM = "form", _l("Web form")
    API = "api", _l("Programming interface")


class Phase(LabelledEnum):
    """What a reader is told about their report."""

    RECEIVED = "received", _l("Received")
    CHECKING = "checking", _l("Waiting for an editor")
    ANSWERED = "answered", _l("Answered: there is an article about it")
    DECIDED = "decided", _l("Decided")
    CLOSED = "closed", _l("Closed without result")
    FORWARDED = "forwarded", _l("Passed on to the right place")


class Submission(Base):
    """One report by one reader; what they wrote is never changed."""

    __tablename__ = "submission"
    __table_args__ = (
        Index("ix_submission_case_id", "case_id", "id"),
        # What is counted of a day or of the last hours stands in the index, however many came in.
        Index("ix_submission_received_at", "received_at", "kind", "platform", "case_id"),
        # The waiting ones are few among many: a partial index keeps finding them cheap at any size.
        Index(
            "ix_submission_waiting",
            "is_long",
            "id",
            sqlite_where=sql_text("case_id IS NULL"),
            postgresql_where=sql_text("case_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    # A keyed hash; who reads the database still cannot open anybody's status page.
    receipt_hash: Mapped[str] = mapped_column(String(64), unique=True)
    channel: Mapped[Channel] = mapped_column(EnumString(Channel))
    kind: Mapped[Kind] = mapped_column(EnumString(Kind))
    text: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(Text)
    platform: Mapped[Platform] = mapped_column(EnumString(Platform))
    why: Mapped[str] = mapped_column(Text)
    # The language the reader was using, in which the answer is written.
    language: Mapped[str] = mapped_column(String(8))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    # Empty until the worker has found or opened the case.
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"))
    matched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Whether reading it takes so long that it must not stand before many others.
    is_long: Mapped[bool] = mapped_column(default=False, server_default=sql_false())
    # How often a worker took it up, noted before it tries; and until when one holds it, or when the last try ended.
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # From here on no worker takes it up: it waits for a person, who finds it listed at the desk.
    set_aside_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Where the machine broke last: stage, kind of the exception and place in the code; never a word of the report.
    trouble: Mapped[str] = mapped_column(String(200), default="", server_default="")

    case: Mapped[Case | None] = relationship()
