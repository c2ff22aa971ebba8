"""Pages behind reported links, as the server saw them."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import Index, String, Text
from sqlalchemy import text as sql_text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, EnumString, UtcDateTime, now
from core.events import Action
from core.fetching.outcomes import Outcome


class PageAction(Action):
    """What happens to the pages behind links."""

    PAGE_ASKED = "page_asked", _l("Had the page behind the link fetched")


class PageSnapshot(Base):
    """One try at fetching the page behind a link. Nothing replaces an earlier one: by then the page may be gone."""

    __tablename__ = "page_snapshot"
    __table_args__ = (
        Index("ix_page_snapshot_link_hash", "link_hash", "id"),
        # However many ask at once, a link is fetched once.
        Index(
            "ix_page_snapshot_waiting",
            "link_hash",
            unique=True,
            sqlite_where=sql_text("outcome = 'waiting'"),
            postgresql_where=sql_text("outcome = 'waiting'"),
        ),
        Index("ix_page_snapshot_html_key", "html_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # SHA-256 of the canonical link: cases about the same page share what was fetched of it.
    link_hash: Mapped[str] = mapped_column(String(64))
    url: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    outcome: Mapped[Outcome] = mapped_column(EnumString(Outcome), default=Outcome.WAITING)
    fetched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Where it was in the end, or at which address of the way it was refused.
    final_url: Mapped[str] = mapped_column(Text, default="", server_default="")
    status: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(300), default="", server_default="")
    text: Mapped[str] = mapped_column(Text, default="", server_default="")
    # Of what came, byte for byte, and the key under which it is sealed; empty where nothing came.
    sha256: Mapped[str] = mapped_column(String(64), default="", server_default="")
    html_key: Mapped[str] = mapped_column(String(64), default="", server_default="")
