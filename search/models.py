"""What is already known: claims with their verdict, and one vector for each."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, EnumString, UtcDateTime, now


class Verdict(StrEnum):
    """What a check found, in the words most fact-checking desks share."""

    FALSE = "false"
    MISLEADING = "misleading"
    MISSING_CONTEXT = "missing_context"
    ALTERED = "altered"
    SATIRE = "satire"
    UNPROVEN = "unproven"
    TRUE = "true"
    UNRATED = "unrated"

    @property
    def label(self) -> LazyString:
        """The word people read."""
        return VERDICT_LABELS[self]


VERDICT_LABELS = {
    Verdict.FALSE: _l("False"),
    Verdict.MISLEADING: _l("Misleading"),
    Verdict.MISSING_CONTEXT: _l("Missing context"),
    Verdict.ALTERED: _l("Altered"),
    Verdict.SATIRE: _l("Satire"),
    Verdict.UNPROVEN: _l("Not proven"),
    Verdict.TRUE: _l("True"),
    Verdict.UNRATED: _l("Checked"),
}


class ClaimState(StrEnum):
    """Where a claim stands; only published ones are ever shown."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETRACTED = "retracted"


class Band(StrEnum):
    """How sure a match is, in a word instead of a number."""

    SAME = "same"
    LIKELY = "likely"
    RELATED = "related"

    @property
    def label(self) -> LazyString:
        """The word people read."""
        return BAND_LABELS[self]


BAND_LABELS = {
    Band.SAME: _l("Same claim"),
    Band.LIKELY: _l("Probably the same claim"),
    Band.RELATED: _l("Similar topic"),
}


class Lane(StrEnum):
    """The way by which a match was found."""

    EXACT_TEXT = "exact_text"
    SAME_LINK = "same_link"
    MEANING = "meaning"

    @property
    def label(self) -> LazyString:
        """The words people read."""
        return LANE_LABELS[self]


LANE_LABELS = {
    Lane.EXACT_TEXT: _l("The same words"),
    Lane.SAME_LINK: _l("The same link"),
    Lane.MEANING: _l("Similar meaning"),
}


class Claim(Base):
    """A statement that was checked, with its verdict and the article that says so."""

    __tablename__ = "claim"

    id: Mapped[int] = mapped_column(primary_key=True)
    # The id under which the source knows the claim; importing it again updates the row.
    external_id: Mapped[str | None] = mapped_column(String(200), unique=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    lang: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text, default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    verdict: Mapped[Verdict] = mapped_column(EnumString(Verdict))
    url: Mapped[str] = mapped_column(Text, default="")
    canonical_url: Mapped[str] = mapped_column(Text, default="", index=True)
    source: Mapped[str] = mapped_column(String(200), default="")
    published_on: Mapped[date | None]
    state: Mapped[ClaimState] = mapped_column(EnumString(ClaimState), index=True)
    # Hash of the normalised claim sentence: a post that only repeats it is found without a model.
    text_hash: Mapped[str] = mapped_column(String(64), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, onupdate=now)

    @property
    def headline(self) -> str:
        """The title, or the claim itself where the source gave none."""
        return self.title or self.text

    @property
    def passage(self) -> str:
        """The text that is embedded; claim, title and summary together find ten points more than the claim."""
        return "\n".join(part for part in (self.text, self.title, self.summary) if part)


class Vector(Base):
    """One embedded document of one model; without data it is a tombstone."""

    __tablename__ = "vector"
    __table_args__ = (
        UniqueConstraint("collection", "document_id", "model_id"),
        Index("ix_vector_collection_seq", "collection", "seq"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    collection: Mapped[str] = mapped_column(String(16))
    document_id: Mapped[int]
    model_id: Mapped[str] = mapped_column(String(200))
    text_hash: Mapped[str] = mapped_column(String(64))
    # float16, little-endian, L2-normalised; None says that the document is gone.
    data: Mapped[bytes | None] = mapped_column(LargeBinary)
    # Goes up with every change; whoever has read up to n asks only for what is newer.
    seq: Mapped[int] = mapped_column(unique=True)
