"""The page of figures: what each says of a world that was counted by hand, in words, pictures and tables."""

from __future__ import annotations

from datetime import timedelta
from xml.etree.ElementTree import fromstring

import pytest
from flask import Flask

from accounts.permissions import RoleName
from core.db import db
from core.web.display import local_day
from review.figures import page, ranges, tallies
from review.figures.figure import Figure
from tests.support import counted, factories
from tests.support.browsing import Browser, open_text
from tests.support.counted import MOMENT, hours_ago
from tests.support.desk import PASSWORD, signed_in
from tests.support.statements import statements

KEYS = [
    "received",
    "answered",
    "look",
    "decision",
    "backlog",
    "age",
    "precision",
    "bursts",
    "platforms",
    "ended",
    "returned",
]


def figures(app: Flask, *, language: str = "en", **arguments: str) -> dict[str, Figure]:
    db.session.rollback()
    chosen = ranges.read({"range": "this-week", **arguments}, today=local_day(MOMENT))
    with app.test_request_context(headers={"Accept-Language": language}):
        return {one.key: one for one in page.figures(chosen, moment=MOMENT).figures}


def test_each_figure_says_in_a_sentence_what_was_found(world: Flask) -> None:
    found = figures(world)

    assert {key: its.finding for key, its in found.items()} == {
        "received": "9 reports, 50% more than before.",
        "answered": "An article answered 1 of 1 settled cases.",
        "look": "Half of the cases were looked at within about 52 minutes.",
        "decision": "Half of the cases were settled within about 4 hours (before: 2 hours).",
        "backlog": "2 cases are open, 2 more than at the beginning.",
        "age": "No open case has waited for more than a week.",
        "precision": "No suggestion was answered during these days.",
        "bursts": "At most 4 reports of one case came within 24 hours.",
        "platforms": "Of readers who said where they saw it, 57% named WhatsApp.",
        "ended": "2 reports were not sent.",
        "returned": "The status of 3 reports was read for the first time.",
    }


def test_the_sentences_are_german_for_german_readers(world: Flask) -> None:
    found = figures(world, language="de")

    assert found["received"].finding == "9 Meldungen, 50\N{NO-BREAK SPACE}% mehr als davor."
    assert found["backlog"].finding == "2 Fälle sind offen, 2 mehr als am Anfang."
    assert found["platforms"].finding == "Von denen, die einen Ort angaben, nannten 57\N{NO-BREAK SPACE}% WhatsApp."


def test_the_tables_hold_what_was_counted(world: Flask) -> None:
    found = figures(world)
    today = local_day(MOMENT)
    yesterday, monday = today - timedelta(days=1), today - timedelta(days=2)

    assert list(found["received"].rows) == [
        (monday, monday, 0, 0, 0, 0, 0),
        (yesterday, yesterday, 6, 6, 0, 0, 0),
        (today, today, 3, 0, 3, 0, 0),
    ]
    assert list(found["backlog"].rows) == [(monday, 0), (yesterday, 1), (today, 2)]
    assert found["answered"].rows[0] == ("Already answered by an article", 1, 1.0, 2, 0)
    assert found["answered"].rows[2] == ("Closed without result", 0, 0.0, 0, 5)
    assert [row[1:4] for row in found["platforms"].rows] == [(2, 2 / 9, 0), (4, 4 / 9, 6), (3, 3 / 9, 0)]
    assert [(row[1], row[2]) for row in found["bursts"].rows] == [("Fact check", 4), ("Hate", 3)]
    assert [row[1] for row in found["age"].rows] == [2, 0, 0, 0, 0]


def test_of_an_empty_desk_each_figure_says_that_there_is_nothing(app: Flask) -> None:
    found = figures(app)

    assert list(found) == KEYS
    assert [its.key for its in found.values() if its.charts] == []
    assert {its.finding for its in found.values()} == {
        "No report came in during these days.",
        "No case was settled during these days.",
        "No case was looked at for the first time during these days.",
        "No case was settled for the first time during these days.",
        "Nothing was counted on the last of these days.",
        "No case is open.",
        "No suggestion was answered during these days.",
        "No case was reported three times within a day.",
        "No reader said where they saw a post.",
        "No report that somebody had begun ended before sending.",
        "Nobody looked for the first time how their report stands.",
    }


def test_each_span_that_has_a_name_can_be_shown(world: Flask) -> None:
    shown = {name: [its.key for its in figures(world, range=name).values() if its.rows] for name in ranges.Quick}

    assert shown == dict.fromkeys(ranges.Quick, KEYS)


def test_every_chart_is_told_in_words_and_every_table_has_a_caption(browser: Browser) -> None:
    shown = browser.get("/desk/figures/?range=this-week").text
    document = shown[shown.index('<div class="figures-grid">') :]
    charts = [
        document[start : document.index("</svg>", start) + 6] for start in _starts(document, '<svg class="chart"')
    ]

    assert len(charts) == len(KEYS)
    for chart in charts:
        drawn = fromstring(chart)  # noqa: S314 (our own drawing)
        words = {element.get("id"): element.text for element in drawn if element.tag in {"title", "desc"}}
        assert drawn.get("role") == "img"
        assert [words[name] for name in (drawn.get("aria-labelledby") or "").split() if words[name]] != []
    assert document.count("<caption") == document.count("<table") == len(KEYS)
    assert document.count("<h2") == len(KEYS)
    assert shown.count("<h1") == 1


def _starts(text: str, part: str) -> list[int]:
    found, start = [], text.find(part)
    while start >= 0:
        found.append(start)
        start = text.find(part, start + 1)
    return found


def test_hate_is_not_shown_in_a_chart(browser: Browser) -> None:
    shown = browser.get("/desk/figures/?range=this-week").text

    assert "Morgen wird das Bargeld abgeschafft." in shown
    assert "hasserfüllter" not in shown
    assert "Text hidden" in shown


def test_the_days_that_were_chosen_are_named_and_kept(browser: Browser) -> None:
    shown = browser.get("/desk/figures/?first=2026-03-11&last=2026-03-18")

    assert "Mar 11, 2026 – Mar 18, 2026 (8 days) · compared with Feb 25, 2026 – Mar 4, 2026" in open_text(shown.text)
    assert 'value="2026-03-11"' in shown.text
    assert "/desk/figures/received.csv?first=2026-03-11&amp;last=2026-03-18" in shown.text


def test_while_earlier_days_are_counted_the_page_says_that_numbers_are_missing(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = "Earlier days are still being counted"
    assert told not in browser.get("/desk/figures/").text

    monkeypatch.setattr(tallies, "MOST_LIVE", 2)
    assert told in browser.get("/desk/figures/").text

    tallies.keep_up(moment=MOMENT)
    assert told not in browser.get("/desk/figures/").text


@pytest.mark.parametrize("role, status", [(RoleName.VIEWER, 200), (RoleName.LEAD, 200), (RoleName.ADMIN, 403)])
def test_who_may_see_what_was_learned_may_see_figures(app: Flask, role: RoleName, status: int) -> None:
    browser = signed_in(app, factories.editor(password=PASSWORD, role=role))

    paths = ("/desk/figures/", "/desk/figures/all.csv", "/desk/figures/received.csv")
    assert [browser.get(path).status_code for path in paths] == [status] * 3


def test_the_number_of_queries_grows_neither_with_reports_nor_with_days(world: Flask) -> None:
    tallies.keep_up(moment=MOMENT)
    counts = []
    for name in ("this-week", "this-year", "this-week"):
        with statements() as sent:
            figures(world, range=name)
        counts.append(len(sent))
        more = counted.case(hours_ago(5))
        for number in range(10):
            counted.report(hours_ago(number / 10), case=more)

    assert len(set(counts)) == 1
