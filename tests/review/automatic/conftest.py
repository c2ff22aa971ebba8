"""An editor whose name stands in the list, and their browser."""

from __future__ import annotations

import pytest
from flask import Flask

from accounts.models import Editor
from core.db import writing
from tests.support import factories
from tests.support.browsing import Browser
from tests.support.desk import PASSWORD, signed_in


@pytest.fixture
def anna(app: Flask) -> Editor:
    editor = factories.editor(password=PASSWORD)
    with writing() as session:
        session.get_one(Editor, editor.id).desk_name = "Anna"
    return editor


@pytest.fixture
def browser(app: Flask, anna: Editor) -> Browser:
    return signed_in(app, anna)
