"""What editors decided, when a case was looked at first, and what was counted of each day."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Editor
from archive.models import Claim, Verdict
from core.db import Base, EnumString, UtcDateTime, now
from core.events import Action
from intake.models.cases import Case, CaseState
from review.reasons import ReasonCode

# In place of a rank, in the line of an answer: below whatever place a machine gives.
BY_HAND = 1_000


class DeskAction(Action):
    """What editors do with cases and reports."""

    MATCH_ANSWERED = "match_answered", _l("Answered a suggested match")
    CASE_DECIDED = "case_decided", _l("Decided the case")
    CASE_REOPENED = "case_reopened", _l("Reopened the case")
    DECISION_UNDONE = "decision_undone", _l("Took the decision back at once")
    KIND_CHANGED = "kind_changed", _l("Changed the kind of the case")
    PICTURE_CORRECTED = "picture_corrected", _l("Wrote down what stands in a picture")
    NEWS_SEEN = "news_seen", _l("Looked at what is new since the decision")
    ARTICLE_ADDED = "article_added", _l("Added an article that was not suggested")
    CASES_MERGED = "cases_merged", _l("Merged another case into this one")
    CASE_SPLIT = "case_split", _l("Moved reports to a case of their own")
    MOVE_UNDONE = "move_undone", _l("Took a merge or split back")
    MATCHES_ASKED_AGAIN = "matches_asked_again", _l("Had the machine look for articles again")
    REPORT_PUT_BACK = "report_put_back", _l("Had a report tried again")
    CASE_KEPT_TOGETHER = "case_kept_together", _l("Kept the reports of the case together after an update")
    ORIGINAL_SAVED = "original_saved", _l("Saved the original of a file that a reader sent")
    CASE_OPENED_BY_HAND = "case_opened_by_hand", _l("Opened a case without the machine")


class Decision(Base):
    """What an editor decided about a case, and why; only ever added, never changed."""

    __tablename__ = "decision"
    # Figures read what was decided on a day, and nothing of its reasons.
    __table_args__ = (Index("ix_decision_created_at", "created_at", "case_id", "outcome"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    editor_id: Mapped[int] = mapped_column(ForeignKey("editor.id"))
    # Who released it, where it waited for a second person; `editor_id` is then who proposed it.
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("editor.id"))
    # `open` is a decision too: the case was taken up again.
    outcome: Mapped[CaseState] = mapped_column(EnumString(CaseState))
    verdict: Mapped[Verdict | None] = mapped_column(EnumString(Verdict))
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id"))
    # None for those that were made before there were codes, and for taking a case up again.
    reason_code: Mapped[ReasonCode | None] = mapped_column(EnumString(ReasonCode))
    # For colleagues; empty where the code says it all.
    reason: Mapped[str] = mapped_column(Text)
    public_sentence: Mapped[str] = mapped_column(Text)
    # The match that it confirmed, which nobody had answered before; taking the decision back takes that back, too.
    confirmed_match_id: Mapped[int | None] = mapped_column(ForeignKey("match.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    case: Mapped[Case] = relationship()
    editor: Mapped[Editor] = relationship(foreign_keys=editor_id)
    approved_by: Mapped[Editor | None] = relationship(foreign_keys=approved_by_id)
    claim: Mapped[Claim | None] = relationship()


class CaseLook(Base):
    """When somebody who decides opened a case first; one row a case, written once.

    Not in the trail: that a page was opened is no deed.
    """

    __tablename__ = "case_look"

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True, autoincrement=False)
    editor_id: Mapped[int] = mapped_column(ForeignKey("editor.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)


class Measure(StrEnum):
    """What is counted of a day; in brackets what the key of a tally says."""

    # Reports that came in (their kind, as readers said it).
    RECEIVED = "received"
    # The same reports (where the post was seen).
    PLATFORM = "platform"
    # Reports that were begun and ended otherwise (why).
    ENDED = "ended"
    # Reports of which the status was read for the first time.
    RETURNED = "returned"
    # Cases that were settled (the outcome), and the reports that they held when they were counted (the outcome).
    SETTLED = "settled"
    SETTLED_REPORTS = "settled_reports"
    # Cases that were looked at, or settled, for the first time (how long after their first report, by `durations`).
    LOOK = "look"
    DECISION = "decision"
    # Suggestions that stood first when they were answered (their band and whether they were right).
    SUGGESTED = "suggested"
    # Cases of which most was reported within 24 hours that ended on this day (their number).
    BURST = "burst"
    # Cases that were open when the day ended. Kept of every day, so it says which days are kept.
    OPEN = "open"


class DayTally(Base):
    """One count of one day where the desk is: numbers only, so it outlives what was counted.

    Derived from the other tables and made anew from them at any time, as long as nothing of that day was erased.
    """

    __tablename__ = "day_tally"
    # A span of days is read in one go, from the key itself.
    __table_args__ = {"sqlite_with_rowid": False}

    day: Mapped[date] = mapped_column(primary_key=True)
    measure: Mapped[Measure] = mapped_column(EnumString(Measure), primary_key=True)
    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    number: Mapped[int]
