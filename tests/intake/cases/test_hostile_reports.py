"""Texts made to break a reader, through every door at once: they cost nobody else an answer or a case."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from archive.imports import importing
from archive.imports.files import read_rows
from bench.support.nasty_texts import corpus
from core.db import db
from intake.cases import joining, suggesting
from intake.models.cases import Case
from intake.models.reports import Submission
from intake.reports import waiting
from search.ranking.bands import Band
from tests.support import factories
from tests.support.browsing import Browser

HARMLESS = [f"Im Dorf Nummer {n} wurde angeblich ein Wolf gesehen, der sprechen kann." for n in range(4)]

# What once stopped matching or froze the site, and texts of the same kinds.
ONCE = [
    "https://www.google.com/url?q=//[",
    "Schaut euch das an: https://l.facebook.com/l.php?u=//[x und sagt mir, ob es stimmt",
    "https://www.google.com/url?q=http://[::1",
    "https://web.archive.org/web/2020/http://[",
    "https://de.translate.goog/?_x_tr_hp=[",
    "Ihr Konto wurde gesperrt. Zahlen Sie 5 500.000,00 Euro an uns.",
    "Es waren 1'000.000,5 und 12.345,678.901 und 0,0,0 und ٣٫٥ und ² Liter.",
    f"{HARMLESS[0]}{chr(10) * 19_800}",
    f"{HARMLESS[0]} {' '.join(f'{n:04}' for n in range(3_900))}",
    "".join(map(chr, range(0x20, 0x2000))),
    "a\u0301" * 9_000,
    "\ufdfa" * 19_000,
]


def links_first(text: str) -> dict[str, str]:
    """Return the fields of a report whose link is the text, if it is one."""
    return {"text": text, "url": text} if text.startswith("https://") and " " not in text else {"text": text}


def test_hostile_reports_get_their_cases_and_cost_nobody_a_match(app: Flask) -> None:
    for text in HARMLESS:
        factories.claim(text=text)
    api = app.test_client()
    sent = []
    for number, text in enumerate([*ONCE, *corpus()]):
        answer = api.post("/api/v1/submissions", json=links_first(text), environ_base=network(number))
        assert answer.status_code in {202, 422}, ascii(text[:80])
        sent.append(answer.status_code)
        if number % 40 == 0:
            factories.report(HARMLESS[number // 40 % len(HARMLESS)])
    assert sent.count(202) > len(ONCE)

    while joining.match_all_waiting():
        continue

    assert waiting.age_of_oldest() is None
    assert waiting.count_set_aside() == 0
    found = list(db.session.scalars(select(Case)))
    assert [case.matching_trouble for case in found if case.matching_failed] == []
    by_text = {case.text: case for case in found}
    for text in HARMLESS:
        assert by_text[text].matches[0].band is Band.SAME
    assert suggesting.rematch_open() == len(found)


@pytest.mark.parametrize("door", ["page", "interface"])
def test_hostile_look_ups_are_answered(app: Flask, door: str) -> None:
    factories.claim(text=HARMLESS[0])
    browser = Browser(app, app.response_class)
    for number, text in enumerate([*ONCE, *corpus()[::3]]):
        if door == "page":
            body = {"text": text.encode("utf-8", "replace").decode()}
            answer = browser.post("/lookup", data=body, environ_base=network(number))
        else:
            answer = browser.post("/api/v1/lookup", json={"text": text}, environ_base=network(number))
        assert answer.status_code in {200, 400, 422}, ascii(text[:80])


def test_hostile_claims_are_imported_or_named_and_break_no_look_up(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "claims.jsonl"
    texts = [*ONCE, *corpus()[::3], HARMLESS[0]]
    rows = [
        {"id": str(n), "text": text[:10_000], "title": text[:200], "url": text[:100], "date": text[:50], "lang": "de"}
        for n, text in enumerate(texts)
    ]
    more = [{"id": f"m{n}", "text": text[:10_000], "lang": "de"} for n, text in enumerate(texts)]
    file.write_text("\n".join(map(json.dumps, rows + more)), encoding="ascii")

    report = importing.import_rows(read_rows(file))

    assert report.added + len(report.broken) == len(rows) + len(more)
    assert report.added > len(more) // 2
    case = factories.case(HARMLESS[0])
    assert not case.matching_failed
    assert case.matches[0].band is Band.SAME
    assert db.session.scalars(select(Submission)).one().case_id == case.id


def network(number: int) -> dict[str, str]:
    """Return a caller of their own for each text, so that no limit is met."""
    return {"REMOTE_ADDR": f"198.51.{number >> 8 & 255}.{number & 255}"}
