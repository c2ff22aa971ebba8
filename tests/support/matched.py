"""Texts that are reported, and the cases that come of them."""

from __future__ import annotations

from sqlalchemy import select

from core.db import db
from intake.models.cases import Case

TEXTS = [f"Im Dorf Nummer {n} wurde angeblich ein Wolf gesehen, der sprechen kann." for n in range(5)]


def all_cases() -> list[Case]:
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(select(Case).order_by(Case.id)))
