"""The desk's addresses: the rooms beside this file put their pages here, and `review.pages` opens them all."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("review", __name__, url_prefix="/desk")
