"""The page of one case: everything an editor needs, and nothing that hurts or gives them away."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from archive import claims
from core.db import db, writing
from intake.cases import joining
from intake.models.cases import Case
from intake.models.reports import Channel, Submission
from intake.reports import submissions
from search.ranking.bands import Band
from tests.support import factories
from tests.support.browsing import links, open_text
from tests.support.desk import plain_case, signed_in, suggestion

SCRIPT = "<script>alert('x')</script><img src=x onerror=alert(1)>"


def test_hate_stands_behind_something_to_unfold(app: Flask) -> None:
    browser = signed_in(app)
    case = factories.case("Ein hasserfüllter Satz.", kind="hate", why="Sie bedroht mich.")
    page = browser.get(f"/desk/cases/{case.id}").text
    assert page.count("Ein hasserfüllter Satz.") == 2
    assert "hasserfüllter" not in open_text(page)
    assert "Sie bedroht mich." in open_text(page)


def test_other_texts_are_open_to_read(app: Flask) -> None:
    browser = signed_in(app)
    case = factories.case("Ein ganz gewöhnlicher Satz.")
    assert "Ein ganz gewöhnlicher Satz." in open_text(browser.get(f"/desk/cases/{case.id}").text)


def test_a_reported_link_can_be_read_and_not_clicked(app: Flask) -> None:
    browser = signed_in(app)
    case = factories.case("Schaut auf https://angreifer.example/text nach!", url="https://angreifer.example/seite")
    page = browser.get(f"/desk/cases/{case.id}").text
    assert "hxxps://angreifer[.]example/text" in page
    assert "hxxps://angreifer[.]example/seite" in open_text(page)
    assert "https://angreifer.example" not in open_text(page), "as it is, it is shown to whoever unfolds it"
    assert "https://angreifer.example/seite" in page
    assert not [link for link in links(page) if "angreifer" in link]


def test_what_readers_wrote_is_escaped_everywhere(app: Flask) -> None:
    browser = signed_in(app)
    case = factories.case(f"{SCRIPT} Text", why=f"{SCRIPT} Grund")
    page = browser.get(f"/desk/cases/{case.id}").text
    assert page.count("&lt;script&gt;") >= 3
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_what_an_import_brought_is_escaped_and_only_web_addresses_become_links(app: Flask) -> None:
    browser = signed_in(app)
    case = plain_case()
    suggestion(case, factories.claim(SCRIPT, title=SCRIPT, summary=SCRIPT, url="https://example.org/artikel"))
    page = browser.get(f"/desk/cases/{case.id}").text
    assert "<script>alert" not in page
    assert "https://example.org/artikel" in links(page)


def test_what_readers_were_asked_stands_beside_their_report_and_what_they_left_open_does_not(app: Flask) -> None:
    browser = signed_in(app)
    answers = {"danger": "yes", "concern": "affected", "seen_when": "today"}
    submissions.submit({"kind": "hate", "text": "Ein Satz.", **answers}, targets=["age", "person"], channel=Channel.API)
    joining.match_all_waiting()
    asked, silent = db.session.scalars(select(Case)).one(), factories.case("Ein anderer Satz, ganz allein.")

    page = open_text(browser.get(f"/desk/cases/{asked.id}").text)
    for said in (
        "Somebody is in danger now",
        "Reader: “It is about me”",
        "Attacked: People because of their age, One person, for no such reason",
        "Seen: Today",
        "a reader says that somebody is in danger now",
    ):
        assert said in page
    unasked = open_text(browser.get(f"/desk/cases/{silent.id}").text)
    assert not [said for said in ("danger", "Reader:", "Attacked:", "Seen:", "Advertisement:") if said in unasked]


def test_suggestions_are_labelled_as_a_machines_and_retracted_ones_are_gone(app: Flask) -> None:
    browser = signed_in(app)
    case = plain_case()
    kept, gone = factories.claim(title="Bleibt stehen"), factories.claim(title="Zurückgezogen")
    suggestion(case, kept, rank=1, band=Band.RELATED)
    suggestion(case, gone, rank=2)
    claims.retract(gone.id)
    page = browser.get(f"/desk/cases/{case.id}").text
    # Of what is only similar one line stands open; the rest unfolds.
    shown = " ".join(re.sub(r"<[^>]*>", " ", page).split())
    assert "Bleibt stehen Similar topic Similar topic Found by a machine, not yet checked by a person" in shown
    assert "Nothing fits for sure. Of a similar topic are:" in shown
    assert "Zurückgezogen" not in shown


def test_all_reports_are_counted_and_the_first_five_shown(app: Flask) -> None:
    browser = signed_in(app)
    sent = [factories.report(platform="telegram").reference for _ in range(23)]
    joining.match_all_waiting()
    case = db.session.scalars(db.select(Case)).one()
    page = browser.get(f"/desk/cases/{case.id}").text
    listed = page.partition('id="reports"')[2].partition('id="history"')[0]
    assert [reference for reference in sent if reference in listed] == sent[:5]
    assert "and 18 more reports" in open_text(page)
    assert "23 reports" in open_text(page)
    assert "Telegram" in open_text(page)


@pytest.mark.parametrize("number", ["999", "0", "-1", "abc", "9" * 30])
def test_a_case_that_does_not_exist_is_not_found(app: Flask, number: str) -> None:
    assert signed_in(app).get(f"/desk/cases/{number}").status_code == 404


def test_the_filters_of_the_list_are_kept_on_the_page_of_a_case(app: Flask) -> None:
    browser = signed_in(app)
    case, other = plain_case(), plain_case()
    found = links(browser.get(f"/desk/cases/{case.id}?state=all&sort=waiting").text)
    assert f"/desk/cases/{other.id}?state=all&sort=waiting" in found, "the next one"
    assert f"/desk/cases/{case.id}/decision?state=all&sort=waiting" in found
    assert f"/desk/?opened={case.id}&state=all&sort=waiting#case-{case.id}" in found, "back to its place"


def test_what_a_reader_called_something_else_is_told_beside_the_article(app: Flask) -> None:
    claim, other = factories.claim(), factories.claim("Ein anderer Satz.")
    case = factories.case("Ein Beitrag, zu dem nichts passt.")
    suggestion(case, claim)
    suggestion(case, other)
    said = "A reader was shown this article and said: something else."
    client = signed_in(app)
    assert said not in client.get(f"/desk/cases/{case.id}").text
    with writing() as session:
        report = session.scalars(select(Submission).where(Submission.case_id == case.id)).one()
        report.not_the_same = [claim.id]
    assert client.get(f"/desk/cases/{case.id}").text.count(said) == 1
    later = client.get(f"/desk/cases/{case.id}?reports_after={report.id}").text
    assert later.count(said) == 1, "whichever of its reports are shown"
