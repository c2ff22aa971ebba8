"""What readers send."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, String, Text, and_, not_
from sqlalchemy import case as sql_case
from sqlalchemy import false as sql_false
from sqlalchemy import text as sql_text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, EnumString, UtcDateTime, now
from core.labels import LabelledEnum
from intake.models.cases import Case, Kind, TextSource

if TYPE_CHECKING:
    from intake.models.files import Attachment


# Reading grows with the length of a text. Of longer ones than this only a few come in a batch beside others, so that
# whoever sends many of them keeps only other long ones waiting; of 1,357 real posts eight are longer.
LONG_TEXT = 5_000


class Platform(LabelledEnum):
    """Where a post was seen."""

    UNKNOWN = "unknown", _l("I do not know")
    WHATSAPP = "whatsapp", _l("WhatsApp")
    TELEGRAM = "telegram", _l("Telegram")
    FACEBOOK = "facebook", _l("Facebook")
    INSTAGRAM = "instagram", _l("Instagram")
    TIKTOK = "tiktok", _l("TikTok")
    YOUTUBE = "youtube", _l("YouTube")
    X = "x", _l("X (Twitter)")
    WEBSITE = "website", _l("A website")
    MAIL = "mail", _l("E-mail or text message")
    OFFLINE = "offline", _l("On paper or in conversation")
    ELSEWHERE = "elsewhere", _l("Somewhere else")


class Channel(LabelledEnum):
    """The door a submission came through."""

    FORM = "form", _l("Web form")
    API = "api", _l("Programming interface")


class Concern(LabelledEnum):
    """How the reader stands to what they report."""

    UNSAID = "", _l("I would rather not say")
    AFFECTED = "affected", _l("It is about me")
    ON_BEHALF = "on_behalf", _l("I report it for somebody it is about")
    WITNESS = "witness", _l("I saw it")


class Target(LabelledEnum):
    """Whom a post attacks, in the reader's eyes: the bias motives of the police, and who else is often meant."""

    AGE = "age", _l("People because of their age")
    DISABILITY = "disability", _l("People with disabilities")
    GENDER = "gender", _l("Women, or people because of their gender")
    SKIN_COLOUR = "skin_colour", _l("People because of their skin colour")
    ORIGIN = "origin", _l("People because of where they come from")
    ANTISEMITIC = "antisemitic", _l("Jews")
    ANTI_MUSLIM = "anti_muslim", _l("Muslims")
    ANTI_CHRISTIAN = "anti_christian", _l("Christians")
    RELIGION = "religion", _l("People of another religion")
    ORIENTATION = "orientation", _l("Gay, lesbian, bisexual or queer people")
    SOCIAL_STATUS = "social_status", _l("Poor or homeless people")
    WORLD_VIEW = "world_view", _l("People because of what they think")
    POLITICIANS = "politicians", _l("Politicians or volunteers")
    JOURNALISTS = "journalists", _l("Journalists")
    PERSON = "person", _l("One person, for no such reason")
    UNSURE = "unsure", _l("I am not sure")


class SeenWhen(LabelledEnum):
    """When a post was seen; nobody remembers it better."""

    UNSAID = "", _l("I do not know")
    TODAY = "today", _l("Today")
    THIS_WEEK = "this_week", _l("In the last seven days")
    EARLIER = "earlier", _l("Longer ago")


class Advertised(LabelledEnum):
    """Whether a post was an advertisement that somebody pays for."""

    UNSAID = "", _l("I do not know")
    YES = "yes", _l("Yes, it says so")
    NO = "no", _l("No")


class Held(LabelledEnum):
    """Whether a report waits before a machine looks for its case, and for what.

    One whose contact turned out to be muted may stand in a case already; there it counts for nothing while it waits.
    """

    NO = "no", _l("Not held back")
    # Many came at once, or nobody knows yet whether a person sent it: it is let in when there is room.
    LATER = "later", _l("Waits its turn")
    QUARANTINE = "quarantine", _l("A person looks first")
    # For a day this can be taken back; then what it says is erased.
    DISCARDED = "discarded", _l("Discarded")

    @property
    def waits(self) -> bool:
        """Whether it may still be let in, by itself or by a person."""
        return self in {Held.LATER, Held.QUARANTINE}


class Phase(LabelledEnum):
    """What a reader is told about their report."""

    RECEIVED = "received", _l("Received")
    CHECKING = "checking", _l("Waiting for an editor")
    ANSWERED = "answered", _l("Answered: there is an article about it")
    DECIDED = "decided", _l("Decided")
    CLOSED = "closed", _l("Closed without result")
    FORWARDED = "forwarded", _l("Passed on to the right place")
    # Not by the desk's work: nothing is left that it could work on.
    ERASED = "erased", _l("Erased")


class Submission(Base):
    """One report by one reader; what they wrote is never changed."""

    __tablename__ = "submission"
    __table_args__ = (
        Index("ix_submission_case_id", "case_id", "id"),
        # What is counted of a day or of the last hours stands in the index, however many came in.
        Index("ix_submission_received_at", "received_at", "kind", "platform", "case_id"),
        # The waiting ones are few among many: a partial index keeps finding them cheap at any size.
        Index(
            "ix_submission_waiting",
            "held",
            "is_long",
            "id",
            sqlite_where=sql_text("case_id IS NULL"),
            postgresql_where=sql_text("case_id IS NULL"),
        ),
        Index(
            "ix_submission_token",
            "token_id",
            sqlite_where=sql_text("token_id IS NOT NULL"),
            postgresql_where=sql_text("token_id IS NOT NULL"),
        ),
        # What the desk lists of those that are held back, and who comes next, stands in the index.
        Index(
            "ix_submission_alike",
            "held",
            "alike",
            "id",
            "received_at",
            "is_danger",
            "line",
            sqlite_where=sql_text("alike IS NOT NULL"),
            postgresql_where=sql_text("alike IS NOT NULL"),
        ),
        # Hardly ever more than a few.
        Index(
            "ix_submission_awaits_reading",
            "id",
            sqlite_where=sql_text("awaits_reading"),
            postgresql_where=sql_text("awaits_reading"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    # A keyed hash; who reads the database still cannot open anybody's status page.
    receipt_hash: Mapped[str] = mapped_column(String(64), unique=True)
    channel: Mapped[Channel] = mapped_column(EnumString(Channel))
    # The program that sent it, where that has a token: `core.api.tokens`. No foreign key; a token is never deleted.
    token_id: Mapped[int | None]
    kind: Mapped[Kind] = mapped_column(EnumString(Kind))
    text: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(Text)
    platform: Mapped[Platform] = mapped_column(EnumString(Platform))
    why: Mapped[str] = mapped_column(Text)
    # The language the reader was using, in which the answer is written.
    language: Mapped[str] = mapped_column(String(8))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    # What only some are asked, and nobody has to answer.
    is_danger: Mapped[bool] = mapped_column(default=False, server_default=sql_false())
    concern: Mapped[Concern] = mapped_column(EnumString(Concern), default=Concern.UNSAID, server_default="")
    targets: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    seen_when: Mapped[SeenWhen] = mapped_column(EnumString(SeenWhen), default=SeenWhen.UNSAID, server_default="")
    advertised: Mapped[Advertised] = mapped_column(EnumString(Advertised), default=Advertised.UNSAID, server_default="")
    # The claims that were shown as an answer before sending, and of which the reader said: that is not the same.
    not_the_same: Mapped[list[int]] = mapped_column(JSON, default=list, server_default="[]")
    # Whether a picture of it has still to be read before a machine looks for its case.
    awaits_reading: Mapped[bool] = mapped_column(default=False, server_default=sql_false())
    # The words in its pictures, when they were read; and whether numbers or names among them are doubtful.
    read_text: Mapped[str] = mapped_column(Text, default="", server_default="")
    is_read_doubtful: Mapped[bool] = mapped_column(default=False, server_default=sql_false())
    # What was typed says nothing by itself, and the pictures do: then the report is what they say.
    speaks_by_picture: Mapped[bool] = mapped_column(default=False, server_default=sql_false())
    # Empty until the worker has found or opened the case.
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"))
    matched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Whether reading it takes so long that it must not stand before many others.
    is_long: Mapped[bool] = mapped_column(default=False, server_default=sql_false())
    # How often a worker took it up, noted before it tries; and until when one holds it, or when the last try ended.
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # From here on no worker takes it up: it waits for a person, who finds it listed at the desk.
    set_aside_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Where the machine broke last: stage, kind of the exception and place in the code; never a word of the report.
    trouble: Mapped[str] = mapped_column(String(200), default="", server_default="")
    # A mark of what its reader was shown last, by which they are told what is new: `intake.reports.looking`.
    shown: Mapped[str] = mapped_column(String(100), default="", server_default="")
    # Whether it is held back, and what made that so: values of `intake.abuse.doubts.Doubt`.
    held: Mapped[Held] = mapped_column(EnumString(Held), default=Held.NO, server_default=Held.NO.value)
    doubts: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    # While it is held back: what those have in common that say the same, so that a burst is one line at the desk.
    alike: Mapped[str | None] = mapped_column(String(32))
    discarded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # While it waits its turn: which of 65,536 lines it stands in. Made of a hash that means nothing tomorrow, too short
    # to tell networks apart, and taken away when it is let in.
    line: Mapped[str | None] = mapped_column(String(4))
    # From then on it says nothing any more: number, days, kind and receipt stay, so that it is counted and found.
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    case: Mapped[Case | None] = relationship()
    attachments: Mapped[list[Attachment]] = relationship(
        back_populates="submission", order_by="Attachment.position", viewonly=True
    )

    @property
    def told_case(self) -> Case | None:
        """The case that its reader is told of: none while it is held back, though it may stand in one."""
        return self.case if self.held is Held.NO else None

    @property
    def attacked(self) -> list[Target]:
        """Whom the post attacks, in the reader's eyes, in the order of the list."""
        return [target for target in Target if target.value in self.targets]

    @hybrid_property
    def words(self) -> str:
        """What the report says, whoever wrote it down: what was typed, or where that says nothing, its pictures."""
        return self.read_text if self.speaks_by_picture else self.text

    @words.inplace.expression
    @classmethod
    def _words(cls) -> ColumnElement[str]:
        return sql_case((cls.speaks_by_picture, cls.read_text), else_=cls.text)

    @hybrid_property
    def further_words(self) -> str:
        """What its pictures say beside what was typed; empty where that is what the report says, or is doubtful."""
        return "" if self.speaks_by_picture or self.is_read_doubtful else self.read_text

    @further_words.inplace.expression
    @classmethod
    def _further_words(cls) -> ColumnElement[str]:
        return sql_case((and_(not_(cls.speaks_by_picture), not_(cls.is_read_doubtful)), cls.read_text), else_="")

    @hybrid_property
    def is_doubtful(self) -> bool:
        """Whether what the report says was read in its pictures without certainty."""
        return self.speaks_by_picture and self.is_read_doubtful

    @is_doubtful.inplace.expression
    @classmethod
    def _is_doubtful(cls) -> ColumnElement[bool]:
        return and_(cls.speaks_by_picture, cls.is_read_doubtful)

    @property
    def text_source(self) -> TextSource:
        """Where the words come from that the report gives to its case."""
        if not self.speaks_by_picture:
            return TextSource.TYPED
        return TextSource.DOUBTFUL if self.is_read_doubtful else TextSource.READ
