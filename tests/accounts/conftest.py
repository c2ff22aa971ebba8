"""A browser of our own for these tests."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.support.browsing import Browser


@pytest.fixture
def client(app: Flask) -> Browser:
    """A browser without JavaScript that asks for English pages."""
    return Browser(app, app.response_class)
