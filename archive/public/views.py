"""The public pages of claims."""

from __future__ import annotations

from flask import Blueprint, render_template
from sqlalchemy import select

from archive.models import Claim, ClaimState
from core.db import db
from core.refusals import NotFound

bp = Blueprint("archive", __name__)


@bp.get("/claims/<slug>")
def claim(slug: str) -> str:
    """Show one published claim."""
    found = db.session.scalar(select(Claim).where(Claim.slug == slug, Claim.state == ClaimState.PUBLISHED))
    if found is None:
        raise NotFound("there is no published claim at this address")
    return render_template("archive/claim.html", claim=found)
