"""The settings of mail, read from the environment and refused with a sentence that says what would be right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from email_validator import EmailNotValidError, validate_email

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class BadMail(Exception):
    """A setting that cannot be used; the message says which and what would be right."""


class Security(StrEnum):
    """How the way to the mail server is encrypted."""

    STARTTLS = "starttls"
    TLS = "tls"
    OFF = "off"


# Where servers listen for each.
_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.OFF: 25}


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How letters leave: through which server, as whom, and by which address they are sent."""

    host: str
    port: int
    security: Security
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def domain(self) -> str:
        """The domain of the sender."""
        return self.sender.rpartition("@")[2]

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> MailSettings | None:
        """Read them; None without a server. Errors: `BadMail` for a value that cannot be used."""
        host, named = environ.get("SMTP_HOST", "").strip(), environ.get("SMTP_FROM", "").strip()
        port, security = environ.get("SMTP_PORT", ""), environ.get("SMTP_TLS", "")
        user, password = environ.get("SMTP_USER", ""), environ.get("SMTP_PASSWORD", "")
        if not host:
            return None
        way = _way(security or Security.STARTTLS.value)
        if way is Security.OFF and password and host not in LOOPBACK:
            raise BadMail("SMTP_TLS=off would send SMTP_PASSWORD readable for everybody on the way.")
        return cls(host, _port(port, way), way, _sender(named), user, password)


def _way(value: str) -> Security:
    try:
        return Security(value)
    except ValueError as error:
        raise BadMail(f"SMTP_TLS={value} is unknown: use {', '.join(Security)}.") from error


def _port(value: str, way: Security) -> int:
    if not value:
        return _PORTS[way]
    if not value.isascii() or not value.isdigit() or not 0 < int(value) < 65536:
        raise BadMail(f"SMTP_PORT={value} is not a port: it must lie between 1 and 65535.")
    return int(value)


def _sender(named: str) -> str:
    try:
        return validate_email(named, check_deliverability=False, allow_smtputf8=False).ascii_email or named
    except EmailNotValidError as error:
        raise BadMail(f"SMTP_FROM={named!r} is not a mail address; with SMTP_HOST it has to be one.") from error
