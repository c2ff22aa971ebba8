"""An editor who has muted a contact, in an installation that sends letters."""

from __future__ import annotations

import pytest
from flask import Flask

from accounts.models import Editor
from intake.models.mutes import MutedContact
from tests.support import factories
from tests.support.desk import PASSWORD
from tests.support.mailing import confirmed
from tests.support.muting import ADDRESS, FIRST, in_case, loose, mute


@pytest.fixture
def editor(app: Flask) -> Editor:
    """An editor who stays readable when a process closes the session."""
    return loose(factories.editor(password=PASSWORD))


@pytest.fixture
def muted(editor: Editor) -> MutedContact:
    """A contact that the desk has muted by one of its reports."""
    first = in_case(FIRST)
    confirmed(first, ADDRESS)
    return loose(mute(first, editor))
