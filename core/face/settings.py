"""The settings of the face, read from the environment and refused with a sentence that says what would be right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from email_validator import EmailNotValidError, validate_email

from core.face.colours import Accent
from core.face.logo import Logo
from core.face.problems import BadFace

PRODUCT = "Gegencheck"
LONGEST_NAME = 40
LONGEST_ADDRESS = 300


@dataclass(frozen=True, slots=True)
class Contact:
    """Where readers reach the desk: a mail address or a page, as a link and in words."""

    href: str
    words: str


@dataclass(frozen=True, slots=True)
class Face:
    """Under which name and colours, with which logo and contact, the pages are shown."""

    name: str = PRODUCT
    logo: Logo | None = None
    accent: Accent | None = None
    contact: Contact | None = None

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Face:
        """Read it; what is empty counts as not set. Errors: `BadFace` for a value that cannot be used."""
        logo, accent = environ.get("DESK_LOGO", ""), environ.get("DESK_ACCENT", "")
        contact = environ.get("DESK_CONTACT", "")
        return cls(
            name=_name(environ.get("DESK_NAME", "").strip() or PRODUCT),
            logo=Logo.read(logo) if logo else None,
            accent=Accent.of(accent) if accent else None,
            contact=_contact(contact.strip()) if contact else None,
        )

    @property
    def is_own(self) -> bool:
        """Whether it has a name of its own, so that the product's stands in small print only."""
        return self.name != PRODUCT

    @property
    def notes(self) -> tuple[str, ...]:
        """What to tell the operator at the start."""
        return (self.accent.note,) if self.accent is not None and self.accent.note else ()


def _name(name: str) -> str:
    # What is not printable could turn the rest of a line round, or be seen by nobody.
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise BadFace(f"DESK_NAME={name!r} cannot be used: at most {LONGEST_NAME} letters that can be seen.")
    return name


def _contact(written: str) -> Contact:
    if is_page(written):
        return Contact(written, written.removeprefix("https://").removesuffix("/"))
    try:
        # Whether the address receives mail is nothing to be asked for over the network at each start.
        address = validate_email(written, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise _bad_contact(written) from error
    return Contact(f"mailto:{quote(address, safe='@')}", address)


def is_page(written: str) -> bool:
    """Return whether it is the address of a page that a link may lead to: https, a host, and no name in front of it."""
    if len(written) > LONGEST_ADDRESS or not written.isprintable() or " " in written:
        return False
    try:
        parts = urlsplit(written)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        return False
    return written.startswith("https://") and bool(parts.hostname) and parts.username is None and has_port


def _bad_contact(written: str) -> BadFace:
    return BadFace(
        f"DESK_CONTACT={written!r} is neither a mail address nor a page: write redaktion@example.org or https://…"
    )
