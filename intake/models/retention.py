"""What was erased and what was asked to be, and cases whose reports are kept for a legal reason."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy import text as sql_text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, EnumString, UtcDateTime, now
from core.events import Action
from core.labels import LabelledEnum
from intake.models.cases import Case
from intake.models.reports import Submission


class Why(LabelledEnum):
    """On whose word a report is erased."""

    READER = "reader", _l("Its reporter asked for it")
    DESK = "desk", _l("The desk erased it")
    TIME = "time", _l("Its time was over")
    DISCARDED = "discarded", _l("The desk discarded it while it was held back")


class RetentionAction(Action):
    """What happens to reports at their end."""

    REPORT_ERASED = "report_erased", _l("Erased a report")
    CASE_HELD = "case_held", _l("Kept the reports of the case for a legal reason")
    HOLD_LIFTED = "hold_lifted", _l("Let the reports of the case be erased again")


class Erasure(Base):
    """A report that is erased, or is to be: one row each, with the number of the report and nothing that it said.

    It names accounts by number only: a process that serves readers knows none.
    """

    __tablename__ = "erasure"
    __table_args__ = (
        # Few among all that there ever were.
        Index(
            "ix_erasure_unfinished",
            "id",
            sqlite_where=sql_text("cleared_at IS NULL"),
            postgresql_where=sql_text("cleared_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), unique=True)
    why: Mapped[Why] = mapped_column(EnumString(Why))
    # Who erased it at the desk, and what they wrote about it.
    by_id: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    # From when on no row says anything of it, and from when on no file of the index and of the database does.
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cleared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    submission: Mapped[Submission] = relationship()


class LegalHold(Base):
    """That the reports of a case are kept, because a court or an authority may ask for them, and until when."""

    __tablename__ = "legal_hold"
    __table_args__ = (
        Index(
            "uq_legal_hold_standing",
            "case_id",
            unique=True,
            sqlite_where=sql_text("lifted_at IS NULL"),
            postgresql_where=sql_text("lifted_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    reason: Mapped[str] = mapped_column(Text)
    # Accounts by number only, as above.
    set_by_id: Mapped[int]
    set_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    lifted_by_id: Mapped[int | None]
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    case: Mapped[Case] = relationship()
