"""What tests of the trail share: writing lines, and changing the table as somebody with its file could."""

from __future__ import annotations

from accounts.models import AccountAction
from core.config import Config
from core.db import db, writing
from core.events import happened
from tests.support.databases import beside


def write(lines: int) -> None:
    """Write so many lines, each in a transaction of its own."""
    for _ in range(lines):
        with writing():
            happened(AccountAction.SIGNED_IN)


def behind_our_back(config: Config, *statements: str) -> None:
    """Change the database as somebody with its file could."""
    db.session.rollback()
    with beside(config) as connection:
        changed = sum(connection.exec_driver_sql(statement).rowcount for statement in statements)
    db.session.expire_all()
    assert changed, "nothing was changed, so there is nothing to find"
