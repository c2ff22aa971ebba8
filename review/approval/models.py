"""Acts that wait for a second person."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Editor
from archive.models import Claim, Verdict
from core.db import Base, EnumString, UtcDateTime, now
from core.events import Action
from core.labels import LabelledEnum
from intake.models.cases import Case, CaseState
from review.reasons import ReasonCode


class HeldKind(LabelledEnum):
    """A kind of act that a house can have wait for a second person; a further kind is a further member."""

    FORWARDING = "forwarding", _l("Passing a case on, to the police or elsewhere")
    HATE = "hate", _l("A decision about hate")
    NAMED_PERSON = "named_person", _l("A sentence that names a living person")
    RETRACTION = "retraction", _l("Taking an article out of the archive")


class HeldState(LabelledEnum):
    """What became of something that waited for a second person."""

    WAITING = "waiting", _l("Waits for a second person")
    APPROVED = "approved", _l("Released")
    RETURNED = "returned", _l("Given back")
    WITHDRAWN = "withdrawn", _l("Withdrawn")
    # What it was about changed before anybody released it.
    OVERTAKEN = "overtaken", _l("Overtaken")


class ApprovalAction(Action):
    """What happens to acts that wait for a second person."""

    DECISION_HELD = "decision_held", _l("Proposed something that waits for a second person")
    DECISION_APPROVED = "decision_approved", _l("Released what a colleague had proposed")
    DECISION_RETURNED = "decision_returned", _l("Gave back what a colleague had proposed")
    DECISION_WITHDRAWN = "decision_withdrawn", _l("Withdrew what waited for a second person")
    DECISION_OVERTAKEN = "decision_overtaken", _l("What waited for a second person does not fit any more")


class HeldDecision(Base):
    """What somebody proposed: a decision about a case, or, where there is no case, that an article goes.

    What was proposed is never changed, only emptied where it rests on words that are erased; what became of it is
    written once.
    """

    __tablename__ = "held_decision"
    # The header of each page counts what waits and what came back to whoever reads it.
    __table_args__ = (
        Index("ix_held_decision_state_id", "state", "id"),
        Index("ix_held_decision_editor_id_state", "editor_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"), index=True)
    # The article that answers the case; without a case, the one that goes.
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id"), index=True)
    # Who proposed it.
    editor_id: Mapped[int] = mapped_column(ForeignKey("editor.id"))
    # Why it waits: the values of `HeldKind`, as the house had them when it was proposed.
    kinds: Mapped[list[str]] = mapped_column(JSON)
    outcome: Mapped[CaseState | None] = mapped_column(EnumString(CaseState))
    verdict: Mapped[Verdict | None] = mapped_column(EnumString(Verdict))
    reason_code: Mapped[ReasonCode | None] = mapped_column(EnumString(ReasonCode))
    reason: Mapped[str] = mapped_column(Text)
    public_sentence: Mapped[str] = mapped_column(Text)
    names_person: Mapped[bool]
    # That of the case when it was proposed; one that changed since is not decided by it.
    version: Mapped[int]
    state: Mapped[HeldState] = mapped_column(EnumString(HeldState), default=HeldState.WAITING)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("editor.id"))
    # Why it was given back, or by what it was overtaken.
    answer: Mapped[str] = mapped_column(Text, default="")

    case: Mapped[Case | None] = relationship()
    claim: Mapped[Claim | None] = relationship()
    editor: Mapped[Editor] = relationship(foreign_keys=editor_id)
    closed_by: Mapped[Editor | None] = relationship(foreign_keys=closed_by_id)

    @property
    def held_by(self) -> list[HeldKind]:
        """Why it waits; a kind that this version does not know is left out."""
        return [HeldKind(value) for value in self.kinds if value in set(HeldKind)]
