"""A desk that answered about sixty claims, of which fewer answers than usual are learned from."""

from __future__ import annotations

import pytest
from flask import Flask

from archive.evaluation import train_from_desk
from search.learning import adapter_training
from tests.support.databases import Databases
from tests.support.training import publish_sixty


@pytest.fixture
def starts_from(databases: Databases) -> str:
    """Sixty claims, embedded once."""
    return databases.build("sixty", publish_sixty)


@pytest.fixture
def desk(app: Flask) -> Flask:
    """The app on an archive of its own, with its context open."""
    return app


@pytest.fixture(autouse=True)
def few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixty claims are answered here; how many answers it takes has a test of its own."""
    monkeypatch.setattr(train_from_desk, "FEWEST_ANSWERS", 50)


@pytest.fixture
def short_training(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it does not matter what an adapter learns, it learns for a twentieth of the time."""
    monkeypatch.setattr(adapter_training, "EPOCHS", 1)
