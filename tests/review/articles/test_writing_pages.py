"""The form of a fact check: what it begins with, and that nothing typed into it is lost."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from accounts.models import Editor
from core.db import writing as transaction
from intake.models.cases import Case, Kind
from intake.models.reports import Submission
from review.articles import writing
from review.holding.models import DraftForm
from tests.support import factories
from tests.support.articles import WHOLE, address, draft, drafted, save, typed, written
from tests.support.browsing import Browser, fields_of, links, open_text
from tests.support.desk import plain_case, signed_in
from tests.support.holding import editor, end_session, kept

SLUR = "Judensau"


@pytest.fixture
def alva(app: Flask) -> Editor:
    return editor("Alva")


@pytest.fixture
def browser(app: Flask, alva: Editor) -> Browser:
    return signed_in(app, alva)


def form_of(browser: Browser, case: Case) -> dict[str, str]:
    return fields_of(browser.get(address(case)).text)


def test_the_page_of_a_case_leads_to_a_form_with_its_words_and_then_to_the_draft(
    app: Flask, browser: Browser, alva: Editor
) -> None:
    case = plain_case("Spinat  enthält\nsehr viel Eisen.")
    with_case = f"/desk/cases/{case.id}"
    assert "Write a new fact check from this" in open_text(browser.get(with_case).text)

    assert form_of(browser, case)["claim"] == "Spinat enthält sehr viel Eisen."
    assert save(browser, case, title="Kein Eisenwunder").location == address(case)

    shown = open_text(browser.get(with_case).text)
    assert "Draft of a fact check by Alva, 1 minute old" in shown
    assert "Write a new fact check" not in shown
    assert form_of(browser, case)["title"] == "Kein Eisenwunder"
    assert "Draft of a fact check by Alva" in open_text(signed_in(app, editor("Bo")).get(with_case).text)


def test_the_draft_of_a_merged_case_shows_where_its_reports_are(browser: Browser, alva: Editor) -> None:
    case, other = plain_case(), plain_case()
    drafted(case, alva)
    with transaction() as session:
        session.get_one(Case, case.id).merged_into_id = other.id

    assert address(case) in links(browser.get(f"/desk/cases/{other.id}").text)


def test_words_that_may_hurt_are_not_in_the_form_by_themselves(browser: Browser) -> None:
    hate, with_slur = plain_case("Eine böse Rede.", kind=Kind.HATE), plain_case(f"Er sagte {SLUR} dazu.")

    assert form_of(browser, hate)["claim"] == ""
    assert form_of(browser, with_slur)["claim"] == ""
    assert "Eine böse Rede." not in open_text(browser.get(address(hate)).text)


def test_another_wording_is_taken_as_the_claim_and_the_rest_of_the_form_stays(browser: Browser) -> None:
    case = factories.case()
    other = factories.submission("Ab morgen kostet WhatsApp Geld, sagt meine Tante.")
    with transaction() as session:
        session.get_one(Submission, other.id).case_id = case.id
        session.get_one(Case, case.id).submission_count = 2
    assert f'value="{other.id}"' in browser.get(address(case)).text

    answer = browser.send(
        f"{address(case)}/form", typed(words=str(other.id), title="Mein Titel"), seen_at=address(case)
    )

    fields = fields_of(answer.text)
    assert (answer.status_code, fields["title"]) == (200, "Mein Titel")
    assert fields["claim"] == "Ab morgen kostet WhatsApp Geld, sagt meine Tante."
    assert writing.draft_of(case.id) is None
    foreign = factories.submission("Etwas ganz anderes.")
    assert browser.post(f"{address(case)}/form", data=typed(words=str(foreign.id))).status_code in {400, 404}


def test_there_is_room_for_one_more_source_until_there_are_enough(browser: Browser) -> None:
    case = plain_case()

    def rows(count: int) -> int:
        sent = typed(source_title=["Quelle"] * count, source_url=[""] * count)
        page = browser.send(f"{address(case)}/form", sent, seen_at=address(case)).text
        return page.count('name="source_url"')

    assert [rows(count) for count in (0, 1, 2, 10, 11)] == [1, 2, 3, 10, 11]


def test_what_cannot_be_saved_is_told_at_its_field_and_nothing_typed_is_lost(browser: Browser, alva: Editor) -> None:
    case = plain_case()

    answer = save(browser, case, title="a" * 201, source_url=["https://x\u202e.example"])

    assert answer.status_code == 400
    shown = open_text(answer.text)
    assert "Please use at most 200 characters." in shown
    assert shown.count("Invisible characters stand in this text.") == 2
    fields = fields_of(answer.text)
    assert (fields["title"], fields["claim"]) == ("a" * 201, WHOLE.claim)
    assert kept(case, alva, DraftForm.ARTICLE)["title"] == "a" * 201
    # Once it is saved nothing of it is kept beside.
    assert save(browser, case).status_code == 302
    assert kept(case, alva, DraftForm.ARTICLE) == {}


def test_whoever_was_slower_keeps_the_text_reads_the_other_and_may_replace_it(app: Flask, browser: Browser) -> None:
    case, bo = plain_case(), editor("Bo")
    assert save(browser, case).status_code == 302
    opened = browser.get(address(case)).text
    writing.save(case.id, written(title="Von Bo"), version=1, editor=bo)

    answer = browser.post(address(case), data={**typed(1, title="Von Alva"), **_token(opened)})

    assert answer.status_code == 409
    shown = open_text(answer.text)
    assert "Bo has changed this draft in the meantime." in shown
    assert "Von Bo" in shown
    assert fields_of(answer.text)["title"] == "Von Alva"
    assert draft(case).title == "Von Bo"
    # The page was left and opened again: both are still there.
    again = browser.get(address(case)).text
    assert fields_of(again)["title"] == "Von Alva"
    assert "What is saved now" in open_text(again)
    # It knows the version that stands there now.
    assert 'name="version" type="hidden" value="2"' in again
    assert save(browser, case, version=2, title="Von Alva").status_code == 302
    assert draft(case).title == "Von Alva"


def _token(opened: str) -> dict[str, str]:
    found = dict(re.findall(r'name="(csrf_token|draft)"\s+(?:type="hidden"\s+)?value="([^"]+)"', opened))
    mark = re.search(r'name="draft"\s+value="([^"]+)"', opened)
    assert mark is not None
    return {**found, "draft": mark.group(1)}


def test_what_is_sent_after_the_session_ended_is_in_the_form_again(app: Flask, browser: Browser, alva: Editor) -> None:
    case = plain_case()
    opened = browser.get(address(case)).text
    end_session(alva)

    answer = browser.post(address(case), data={**typed(title="Mühsam getippt"), **_token(opened)})

    assert answer.status_code == 302
    assert writing.draft_of(case.id) is None
    assert fields_of(signed_in(app, alva).get(address(case)).text)["title"] == "Mühsam getippt"
