"""What is already known: claims with their verdict, what editors taught about them, and one vector for each text."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, BigInteger, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy import text as sql_text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, EnumString, UtcDateTime, now
from core.labels import LabelledEnum
from search.documents import document_id


class Verdict(LabelledEnum):
    """What a check found, in the words most fact-checking desks share."""

    FALSE = "false", _l("False")
    MISLEADING = "misleading", _l("Misleading")
    MISSING_CONTEXT = "missing_context", _l("Missing context")
    ALTERED = "altered", _l("Altered")
    SATIRE = "satire", _l("Satire")
    UNPROVEN = "unproven", _l("Not proven")
    TRUE = "true", _l("True")
    UNRATED = "unrated", _l("Checked")


class ClaimState(StrEnum):
    """Where a claim stands; only published ones are ever shown."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETRACTED = "retracted"


class Band(LabelledEnum):
    """How sure a match is, in a word instead of a number."""

    SAME = "same", _l("Same claim")
    LIKELY = "likely", _l("Probably the same claim")
    RELATED = "related", _l("Similar topic")


class Lane(LabelledEnum):
    """The way by which a match was found."""

    EXACT_TEXT = "exact_text", _l("The same words")
    SAME_LINK = "same_link", _l("The same link")
    NEAR_DUPLICATE = "near_duplicate", _l("Almost the same words")
    MEANING = "meaning", _l("Similar meaning")
    WORDS = "words", _l("Words in common")
    GRAMS = "grams", _l("Parts of words in common")


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


class Wording(Base):
    """A further phrasing of a claim, learned from a match that an editor confirmed; never shown to the public."""

    __tablename__ = "wording"
    __table_args__ = (UniqueConstraint("claim_id", "part"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    # Counts the wordings of one claim from 1; the claim itself is part 0 of the index.
    part: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    text_hash: Mapped[str] = mapped_column(String(64), index=True)
    lang: Mapped[str] = mapped_column(String(8), default="")
    learned_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    # An editor took it back: it finds nothing any more, and stays listed.
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    claim: Mapped[Claim] = relationship()

    @property
    def document_id(self) -> int:
        """Its id in the index."""
        return document_id(self.claim_id, self.part)


class KeptApart(Base):
    """A text and a claim that an editor called different: the claim is not suggested for that text again."""

    __tablename__ = "kept_apart"
    __table_args__ = (UniqueConstraint("claim_id", "text_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    text: Mapped[str] = mapped_column(Text)
    text_hash: Mapped[str] = mapped_column(String(64), index=True)
    lang: Mapped[str] = mapped_column(String(8), default="")
    learned_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    claim: Mapped[Claim] = relationship()


class LearnedKind(StrEnum):
    """What can be learned from labelled pairs."""

    CALIBRATION = "calibration"
    ADAPTER = "adapter"


class LearnedState(StrEnum):
    """What became of it: only an active one has any effect."""

    ACTIVE = "active"
    # It did not win on what was held out.
    REJECTED = "rejected"
    # A newer one took its place.
    REPLACED = "replaced"
    TAKEN_BACK = "taken_back"


class Learned(Base):
    """A calibration or an adapter of one model: its numbers, and how it compared with what stood before."""

    __tablename__ = "learned"
    __table_args__ = (
        # One active a kind and model, whatever runs at the same time.
        Index(
            "uq_learned_active",
            "kind",
            "model_id",
            unique=True,
            sqlite_where=sql_text("state = 'active'"),
            postgresql_where=sql_text("state = 'active'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[LearnedKind] = mapped_column(EnumString(LearnedKind))
    model_id: Mapped[str] = mapped_column(String(200))
    state: Mapped[LearnedState] = mapped_column(EnumString(LearnedState))
    data: Mapped[bytes] = mapped_column(LargeBinary)
    # Measured on what was held out, before and after; numbers only.
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    learned_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Vector(Base):
    """One embedded text of one model, with its terms for the search by words; without data it is a tombstone."""

    __tablename__ = "vector"
    __table_args__ = (
        UniqueConstraint("collection", "document_id", "model_id"),
        Index("ix_vector_collection_seq", "collection", "seq"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    collection: Mapped[str] = mapped_column(String(16))
    # Whose text it is and which part of it: see search.documents.
    document_id: Mapped[int] = mapped_column(BigInteger)
    model_id: Mapped[str] = mapped_column(String(200))
    text_hash: Mapped[str] = mapped_column(String(64))
    # float16, little-endian, L2-normalised; None says that the document is gone.
    data: Mapped[bytes | None] = mapped_column(LargeBinary)
    # Packed by search.terms; stored, so that every process and every rebuild need not read the text again.
    terms: Mapped[bytes | None] = mapped_column(LargeBinary)
    # Which way of splitting texts made the terms.
    analysis: Mapped[str] = mapped_column(String(8), default="")
    # Goes up with every change; whoever has read up to n asks only for what is newer.
    seq: Mapped[int] = mapped_column(unique=True)
