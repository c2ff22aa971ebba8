"""One request as it arrives: its head, its body, and of which network its sender is."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from flask import Flask
from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser, ParsingError, TransferEncodingNotImplemented
from waitress.utilities import BadRequest

from core.config import Config
from core.files.spool import Spool
from core.web.networks import network_of
from core.web.requests import LARGEST_BODY, largest_body

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# The line before a chunk, and what may follow the last one; nothing bounds them otherwise.
LARGEST_CHUNK_LINE = 1024


class Body:
    """What arrived of a body: kept up to the largest one that its address takes, beyond that only counted."""

    def __init__(self, largest: int, folder: Path | None) -> None:
        self.arrived = 0
        self._largest = largest
        self._kept = Spool(folder)

    def __len__(self) -> int:
        return self.arrived

    def append(self, data: bytes) -> None:
        """Take the next bytes."""
        self.arrived += len(data)
        if self.arrived <= self._largest:
            self._kept.write(data)

    def getfile(self) -> IO[bytes]:
        """Return the body to read from; nothing of one that is too large, since half of it is not what was sent."""
        if self.arrived > self._largest:
            return BytesIO()
        self._kept.seek(0)
        return cast(IO[bytes], self._kept)

    def close(self) -> None:
        """Forget it."""
        self._kept.close()


class Parser(HTTPRequestParser):
    """Reads one request; whatever cannot be read is the sender's mistake, and answered as such."""

    completed: bool = False

    def __init__(self, adj: Adjustments, application: WSGIApplication | None = None) -> None:
        super().__init__(adj)
        self._application = application

    def parse_header(self, header_plus: bytes) -> None:
        """Read the first line and the headers.

        Errors: `ParsingError`, `TransferEncodingNotImplemented`, both answered by waitress.
        """
        try:
            super().parse_header(header_plus)
        except (ParsingError, TransferEncodingNotImplemented):
            raise
        except ValueError as error:
            # `GET http://[` and a length of 5,000 digits come here; waitress would drop the connection and log
            # the address of its sender.
            raise ParsingError("The request cannot be read") from error
        if self.body_rcv is not None:
            self.body_rcv.buf = self._body()

    def _body(self) -> Body:
        app, settings = self._application, self._settings
        if not isinstance(app, Flask):
            return Body(LARGEST_BODY, None)
        folder = None if settings is None else settings.files_folder
        return Body(largest_body(app, self.command, self.path), folder)

    def network_of_sender(self, address: str) -> str:
        """Return the network of whoever sends this, as the limits count it; a proxy in front of us is nobody.

        `address` is the one that the connection comes from.
        """
        proxies = 0 if self._settings is None else self._settings.proxies
        told = self.headers.get("X_FORWARDED_FOR", "").split(",")
        return network_of(told[-proxies] if 0 < proxies <= len(told) else address)

    @property
    def _settings(self) -> Config | None:
        return self._application.extensions.get("settings") if isinstance(self._application, Flask) else None

    def received(self, data: bytes) -> int:
        """Take the next bytes; return how many of them belong to this request."""
        taken = cast(int, super().received(data))
        if self.chunked and self.body_rcv is not None and not self.completed:
            line = len(self.body_rcv.control_line) + len(self.body_rcv.trailer)
            if line > LARGEST_CHUNK_LINE:
                self.error = BadRequest("The line before a chunk is too long")
                self.completed = True
        return taken
