"""Which kinds of acts wait for a second person: by setting, none without one."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from app import create_app
from core.config import Config
from core.config_values import ConfigError
from intake.models.cases import CaseState, Kind
from review.approval import kinds
from review.approval.kinds import read_setting
from review.approval.models import HeldKind
from tests.support.approving import has_wait
from tests.support.desk import plain_case
from tests.support.installation import changed


def test_without_the_setting_nothing_waits_because_a_desk_of_one_would_wait_for_ever(app: Flask) -> None:
    assert kinds.in_force() == frozenset()
    assert kinds.of_decision(plain_case(kind=Kind.HATE), CaseState.FORWARDED, names_person=True) == []


@pytest.mark.parametrize("setting", ["forwarding named_person", "named_person, forwarding", " forwarding,named_person"])
def test_the_setting_names_the_kinds_with_spaces_or_commas_between(setting: str) -> None:
    assert read_setting(setting) == {HeldKind.FORWARDING, HeldKind.NAMED_PERSON}


@pytest.mark.parametrize("setting", ["police", "Forwarding", "forwarding;hate", "all"])
def test_a_kind_that_there_is_not_stops_the_start_and_is_told_with_those_that_there_are(
    config: Config, setting: str
) -> None:
    told = f"HOLD_DECISIONS: {re.escape(setting)} is unknown: use forwarding, hate, named_person, retraction"
    with pytest.raises(ConfigError, match=told):
        create_app(changed(config, HOLD_DECISIONS=setting))


def test_the_setting_reaches_the_desk(config: Config) -> None:
    house = create_app(changed(config, HOLD_DECISIONS="hate"))
    with house.app_context():
        assert kinds.in_force() == {HeldKind.HATE}


CASES = [
    (Kind.CHECK, CaseState.CLOSED, False, []),
    (Kind.CHECK, CaseState.FORWARDED, False, [HeldKind.FORWARDING]),
    (Kind.CHECK, CaseState.DECIDED, True, [HeldKind.NAMED_PERSON]),
    (Kind.HATE, CaseState.CLOSED, False, [HeldKind.HATE]),
    (Kind.HATE, CaseState.FORWARDED, True, [HeldKind.FORWARDING, HeldKind.HATE, HeldKind.NAMED_PERSON]),
]


@pytest.mark.parametrize("kind, outcome, names_person, waits", CASES)
def test_a_decision_waits_for_each_reason_that_the_house_has(
    app: Flask, kind: Kind, outcome: CaseState, names_person: bool, waits: list[HeldKind]
) -> None:
    case = plain_case(kind=kind)
    has_wait(app)
    assert kinds.of_decision(case, outcome, names_person=names_person) == waits
    has_wait(app, "retraction")
    assert kinds.of_decision(case, outcome, names_person=names_person) == []
