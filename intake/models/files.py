"""Files that readers send: screenshots, photos, and what a machine read in them."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy import false as sql_false
from sqlalchemy import text as sql_text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, EnumString, UtcDateTime, now
from core.events import Action
from core.labels import LabelledEnum
from intake.models.drafts import ReportDraft
from intake.models.reports import Submission


class FileType(LabelledEnum):
    """What a file is, found by its content and never by its name."""

    JPEG = "image/jpeg", _l("JPEG picture")
    PNG = "image/png", _l("PNG picture")
    WEBP = "image/webp", _l("WebP picture")
    HEIC = "image/heic", _l("HEIC picture")
    PDF = "application/pdf", _l("PDF")


class Reading(LabelledEnum):
    """How far the reading of the words in a file is."""

    WAITING = "waiting", _l("Waiting to be read")
    READ = "read", _l("Read by a machine")
    NOTHING = "nothing", _l("No words found")
    FAILED = "failed", _l("Could not be read")
    # Nobody reads pictures here; the form asks for the text instead.
    OFF = "off", _l("Pictures are not read here")


class FileAction(Action):
    """What the desk does with a file that must not be looked at."""

    FILE_LOCKED = "file_locked", _l("Locked a file, so that nobody looks at it")
    FILE_UNLOCKED = "file_unlocked", _l("Unlocked a file")
    FILE_ERASED = "file_erased", _l("Erased the content of a locked file")


class Doubt(NamedTuple):
    """A word that was read without certainty: where it stands in the text, from 0, and how sure it is, from 0 to 1."""

    start: int
    end: int
    sure: float


class Passage(NamedTuple):
    """A piece of what was read; joined, they are the text. `shared` are those that were read without certainty."""

    text: str
    shared: bool


class Attachment(Base):
    """One file of a draft, and from the sending on, of a report. The original is sealed and never changed."""

    __tablename__ = "attachment"
    __table_args__ = (
        Index("ix_attachment_draft_id", "draft_id", "position"),
        Index("ix_attachment_submission_id", "submission_id", "position"),
        # Few wait among many.
        Index(
            "ix_attachment_waiting",
            "id",
            sqlite_where=sql_text("reading = 'waiting'"),
            postgresql_where=sql_text("reading = 'waiting'"),
        ),
        Index("ix_attachment_sha256", "sha256"),
        # Hardly any are.
        Index(
            "ix_attachment_locked",
            "id",
            sqlite_where=sql_text("locked_at IS NOT NULL AND erased_at IS NULL"),
            postgresql_where=sql_text("locked_at IS NOT NULL AND erased_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # Exactly one of the two: whoever sends a draft hands its files over to the report.
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("report_draft.id"))
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submission.id"))
    position: Mapped[int]
    # As the reader's device called it, cut to what fits; shown to the reader and at the desk, and nowhere else.
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[FileType] = mapped_column(EnumString(FileType))
    # Of the original: bytes, and the SHA-256 as hex digits.
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    original_key: Mapped[str] = mapped_column(String(64))
    # Our own picture of it, without metadata and the right way up: what people see and machines read.
    preview_key: Mapped[str] = mapped_column(String(64))
    # Of that picture, in pixels; and how many pages the original has.
    width: Mapped[int]
    height: Mapped[int]
    pages: Mapped[int] = mapped_column(default=1, server_default="1")
    # PDQ as 64 hex digits with its quality from 0 to 100; empty where nothing could be told.
    image_hash: Mapped[str] = mapped_column(String(64), default="", server_default="")
    image_quality: Mapped[int] = mapped_column(default=0, server_default="0")
    # Links in codes that stand in the picture.
    code_links: Mapped[list[str]] = mapped_column(JSON, default=list)
    # What the file says about where it comes from, as `intake.files.provenance` tells it.
    provenance: Mapped[list[str]] = mapped_column(JSON, default=list)

    reading: Mapped[Reading] = mapped_column(EnumString(Reading), default=Reading.WAITING)
    read_text: Mapped[str] = mapped_column(Text, default="", server_default="")
    read_doubts: Mapped[list[Doubt]] = mapped_column(JSON, default=list)
    # Whether a number, date, unit, name or negation is among them, or most of the words are.
    is_read_doubtful: Mapped[bool] = mapped_column(default=False, server_default=sql_false())
    # The program and the language that it read in, as "tesseract 5.3.0 deu".
    read_by: Mapped[str] = mapped_column(String(80), default="", server_default="")
    # What the reader or an editor says stands there; None as long as nobody has looked.
    corrected_text: Mapped[str | None] = mapped_column(Text)
    # How often a worker began to read it, noted before it tries, and until when one holds it.
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    # From then on neither it nor its preview is shown to anybody, on the word of the account with this number; and from
    # when on there is nothing left to show. `intake.files.locking` asks both.
    locked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    locked_by: Mapped[int | None]
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    draft: Mapped[ReportDraft | None] = relationship()
    submission: Mapped[Submission | None] = relationship(back_populates="attachments")

    @property
    def text(self) -> str:
        """The words in it: what a person says stands there, else what a machine read."""
        return self.read_text if self.corrected_text is None else self.corrected_text

    @property
    def is_doubtful(self) -> bool:
        """Whether its words may say something else than the picture; not once a person has looked."""
        return self.is_read_doubtful and self.corrected_text is None

    @property
    def doubts(self) -> list[Doubt]:
        """The words of `text` that were read without certainty; none once a person has looked."""
        return [] if self.corrected_text is not None else [Doubt(*doubt) for doubt in self.read_doubts]

    @property
    def passages(self) -> list[Passage]:
        """The words in it, with those apart that were read without certainty."""
        found, end = list[Passage](), 0
        for doubt in self.doubts:
            found += [
                Passage(self.text[end : doubt.start], shared=False),
                Passage(self.text[doubt.start : doubt.end], shared=True),
            ]
            end = doubt.end
        return [passage for passage in (*found, Passage(self.text[end:], shared=False)) if passage.text]
