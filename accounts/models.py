"""The people of the desk: their accounts, roles and sessions."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from flask_security import RoleMixin, UserMixin
from sqlalchemy import Column, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from accounts.permissions import permitted
from core.db import Base, UtcDateTime, now
from core.events import Action

# How long a one-time password, or a one-time link, waits for its owner: over a weekend, and no longer.
ONE_TIME_LASTS = timedelta(hours=72)

editor_roles = Table(
    "editor_role",
    Base.metadata,
    Column("editor_id", ForeignKey("editor.id"), primary_key=True),
    Column("role_id", ForeignKey("role.id"), primary_key=True),
)


class AccountAction(Action):
    """What happens to accounts."""

    SIGNED_IN = "signed_in", _l("Signed in")
    SIGNED_OUT = "signed_out", _l("Signed out")
    PASSWORD_CHANGED = "password_changed", _l("Chose a new password")
    EDITOR_CREATED = "editor_created", _l("Created an account")
    ONE_TIME_PASSWORD_MADE = "one_time_password_made", _l("Made a one-time password")
    SESSIONS_ENDED = "sessions_ended", _l("Signed out everywhere else")
    DESK_NAME_CHANGED = "desk_name_changed", _l("Changed their name at the desk")
    PERSON_INVITED = "person_invited", _l("Invited somebody to the desk")
    LINK_MADE = "link_made", _l("Made a one-time link for an account")
    LINK_WITHDRAWN = "link_withdrawn", _l("Withdrew the one-time link of an account")
    ROLES_CHANGED = "roles_changed", _l("Changed the roles of an account")
    ACCOUNT_CLOSED = "account_closed", _l("Closed an account")
    ACCOUNT_REOPENED = "account_reopened", _l("Opened an account again")
    SECOND_FACTOR_ADDED = "second_factor_added", _l("Added a second factor to their account")
    SECOND_FACTOR_REMOVED = "second_factor_removed", _l("Removed a second factor from their account")
    SECOND_FACTOR_RESET = "second_factor_reset", _l("Removed every second factor of an account")
    SECOND_STEP_REFUSED = (
        "second_step_refused",
        _l("Refused a sign-in with the right password and a wrong second factor"),
    )
    RECOVERY_CODES_MADE = "recovery_codes_made", _l("Made new recovery codes")


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
    # The name under which colleagues see what this person did. Readers see nobody's; in whatever else may leave the
    # house this name stands for the person, and never the address.
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

    def may(self, permission: str) -> bool:
        """Return whether one of the account's roles has a permission."""
        return permission in permitted(role.name for role in self.roles)

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


class AccountLink(Base):
    """A link by which the owner of an account chooses a password, once; an account has one at most.

    One that was used, withdrawn or replaced is gone; that it was is told by the trail.
    """

    __tablename__ = "account_link"

    editor_id: Mapped[int] = mapped_column(ForeignKey("editor.id"), primary_key=True)
    # The token itself stands in the link only.
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
