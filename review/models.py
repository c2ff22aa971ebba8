"""Editors, their decisions, and the trail of everything done."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_security import RoleMixin, UserMixin
from sqlalchemy import JSON, Column, ForeignKey, Index, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from core.db import Base, EnumString, UtcDateTime, now
from core.labels import LabelledEnum
from intake.models import Case, CaseState
from search.models import Claim, Verdict

# How long a one-time password waits for its owner: over a weekend, and no longer.
ONE_TIME_LASTS = timedelta(hours=72)

editor_roles = Table(
    "editor_role",
    Base.metadata,
    Column("editor_id", ForeignKey("editor.id"), primary_key=True),
    Column("role_id", ForeignKey("role.id"), primary_key=True),
)


class RoleName(StrEnum):
    """What an account may do."""

    EDITOR = "editor"
    LEAD = "lead"


class Role(Base, RoleMixin):
    """A role that accounts hold."""

    __tablename__ = "role"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    description: Mapped[str | None] = mapped_column(String(255))


class Editor(Base, UserMixin):
    """An account of the desk. Where and from which address somebody signs in is kept nowhere."""

    __tablename__ = "editor"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    # The name under which colleagues see what this person did; no reader ever does.
    desk_name: Mapped[str] = mapped_column(String(80))
    password: Mapped[str] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    # A one-time password lets its owner do one thing: choose another.
    must_change_password: Mapped[bool] = mapped_column(default=True)
    # Until when the one-time password signs in; None as soon as it has, and for a password of one's own.
    one_time_until: Mapped[datetime | None] = mapped_column(UtcDateTime, default=lambda: now() + ONE_TIME_LASTS)
    # A session is found by its token together with this, so giving an account another one ends them all,
    # copied cookies too. Flask-Security's own commands do the same.
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    roles: Mapped[list[Role]] = relationship(  # type: ignore[assignment]  # narrower than the mixin says
        secondary=editor_roles
    )

    @validates("active")
    def _end_sessions_when_closed(self, _name: str, active: bool) -> bool:
        """Give an account that is closed another identity, so that opening it again brings no old session back."""
        if not active:
            self.fs_uniquifier = uuid.uuid4().hex
        return active


class DeskSession(Base):
    """One browser in which somebody is signed in; which browser and from where is kept nowhere."""

    __tablename__ = "desk_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    # The token itself stands in the browser's cookie only.
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    editor_id: Mapped[int] = mapped_column(ForeignKey("editor.id"), index=True)
    remembered: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Decision(Base):
    """What an editor decided about a case, and why; only ever added, never changed."""

    __tablename__ = "decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    editor_id: Mapped[int] = mapped_column(ForeignKey("editor.id"))
    # `open` is a decision too: the case was taken up again.
    outcome: Mapped[CaseState] = mapped_column(EnumString(CaseState))
    verdict: Mapped[Verdict | None] = mapped_column(EnumString(Verdict))
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id"))
    reason: Mapped[str] = mapped_column(Text)
    public_sentence: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    case: Mapped[Case] = relationship()
    editor: Mapped[Editor] = relationship()
    claim: Mapped[Claim | None] = relationship()


class Actor(StrEnum):
    """Who did something."""

    PERSON = "person"
    MACHINE = "machine"


class Action(LabelledEnum):
    """What was done; one sentence each in the trail."""

    CASE_OPENED = "case_opened", _l("Opened the case and looked for articles that answer it")
    SUBMISSION_JOINED = "submission_joined", _l("Joined a report to the case")
    REPORT_SET_ASIDE = "report_set_aside", _l("Set a report aside that could not be processed")
    REPORT_PUT_BACK = "report_put_back", _l("Had a report tried again")
    CASE_OPENED_BY_HAND = "case_opened_by_hand", _l("Opened a case without the machine")
    MATCH_ANSWERED = "match_answered", _l("Answered a suggested match")
    CASE_DECIDED = "case_decided", _l("Decided the case")
    CASE_REOPENED = "case_reopened", _l("Reopened the case")
    CASES_MERGED = "cases_merged", _l("Merged another case into this one")
    CASE_SPLIT = "case_split", _l("Moved reports to a case of their own")
    MOVE_UNDONE = "move_undone", _l("Took a merge or split back")
    LEARNED = "learned", _l("Learned from confirmed answers")
    LEARNED_TAKEN_BACK = "learned_taken_back", _l("Took back what was learned")
    SIGNED_IN = "signed_in", _l("Signed in")
    SIGNED_OUT = "signed_out", _l("Signed out")
    PASSWORD_CHANGED = "password_changed", _l("Chose a new password")
    EDITOR_CREATED = "editor_created", _l("Created an account")
    ONE_TIME_PASSWORD_MADE = "one_time_password_made", _l("Made a one-time password")
    SESSIONS_ENDED = "sessions_ended", _l("Signed out everywhere else")


class Event(Base):
    """One line of the audit trail; each carries the hash of the one before it."""

    __tablename__ = "event"
    # Figures and what was learned read a few actions out of a long trail.
    __table_args__ = (Index("ix_event_action", "action", "id"),)

    # Given out by a counter, so that the order of the chain is the order of the numbers.
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[Actor] = mapped_column(EnumString(Actor))
    editor_id: Mapped[int | None] = mapped_column(ForeignKey("editor.id"))
    action: Mapped[Action] = mapped_column(EnumString(Action))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"), index=True)
    # Ids and chosen values only; nothing a reader wrote, nobody's name or address.
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)

    editor: Mapped[Editor | None] = relationship()
