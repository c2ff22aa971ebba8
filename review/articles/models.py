"""Who wrote a fact check of the desk, when, and from which case."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Editor
from archive.models import Claim
from core.db import Base, UtcDateTime, now
from core.events import Action


class ArticleAction(Action):
    """What happens to drafts of fact checks; that one is published is told by the archive."""

    DRAFT_BEGUN = "article_draft_begun", _l("Began a fact check from a case")
    DRAFT_CHANGED = "article_draft_changed", _l("Changed the draft of a fact check")
    DRAFT_DISCARDED = "article_draft_discarded", _l("Threw the draft of a fact check away")


class WrittenArticle(Base):
    """A claim that the desk wrote, and the case that it was written from; its names never leave the desk."""

    __tablename__ = "written_article"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    # Counts the changes: who sends a form that was opened at another version has not seen what they would overwrite.
    version: Mapped[int] = mapped_column(default=1)
    begun_by_id: Mapped[int] = mapped_column(ForeignKey("editor.id"))
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("editor.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    claim: Mapped[Claim] = relationship()
    begun_by: Mapped[Editor] = relationship(foreign_keys=begun_by_id)
    changed_by: Mapped[Editor] = relationship(foreign_keys=changed_by_id)
