"""The search box: what leads to a case at once, and how the page behaves whatever is typed."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.permissions import RoleName
from core.config import Config
from core.db import db, writing
from intake.models.cases import Case, CaseState, Kind
from intake.models.reports import Submission
from review.care import left_out, preferences
from review.searching import page
from tests.support import factories
from tests.support.browsing import Browser, links, open_text, whole_database
from tests.support.desk import PASSWORD, plain_case, signed_in
from tests.support.searching import CHIP, TRAIN, WATER, asked, led_to, shown
from tests.support.statements import statements
from tests.support.waiting_reports import set_aside

# ------------------------------------------------------------------------------------------------ numbers


@pytest.mark.parametrize("spelling", ["{}", "#{}", "Fall {}", "case #{}", "Fall Nr. {}", "0{}"])
def test_a_number_leads_to_its_case(desk: Browser, spelling: str) -> None:
    plain_case()
    case = plain_case(state=CaseState.CLOSED)
    assert led_to(asked(desk, spelling.format(case.id))) == f"/desk/cases/{case.id}"


def test_a_merged_case_leads_to_the_one_that_stands_for_it_and_says_so(desk: Browser) -> None:
    first, second, third = plain_case("Eins."), plain_case("Zwei."), plain_case("Drei.")
    with writing() as session:
        for emptied, target in ((first, second), (second, third)):
            row = session.get_one(Case, emptied.id)
            row.state, row.merged_into_id = CaseState.MERGED, target.id
    address = led_to(asked(desk, f"#{first.id}"))
    assert address == f"/desk/cases/{third.id}"
    assert f"Case {first.id} was merged into this one." in open_text(desk.get(address).text)


def test_a_number_that_is_a_word_as_well_shows_both(desk: Browser) -> None:
    meant, other = plain_case("Etwas."), plain_case("Es waren 1 und nicht 2 Tote.")
    assert meant.id == 1
    assert shown(asked(desk, "1")) == [meant.id, other.id]
    assert led_to(asked(desk, "#1")) == "/desk/cases/1"


def test_a_number_that_no_case_has_is_told_and_looked_for_as_a_word(desk: Browser) -> None:
    case = plain_case("Im Fall 5000 wurde ermittelt.")
    answer = asked(desk, "Fall 5000")
    assert shown(answer) == [case.id]
    assert "There is no case with the number 5000." in open_text(answer.text)
    assert shown(asked(desk, "5000")) == [case.id]


# ------------------------------------------------------------------------------------------------ references


def test_a_reference_leads_to_the_case_with_its_report_marked(desk: Browser) -> None:
    case = plain_case()
    reports = [factories.submission(f"Meldung {number}") for number in range(8)]
    with writing() as session:
        for report in session.scalars(select(Submission)):
            report.case_id = case.id
    year, number = reports[6].reference.split("-")[1:]
    address = f"/desk/cases/{case.id}?reports_after={reports[6].id - 1}#report-{reports[6].id}"
    for spelling in (reports[6].reference, f"gc {year} {int(number)}", f"GC–{year}–{number}"):
        assert led_to(asked(desk, spelling)) == address
    page_of_case = desk.get(address.partition("#")[0]).text
    assert f'id="report-{reports[6].id}"' in page_of_case
    assert reports[6].reference in page_of_case


def test_a_reference_among_words_stands_on_top(desk: Browser) -> None:
    holding, case = plain_case("Bitte nachsehen."), plain_case("Etwas anderes.")
    report = factories.submission("Etwas anderes.")
    with writing() as session:
        session.get_one(Submission, report.id).case_id = case.id
    answer = asked(desk, f"{report.reference} bitte nachsehen")
    assert shown(answer) == [case.id, holding.id]
    assert f"/desk/cases/{case.id}?reports_after={report.id - 1}#report-{report.id}" in links(answer.text)


def test_a_report_without_a_case_says_what_it_waits_for(desk: Browser) -> None:
    stuck = set_aside("Ein Text, den die Maschine nicht lesen konnte.")
    waiting = factories.submission("Ein Text.")
    told = open_text(asked(desk, waiting.reference).text)
    assert f"Report {waiting.reference} has no case yet" in told
    answer = asked(desk, stuck.reference)
    assert f"Report {stuck.reference} waits for a person" in open_text(answer.text)
    assert any(link.startswith("/desk/attention/") for link in links(answer.text))
    assert "No report has the reference GC-1999-000007." in open_text(asked(desk, "gc-1999-7").text)


# ------------------------------------------------------------------------------------------------ the page


def test_the_next_page_goes_on_where_the_first_ends(desk: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "PAGE", 2)
    made = [plain_case(f"Mikrochip {number}").id for number in range(5)]
    read: list[int] = []
    address = "/desk/search?q=mikrochip&kind=check"
    while address:
        answer = desk.get(address)
        read += shown(answer)
        following = [link for link in links(answer.text) if "after=" in link]
        address = following[0] if following else ""
    assert read == made[::-1]


def test_who_finds_nothing_is_told_what_else_to_try(desk: Browser) -> None:
    assert "All states are searched" in open_text(asked(desk, "").text)
    assert "Try fewer or other words" in open_text(asked(desk, "Xylophonkonzert").text)
    assert "Remove a filter" in open_text(asked(desk, "Xylophonkonzert", kind="scam").text)


def test_hate_stays_behind_its_fold(app: Flask) -> None:
    editor = factories.editor(password=PASSWORD)
    browser = signed_in(app, editor)
    case = plain_case("Diese Quallenbrut soll verschwinden.", kind=Kind.HATE)
    answer = asked(browser, "verschwinden")
    assert shown(answer) == [case.id]
    assert "Quallenbrut" not in answer.text
    preferences.choose({"shielding": "open"}, editor=editor)
    assert "Quallenbrut" in open_text(asked(browser, "verschwinden").text)


def test_what_somebody_leaves_out_today_is_counted_and_not_shown(app: Flask) -> None:
    editor = factories.editor(password=PASSWORD)
    browser = signed_in(app, editor)
    hate, other = plain_case("Eine Sirene.", kind=Kind.HATE), plain_case("Noch eine Sirene.")
    left_out.not_today(Kind.HATE, editor=editor)
    answer = asked(browser, "Sirene")
    assert shown(answer) == [other.id]
    assert "One case is not shown" in open_text(answer.text)
    assert led_to(asked(browser, f"#{hate.id}")) == f"/desk/cases/{hate.id}", (
        "whoever asks for it by its number wants it"
    )


def test_slurs_are_masked_in_what_was_found_and_in_what_was_typed(desk: Browser) -> None:
    plain_case("Ein Kanake war es, sagt die Nachbarin.")
    told = re.sub(r'<span class="slur-word">Kanake</span>|value="[^"]*"', "", asked(desk, "Kanake Nachbarin").text)
    assert "Kanake" not in re.sub(r"href=\"[^\"]*\"|action=\"[^\"]*\"", "", told)


def test_what_readers_wrote_is_escaped_and_links_are_dead(desk: Browser) -> None:
    plain_case("<b>Mikrochip</b> auf https://angreifer.example/seite")
    answer = asked(desk, "Mikrochip")
    assert "<b>" not in answer.text
    assert "https://angreifer.example" not in answer.text
    assert "<script>" not in asked(desk, "<script>alert(1)</script>").text


@pytest.mark.parametrize(
    "typed",
    ["und", "%_*\"'", "\0\0", "\u202e\u202d\u2066", "[[[[((((", "ä" * 600, "https://" * 80, "1" * 600, "🐀" * 150],
)
def test_whatever_is_typed_the_page_answers(desk: Browser, typed: str) -> None:
    factories.case(CHIP)
    assert asked(desk, typed).status_code == 200


def test_more_than_an_address_holds_is_refused_with_a_page(desk: Browser) -> None:
    assert asked(desk, "a" * 100_000).status_code == 414


def test_only_who_may_read_cases_may_search(app: Flask) -> None:
    stranger = Browser(app, app.response_class)
    assert "/desk/login" in led_to(asked(stranger, "1"))
    admin = signed_in(app, factories.editor(password=PASSWORD, role=RoleName.ADMIN))
    assert asked(admin, "1").status_code == 403
    assert "search-box" not in admin.get("/desk/account").text
    viewer = signed_in(app, factories.editor(password=PASSWORD, role=RoleName.VIEWER))
    assert asked(viewer, "Mikrochip").status_code == 200


def test_what_was_typed_is_kept_nowhere(desk: Browser, config: Config, capsys: pytest.CaptureFixture[str]) -> None:
    factories.case(CHIP)
    answer = asked(desk, "Quallenbrut GC-2026-004217")
    assert answer.headers["Cache-Control"] == "no-store"
    said = capsys.readouterr()
    assert "Quallenbrut" not in said.out + said.err
    assert "004217" not in said.out + said.err
    assert "Quallenbrut" not in whole_database(config)


@pytest.mark.parametrize("make", [plain_case, factories.case], ids=["without a model", "with one"])
def test_the_number_of_queries_does_not_grow_with_what_is_found(desk: Browser, make: Callable[[str], Case]) -> None:
    numbers = ("eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht")
    counted: list[int] = []
    for made in (numbers[:2], numbers[2:]):
        for number in made:
            make(f"Der Mikrochip {number}, {WATER if number < 'm' else TRAIN} {number}!")
        asked(desk, "Mikrochip")
        with statements() as sent:
            assert len(shown(asked(desk, "Mikrochip"))) >= 1
        counted.append(len(sent))
    assert counted[0] == counted[1]


def test_the_box_stands_on_every_page_of_the_desk(desk: Browser) -> None:
    case = plain_case()
    for address in ("/desk/", "/desk/start", f"/desk/cases/{case.id}", "/desk/account", "/desk/cases/999"):
        assert 'id="search-box"' in desk.get(address).text
    assert 'value="Mikrochip"' in asked(desk, "Mikrochip").text


def test_nobody_is_shown_a_row_twice(desk: Browser) -> None:
    case = factories.case(CHIP, url="https://example.org/2026/post")
    assert shown(asked(desk, f"{case.id} https://example.org/2026/post Mikrochip Impfung")) == [case.id]
    assert db.session.scalar(select(Case.id)) == case.id
