"""A house that has everything wait which can, and two people in it."""

from __future__ import annotations

import pytest
from flask import Flask

from accounts.models import Editor
from tests.support import holding
from tests.support.approving import has_wait


@pytest.fixture
def house(app: Flask) -> Flask:
    has_wait(app)
    # Passwords are hashed with the real scheme, but not slowly: most tests have two people sign in.
    app.extensions["security"].pwd_context.update(argon2__rounds=1, argon2__memory_cost=64)
    return app


@pytest.fixture
def anna(house: Flask) -> Editor:
    return holding.editor("Anna")


@pytest.fixture
def bea(house: Flask) -> Editor:
    return holding.editor("Bea")
