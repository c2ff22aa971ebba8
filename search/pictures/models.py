"""The hashes of a collection of pictures, as the database keeps them."""

from __future__ import annotations

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class PictureHash(Base):
    """What one picture is recognised by; without bits it is a tombstone, which knows nothing but a number."""

    __tablename__ = "picture_hash"
    __table_args__ = (Index("ix_picture_hash_collection_seq", "collection", "seq"),)

    collection: Mapped[str] = mapped_column(String(16), primary_key=True)
    # The number that whoever owns the collection knows the picture by.
    picture_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    # 32 bytes; None says that the picture is gone.
    bits: Mapped[bytes | None] = mapped_column(LargeBinary)
    # Goes up with every change; whoever has read up to n asks only for what is newer.
    seq: Mapped[int]
