"""What was done to several cases at once."""

from __future__ import annotations

from datetime import datetime

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, EnumString, UtcDateTime, now
from core.labels import LabelledEnum
from review.models import Decision


class BulkWhat(LabelledEnum):
    """What can be done to several cases at once. Nothing that leaves the house: each of that is looked at alone."""

    CLOSE = "close", _l("Close without result")
    ANSWER = "answer", _l("Answer each with its article")
    TAG = "tag", _l("Put a tag on")
    UNTAG = "untag", _l("Take a tag off")
    ASSIGN = "assign", _l("Give to a colleague")

    @property
    def short_label(self) -> LazyString:
        """What stands on its button, where room is little."""
        return SHORT_LABELS[self]

    @property
    def decides(self) -> bool:
        """Whether reporters read something from then on."""
        return self in (BulkWhat.CLOSE, BulkWhat.ANSWER)


SHORT_LABELS = {
    BulkWhat.CLOSE: _l("Close …"),
    BulkWhat.ANSWER: _l("Answer …"),
    BulkWhat.TAG: _l("Tag …"),
    BulkWhat.UNTAG: _l("Untag …"),
    BulkWhat.ASSIGN: _l("Give away …"),
}


class BulkAct(Base):
    """One act of one editor for several cases."""

    __tablename__ = "bulk_act"
    # A page that is sent twice is the same act.
    __table_args__ = (UniqueConstraint("editor_id", "token"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    editor_id: Mapped[int] = mapped_column(ForeignKey("editor.id"))
    what: Mapped[BulkWhat] = mapped_column(EnumString(BulkWhat))
    # Made with the page that shows what would happen.
    token: Mapped[str] = mapped_column(String(64))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    # None while it runs, and after a process died over it; then sending the page again goes on with it.
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def done_at(self) -> datetime:
        """From when on it can be taken back."""
        return self.finished_at or self.started_at


class BulkItem(Base):
    """What an act did to one case, as far as taking it back needs to know."""

    __tablename__ = "bulk_item"

    act_id: Mapped[int] = mapped_column(ForeignKey("bulk_act.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True, index=True)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    tag_id: Mapped[int | None] = mapped_column(ForeignKey("tag.id"))
    given_to_id: Mapped[int | None] = mapped_column(ForeignKey("editor.id"))
    # Who had it before; None for nobody in particular.
    given_before_id: Mapped[int | None] = mapped_column(ForeignKey("editor.id"))
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    act: Mapped[BulkAct] = relationship()
    decision: Mapped[Decision | None] = relationship()
