"""What is already known: claims with their verdict, and what editors taught about them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, EnumString, UtcDateTime, now
from core.events import Action
from core.labels import LabelledEnum
from search.index.documents import document_id
from search.text.links import canonical_url, link_given

# The collection that holds the texts of published claims and their wordings.
CLAIMS = "claim"
# The collection that holds what the pictures of claims are recognised by.
PICTURES = "claim"


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


class ArchiveAction(Action):
    """What happens to claims, and to what editors taught about them."""

    CLAIMS_IMPORTED = "claims_imported", _l("Brought articles into the archive")
    CLAIMS_PUBLISHED = "claims_published", _l("Made articles findable and asked again for open cases")
    CLAIM_RETRACTED = "claim_retracted", _l("Took an article out of the archive")
    CLAIM_PUBLISHED = "claim_published", _l("Put an article back into the archive")
    VERDICT_CHANGED = "verdict_changed", _l("Changed the verdict of an article")
    ARTICLE_PUBLISHED = "article_published", _l("Published a fact check of the desk")
    PICTURE_ADDED = "picture_added", _l("Kept a picture with an article")
    PICTURE_REMOVED = "picture_removed", _l("Removed a picture from an article")
    LEARNED = "learned", _l("Learned from confirmed answers")
    LEARNED_TAKEN_BACK = "learned_taken_back", _l("Took back what was learned")


class Claim(Base):
    """A statement that was checked, with its verdict and the article that says so."""

    __tablename__ = "claim"

    id: Mapped[int] = mapped_column(primary_key=True)
    # The id under which the source knows the claim; importing it again updates the row.
    external_id: Mapped[str | None] = mapped_column(String(200), unique=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    lang: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text)
    # Who says so, as an article names them: a person, an office, “posts on Facebook”; empty where nobody is known.
    claimant: Mapped[str] = mapped_column(String(200), default="", server_default="")
    title: Mapped[str] = mapped_column(Text, default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    verdict: Mapped[Verdict] = mapped_column(EnumString(Verdict))
    # What it was before it was changed last, and when that was; empty while it stands as it was published.
    verdict_before: Mapped[Verdict | None] = mapped_column(EnumString(Verdict))
    verdict_changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    url: Mapped[str] = mapped_column(Text, default="")
    canonical_url: Mapped[str] = mapped_column(Text, default="", index=True)
    source: Mapped[str] = mapped_column(String(200), default="")
    published_on: Mapped[date | None]
    state: Mapped[ClaimState] = mapped_column(EnumString(ClaimState), index=True)
    # Hash of the normalised claim sentence: a post that only repeats it is found without a model.
    text_hash: Mapped[str] = mapped_column(String(64), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, onupdate=now)

    # What a fact check of the desk rests on; imported articles name theirs where they stand.
    sources: Mapped[list[ClaimSource]] = relationship(order_by="ClaimSource.position", cascade="all, delete-orphan")

    @property
    def headline(self) -> str:
        """The title, or the claim itself where the source gave none."""
        return self.title or self.text

    @property
    def passage(self) -> str:
        """The text that is embedded; claim, title and summary together find ten points more than the claim."""
        return "\n".join(self.parts)

    @property
    def parts(self) -> list[str]:
        """The claim itself, and after it what the article says, where the source gave it."""
        return [self.text, *self.beside]

    @property
    def beside(self) -> tuple[str, ...]:
        """What the article says beside the claim, where the source gave it."""
        return tuple(part for part in (self.title, self.summary) if part)


class ClaimSource(Base):
    """What a claim was checked against, as its public page lists it."""

    __tablename__ = "claim_source"
    __table_args__ = (UniqueConstraint("claim_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    # Counts the sources of one claim from 1.
    position: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    # Of a draft, whatever was typed; of a published claim a link to a web page.
    url: Mapped[str] = mapped_column(Text)

    @property
    def link(self) -> str:
        """The link with its scheme, which browsers may open without harm; empty while there is none."""
        return link_given(self.url)

    @property
    def site(self) -> str:
        """The site that the link leads to."""
        return canonical_url(self.link).partition("/")[0].partition("?")[0]


class Retraction(Base):
    """Why a person took a claim out of the archive; only ever added. What a command takes out has none.

    It names accounts by number only: a process that serves readers knows none.
    """

    __tablename__ = "retraction"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    editor_id: Mapped[int] = mapped_column(ForeignKey("editor.id"))
    # Who released it, where it waited for a second person.
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("editor.id"))
    reason: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


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
    # Hash of the normalised text together with the link below.
    text_hash: Mapped[str] = mapped_column(String(64), index=True)
    # The link that the text was about, canonical; empty when it spoke for itself.
    link: Mapped[str] = mapped_column(Text, default="", server_default="")
    lang: Mapped[str] = mapped_column(String(8), default="")
    learned_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    claim: Mapped[Claim] = relationship()


class ClaimPicture(Base):
    """A picture that a claim is about, known again by its hash; never shown to the public.

    It names accounts and cases by number only: a process that serves readers knows no accounts, and claims come before
    cases.
    """

    __tablename__ = "claim_picture"
    __table_args__ = (UniqueConstraint("claim_id", "image_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    # As `search.pictures.hashing` makes them: 64 hex digits, and from 0 to 100 how much there is to recognise.
    image_hash: Mapped[str] = mapped_column(String(64))
    image_quality: Mapped[int]
    # What the desk sees of it, among the sealed files; None where only the hash was kept.
    preview_key: Mapped[str | None] = mapped_column(String(64))
    # What an editor's device called it; empty for one that came from a case.
    name: Mapped[str] = mapped_column(String(200), default="", server_default="")
    # The case whose reports had it; None for one that an editor brought.
    case_id: Mapped[int | None]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("editor.id"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    claim: Mapped[Claim] = relationship()
