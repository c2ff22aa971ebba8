"""Who answered an objection and why, and to whom one is given."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Editor
from core.db import Base, UtcDateTime
from core.events import Action
from intake.models.objections import Objection
from review.models import Decision


class ObjectionAction(Action):
    """What happens to objections at the desk. That one came in is no line: the public process keeps no trail."""

    OBJECTION_ANSWERED = "objection_answered", _l("Answered an objection")
    OBJECTION_GIVEN = "objection_given", _l("Gave an objection to somebody")


class ObjectionAnswer(Base):
    """Who answered an objection, and what colleagues have to know of it; written once, and never changed."""

    __tablename__ = "objection_answer"

    objection_id: Mapped[int] = mapped_column(ForeignKey("objection.id"), primary_key=True, autoincrement=False)
    editor_id: Mapped[int] = mapped_column(ForeignKey("editor.id"), index=True)
    # For colleagues.
    reason: Mapped[str] = mapped_column(Text)
    # The decision that was objected to; none for an article, or where nothing was decided or found.
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    # Whether the case was taken up again with it.
    is_reopened: Mapped[bool]

    objection: Mapped[Objection] = relationship()
    editor: Mapped[Editor] = relationship()
    decision: Mapped[Decision | None] = relationship()


class ObjectionAssignment(Base):
    """To whom an objection is given; it keeps nobody off."""

    __tablename__ = "objection_assignment"

    objection_id: Mapped[int] = mapped_column(ForeignKey("objection.id"), primary_key=True, autoincrement=False)
    editor_id: Mapped[int] = mapped_column(ForeignKey("editor.id"), index=True)
    assigned_by_id: Mapped[int] = mapped_column(ForeignKey("editor.id"))
    assigned_at: Mapped[datetime] = mapped_column(UtcDateTime)

    editor: Mapped[Editor] = relationship(foreign_keys=editor_id)
