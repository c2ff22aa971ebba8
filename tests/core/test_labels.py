"""Enums of strings whose members carry the words that people read."""

from __future__ import annotations

import copy
import json
import pickle

import pytest
from flask import Flask
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from core.labels import LabelledEnum
from intake.models.cases import Kind


class Light(LabelledEnum):
    """An enum of the test."""

    RED = "red", _l("Open")
    GREEN = "green", _l("Forwarded")


def test_a_member_is_its_value_wherever_a_string_is() -> None:
    assert f"{Light.RED}" == str(Light.RED) == Light.RED.value == "red"
    assert "red" in {Light.RED}
    assert json.dumps({"light": Light.GREEN}) == '{"light": "green"}'
    assert Light("green") is Light.GREEN
    assert [light.value for light in Light] == ["red", "green"]


def test_what_is_no_value_is_refused() -> None:
    for wrong in ("blue", "RED", "", "Open"):
        with pytest.raises(ValueError, match="is not a valid Light"):
            Light(wrong)


def test_copies_are_the_member_itself() -> None:
    assert copy.deepcopy(Light.RED) is Light.RED
    assert pickle.loads(pickle.dumps(Kind.HATE)) is Kind.HATE  # noqa: S301 (our own, of a moment ago)


def test_a_label_is_translated_when_it_is_shown(app: Flask) -> None:
    with force_locale("de"):
        german = str(Light.RED.label)
    with force_locale("en"):
        assert (german, str(Light.RED.label)) == ("Offen", "Open")
