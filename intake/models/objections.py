"""Objections of readers, and of people concerned, to what the desk decided or published."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy import text as sql_text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive.models import Claim
from core.db import Base, EnumString, UtcDateTime, now
from core.labels import LabelledEnum
from intake.models.cases import Case
from intake.models.reports import Submission


class Objector(LabelledEnum):
    """Who objects, as they say themselves."""

    REPORTER = "reporter", _l("I reported it")
    CONCERNED = "concerned", _l("It is about me, or about somebody I speak for")
    OTHER = "other", _l("None of these")

    @property
    def desk_label(self) -> LazyString:
        """What the desk calls them."""
        return DESK_LABELS[self]


DESK_LABELS = {
    Objector.REPORTER: _l("Reporter"),
    Objector.CONCERNED: _l("Person concerned"),
    Objector.OTHER: _l("Somebody else"),
}


class ObjectionOutcome(LabelledEnum):
    """What an editor answered to an objection; readers see the same words."""

    UPHELD = "upheld", _l("The objection is right")
    PARTLY = "partly", _l("The objection is partly right")
    NOT_UPHELD = "not_upheld", _l("The decision stands")


class Objection(Base):
    """One objection by one person; what they wrote is never changed. No address of theirs is asked for or kept."""

    __tablename__ = "objection"
    __table_args__ = (
        # The open ones are few among many; what is due first is read off.
        Index(
            "ix_objection_open",
            "due_on",
            "id",
            sqlite_where=sql_text("answered_at IS NULL"),
            postgresql_where=sql_text("answered_at IS NULL"),
        ),
        Index("ix_objection_answered_at", "answered_at", "id"),
        # With a receipt there is one open objection at a time, however often a button is pressed.
        Index(
            "uq_objection_open_of_report",
            "submission_id",
            unique=True,
            sqlite_where=sql_text("is_proven AND answered_at IS NULL"),
            postgresql_where=sql_text("is_proven AND answered_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    # A keyed hash, as that of a report.
    receipt_hash: Mapped[str] = mapped_column(String(64), unique=True)
    objector: Mapped[Objector] = mapped_column(EnumString(Objector))
    # Whether they showed the receipt of the report; everybody else only says who they are.
    is_proven: Mapped[bool]
    # What they named, as they wrote it; empty with a receipt, and what nothing is found by stays as it is.
    about: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    # The language they were using, in which the answer is written.
    language: Mapped[str] = mapped_column(String(8))
    # What was found by what they named, on arrival: a report, the case that held it then, or an article.
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submission.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"), index=True)
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id"), index=True)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    # The day by whose end they are answered, where the desk is.
    due_on: Mapped[date]
    # What they are told; who answered and why stays at the desk.
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[ObjectionOutcome | None] = mapped_column(EnumString(ObjectionOutcome))
    public_sentence: Mapped[str] = mapped_column(Text, default="")
    # Whether the one who answered had made the decision, because nobody else could answer: they are told that, too.
    is_own_decision: Mapped[bool] = mapped_column(default=False)

    submission: Mapped[Submission | None] = relationship()
    case: Mapped[Case | None] = relationship()
    claim: Mapped[Claim | None] = relationship()

    @property
    def disputed_case(self) -> Case | None:
        """The case as it was on arrival; that of a report which had none yet is the one it came to since."""
        if self.case is None and self.submission is not None:
            return self.submission.case
        return self.case
