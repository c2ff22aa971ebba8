"""Pages that whoever runs a desk answers for, as the desk wrote them."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, EnumString, UtcDateTime, now
from core.events import Action
from core.labels import LabelledEnum


class Notice(LabelledEnum):
    """A page that every reader can open from the foot of each page; in the order in which they are listed there."""

    PRIVACY = "privacy", _l("Privacy")
    PROMISES = "promises", _l("What we promise, and what we do not")
    ACCESSIBILITY = "accessibility", _l("Accessibility")
    IMPRINT = "imprint", _l("Imprint")


class NoticeAction(Action):
    """What the desk does with these pages."""

    NOTICE_WRITTEN = "notice_written", _l("Wrote a page for readers")
    NOTICE_GIVEN_BACK = "notice_given_back", _l("Let a page for readers be the product's again")


class NoticeText(Base):
    """One version of a page; the newest of a page is in force. Two empty bodies let the product's text be in force."""

    __tablename__ = "notice_text"
    __table_args__ = (Index("ix_notice_text_newest", "notice", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    notice: Mapped[Notice] = mapped_column(EnumString(Notice))
    body_de: Mapped[str] = mapped_column(Text)
    body_en: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    written_by: Mapped[int]
