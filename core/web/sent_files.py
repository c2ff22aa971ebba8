"""What a view that takes files needs of its request: the token checked by itself, and the content of each in pieces."""

from __future__ import annotations

from collections.abc import Iterator

from flask import request
from flask_wtf.csrf import CSRFError, validate_csrf
from werkzeug.datastructures import FileStorage
from wtforms.validators import ValidationError

PIECE = 64 * 1024


def check_token() -> None:
    """Make sure that a page of ours sent this request, as the guard does that such a view is exempt from.

    Errors: `CSRFError`; `RequestEntityTooLarge` where the token stands in a body that is too large to be read.
    """
    try:
        validate_csrf(request.headers.get("X-CSRFToken") or request.form.get("csrf_token"))
    except ValidationError as error:
        raise CSRFError(error.args[0]) from error


def pieces_of(file: FileStorage) -> Iterator[bytes]:
    """Yield the content of a file that was sent."""
    while piece := file.stream.read(PIECE):
        yield piece
