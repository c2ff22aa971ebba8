"""The slip of a receipt: on the page, as a picture for a camera, and as a file to keep.

The file is posted for and named by the public number, so that the receipt stands in no address: a data address would
stand in the list of downloads for good.
"""

from __future__ import annotations

from dataclasses import dataclass

import segno
from flask import Blueprint, Response, current_app, make_response, redirect, request, url_for
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from core.config import Config
from core.web.display import absolute
from core.web.limits import per_network
from intake.public import late, reader
from intake.reports.receipts import Receipt

bp = Blueprint("intake_slips", __name__)
bp.register_error_handler(CSRFError, late.again)

LIMIT = "120 per minute"

NUMBER_OF_REPORT = _l("Number of your report")
NUMBER_OF_OBJECTION = _l("Number of your objection")


@dataclass(frozen=True, slots=True)
class Slip:
    """A receipt to keep. `picture` is a code that holds the receipt, for a camera."""

    reference: str
    receipt: str
    number_label: str
    status_url: str
    lines: list[str]
    picture: Markup


def slip_of(receipt: Receipt, number_label: LazyString = NUMBER_OF_REPORT) -> Slip:
    """Return the slip of a receipt."""
    settings: Config = current_app.extensions["settings"]
    status_url = absolute(url_for("intake.status"))
    lines = [
        settings.face.name,
        f"{gettext('Receipt (secret, please keep it)')}: {receipt.receipt}",
        f"{number_label}: {receipt.reference}",
        f"{gettext('Look here for the answer')}: {status_url}",
    ]
    picture = _picture(receipt.receipt)
    return Slip(receipt.reference, receipt.receipt, str(number_label), status_url, lines, picture)


def _picture(words: str) -> Markup:
    """Return a code of some words. The words alone: an address with the receipt in it would stand in the history."""
    code = segno.make(words, error="m", micro=False)
    return Markup(code.svg_inline(omitsize=True, border=4, svgclass="qr", lineclass="qr-ink"))  # noqa: S704


@bp.post("/receipt/file")
@per_network(LIMIT)
def file() -> Response | AnyResponse:
    """Hand out the slip of a receipt of this browser as a text file."""
    reference = request.form.get("reference", "")
    objection = reader.objection()
    known = [(one, NUMBER_OF_REPORT) for one in reader.receipts()]
    if objection is not None:
        known.append((objection.receipt, NUMBER_OF_OBJECTION))
    for receipt, number_label in known:
        if receipt.reference == reference:
            # Line ends that the oldest editors understand.
            response = make_response("\r\n".join([*slip_of(receipt, number_label).lines, ""]))
            response.headers["Content-Type"] = "text/plain; charset=utf-8"
            response.headers["Content-Disposition"] = f'attachment; filename="{reference}.txt"'
            return response
    return redirect(url_for("intake.status"), code=303)
