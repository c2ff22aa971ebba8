"""An installation that sends letters, by a mail server of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from core.config import Config
from tests.support.databases import let_go
from tests.support.mailing import MailServer, mail_server, mailing


@pytest.fixture(name="server")
def server_of_a_test() -> Iterator[MailServer]:
    """A mail server that takes everything."""
    with mail_server() as server:
        yield server


@pytest.fixture
def app(config: Config, server: MailServer) -> Iterator[Flask]:
    """The app with a mail server, with its context open."""
    app = mailing(config, server)
    with app.app_context():
        yield app
    let_go(app)
