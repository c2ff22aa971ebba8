"""An editor at the search box."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.support import factories
from tests.support.browsing import Browser
from tests.support.desk import PASSWORD, signed_in


@pytest.fixture
def desk(app: Flask) -> Browser:
    """A browser in which an editor has signed in."""
    return signed_in(app, factories.editor(password=PASSWORD))
