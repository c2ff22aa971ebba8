"""How readers are reached who wish for it: sealed addresses, and those that want no mail from here."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy import text as sql_text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, UtcDateTime, now
from core.events import Action
from core.labels import LabelledEnum
from intake.models.reports import Submission


class ContactAction(Action):
    """What is done with the address of a reader."""

    CONTACT_OPENED = "contact_opened", _l("Opened the mail address of a reader")


class WhyOpened(LabelledEnum):
    """Why somebody opens an address; nobody does it without one of these."""

    DANGER = "danger", _l("Somebody is in danger and has to be reached")
    QUESTION = "question", _l("We need to ask something that only this reader knows")
    ACCESS = "access", _l("The reader asks what we have stored about them")
    ORDER = "order", _l("A court or an authority orders it")
    DELIVERY = "delivery", _l("A letter did not arrive and we look for the reason")


class Contact(Base):
    """The address of the reader of one report. Whoever reads the database and lacks the private key learns nothing."""

    __tablename__ = "contact"
    __table_args__ = (
        # One that was replaced stays a day without its address, so that nobody is sent link after link.
        Index(
            "uq_contact_submission_id_live",
            "submission_id",
            unique=True,
            sqlite_where=sql_text("ended_at IS NULL"),
            postgresql_where=sql_text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id", ondelete="CASCADE"), index=True)
    # All of the same length; empty once it was replaced.
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    key_id: Mapped[str] = mapped_column(String(16), index=True)
    # A hash under a key of its own, which readers' processes do not have: made when the first letter is composed.
    find_hash: Mapped[str] = mapped_column(String(64), default="", index=True)
    # Keyed hashes of the two tokens; the tokens themselves are sealed with the address.
    confirm_hash: Mapped[str] = mapped_column(String(64), unique=True)
    stop_hash: Mapped[str] = mapped_column(String(64), unique=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    # Until when the link works that says: this is me.
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # A name of what the reader was told last, and of what before that; see `intake.contact.answers`.
    told: Mapped[str] = mapped_column(String(64), default="")
    told_before: Mapped[str] = mapped_column(String(64), default="")
    # By which letter, and by which before that; 0 for none.
    told_in: Mapped[int] = mapped_column(default=0)
    told_in_before: Mapped[int] = mapped_column(default=0)

    submission: Mapped[Submission] = relationship()


class AskedAddress(Base):
    """That a letter asked the owner of an address whether it is theirs, kept for a day.

    It belongs to no report: whoever erases theirs must not begin to count anew.
    """

    __tablename__ = "asked_address"

    id: Mapped[int] = mapped_column(primary_key=True)
    find_hash: Mapped[str] = mapped_column(String(64), index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class MutedAddress(Base):
    """A keyed hash of an address to whose owner nothing is sent any more, because they said so."""

    __tablename__ = "muted_address"

    find_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    muted_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
