"""Reading and writing the bodies of the JSON interface."""

from __future__ import annotations

from typing import TypeVar

from flask import Response, current_app, request
from flask_babel import lazy_gettext as _l
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from werkzeug.exceptions import BadRequest

from core.refusals import InvalidInput, NotJson

M = TypeVar("M", bound=BaseModel)

# What is told of a value that is not as described, by pydantic's name for what is wrong with it.
_SENTENCES = {
    "string_type": _l("This has to be text, in quotes."),
    "list_type": _l("This has to be a list."),
    "missing": _l("This is missing."),
    "string_too_long": _l("This is too long."),
}
_OTHERWISE = _l("This is not as the description says.")


def parsed_body(model: type[M]) -> M:
    """Return the JSON body of the current request as `model`.

    Errors: 413 for a body that is too large, 415 for another content type, `NotJson`, which is 400,
    `InvalidInput` with one sentence a field for JSON of the wrong shape.
    """
    try:
        raw = request.get_json()
    except (BadRequest, RecursionError) as error:
        raise NotJson from error
    if not isinstance(raw, dict):
        raise NotJson
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        raise InvalidInput(
            {".".join(map(str, item["loc"])) or "body": _sentence(item) for item in error.errors()}
        ) from error


def _sentence(problem: ErrorDetails) -> str:
    # What a model of ours found out itself it says in the reader's language already.
    own = problem.get("ctx", {}).get("error")
    return str(own if isinstance(own, ValueError) else _SENTENCES.get(problem["type"], _OTHERWISE))


def json_response(model: BaseModel, status: int = 200) -> Response:
    """Return a model as JSON."""
    return current_app.response_class(model.model_dump_json(), status=status, mimetype="application/json")
