"""The desk's addresses: the rooms beside this file put their pages here, and `review.pages` opens them all."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, request, url_for

bp = Blueprint("review", __name__, url_prefix="/desk")


# Says where one is on the page of a case, and not by what the list beside it is narrowed down.
PLACE = "reports_after"


def with_filters(endpoint: str, **values: Any) -> str:
    """Return an address of the desk that keeps the filters of the list that the request came from."""
    query = urlencode([(name, value) for name, value in request.args.items(multi=True) if name != PLACE])
    address = url_for(endpoint, **values)
    return f"{address}?{query}" if query else address


def case_page(case_id: int, *, anchor: str = "") -> str:
    """Return the address of a case, or of a place on its page, with the filters of the list."""
    address = with_filters("review.case", case_id=case_id)
    return f"{address}#{anchor}" if anchor else address
