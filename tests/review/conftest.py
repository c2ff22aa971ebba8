"""A browser of our own for the tests of review."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from tests.intake.browsing import Browser


@pytest.fixture(autouse=True)
def quick_passwords(app: Flask) -> None:
    """Passwords are hashed with the real scheme, but not slowly: nobody guesses those of tests."""
    app.extensions["security"].pwd_context.update(argon2__rounds=1, argon2__memory_cost=64)


@pytest.fixture(autouse=True)
def compiled_templates(app: Flask, migrated_database: Path) -> None:
    """Templates are compiled once for all apps of a run instead of once for each."""
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(migrated_database.parent))


@pytest.fixture
def client(app: Flask) -> Browser:
    """A browser without JavaScript that asks for English pages."""
    return Browser(app, app.response_class)
