"""What was learned: one of a kind is in effect for each model, and what was taken back never is."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core.db import db, now, writing
from core.refusals import NotFound
from search.learning import in_effect
from search.learning.figures import LearnedFigures
from search.learning.models import Learned, LearnedKind, LearnedState
from search.ranking.adapter import Adapter
from search.ranking.calibration import Calibration
from tests.support import building
from tests.support.building import CALIBRATION

MODEL, OTHER = "tiny", "another"
CALIBRATIONS, ADAPTERS = LearnedKind.CALIBRATION, LearnedKind.ADAPTER


def calibration(likely: float) -> Calibration:
    return replace(CALIBRATION, likely=likely)


def keep(likely: float, *, model_id: str = MODEL) -> Learned:
    return building.keep(calibration(likely), model_id=model_id)


def keep_adapter(value: float, *, model_id: str = MODEL, state: LearnedState = LearnedState.ACTIVE) -> Learned:
    with writing():
        return in_effect.keep(
            ADAPTERS, model_id, adapter(value, model_id).to_bytes(), figures=LearnedFigures(), state=state
        )


def adapter(value: float, model_id: str = MODEL) -> Adapter:
    return Adapter(model_id, np.full((2, 2), value, np.float32))


def take_back(row: Learned) -> None:
    with writing():
        in_effect.take_back(row.id)


def threshold(model_id: str = MODEL) -> float | None:
    """Return the threshold by which the calibrations of this test are known."""
    found = in_effect.calibration_of(model_id)
    return None if found is None else found.likely


def states() -> list[LearnedState]:
    db.session.expire_all()
    return list(db.session.scalars(select(Learned.state).order_by(Learned.id)))


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of what comes with the program."""
    monkeypatch.setattr(in_effect, "SHIPPED", tmp_path)
    return tmp_path


def test_the_last_one_that_was_kept_is_in_effect_and_the_one_before_is_listed(app: Flask) -> None:
    before = now()
    first, second = keep(0.4), keep(0.5)

    assert threshold() == 0.5
    assert states() == [LearnedState.REPLACED, LearnedState.ACTIVE]
    assert before <= first.learned_at <= second.learned_at
    assert first.ended_at is not None
    assert second.ended_at is None


def test_each_model_and_each_kind_has_one_of_its_own(app: Flask) -> None:
    keep(0.4)
    keep(0.6, model_id=OTHER)
    keep_adapter(0.1)

    assert (threshold(MODEL), threshold(OTHER), threshold("a third")) == (0.4, 0.6, None)
    assert states() == [LearnedState.ACTIVE] * 3
    assert in_effect.adapter_of(OTHER, 2) is None
    found = in_effect.adapter_of(MODEL, 2)
    assert found is not None
    assert found.id == adapter(0.1).id


def test_what_did_not_win_is_listed_and_changes_nothing(app: Flask) -> None:
    keep_adapter(0.1)

    row = keep_adapter(0.2, state=LearnedState.REJECTED)

    found = in_effect.adapter_of(MODEL, 2)
    assert found is not None
    assert found.id == adapter(0.1).id
    assert states() == [LearnedState.ACTIVE, LearnedState.REJECTED]
    with pytest.raises(NotFound):
        take_back(row)


def test_taking_back_brings_back_what_stood_before_step_by_step(app: Flask) -> None:
    first, second, third = keep(0.4), keep(0.5), keep(0.6)

    take_back(third)
    assert threshold() == 0.5
    take_back(second)
    assert threshold() == 0.4
    take_back(first)
    assert threshold() is None
    assert states() == [LearnedState.TAKEN_BACK] * 3


def test_what_was_taken_back_does_not_come_back_with_another(app: Flask) -> None:
    keep(0.4)
    take_back(keep(0.5))
    third = keep(0.6)

    take_back(third)

    assert threshold() == 0.4
    assert states() == [LearnedState.ACTIVE, LearnedState.TAKEN_BACK, LearnedState.TAKEN_BACK]


def test_taking_back_leaves_other_models_and_kinds_alone(app: Flask) -> None:
    keep(0.6, model_id=OTHER)
    keep(0.7, model_id=OTHER)
    keep_adapter(0.1)
    keep_adapter(0.2)

    take_back(keep(0.4))

    assert (threshold(MODEL), threshold(OTHER)) == (None, 0.7)
    found = in_effect.adapter_of(MODEL, 2)
    assert found is not None
    assert found.id == adapter(0.2).id


def test_only_what_is_in_effect_can_be_taken_back_and_only_once(app: Flask) -> None:
    first, second = keep(0.4), keep(0.5)
    with pytest.raises(NotFound):
        take_back(first)
    take_back(second)
    with pytest.raises(NotFound):
        take_back(second)
    with writing(), pytest.raises(NotFound):
        in_effect.take_back(99)

    assert threshold() == 0.4


def test_the_database_holds_no_second_one_in_effect_whatever_a_program_does(app: Flask) -> None:
    keep(0.4)
    twin = Learned(kind=CALIBRATIONS, model_id=MODEL, state=LearnedState.ACTIVE, data=b"", figures=LearnedFigures())

    with pytest.raises(IntegrityError), writing() as session:
        session.add(twin)

    assert states() == [LearnedState.ACTIVE]


def test_a_calibration_belongs_to_the_model_together_with_its_adapter(app: Flask) -> None:
    one, other = adapter(0.1), adapter(0.2)
    assert in_effect.made_for(MODEL, None) == MODEL
    names = {in_effect.made_for(MODEL, None), in_effect.made_for(MODEL, one), in_effect.made_for(MODEL, other)}
    assert len(names) == 3

    keep(0.4)
    keep(0.5, model_id=in_effect.made_for(MODEL, one))

    assert threshold(in_effect.made_for(MODEL, one)) == 0.5
    assert threshold(in_effect.made_for(MODEL, other)) is None, "nobody measured it"
    assert threshold(MODEL) == 0.4


def test_what_comes_with_the_program_holds_until_the_desk_has_its_own(app: Flask, shipped: Path) -> None:
    model = "shipped-with-a-file"
    (shipped / f"{model}.json").write_text(calibration(0.3).to_json(), encoding="utf-8")

    assert threshold(model) == 0.3
    own = keep(0.7, model_id=model)
    assert threshold(model) == 0.7
    take_back(own)
    assert threshold(model) == 0.3


@pytest.mark.parametrize("content", ["", "{}", json.dumps({"features": ["age"]})], ids=["empty", "bare", "foreign"])
def test_a_shipped_file_that_cannot_be_used_is_as_good_as_none(app: Flask, shipped: Path, content: str) -> None:
    model = f"shipped-with-{len(content)}"
    (shipped / f"{model}.json").write_text(content, encoding="utf-8")

    assert threshold(model) is None


def test_the_desks_own_one_from_before_an_update_that_reads_other_features_steps_back(
    app: Flask, shipped: Path
) -> None:
    """An update of the program must not make every look-up fail; the shipped one was fitted for it."""
    model = "shipped-with-an-update"
    (shipped / f"{model}.json").write_text(calibration(0.3).to_json(), encoding="utf-8")
    outdated = json.dumps(json.loads(CALIBRATION.to_json()) | {"features": ["age"]}).encode()
    with writing():
        in_effect.keep(CALIBRATIONS, model, outdated, figures=LearnedFigures(), state=LearnedState.ACTIVE)

    assert threshold(model) == 0.3


def test_every_shipped_file_can_be_read_and_keeps_what_a_band_promises() -> None:
    files = sorted(in_effect.SHIPPED.glob("*.json"))

    assert files
    for file in files:
        found = Calibration.read(file.read_bytes())
        assert found.made_for == file.stem
        assert found.bands["same"].precision >= 0.98
        assert found.bands["likely"].precision >= 0.80
        assert found.same >= found.likely >= found.related
