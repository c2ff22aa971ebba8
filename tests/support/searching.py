"""The search box of the desk, asked as its page asks it, and what came back."""

from __future__ import annotations

import re

from werkzeug.test import TestResponse

from tests.support.browsing import Browser

CHIP = "In der Impfung ist ein Mikrochip, mit dem man uns überall verfolgen kann."
WATER = "Das Leitungswasser in Graz ist seit gestern mit Kolibakterien verseucht, bitte alle abkochen."
TRAIN = "Ab Januar fährt die Straßenbahn in Linz nur noch gegen Vorlage des Ausweises."
WOOD = "Ab dem kommenden Winter sind alle Holzöfen in Österreich verboten."


def asked(desk: Browser, query: str, **narrowed: str) -> TestResponse:
    """Return the page for what was typed."""
    return desk.get("/desk/search", query_string={"q": query, **narrowed})


def shown(answer: TestResponse) -> list[int]:
    """Return the cases on a page, in their order."""
    assert answer.status_code == 200, answer.headers.get("Location")
    return [int(number) for number in re.findall(r'id="case-(\d+)"', answer.text)]


def led_to(answer: TestResponse) -> str:
    """Return the address to which an answer leads."""
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]
