"""An installation that sends letters, by a mail server of its own."""

from __future__ import annotations

import pytest
from flask import Flask


@pytest.fixture
def app(mailing_app: Flask) -> Flask:
    """The app with a mail server, with its context open."""
    return mailing_app
