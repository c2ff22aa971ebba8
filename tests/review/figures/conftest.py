"""A world of reports and cases that was counted by hand, built once, and a desk that looks at it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Editor
from core.db import db
from review.figures import views
from tests.support.browsing import Browser
from tests.support.counted import MOMENT, build_world
from tests.support.databases import MIGRATED, Databases
from tests.support.desk import signed_in


@pytest.fixture
def starts_from(request: pytest.FixtureRequest, databases: Databases) -> str:
    """The world, for those tests that ask for it."""
    return databases.build("counted", build_world) if "world" in request.fixturenames else MIGRATED


@pytest.fixture
def world(app: Flask) -> Flask:
    """The app on that world, with its context open."""
    return app


@pytest.fixture
def browser(world: Flask, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """A browser in which the desk is at `MOMENT`."""
    signed = signed_in(world, db.session.scalars(select(Editor)).one())
    monkeypatch.setattr(views, "now", lambda: MOMENT)
    return signed
