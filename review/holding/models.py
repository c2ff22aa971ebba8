"""Leases, presence, assignments, who is named in a case, and drafts."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Editor
from core.db import Base, EnumString, UtcDateTime
from core.events import Action


class HoldingAction(Action):
    """What happens around a case while people work on it; that somebody took a free one is no deed to be told."""

    LEASE_TAKEN_OVER = "lease_taken_over", _l("Took the case over from a colleague who was working on it")
    CASE_ASSIGNED = "case_assigned", _l("Gave the case to somebody")
    ASSIGNMENT_LIFTED = "assignment_lifted", _l("Gave the case to nobody in particular again")
    NAMED_IN_CASE = "named_in_case", _l("Said to be named in this post, and leaves it to others")
    NAMED_LIFTED = "named_lifted", _l("Found that somebody is not named in this post after all")


class DraftForm(StrEnum):
    """A form whose text is kept until it is sent."""

    DECISION = "decision"
    # The sentence of the one act that answers with an article.
    ANSWER = "answer"
    REOPEN = "reopen"
    NOTE = "note"
    ARTICLE = "article"
    # Why a colleague's proposal is given back.
    RETURN = "return"


class Lease(Base):
    """An editor's claim on a case; one that ran out counts as none, and the next editor takes its row."""

    __tablename__ = "lease"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), unique=True)
    editor_id: Mapped[int] = mapped_column(ForeignKey("editor.id"), index=True)
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # Who worked on the case until it was taken over, so that their page can tell them.
    taken_from_id: Mapped[int | None] = mapped_column(ForeignKey("editor.id"))

    editor: Mapped[Editor] = relationship(foreign_keys=editor_id)


class Viewing(Base):
    """When the open page of a case last said that an editor has it before them."""

    __tablename__ = "viewing"
    __table_args__ = (UniqueConstraint("case_id", "editor_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    editor_id: Mapped[int] = mapped_column(ForeignKey("editor.id"))
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    editor: Mapped[Editor] = relationship()


class Assignment(Base):
    """Whom a lead gave a case to; unlike a lease it keeps nobody off and does not run out."""

    __tablename__ = "assignment"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), unique=True)
    editor_id: Mapped[int] = mapped_column(ForeignKey("editor.id"), index=True)
    assigned_by_id: Mapped[int] = mapped_column(ForeignKey("editor.id"))
    assigned_at: Mapped[datetime] = mapped_column(UtcDateTime)

    editor: Mapped[Editor] = relationship(foreign_keys=editor_id)


class NamedIn(Base):
    """An editor who is named in the post of a case, and so has no part in deciding it."""

    __tablename__ = "named_in"
    __table_args__ = (UniqueConstraint("case_id", "editor_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    editor_id: Mapped[int] = mapped_column(ForeignKey("editor.id"))
    said_by_id: Mapped[int] = mapped_column(ForeignKey("editor.id"))
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # Nobody has to give one; whoever may lift it reads it.
    reason: Mapped[str] = mapped_column(Text)

    editor: Mapped[Editor] = relationship(foreign_keys=editor_id)


class StoredDraft(Base):
    """What an editor has typed into a form of a case and not sent; nobody else ever sees it."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("editor_id", "case_id", "form"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    editor_id: Mapped[int] = mapped_column(ForeignKey("editor.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    form: Mapped[DraftForm] = mapped_column(EnumString(DraftForm))
    # The fields by name, each with all its values.
    fields: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    # What the editor had before their eyes: the version of the case, and when the page was opened.
    version: Mapped[int]
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
