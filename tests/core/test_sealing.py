"""What is sealed is read again by this installation, for the same purpose, and by nobody else."""

from __future__ import annotations

import dataclasses

import pytest
from flask import Flask

from app import create_app
from core.config import Config
from core.sealing import seal, unseal

PURPOSE = "app of account 7"
VALUE = "Geheimnis mit Ümläuten"


def test_what_is_sealed_can_be_read_again_and_shows_nothing(app: Flask) -> None:
    sealed = seal(PURPOSE, VALUE)
    assert unseal(PURPOSE, sealed) == VALUE
    assert "Geheimnis" not in sealed
    assert seal(PURPOSE, VALUE) != sealed, "the same value twice cannot be told"


def test_for_another_purpose_it_is_worth_nothing(app: Flask) -> None:
    assert unseal("app of account 8", seal(PURPOSE, VALUE)) is None


def test_with_another_secret_it_is_worth_nothing(app: Flask, config: Config) -> None:
    sealed = seal(PURPOSE, VALUE)
    other = create_app(dataclasses.replace(config, secret_key="another secret of the same length, or so"))
    with other.app_context():
        assert unseal(PURPOSE, sealed) is None


@pytest.mark.parametrize("place", [0, 20, 40])
def test_one_changed_sign_is_noticed(app: Flask, place: int) -> None:
    sealed = list(seal(PURPOSE, VALUE))
    sealed[place] = "A" if sealed[place] != "A" else "B"
    assert unseal(PURPOSE, "".join(sealed)) is None


@pytest.mark.parametrize("odd", ["", "A", "AAAA", "ä" * 40, "=" * 40, "A" * 24, "A" * 100_000, "\0"])
def test_what_was_never_sealed_is_nothing(app: Flask, odd: str) -> None:
    assert unseal(PURPOSE, odd) is None
