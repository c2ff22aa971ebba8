"""What a program says of itself beside a report: by whose token it sends, and that a repeat is one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from flask import request
from flask_babel import gettext

from core.api import tokens
from core.api.tokens import Caller
from core.refusals import InvalidInput
from core.web.limits import network_key
from intake.abuse import door
from intake.models.reports import Channel
from intake.reports import submissions
from intake.reports.fields import checked
from intake.reports.receipts import Receipt

# From the key the receipt is made, so it has to be as hard to guess as one: 22 letters of base64 are 128 bits.
_KEY = re.compile(r'"?([A-Za-z0-9_.:-]{22,200})"?')


class UnknownToken(Exception):
    """A token was shown that opens nothing."""


def program() -> Caller | None:
    """Return the program whose token the request shows; None when it shows none. Errors: `UnknownToken`."""
    if "Authorization" not in request.headers:
        return None
    shown = request.authorization
    if shown is None or shown.type != "bearer" or not shown.token:
        raise UnknownToken
    found = tokens.caller(shown.token)
    if found is None:
        raise UnknownToken
    return found


def send(fields: Mapping[str, str], *, targets: Iterable[str], program: Caller | None, proof: str = "") -> Receipt:
    """Store a report of a program, or return the receipt of the one that this is a repeat of.

    `proof` is the work that was done for it. A program with a token needs none: it is held to the budget of that.
    Errors: `InvalidInput`, also for a key that was used for another report; `tokens.BudgetSpent`.
    """
    chosen = list(targets)
    sending = _sending(program)
    before = _repeated(sending, fields, chosen) if sending else None
    if before is not None:
        return before
    # What cannot be taken is refused before it costs anything.
    checked(fields, targets=chosen)
    if program is not None:
        tokens.spend(program)
    receipt = submissions.submit(
        fields,
        targets=chosen,
        channel=Channel.API,
        sending=sending,
        token_id=None if program is None else program.id,
        doubts=door.doubts_of_proof(proof, sending=sending) if program is None else frozenset(),
        # A program that says who it is has a budget of its own, and is counted in no other.
        network=network_key() if program is None else None,
    )
    if sending:
        # Another report with this key may have been quicker by a moment: then this one was not stored, and is told so.
        _repeated(sending, fields, chosen)
    return receipt


def _sending(program: Caller | None) -> str:
    """Return the secret of this act of sending; nothing where the program does not say when it repeats itself."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return ""
    found = _KEY.fullmatch(key)
    if found is None:
        raise InvalidInput(
            {"Idempotency-Key": gettext("Use 22 to 200 letters and digits chosen at random, for example a UUID.")}
        )
    return f"program {'' if program is None else program.id} {found[1]}"


def _repeated(sending: str, fields: Mapping[str, str], targets: Iterable[str]) -> Receipt | None:
    before = submissions.sent_before(sending)
    if before is None:
        return None
    report, stored = checked(fields, targets=targets), submissions.reported(before.receipt)
    was = (stored.kind, stored.text, stored.url, stored.is_danger, stored.attacked)
    # Of one that was erased nobody knows any more what it said.
    if any(was[1:]) and was != (report.kind, report.text, report.url, report.is_danger, list(report.targets)):
        raise InvalidInput({"Idempotency-Key": gettext("Another report was sent with this key. Choose a new one.")})
    return before
