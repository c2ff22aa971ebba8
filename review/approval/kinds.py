"""Which kinds of acts wait for a second person: the house says so in the setting `HOLD_DECISIONS`."""

from __future__ import annotations

from flask import Flask, current_app
from sqlalchemy import select

from core.config import Config
from core.config_values import ConfigError
from core.db import db
from intake.models.cases import Case, CaseState, Kind
from intake.models.reports import Submission
from review.approval.models import HeldKind


def init_app(app: Flask) -> None:
    """Read the setting. Errors: `core.config_values.ConfigError` for a kind that there is not."""
    settings: Config = app.extensions["settings"]
    app.extensions["held_kinds"] = read_setting(settings.hold_decisions)


def read_setting(setting: str) -> frozenset[HeldKind]:
    """Read the kinds, as `forwarding named_person`. Errors: `ConfigError` for one that there is not."""
    names = setting.replace(",", " ").split()
    for name in names:
        if name not in set(HeldKind):
            raise ConfigError(f"HOLD_DECISIONS: {name} is unknown: use {', '.join(HeldKind)}, or leave it empty.")
    return frozenset(HeldKind(name) for name in names)


def in_force() -> frozenset[HeldKind]:
    """Return the kinds that wait for a second person in this house."""
    found: frozenset[HeldKind] = current_app.extensions["held_kinds"]
    return found


def of_decision(case: Case, outcome: CaseState, *, names_person: bool) -> list[HeldKind]:
    """Return why a decision about a case waits for a second person; nothing if it does not."""
    fitting = {
        HeldKind.FORWARDING: outcome is CaseState.FORWARDED,
        HeldKind.HATE: is_about_hate(case),
        HeldKind.NAMED_PERSON: names_person,
    }
    return [held for held in HeldKind if fitting.get(held, False) and held in in_force()]


def is_about_hate(case: Case) -> bool:
    """Return whether what is decided about a case waits as hate does: by its kind, or because a reporter called it so.

    Otherwise whoever changes the kind of a case alone would have decided alone that nobody looks at it again.
    """
    if case.kind is Kind.HATE or HeldKind.HATE not in in_force():
        return case.kind is Kind.HATE
    told = select(Submission.id).where(Submission.case_id == case.id, Submission.kind == Kind.HATE)
    return db.session.scalar(told.limit(1)) is not None
