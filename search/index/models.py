"""The vectors of a collection, as the database keeps them: one for each text."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class Vector(Base):
    """One embedded text of one model, with its terms for the search by words; without data it is a tombstone."""

    __tablename__ = "vector"
    __table_args__ = (
        UniqueConstraint("collection", "document_id", "model_id"),
        Index("ix_vector_collection_seq", "collection", "seq"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    collection: Mapped[str] = mapped_column(String(16))
    # Whose text it is and which part of it: see search.index.documents.
    document_id: Mapped[int] = mapped_column(BigInteger)
    model_id: Mapped[str] = mapped_column(String(200))
    text_hash: Mapped[str] = mapped_column(String(64))
    # float16, little-endian, L2-normalised; None says that the document is gone.
    data: Mapped[bytes | None] = mapped_column(LargeBinary)
    # Packed by search.text.terms; stored, so that every process and every rebuild need not read the text again.
    terms: Mapped[bytes | None] = mapped_column(LargeBinary)
    # Which way of splitting texts made the terms.
    analysis: Mapped[str] = mapped_column(String(8), default="")
    # Goes up with every change; whoever has read up to n asks only for what is newer.
    seq: Mapped[int] = mapped_column(unique=True)
