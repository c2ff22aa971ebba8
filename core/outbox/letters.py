"""What a letter is, and how it is written: the same words as plain text and as HTML, no header about its reader."""

from __future__ import annotations

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from flask import current_app

from core.config import Config
from core.db import now
from core.outbox.settings import MailSettings
from core.secrets import keyed_hash


@dataclass(frozen=True, slots=True)
class Link:
    """A link on a line of its own, with what it leads to."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that is complete but for its number; it lives only while it is sent.

    `mark` names what it says, so that whoever composed it knows whether that is still true when it is handed over.
    """

    to: str
    language: str
    subject: str
    parts: tuple[str | Link, ...]
    # Where its reader ends such letters.
    stop: Link
    mark: str = ""


# Not every server takes eight bits, and none is asked.
_POLICY = SMTP.clone(cte_type="7bit")


def written(letter: Letter, number: int, settings: MailSettings) -> bytes:
    """Return a letter as it is sent, with the lines ended as SMTP wants them.

    The Message-ID follows from the number of its row: sent twice, it can be known as the same.
    """
    config: Config = current_app.extensions["settings"]
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(display_name=config.face.name, addr_spec=settings.sender)
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(now())
    message["Message-ID"] = message_id(number, settings)
    # No machine answers it, and the programs of big providers offer the way out beside it.
    message["Auto-Submitted"] = "auto-generated"
    message["List-Unsubscribe"] = f"<{letter.stop.url}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(_drawn("letter.txt", letter))
    message.add_alternative(_drawn("letter.html", letter), subtype="html")
    # After the content, which takes the headers about itself away.
    message["Content-Language"] = letter.language
    # No line of the header is folded: an address in it that is taken apart leads nowhere.
    return message.as_bytes(policy=_POLICY.clone(max_line_length=998))


def message_id(number: int, settings: MailSettings) -> str:
    """Return by what a letter is known, here and at every server; it tells nothing of how many there are."""
    return f"<{keyed_hash('letter', str(number))[:40]}@{settings.domain}>"


def _drawn(template: str, letter: Letter) -> str:
    # Past Flask's own function, which puts things of a request into each page.
    return current_app.jinja_env.get_template(f"mail/{template}").render(letter=letter)
