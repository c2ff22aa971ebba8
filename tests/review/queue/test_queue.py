"""The queue: what is in it, in which order, and that paging neither skips nor repeats a case."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from operator import attrgetter
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from accounts.models import Editor
from core.db import db, now, writing
from intake.cases import counting, joining
from intake.models.cases import Case, CaseState, Kind
from review.queue import finding, page, rows, tags
from review.queue.models import Tag
from review.queue.page import Chip
from tests.support import factories, holding
from tests.support.browsing import Browser, links, open_text
from tests.support.desk import plain_case, reread, signed_in, suggestion
from tests.support.queueing import arguments_of, asked, pages, shown

COLUMNS = {
    "priority": "priority",
    "reports": "submission_count",
    "waiting": "first_seen",
    "newest": "last_seen",
    "burst": "heat",
}
SORTS = list(COLUMNS)


@pytest.fixture
def five(app: Flask) -> dict[str, int]:
    """Five cases that differ in what the queue sorts and filters by."""
    made = {
        "often": plain_case("Oft.", reports=9, minutes=10).id,
        "old": plain_case("Alt.", reports=2, minutes=0).id,
        "new": plain_case("Neu.", reports=2, minutes=50).id,
        "hate": plain_case("Hass.", kind=Kind.HATE, reports=5, minutes=20).id,
        "closed": plain_case("Zu.", state=CaseState.CLOSED, reports=7, minutes=30).id,
    }
    counting.renew()
    return made


def test_what_somebody_reports_who_is_attacked_themselves_is_read_sooner(app: Flask, client: Browser) -> None:
    texts = {
        "witness": "Die Leute aus Retz riechen.",
        "affected": "Der Chor aus Lech stört.",
        "": "Wien nervt uns alle.",
    }
    for concern, text in texts.items():
        sent = {"kind": "hate", "text": text, "concern": concern}
        assert client.send("/report/one-page", sent).status_code == 303
    joining.match_all_waiting()
    first, *others = (db.session.get_one(Case, number).text for number in shown(app))
    assert (first, len(others)) == (texts["affected"], 2)


@pytest.mark.parametrize(
    "sort, order",
    [
        ("reports", ["often", "hate", "new", "old"]),
        ("newest", ["new", "hate", "often", "old"]),
        ("waiting", ["old", "often", "hate", "new"]),
        ("burst", ["often", "hate", "new", "old"]),
        ("priority", ["hate", "often", "new", "old"]),
    ],
)
def test_open_cases_are_sorted_as_asked_for(app: Flask, five: dict[str, int], sort: str, order: list[str]) -> None:
    assert shown(app, sort=sort) == [five[name] for name in order]


@pytest.mark.parametrize(
    "arguments, names",
    [
        ({}, {"often", "old", "new", "hate"}),
        ({"state": "open"}, {"often", "old", "new", "hate"}),
        ({"state": "closed"}, {"closed"}),
        ({"state": "decided"}, set()),
        ({"state": "all"}, {"often", "old", "new", "hate", "closed"}),
        ({"kind": "hate"}, {"hate"}),
        ({"kind": "check", "state": "all"}, {"often", "old", "new", "closed"}),
        ({"kind": "scam"}, set()),
        # What is unknown counts as not given: a bookmark from another version still opens.
        ({"kind": "rumour"}, {"often", "old", "new", "hate"}),
        ({"state": "unknown"}, {"often", "old", "new", "hate", "closed"}),
        ({"state": ""}, {"often", "old", "new", "hate", "closed"}),
        ({"sort": "colour"}, {"often", "old", "new", "hate"}),
        ({"kind": "' OR 1=1 --"}, {"often", "old", "new", "hate"}),
    ],
    # Sets have an order of their own in each process, and those who share a run must call a test alike.
    ids=lambda value: str(sorted(value) if isinstance(value, set) else value),
)
def test_filters_show_what_fits_them(
    app: Flask, five: dict[str, int], arguments: dict[str, str], names: set[str]
) -> None:
    assert set(shown(app, **arguments)) == {five[name] for name in names}


@pytest.mark.parametrize("sort", SORTS)
def test_paging_shows_each_case_exactly_once_and_in_order(app: Flask, sort: str) -> None:
    # Many share their sort value, so that the border of a page falls between equals.
    made = [plain_case(reports=1 + number % 3, minutes=number % 4) for number in range(70)]
    counting.renew()
    value = attrgetter(COLUMNS[sort])
    keys = {case.id: (value(reread(case)), case.id) for case in made}
    read = list(pages(app, sort=sort))
    assert [len(page) for page in read] == [30, 30, 10]
    assert [number for page in read for number in page] == sorted(
        keys, key=lambda number: keys[number], reverse=sort != "waiting"
    )


def test_paging_keeps_its_place_when_cases_come_and_go(app: Flask) -> None:
    made = [plain_case(minutes=number).id for number in range(40)]
    reading = pages(app, sort="newest")
    first = next(reading)
    late = plain_case(minutes=99).id
    second = next(reading)
    assert first + second == made[::-1]
    assert late not in first + second


def test_paging_keeps_its_filters(app: Flask) -> None:
    hate = [plain_case(kind=Kind.HATE, minutes=number).id for number in range(35)]
    for number in range(35):
        plain_case(minutes=number)
    read = [number for page in pages(app, kind="hate", sort="waiting") for number in page]
    assert read == hate


def test_a_full_last_page_promises_no_further_one(app: Flask) -> None:
    for _ in range(page.PAGE):
        plain_case()
    found = asked(app)
    assert len(found.rows) == page.PAGE
    assert (found.next_url, found.first_url) == (None, None)


def test_later_pages_lead_back_to_the_beginning(app: Flask) -> None:
    for number in range(page.PAGE + 1):
        plain_case(minutes=number)
    found = asked(app, sort="newest")
    assert found.next_url is not None
    later = asked(app, **arguments_of(found.next_url))
    assert [row.id for row in later.rows] == [1]
    assert later.first_url == "/desk/?sort=newest"


def test_active_filters_are_chips_that_can_be_taken_off(app: Flask) -> None:
    plain_case()
    assert asked(app).chips == []
    assert asked(app, state="all").chips == []
    both = asked(app, state="closed", kind="hate", sort="waiting").chips
    assert both == [
        Chip("State: Closed without result", "/desk/?state=all&kind=hate&sort=waiting"),
        Chip("Kind: Hate", "/desk/?state=closed&sort=waiting"),
    ]


def test_a_long_text_is_cut_between_words_and_an_empty_one_shows_the_link(app: Flask) -> None:
    plain_case("Wort " * 200, reports=3)
    plain_case("", url="https://example.org/a", reports=2)
    plain_case("", reports=1)
    long, link, nothing = (row.excerpt for row in asked(app, sort="reports").rows)
    assert long.endswith("Wort …")
    assert len(long) <= rows.EXCERPT + 2
    assert (link, nothing) == ("https://example.org/a", "(no text)")


@contextmanager
def statements() -> Iterator[list[str]]:
    """Listen to what the database is asked."""
    heard: list[str] = []

    def hear(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        heard.append(statement)

    event.listen(db.engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(db.engine, "before_cursor_execute", hear)


@pytest.mark.parametrize(
    "address", ["/desk/", "/desk/?state=all", "/desk/?kind=check&fit=likely", "/desk/?platform=telegram&state=all"]
)
def test_no_page_of_the_queue_asks_once_a_row(app: Flask, address: str) -> None:
    browser = signed_in(app)
    claim = factories.claim()
    few: list[str] = []
    for number in range(70):
        case = plain_case(minutes=number)
        suggestion(case, claim)
        tags.add(case.id, f"Wahl {number % 3}", until=None, editor=factories.editor() if number == 0 else editor())
        if number == 1:
            with statements() as few:
                browser.get(address)
    with statements() as many:
        browser.get(address)
    assert len(many) == len(few)


def editor() -> Editor:
    return db.session.scalars(select(Editor).limit(1)).one()


@pytest.mark.sqlite_only("PostgreSQL reads a small table as a whole, whatever indexes there are")
@pytest.mark.parametrize("sort", SORTS)
def test_no_order_of_the_queue_sorts_a_whole_table(app: Flask, sort: str) -> None:
    plain_case()
    with statements() as heard:
        asked(app, sort=sort)
    (listing,) = [statement for statement in heard if "ORDER BY" in statement and 'FROM "case"' in statement]
    plan = db.session.connection().exec_driver_sql(
        f"EXPLAIN QUERY PLAN {listing}", ("open", 31, 0)[: listing.count("?")]
    )
    steps = " ".join(str(row[3]) for row in plan)
    assert "USING INDEX ix_case_state" in steps
    assert "TEMP B-TREE" not in steps


@pytest.mark.sqlite_only("PostgreSQL reads a small table as a whole, whatever indexes there are")
@pytest.mark.parametrize("sort", SORTS)
def test_what_many_have_is_looked_for_along_the_index_of_the_order_alone(
    app: Flask, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    monkeypatch.setattr(finding, "MOST_COUNTED", 0)
    plain_case()
    with statements() as heard:
        asked(app, sort=sort, kind="check")
    looks = [one for one in heard if "ORDER BY" in one and "FROM (SELECT" in one and "coalesce" in one]
    assert looks
    for look in looks:
        values = ("open", 0, *(None,) * look.count("?"))[: look.count("?")]
        plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {look}", values)
        steps = [str(row[3]) for row in plan]
        assert [step for step in steps if "USING COVERING INDEX ix_case_state_" in step], steps


def test_the_page_hides_hate_and_escapes_the_rest(app: Flask) -> None:
    browser = signed_in(app)
    plain_case("Ein hasserfüllter Satz.", kind=Kind.HATE)
    plain_case("<script>alert(1)</script> & mehr")
    page = browser.get("/desk/").text
    assert "hasserfüllter" not in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; mehr" in page


def test_the_page_says_what_to_do_when_nothing_is_there(app: Flask) -> None:
    browser = signed_in(app)
    assert "No case fits these filters." in open_text(browser.get("/desk/?kind=scam").text)
    assert "All done." in open_text(browser.get("/desk/?state=all").text)


def test_the_page_leads_to_each_case_with_the_filters_kept(app: Flask) -> None:
    browser = signed_in(app)
    case: Case = plain_case(kind=Kind.SCAM)
    page = browser.get("/desk/?kind=scam&sort=waiting").text
    assert f"/desk/cases/{case.id}?kind=scam&sort=waiting" in links(page)


def test_news_is_asked_for_of_what_is_settled_whatever_state_stands_in_the_form(app: Flask) -> None:
    plain_case()
    settled = plain_case(state=CaseState.CLOSED)
    with writing() as session:
        session.get_one(Case, settled.id).has_news = True

    assert shown(app, news="yes") == shown(app, news="yes", state="open") == [settled.id]
    assert shown(app, news="yes", state="decided") == []


def test_the_way_back_from_a_case_leads_to_the_page_of_the_list_that_it_stood_on(app: Flask) -> None:
    cases = [plain_case(minutes=number) for number in range(35)]
    browser = signed_in(app)
    second = re.search(r'href="([^"]*after=[^"]*)"', browser.get("/desk/?sort=waiting").text)
    assert second is not None
    row = re.search(rf'href="(/desk/cases/{cases[-1].id}\?[^"]*)"', browser.get(html.unescape(second[1])).text)
    assert row is not None
    back = re.search(r'class="back-link"\s+href="([^"]*)"', browser.get(html.unescape(row[1])).text)
    assert back is not None

    assert f'id="case-{cases[-1].id}"' in browser.get(html.unescape(back[1])).text


@pytest.mark.parametrize("day", ["9999-12-31", "2100-01-01"])
def test_a_tag_that_would_outlast_everybody_is_refused_in_words(app: Flask, day: str) -> None:
    case, browser = plain_case(), signed_in(app)
    page = f"/desk/cases/{case.id}"

    answer = browser.send(f"{page}/tags", {"name": "Wahl", "until": day}, seen_at=page)

    assert answer.status_code == 302
    assert "Choose a day within this century." in open_text(browser.get(page).text)


def test_what_is_asked_for_is_named_even_when_it_is_offered_no_more(app: Flask) -> None:
    factories.editor()
    case, gone = plain_case(), holding.editor("Gerda")
    tag = tags.add(case.id, "Wahl", until=None, editor=gone).id
    with writing() as session:
        session.get_one(Tag, tag).expires_at = now() - timedelta(days=1)
    holding.close(gone)

    chips = [chip.label for chip in asked(app, tag=str(tag), holder=str(gone.id)).chips]

    assert chips == ["Tag: Wahl", "With: Gerda"]
