"""The conversation with the mail server, split where it matters: before the last line of a letter, and after it.

A server takes a letter when it has read the line with the single dot, and forgets it when the connection ends before
(RFC 5321, 4.1.1.4 and 4.5.3.2.6). So the note that a letter may have arrived is written between the two.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import Self

from core.outbox.settings import MailSettings, Security

# For each step of the conversation.
STEP_SECONDS = 30.0
# For the answer to the last line the standard says ten minutes: a server that is slow with it has the letter already.
END_SECONDS = 600.0
_END = b".\r\n"
_LEADING_DOT = re.compile(rb"(?m)^\.")


class LineDown(Exception):
    """The server does not answer, or not as a mail server does; the message says at which step."""


class Refused(Exception):
    """The server answered that it does not take a letter; the message is the step and the code."""

    def __init__(self, step: str, code: int, *, is_final: bool) -> None:
        super().__init__(f"{step} {code}")
        # Whether another try would be answered alike.
        self.is_final = is_final


class Unclear(Exception):
    """The last line was sent and no answer came: the letter may have arrived or not."""


class Line:
    """A connection to the mail server, made when it is needed and kept for the next letter."""

    def __init__(
        self, settings: MailSettings, *, step_seconds: float = STEP_SECONDS, end_seconds: float = END_SECONDS
    ) -> None:
        self.settings = settings
        self._step_seconds, self._end_seconds = step_seconds, end_seconds
        self._client: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.hang_up()

    def send(self, to: str, message: bytes, *, before_end: Callable[[], bool]) -> bool:
        """Hand one letter over; return False when `before_end` said no, and the server has forgotten it then.

        `before_end` is called when all but the last line was sent. Errors: `LineDown`, `Refused`, `Unclear`; what
        `before_end` raises, with the letter forgotten.
        """
        client = self._client or self._dial()
        self._begin(client, to, message)
        try:
            may_end = before_end()
        except BaseException:
            self._drop()
            raise
        if not may_end:
            self._drop()
            return False
        self._end(client)
        return True

    def hang_up(self) -> None:
        """End the connection as one does."""
        client, self._client = self._client, None
        if client is not None:
            with suppress(OSError, smtplib.SMTPException):
                client.quit()

    def _dial(self) -> smtplib.SMTP:
        client = None
        try:
            client = self._connected()
            if self.settings.security is Security.STARTTLS:
                client.starttls(context=ssl.create_default_context())
            if self.settings.user:
                client.login(self.settings.user, self.settings.password)
            client.ehlo_or_helo_if_needed()
        except (OSError, smtplib.SMTPException) as error:
            if client is not None:
                client.close()
            # Without the error itself, whose words are the server's.
            raise LineDown(f"connect {type(error).__name__}") from None
        self._client = client
        return client

    def _connected(self) -> smtplib.SMTP:
        settings, timeout = self.settings, self._step_seconds
        if settings.security is not Security.TLS:
            return smtplib.SMTP(settings.host, settings.port, local_hostname=settings.domain, timeout=timeout)
        return smtplib.SMTP_SSL(
            settings.host,
            settings.port,
            local_hostname=settings.domain,
            timeout=timeout,
            context=ssl.create_default_context(),
        )

    def _begin(self, client: smtplib.SMTP, to: str, message: bytes) -> None:
        try:
            # What a server has against the sender is about the settings, and may be mended before the next try.
            self._expect(client, "MAIL", client.mail(self.settings.sender)[0], 250)
            self._expect(client, "RCPT", client.rcpt(to)[0], 250, 251, may_be_final=True)
            self._expect(client, "DATA", client.docmd("DATA")[0], 354)
            client.send(_LEADING_DOT.sub(b"..", message))
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise LineDown(f"begin {type(error).__name__}") from None

    def _expect(self, client: smtplib.SMTP, step: str, code: int, *good: int, may_be_final: bool = False) -> None:
        if code in good:
            return
        if code == 421:
            # The server says so before it hangs up.
            self._drop()
            raise LineDown(f"{step} {code}")
        client.rset()
        raise Refused(step, code, is_final=may_be_final and 500 <= code < 600)

    def _end(self, client: smtplib.SMTP) -> None:
        try:
            if client.sock is not None:
                client.sock.settimeout(self._end_seconds)
            client.send(_END)
            code = client.getreply()[0]
            if client.sock is not None:
                client.sock.settimeout(self._step_seconds)
        except (OSError, smtplib.SMTPException):
            self._drop()
            raise Unclear from None
        if not 200 <= code < 600:
            self._drop()
            raise Unclear
        if code >= 300:
            if code == 421:
                self._drop()
            raise Refused("END", code, is_final=code >= 500)

    def _drop(self) -> None:
        """Break the connection off without a word, so that nothing that was begun is taken."""
        client, self._client = self._client, None
        if client is not None:
            client.close()
