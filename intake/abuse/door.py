"""The one place that a form asks what makes its report doubtful before it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import current_app

from core.config import Config
from intake.abuse import load, pace, proof_of_work, trap
from intake.abuse.doubts import Doubt
from intake.abuse.proof_of_work import State

# By these names a page brings back when it was opened, and what the browser has worked out.
OPENED = "opened"
PROOF = "proof"


@dataclass(frozen=True, slots=True)
class Door:
    """What a page that sends a report has for the door: when it was first opened, and whether it is busy now."""

    opened: str
    is_busy: bool


def on_page(form: Mapping[str, str]) -> Door:
    """Return what a page shows; one that is shown again, because something was missing, was opened when it was."""
    opened = form.get(OPENED, "")
    return Door(opened if pace.moment_of(opened) else pace.stamp(), load.is_busy())


def doubts_of(form: Mapping[str, str], *, sending: str, begun: datetime | None = None) -> frozenset[Doubt]:
    """Return what speaks against a report that is sent with a form, and count it.

    `sending` is the secret of this act of sending. `begun` is when its draft was, where it was written over several
    pages; else the page itself says when it was opened.
    """
    settings: Config = current_app.extensions["settings"]
    opened = begun or pace.moment_of(form.get(OPENED, ""))
    doubts = doubts_of_proof(form.get(PROOF, ""), sending=sending)
    if pace.is_too_fast(opened, fewest_seconds=settings.form_seconds):
        doubts |= {Doubt.TOO_FAST}
    return doubts | {Doubt.TRAP} if trap.is_sprung(form) else doubts


def doubts_of_proof(proof: str, *, sending: str) -> frozenset[Doubt]:
    """Return what the proof of a report says against it, and count the report.

    Without one nobody is held back while it is calm. Whose proof is too old opened the page long ago, and had none in
    time; one that was used before is nobody's who sends again, because that is the same act.
    """
    load.count_report()
    match proof_of_work.state_of(proof, sending=sending):
        case State.DONE:
            return frozenset()
        case State.FORGED:
            return frozenset({Doubt.FORGED_PROOF})
        case State.REPLAYED:
            return frozenset({Doubt.NO_PROOF})
        case State.MISSING | State.EXPIRED:
            return frozenset({Doubt.NO_PROOF}) if load.is_busy() else frozenset()
