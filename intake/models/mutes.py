"""Contacts that the desk has muted: whose reports a person looks at before they come to a case."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, EnumString, UtcDateTime, now
from core.events import Action
from core.labels import LabelledEnum


class MuteAction(Action):
    """What happens with contacts that are muted, and with their reports; nothing of it names a contact."""

    CONTACT_MUTED = "contact_muted", _l("Muted the contact of a report")
    CONTACT_UNMUTED = "contact_unmuted", _l("Muted a contact no longer")
    MUTE_ENDED = "mute_ended", _l("Muted a contact no longer, because its time was over")
    MUTED_REPORT_HELD = "muted_report_held", _l("Held a report back because its contact is muted")


class WhyMuted(LabelledEnum):
    """Why a contact is muted; nobody does it without one of these."""

    FLOOD = "flood", _l("The same is sent from it again and again")
    NOTHING = "nothing", _l("What is sent from it says nothing that could be checked")
    ADVERTISING = "advertising", _l("Advertising is sent from it")
    ABUSE = "abuse", _l("It is used to insult or threaten the desk")


class MutedContact(Base):
    """The keyed hash of an address from which reports are looked at by a person first; the address is not kept.

    Another thing than `MutedAddress`, whose owner wants no mail from here.
    """

    __tablename__ = "muted_contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    find_hash: Mapped[str] = mapped_column(String(64), unique=True)
    why: Mapped[WhyMuted] = mapped_column(EnumString(WhyMuted))
    # By number only: the process for readers knows no account.
    muted_by: Mapped[int]
    muted_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    # None until somebody undoes it.
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # How many reports it has held back.
    reports: Mapped[int] = mapped_column(default=0)


class MutedReport(Base):
    """Which mute holds a report back, so that undoing it lets the report go."""

    __tablename__ = "muted_report"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True)
    mute_id: Mapped[int] = mapped_column(ForeignKey("muted_contact.id", ondelete="CASCADE"), index=True)
