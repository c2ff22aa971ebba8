"""Handing out what is kept sealed: our picture of a file to be looked at, and the original to be saved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from flask import Response

from core.files.sealed import Unreadable, sealed_files
from core.refusals import NotFound
from intake.files.locking import is_locked
from intake.models.files import Attachment

# A picture opened by itself is a page: it loads nothing, and runs nothing.
_ALONE = "default-src 'none'; sandbox"


def picture(attachment: Attachment) -> Response:
    """Return our picture of a file. Errors: `NotFound` when it is locked, is gone or was changed."""
    if is_locked(attachment):
        raise NotFound("a locked file is shown to nobody")
    return own_picture(attachment.preview_key)


def own_picture(key: str) -> Response:
    """Return a picture that we made, by its key among the sealed files. Errors: `NotFound` when it is gone."""
    begun, rest = _opened(key)
    kind = "image/png" if begun.startswith(b"\x89PNG") else "image/jpeg"
    return _response(chain([begun], rest), kind)


def original(attachment: Attachment) -> Response:
    """Return a file as it was sent, for saving: no browser opens it. Errors: as above."""
    if is_locked(attachment):
        raise NotFound("a locked file is shown to nobody")
    begun, rest = _opened(attachment.original_key)
    response = _response(chain([begun], rest), "application/octet-stream")
    # Named by us: a name that a stranger chose could end in what opens by itself.
    suffix = attachment.media_type.value.rpartition("/")[2]
    response.headers.set("Content-Disposition", "attachment", filename=f"{attachment.sha256[:12]}.{suffix}")
    response.content_length = attachment.size
    return response


def _opened(key: str) -> tuple[bytes, Iterator[bytes]]:
    pieces = sealed_files().pieces(key)
    try:
        return next(pieces), pieces
    except Unreadable as error:
        raise NotFound("a sealed file cannot be read") from error


def _response(pieces: Iterable[bytes], kind: str) -> Response:
    response = Response(pieces, mimetype=kind)
    response.headers["Content-Security-Policy"] = _ALONE
    return response
