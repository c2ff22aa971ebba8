"""Cases, what makes reports the same one, and the claims that may answer a case."""

from __future__ import annotations

import json
from datetime import datetime
from hashlib import sha256

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, Dialect, Double, ForeignKey, Index, Select, String, Text, UniqueConstraint, select
from sqlalchemy import false as sql_false
from sqlalchemy import text as sql_text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from archive.models import Claim, Verdict, Wording
from archive.presenting import Presented
from core.db import Base, EnumString, UtcDateTime, now
from core.events import Action
from core.labels import LabelledEnum
from search.comparison.explanation import VERSION, Explanation, Stored
from search.ranking.bands import Band, Lane


class Kind(LabelledEnum):
    """What a reader says a post is."""

    CHECK = "check", _l("Is this true?")
    HATE = "hate", _l("This spreads hate")
    SCAM = "scam", _l("This looks like a scam")
    OTHER = "other", _l("Something else")

    @property
    def desk_label(self) -> LazyString:
        """What the desk calls it: its own trade, where a reader says what seems wrong."""
        return DESK_LABELS[self]

    @property
    def stays_apart(self) -> bool:
        """Whether its reports and cases keep to themselves.

        Whether a post is true and whether it attacks somebody are two questions with two answers, so with two cases.
        """
        return self in STAYING_APART

    @property
    def is_shielded(self) -> bool:
        """Whether its texts are unfolded by choice only: nobody should have to read hate to do something else."""
        return self in SHIELDED


DESK_LABELS = {
    Kind.CHECK: _l("Fact check"),
    Kind.HATE: _l("Hate"),
    Kind.SCAM: _l("Scam"),
    Kind.OTHER: _l("Other"),
}
STAYING_APART = frozenset({Kind.HATE})
SHIELDED = frozenset({Kind.HATE})


class CaseState(LabelledEnum):
    """Where a case stands; every state but `open` is an outcome that an editor chose."""

    OPEN = "open", _l("Open")
    ANSWERED = "answered", _l("Already answered by an article")
    DECIDED = "decided", _l("Decided with a new verdict")
    CLOSED = "closed", _l("Closed without result")
    FORWARDED = "forwarded", _l("Forwarded")
    # Not an outcome: its reports now belong to another case, and it stays for the history.
    MERGED = "merged", _l("Merged into another case")


class TextSource(LabelledEnum):
    """Where the words of a case come from."""

    TYPED = "typed", _l("Written by a reader")
    READ = "read", _l("Read in a picture")
    # With a number, name, negation or unit among what was read without certainty: nothing comes to the case by it.
    DOUBTFUL = "doubtful", _l("Read in a picture, with doubt")


class MatchAnswer(LabelledEnum):
    """What an editor said to a suggested match."""

    OPEN = "open", _l("Not answered yet")
    SAME = "same", _l("Confirmed: the same claim")
    DIFFERENT = "different", _l("Rejected: not the same")


class CaseAction(Action):
    """What happens to reports and cases."""

    CASE_OPENED = "case_opened", _l("Opened the case and looked for articles that answer it")
    SUBMISSION_JOINED = "submission_joined", _l("Joined a report to the case")
    REPORT_SET_ASIDE = "report_set_aside", _l("Set a report aside that could not be processed")
    TEXTS_READ_AGAIN = "texts_read_again", _l("Read all stored texts and links again after an update")
    CASE_LOOSENED = "case_loosened", _l("Found reports that would not come to this case any more after an update")


class Case(Base):
    """One post or claim that submissions report; what editors work on."""

    __tablename__ = "case"
    __table_args__ = (
        # One for each order of the list, so that a page of it is read off and nothing is sorted; with what leaves a
        # case out of the list, so that looking along it, as well as counting, reads the index alone.
        Index("ix_case_state_count", "state", "submission_count", "id", "is_held_back"),
        Index("ix_case_state_first_seen", "state", "first_seen", "id", "is_held_back"),
        Index("ix_case_state_last_seen", "state", "last_seen", "id", "is_held_back"),
        Index("ix_case_state_heat", "state", "heat", "id", "is_held_back"),
        Index("ix_case_state_priority", "state", "priority", "id", "is_held_back"),
        # For the figures of some days.
        Index("ix_case_settled_at", "settled_at", "state", "first_seen"),
        # What few cases have is found by itself, and sorted then.
        Index("ix_case_state_kind", "state", "kind"),
        Index("ix_case_state_lang", "state", "lang"),
        Index("ix_case_state_best_band", "state", "best_band"),
        Index(
            "ix_case_has_news",
            "state",
            sqlite_where=sql_text("has_news"),
            postgresql_where=sql_text("has_news"),
        ),
        # For whoever looks for a link; most cases are about none.
        Index("ix_case_about", "about", sqlite_where=sql_text("about <> ''"), postgresql_where=sql_text("about <> ''")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(EnumString(Kind))
    state: Mapped[CaseState] = mapped_column(EnumString(CaseState), default=CaseState.OPEN)
    # The representative text: the words of the first report.
    text: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(Text, default="")
    text_source: Mapped[TextSource] = mapped_column(
        EnumString(TextSource), default=TextSource.TYPED, server_default=TextSource.TYPED.value
    )
    # What was read in the pictures beside words that were typed: a key to the case as well.
    further_text: Mapped[str] = mapped_column(Text, default="", server_default="")
    # The link that its reports are about, canonical; empty while none of them named one.
    about: Mapped[str] = mapped_column(Text, default="", server_default="")
    # ISO 639-1, of the representative text; empty where it is too short to tell.
    lang: Mapped[str] = mapped_column(String(8), default="", server_default="")
    submission_count: Mapped[int] = mapped_column(default=0)
    first_seen: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen: Mapped[datetime] = mapped_column(UtcDateTime)
    # How many reports come in just now, as `intake.cases.heat` counts; 0 until it was worked out.
    heat: Mapped[float] = mapped_column(Double, default=0.0, server_default="0")
    # What in its words calls for haste; see `intake.cases.signals`.
    signals: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    # The first report whose reader wrote why. No foreign key, because reports point at their case.
    told_by: Mapped[int | None]
    # In points, as `intake.cases.priority` gives them; renewed by the clock, because age counts.
    priority: Mapped[int] = mapped_column(default=0, server_default="0")
    # How sure the surest article is that no editor has rejected; None when nothing fits.
    best_band: Mapped[Band | None] = mapped_column(EnumString(Band))
    # Reports since it was settled; and whether one of them, or its article, says something new that nobody looked at.
    later_reports: Mapped[int] = mapped_column(default=0, server_default="0")
    has_news: Mapped[bool] = mapped_column(default=False, server_default=sql_false())
    # While all of its reports that are not erased are held back: then it stands in no list of what is to be done.
    is_held_back: Mapped[bool] = mapped_column(default=False, server_default=sql_false())
    # Goes up with every change by a person; a form that was filled in against an older one is refused.
    version: Mapped[int] = mapped_column(default=0)
    # The machine tried and broke; the editor sees the case without suggestions instead of never.
    matching_failed: Mapped[bool] = mapped_column(default=False)
    # Where it broke: stage, kind of the exception and place in the code; never a word of the report.
    matching_trouble: Mapped[str] = mapped_column(String(200), default="", server_default="")
    # Opened by an editor because the machine could not: it is never asked about this case, which may be what kills it.
    is_by_hand: Mapped[bool] = mapped_column(default=False, server_default=sql_false())
    # What the reporters are told once it is settled; the reasons stay in the decision.
    public_sentence: Mapped[str] = mapped_column(Text, default="")
    verdict: Mapped[Verdict | None] = mapped_column(EnumString(Verdict))
    answer_claim_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id"), index=True)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"), index=True)
    # Since then none of its reports says anything any more, and neither does it.
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    answer_claim: Mapped[Claim | None] = relationship()
    merged_into: Mapped[Case | None] = relationship(remote_side="Case.id")
    matches: Mapped[list[Match]] = relationship(back_populates="case", order_by="Match.rank")

    @property
    def standing(self) -> Case:
        """The case that holds the reports of a merged one now; any other case stands for itself."""
        case = self
        while case.merged_into is not None:
            case = case.merged_into
        return case


def with_merged(case_id: int) -> Select[int]:
    """Return the question for the ids of a case and of all that were merged into it, one after the other."""
    found = select(Case.id).where(Case.id == case_id).cte("with_merged", recursive=True)
    found = found.union_all(select(Case.id).join(found, Case.merged_into_id == found.c.id))
    return select(found.c.id)


class CaseKey(Base):
    """What makes a further submission belong to a case: the same text, or the same link."""

    __tablename__ = "case_key"
    __table_args__ = (UniqueConstraint("lane", "value"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    lane: Mapped[Lane] = mapped_column(EnumString(Lane))
    value: Mapped[str] = mapped_column(String(64))


class ExplanationJson(TypeDecorator[Explanation]):
    """An explanation, stored as JSON."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: Explanation | None, dialect: Dialect) -> Stored | None:
        """Store it as plain lists and words."""
        return None if value is None else value.as_json()

    def process_result_value(self, value: Stored | None, dialect: Dialect) -> Explanation | None:
        """Return it; None for one that another version stored in another shape."""
        return None if value is None else Explanation.from_json(value)


class Match(Base):
    """A claim that a machine suggests as the answer to a case, and what an editor said to it."""

    __tablename__ = "match"
    __table_args__ = (UniqueConstraint("case_id", "claim_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    rank: Mapped[int]
    band: Mapped[Band] = mapped_column(EnumString(Band))
    # Cosine of the model below; None when similarity had no part in it.
    score: Mapped[float | None]
    # From 0 to 1, by the calibration of that model; None without one, or when a certain lane found it.
    probability: Mapped[float | None]
    # The wording of the claim that met; None when it was the claim itself.
    wording_id: Mapped[int | None] = mapped_column(ForeignKey("wording.id"))
    # What an editor's answer taught: exactly one of them while the answer stands.
    learned_wording_id: Mapped[int | None] = mapped_column(ForeignKey("wording.id"))
    kept_apart_id: Mapped[int | None] = mapped_column(ForeignKey("kept_apart.id"))
    lanes: Mapped[list[str]] = mapped_column(JSON)
    model_id: Mapped[str] = mapped_column(String(200))
    # An editor put it there; it stays whatever the machine finds later.
    is_by_hand: Mapped[bool] = mapped_column(default=False, server_default=sql_false())
    answer: Mapped[MatchAnswer] = mapped_column(EnumString(MatchAnswer), default=MatchAnswer.OPEN)
    found_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    # Why it was suggested; None where that is not known yet or cannot be told. Only the page of the case asks for it.
    explanation: Mapped[Explanation | None] = mapped_column(ExplanationJson, deferred=True)
    # What it was made from, as `made_from` names it; empty before the first try.
    explained_from: Mapped[str] = mapped_column(String(64), default="", server_default="")

    case: Mapped[Case] = relationship(back_populates="matches")
    claim: Mapped[Claim] = relationship()
    wording: Mapped[Wording | None] = relationship(foreign_keys=[wording_id])

    @property
    def lane_labels(self) -> list[LazyString]:
        """The ways by which it was found, in words."""
        return [Lane(lane).label for lane in self.lanes]

    @property
    def is_confirmed(self) -> bool:
        """Whether an editor said that the case makes this claim."""
        return self.answer is MatchAnswer.SAME

    @property
    def is_by_picture(self) -> bool:
        """Whether nothing but a picture that looks alike speaks for it."""
        return self.lanes == [Lane.SIMILAR_PICTURE] and not self.is_confirmed

    @property
    def surest_band(self) -> Band:
        """How sure it is that the case makes this claim; an editor's word is the surest."""
        return Band.SAME if self.is_confirmed else self.band

    @property
    def made_from(self) -> str:
        """A name of all that its explanation is made from; another one says that it is outdated.

        The texts of both sides, the model with its adapter by which it was found, and how explanations are made. The
        calibration is no part: it says how sure a match is, not why. Nor is the wording that met: the verdict judges
        the claim, so the claim is what a case is compared with, and never with words that may be its own.
        """
        claim = self.claim
        parts = (VERSION, self.model_id, self.case.text, claim.text, claim.title, claim.summary, claim.lang)
        return sha256(json.dumps(parts).encode()).hexdigest()

    @property
    def is_outdated(self) -> bool:
        """Whether its explanation is missing, or was made from something else."""
        return self.explained_from != self.made_from

    @property
    def standing_explanation(self) -> Explanation | None:
        """Why it was suggested, as stored; None where it was not told, or is outdated."""
        return None if self.is_outdated else self.explanation

    @property
    def presented(self) -> Presented:
        """The claim as it may be shown beside the case."""
        return Presented(
            self.claim,
            self.surest_band,
            tuple(map(Lane, self.lanes)),
            self.standing_explanation,
            is_confirmed=self.is_confirmed,
        )
