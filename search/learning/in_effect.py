"""What was learned and is in effect: calibrations and adapters, in the database, one active a kind and model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

import structlog
from sqlalchemy import select

from core.db import db, now, rows_of
from core.refusals import NotFound
from search.learning.figures import LearnedFigures
from search.learning.models import Learned, LearnedKind, LearnedState
from search.ranking.adapter import Adapter
from search.ranking.calibration import Calibration, UnusableCalibration

log = structlog.get_logger(__name__)

# What comes with the program, fitted on public labelled posts; one file a model.
SHIPPED = Path(__file__).parent.parent / "calibrations"


def made_for(model_id: str, adapter: Adapter | None) -> str:
    """Return the name of a model together with the adapter its queries go through, if any."""
    return model_id if adapter is None else f"{model_id}+{adapter.id}"


def made_for_posts(model_id: str) -> str:
    """Return the name under which a model is calibrated for how alike two posts are."""
    return f"{model_id}.posts"


@dataclass(frozen=True, slots=True)
class InEffect:
    """What is in effect for a model: its adapter, the name of both together, and the calibration under that name."""

    adapter: Adapter | None
    name: str
    calibration: Calibration | None


def in_effect(model_id: str, dimension: int) -> InEffect:
    """Return all that is in effect for a model whose vectors have `dimension` numbers, asking the database once."""
    active = _active()
    adapter = _adapter_among(active, model_id, dimension)
    name = made_for(model_id, adapter)
    return InEffect(adapter, name, _calibration_among(active, name))


def adapter_of(model_id: str, dimension: int) -> Adapter | None:
    """Return the adapter that is active for a model whose vectors have `dimension` numbers, or None."""
    return _adapter_among(_active(), model_id, dimension)


def calibration_of(name: str) -> Calibration | None:
    """Return the calibration for a model with its adapter, named by `made_for`: the desk's own, or the shipped one.

    None means that nothing was measured for it, so that similarity only suggests.
    """
    return _calibration_among(_active(), name)


class _Row(NamedTuple):
    """A row whose content never changes; with the moment it stands for itself in whichever database."""

    id: int
    learned_at: datetime


_Active: TypeAlias = Mapping[tuple[LearnedKind, str], _Row]
# Asked with every question, so it reads neither the numbers nor what was measured.
_ACTIVE = select(Learned.kind, Learned.model_id, Learned.id, Learned.learned_at).where(
    Learned.state == LearnedState.ACTIVE
)


def _active() -> _Active:
    return {(row.kind, row.model_id): _Row(row.id, row.learned_at) for row in rows_of(_ACTIVE)}


def _adapter_among(active: _Active, model_id: str, dimension: int) -> Adapter | None:
    row = active.get((LearnedKind.ADAPTER, model_id))
    return None if row is None else _adapter(row, model_id, dimension)


def _calibration_among(active: _Active, name: str) -> Calibration | None:
    row = active.get((LearnedKind.CALIBRATION, name))
    own = None if row is None else _calibration(row)
    return own or _shipped(name)


# Read and parsed once a process.
@lru_cache(maxsize=8)
def _adapter(row: _Row, model_id: str, dimension: int) -> Adapter:
    return Adapter.from_bytes(_data(row), model_id=model_id, dimension=dimension)


@lru_cache(maxsize=8)
def _calibration(row: _Row) -> Calibration | None:
    try:
        return Calibration.read(_data(row))
    except UnusableCalibration as error:
        # It is from before an update that computes other features; the shipped one was fitted for them.
        log.error("calibration_refused", learned=row.id, reason=str(error))
        return None


def _data(row: _Row) -> bytes:
    return db.session.scalars(select(Learned.data).where(Learned.id == row.id)).one()


@lru_cache(maxsize=8)
def _shipped(name: str) -> Calibration | None:
    path = SHIPPED / f"{name}.json"
    if not path.is_file():
        return None
    try:
        return Calibration.read(path.read_text(encoding="utf-8"))
    except UnusableCalibration as error:
        log.error("calibration_refused", file=path.name, reason=str(error))
        return None


def keep(kind: LearnedKind, model_id: str, data: bytes, *, figures: LearnedFigures, state: LearnedState) -> Learned:
    """Store what was learned; an active one takes the place of the one before. Call inside `writing()`."""
    if state is LearnedState.ACTIVE:
        _end(kind, model_id, LearnedState.REPLACED)
    row = Learned(kind=kind, model_id=model_id, data=data, figures=figures, state=state, learned_at=now())
    db.session.add(row)
    db.session.flush()
    return row


def take_back(learned_id: int) -> Learned:
    """Take an active one back: what stood before it was learned is in effect again. Call inside `writing()`.

    Errors: `NotFound` when it does not exist or is not active.
    """
    row = db.session.get(Learned, learned_id, with_for_update=True)
    if row is None or row.state is not LearnedState.ACTIVE:
        raise NotFound(f"nothing with the number {learned_id} is in effect")
    row.state, row.ended_at = LearnedState.TAKEN_BACK, now()
    db.session.flush()
    before = db.session.scalar(
        select(Learned)
        .where(
            Learned.kind == row.kind,
            Learned.model_id == row.model_id,
            Learned.state == LearnedState.REPLACED,
            Learned.id < row.id,
        )
        .order_by(Learned.id.desc())
        .limit(1)
    )
    if before is not None:
        before.state, before.ended_at = LearnedState.ACTIVE, None
        db.session.flush()
    return row


def _end(kind: LearnedKind, model_id: str, state: LearnedState) -> None:
    row = _active().get((kind, model_id))
    if row is not None:
        ended = db.session.get_one(Learned, row.id)
        ended.state, ended.ended_at = state, now()
        db.session.flush()
