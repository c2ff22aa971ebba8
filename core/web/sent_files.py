"""The token against forged forms, for views that take files: they check it themselves, because of their size."""

from __future__ import annotations

from flask import request
from flask_wtf.csrf import CSRFError, validate_csrf
from wtforms.validators import ValidationError


def check_token() -> None:
    """Make sure that a page of ours sent this request, as the guard does that such a view is exempt from.

    Errors: `CSRFError`; `RequestEntityTooLarge` where the token stands in a body that is too large to be read.
    """
    try:
        validate_csrf(request.headers.get("X-CSRFToken") or request.form.get("csrf_token"))
    except ValidationError as error:
        raise CSRFError(error.args[0]) from error
