"""A page of the desk asks the database as many questions of a large desk as of a small one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Flask

from accounts.permissions import RoleName
from core.db import db
from tests.support import factories, growing_desk
from tests.support.browsing import Browser
from tests.support.desk import PASSWORD, signed_in
from tests.support.growing_desk import CASE_ID
from tests.support.statements import statements

SIZES = (1, 20, 200)

# Of a desk that is settled, that is open, on which one case has everything, and on which much needs a person.
SETTLED = ("/desk/?state=all", "/desk/?state=all&sort=newest")
OPEN = ("/desk/", "/desk/?sort=waiting", "/desk/?kind=check", "/desk/?platform=whatsapp", "/desk/?tag=1", "/desk/top")
LARGE_CASE = (f"/desk/cases/{CASE_ID}", f"/desk/cases/{CASE_ID}?kind=check", "/desk/start", "/desk/audit")
MUCH_TO_DO = ("/desk/attention/", "/desk/people/", "/desk/figures/", "/desk/mentions")


def counts(app: Flask, size: int) -> dict[str, int]:
    """Return how many statements each page takes on a desk of a size."""
    growing_desk.settled_desk(size)
    browser = signed_in(app, factories.editor(password=PASSWORD, role=RoleName.LEAD))
    found: dict[str, int] = {}
    stages: Sequence[tuple[Callable[[], None], Sequence[str]]] = (
        (lambda: None, SETTLED),
        (growing_desk.open_desk, OPEN),
        (growing_desk.one_large_case, LARGE_CASE),
        (lambda: growing_desk.much_to_do(size), MUCH_TO_DO),
    )
    for prepare, addresses in stages:
        prepare()
        for address in addresses:
            found[address] = _count(browser, address)
    return found


def _count(browser: Browser, address: str) -> int:
    # Whoever opens a case first is noted, once.
    assert browser.get(address).status_code == 200
    db.session.rollback()
    with statements() as sent:
        browser.get(address)
    return len(sent)


def test_no_page_asks_more_of_a_desk_with_more_in_it(app: Flask) -> None:
    few, some, many = (counts(app, size) for size in SIZES)

    assert few == some == many
