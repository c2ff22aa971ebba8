"""Intake for programs: `POST /api/v1/submissions` and the status behind a receipt."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext
from pydantic import BaseModel, ConfigDict, Field

from archive.models import Verdict
from archive.presenting import Presented
from archive.public.bodies import ClaimMatch, article_url
from core.api.bodies import json_response, parsed_body
from core.api.openapi import ErrorBody, Operation
from core.api.tokens import BudgetSpent
from core.refusals import InvalidInput
from core.web.display import absolute
from core.web.errors import api_error
from core.web.even_time import in_even_time
from core.web.extensions import csrf
from core.web.limits import per_network
from intake.abuse import load, proof_of_work
from intake.models.cases import Kind
from intake.models.reports import Advertised, Concern, Phase, Platform, SeenWhen, Target
from intake.public import calling
from intake.public.steps import SUBMIT_LIMIT
from intake.public.views import RECEIPTS, STATUS_LIMIT
from intake.reports import submissions
from intake.reports.fields import LONGEST_TEXT, LONGEST_URL, LONGEST_WHY, Danger

bp = Blueprint("intake_api", __name__, url_prefix="/api/v1")
# Programs send no cookies, so there is no session that a forged request could ride on.
csrf.exempt(bp)


class SubmissionRequest(BaseModel):
    """A report. `text` or `url` is needed; `language` is the one the answer should be in."""

    # Values are strings here and checked by the same verb as those of the form; the limits and lists are
    # written down for whoever reads the description. Unknown fields are passed over.
    model_config = ConfigDict(extra="ignore", strict=True)

    kind: str = Field(Kind.CHECK.value, json_schema_extra={"enum": [kind.value for kind in Kind]})
    text: str = Field("", json_schema_extra={"maxLength": LONGEST_TEXT})
    url: str = Field("", json_schema_extra={"maxLength": LONGEST_URL})
    platform: str = Field("", json_schema_extra={"enum": ["", *(platform.value for platform in Platform)]})
    why: str = Field("", json_schema_extra={"maxLength": LONGEST_WHY})
    language: str = Field("de", json_schema_extra={"enum": ["de", "en"]})
    danger: str = Field("", json_schema_extra={"enum": [danger.value for danger in Danger]})
    seen_when: str = Field("", json_schema_extra={"enum": [when.value for when in SeenWhen]})
    # Asked of some kinds only; for others they are passed over.
    concern: str = Field("", json_schema_extra={"enum": [concern.value for concern in Concern]})
    advertised: str = Field("", json_schema_extra={"enum": [advertised.value for advertised in Advertised]})
    targets: list[str] = Field(
        default_factory=list,
        json_schema_extra={"items": {"type": "string", "enum": [target.value for target in Target]}},
    )
    # Of the work of a challenge, for programs without a token; see there.
    proof: str = ""


class Challenge(BaseModel):
    """Work to be done for a report: the number from 0 to `most` - 1 of which the hash is `target`.

    The hash is SHA-256 of `nonce`, a dot and the number, as in `4gq….17`, written as hex digits. `challenge`, a dot and
    the number is the `proof` of one report, for `expires_in` seconds. `needed` is whether a report without one is held
    back for a while just now; the next moment may be another.
    """

    challenge: str
    nonce: str
    target: str
    most: int
    expires_in: int
    needed: bool


class SubmissionAccepted(BaseModel):
    """What the sender keeps: the receipt is the only key to the status."""

    reference: str
    receipt: str
    status_url: str


class Article(BaseModel):
    """The published check that answers a report. Its `verdict` judges its `claim`, not what was reported."""

    title: str
    url: str
    claim: str
    lang: str
    verdict: Verdict
    # True when its claim says the opposite of what was reported.
    opposite: bool


class PublicAnswer(BaseModel):
    """What the desk says about a report. `verdict` is the desk's own, else that of the article unless `opposite`."""

    sentence: str
    verdict: Verdict | None
    decided_on: date | None
    article: Article | None
    # True when the article that the reader was sent to has been taken back since; then `article` is null.
    article_withdrawn: bool = False


class Suggestion(ClaimMatch):
    """A claim that a machine found while no person has decided; `confirmed` when an editor called it the same.

    `post` of its differences is always empty: nothing of what was reported is sent back.
    """

    confirmed: bool


class SubmissionStatus(BaseModel):
    """How a report stands; nothing of what was reported."""

    reference: str
    received_on: date
    phase: Phase
    answers: list[PublicAnswer]
    suggestions: list[Suggestion]


OPERATIONS = (
    Operation(
        "post",
        "/api/v1/submissions",
        "Report a post",
        {
            202: (SubmissionAccepted, "Stored; it is matched within moments"),
            400: (ErrorBody, "Not JSON"),
            401: (ErrorBody, "A token that we do not know, or that was withdrawn"),
            413: (ErrorBody, "Larger than 1 MB"),
            415: (ErrorBody, "Not application/json"),
            422: (ErrorBody, "A field or the Idempotency-Key cannot be taken; nothing was stored"),
            429: (ErrorBody, "Too many from one network or program: Retry-After says when to try again"),
            503: (ErrorBody, "The database is away; nothing was stored"),
        },
        body=SubmissionRequest,
        takes_token=True,
        headers={
            "Idempotency-Key": "At least 22 letters and digits chosen at random: a repeat with it stores nothing more"
        },
    ),
    Operation(
        "get",
        "/api/v1/challenge",
        "Ask for work that keeps a report from being held back while very many come in",
        {
            200: (Challenge, "Work for one report"),
            429: (ErrorBody, "Too many from one network"),
        },
    ),
    Operation(
        "get",
        "/api/v1/submissions/status",
        "Ask how a report stands",
        {
            200: (SubmissionStatus, "The phase, and the answers once there are any"),
            401: (ErrorBody, "No receipt in the Authorization header"),
            404: (ErrorBody, "No report has this receipt"),
            429: (ErrorBody, "Too many from one network"),
            503: (ErrorBody, "The database is away"),
        },
        needs_receipt=True,
    ),
)


@bp.post("/submissions")
@per_network(SUBMIT_LIMIT)
def create_submission() -> Response:
    """Take a report; 202 with the reference, the receipt and where to ask for the status."""
    try:
        program = calling.program()
    except calling.UnknownToken:
        return _unauthorized(gettext("We do not know this token, or it was withdrawn."))
    body = parsed_body(SubmissionRequest)
    try:
        fields = body.model_dump(exclude={"targets", "proof"})
        receipt = calling.send(fields, targets=body.targets, program=program, proof=body.proof)
    except BudgetSpent as spent:
        response = api_error(429, gettext("This program has sent as much as it may this hour."))
        response.headers["Retry-After"] = str(spent.seconds)
        return response
    status_url = absolute(url_for("intake_api.submission_status"))
    return json_response(
        SubmissionAccepted(reference=receipt.reference, receipt=receipt.receipt, status_url=status_url), 202
    )


@bp.get("/challenge")
@per_network(SUBMIT_LIMIT, methods=["GET"])
def challenge() -> Response:
    """Return work to be done for one report."""
    level = load.level()
    work = proof_of_work.challenge(level)
    return json_response(
        Challenge(
            challenge=work.signed,
            nonce=work.nonce,
            target=work.target,
            most=work.most,
            expires_in=int(proof_of_work.VALID.total_seconds()),
            needed=level > 0,
        )
    )


@bp.get("/submissions/status")
@per_network(STATUS_LIMIT, methods=["GET"], shared=RECEIPTS)
@in_even_time(methods=["GET"])
def submission_status() -> Response:
    """Return the phase and the public answers of the report whose receipt is in `Authorization: Bearer`."""
    authorization = request.authorization
    if authorization is None or authorization.type != "bearer" or not authorization.token:
        return _unauthorized(gettext("Send the receipt as a Bearer token in the Authorization header."))
    try:
        status = submissions.status(authorization.token)
    except InvalidInput as invalid:
        return api_error(404, invalid.problems["receipt"])
    return json_response(
        SubmissionStatus(
            reference=status.reference,
            received_on=status.received_on,
            phase=status.phase,
            answers=[_shown(answer) for answer in status.answers],
            suggestions=[_suggested(match) for match in status.suggestions],
        )
    )


def _unauthorized(message: str) -> Response:
    response = api_error(401, message)
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _suggested(match: Presented) -> Suggestion:
    told = ClaimMatch.of(match, with_post=False)
    return Suggestion(**told.model_dump(), confirmed=match.is_confirmed)


def _shown(answer: submissions.Answer) -> PublicAnswer:
    article = None
    if answer.article is not None:
        claim = answer.article.claim
        article = Article(
            title=claim.headline,
            url=article_url(claim),
            claim=claim.text,
            lang=claim.lang,
            verdict=claim.verdict,
            opposite=answer.article.opposite,
        )
    return PublicAnswer(
        sentence=answer.sentence,
        verdict=answer.verdict,
        decided_on=answer.decided_on,
        article=article,
        article_withdrawn=answer.is_withdrawn,
    )
