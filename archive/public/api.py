"""The archive for programs: `POST /api/v1/lookup`."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response
from flask_babel import gettext
from pydantic import BaseModel, ConfigDict, StringConstraints, field_validator, model_validator

from archive.public.bodies import ClaimMatch, Decided
from archive.public.decided import decided
from archive.public.lookups import LONGEST_QUESTION, LookupsFull, LookupsNotReady, LookupTooSlow, look_up
from archive.public.refused import LOOKUP_LIMIT, NOT_READY, TOO_SLOW
from core.api.bodies import json_response, parsed_body
from core.api.openapi import ErrorBody, Operation
from core.web.errors import api_error
from core.web.extensions import csrf
from core.web.limits import per_network
from search.text.characters import is_blank
from search.text.links import canonical_url

bp = Blueprint("archive_api", __name__, url_prefix="/api/v1")
# Programs send no cookies, so there is no session that a forged request could ride on.
csrf.exempt(bp)


NUL = "\0"


class LookupRequest(BaseModel):
    """A question: a text, a link, or both."""

    model_config = ConfigDict(extra="ignore")

    text: Annotated[str, StringConstraints(max_length=LONGEST_QUESTION)] = ""
    url: Annotated[str, StringConstraints(max_length=2_048)] = ""

    @field_validator("text")
    @classmethod
    def _readable(cls, text: str) -> str:
        # Of other characters that nobody sees a look-up takes no notice.
        if NUL in text:
            raise ValueError(gettext("The text holds a NUL character. Please remove it."))
        return text

    @field_validator("url")
    @classmethod
    def _link(cls, url: str) -> str:
        if not is_blank(url) and (NUL in url or not canonical_url(url)):
            raise ValueError(gettext("This is not a link to a web page. It starts with https:// or http://."))
        return url

    @model_validator(mode="after")
    def _something(self) -> LookupRequest:
        if is_blank(self.text) and is_blank(self.url):
            raise ValueError(gettext("Give a text or a link."))
        return self


class LookupAnswer(BaseModel):
    """The matches, best first, and what the desk decided about exactly this post.

    None found does not mean that something is true.
    """

    matches: list[ClaimMatch]
    decided: Decided | None


OPERATIONS = (
    Operation(
        "post",
        "/api/v1/lookup",
        "Look up what is already known about a text or a link",
        {
            200: (LookupAnswer, "Published claims only"),
            400: (ErrorBody, "Not JSON"),
            413: (ErrorBody, "Larger than 1 MB"),
            415: (ErrorBody, "Not application/json"),
            422: (ErrorBody, "Neither text nor url, too long, not to be read, or a url that is no link"),
            429: (ErrorBody, "Too many from one network: Retry-After says when"),
            503: (ErrorBody, "Too many look-ups at once, or not finished in time: Retry-After says when to try again"),
        },
        body=LookupRequest,
    ),
)


@bp.post("/lookup")
@per_network(LOOKUP_LIMIT)
def lookup() -> Response:
    """Return the published claims that may answer a text or a link, best first."""
    body = parsed_body(LookupRequest)
    try:
        found = look_up(body.text, body.url)
    except LookupsFull as full:
        return _refused(503, gettext("A great many people are looking things up right now."), full.seconds)
    except LookupsNotReady:
        return _refused(503, str(NOT_READY.title), NOT_READY.seconds)
    except LookupTooSlow:
        return _refused(503, str(TOO_SLOW.title), TOO_SLOW.seconds)
    answer = decided(body.text, body.url)
    return json_response(
        LookupAnswer(
            matches=[ClaimMatch.of(match, with_post=True) for match in found],
            decided=None if answer is None else Decided.of(answer),
        )
    )


def _refused(status: int, message: str, seconds: int) -> Response:
    response = api_error(status, message)
    response.headers["Retry-After"] = str(seconds)
    return response
