"""From the list to the preview, and from there to what was shown: nothing is done unseen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from accounts.models import Editor
from accounts.permissions import RoleName
from core.db import db, writing
from intake.models.cases import Case, CaseState, Kind
from intake.models.reports import Submission
from review.bulk.limits import MOST
from review.bulk.models import BulkAct
from review.bulk.orders import Picked
from review.queue import tags
from tests.support import factories
from tests.support.browsing import Browser, fields_of, hidden_fields, links, open_text
from tests.support.bulk import with_article
from tests.support.desk import PASSWORD, plain_case, reread, signed_in
from tests.support.statements import statements


@pytest.fixture
def editor(app: Flask) -> Editor:
    return factories.editor(password=PASSWORD)


@pytest.fixture
def browser(app: Flask, editor: Editor) -> Browser:
    return signed_in(app, editor)


def address(what: str, *cases: Case, more: str = "") -> str:
    """Return where the list leads with some cases picked, as they stood when it was shown."""
    return f"/desk/bulk/?what={what}" + "".join(f"&case={case.id}.{case.version}" for case in cases) + more


def confirm(browser: Browser, page: str, **fields: Any) -> TestResponse:
    """Send what a preview shows, as a browser would."""
    sent = {
        **hidden_fields(page),
        **fields_of(page),
        "case": re.findall(r'name="case" value="([^"]+)"', page),
        **fields,
    }
    (to,) = re.findall(r'action="(/desk/bulk/[^"]*)"', page)
    return browser.post(to, data=sent)


def test_each_row_of_the_list_can_be_picked_as_it_was_shown(app: Flask, browser: Browser) -> None:
    case = plain_case()
    page = browser.get("/desk/?kind=check").text
    assert f'value="{case.id}.{case.version}"' in page
    assert 'name="kind" value="check"' in page, "the list keeps its filters"
    for what in ("close", "answer", "tag", "untag"):
        assert f'value="{what}"' in page
    assert 'value="assign"' not in page
    lead = signed_in(app, factories.editor(password=PASSWORD, role=RoleName.LEAD))
    assert 'value="assign"' in lead.get("/desk/").text
    viewer = signed_in(app, factories.editor(password=PASSWORD, role=RoleName.VIEWER))
    assert 'class="pick"' not in viewer.get("/desk/").text


def test_the_preview_does_nothing_and_shows_words_sentence_and_who_is_left_out(app: Flask, browser: Browser) -> None:
    claim = factories.claim()
    ready, hate = with_article(claim), plain_case("Ein hasserfüllter Satz.", kind=Kind.HATE)

    page = browser.get(address("answer", ready, hate)).text

    shown = open_text(page)
    assert "Answer each with its article: 1 case" in shown
    assert "Ab morgen kostet WhatsApp Geld" in shown
    assert "Dazu haben wir einen Artikel: „WhatsApp bleibt kostenlos“. Ergebnis: Falsch." in shown
    assert "Reports of hate are decided one by one." in shown
    assert "hasserfüllter" not in page
    assert db.session.scalar(select(func.count()).select_from(BulkAct)) == 0
    assert reread(ready).state is CaseState.OPEN


def test_what_was_shown_is_done_and_can_be_taken_back_with_one_click(app: Flask, browser: Browser) -> None:
    cases = [plain_case("Eins."), plain_case("Zwei.")]
    page = browser.get(address("close", *cases, more="&kind=check")).text

    done = confirm(browser, page, reason_code="too_little")

    assert done.location.startswith("/desk/?kind=check&bulk=")
    assert [reread(case).state for case in cases] == [CaseState.CLOSED] * 2
    assert {reread(case).public_sentence for case in cases} == {
        "Wir konnten es nicht klären. Das heißt nicht, dass es stimmt."
    }
    back = browser.get(done.location).text
    assert "2 cases are closed." in open_text(back)
    assert "Take back (60 seconds)" in open_text(back)
    (undo,) = [link for link in links(back) if link.endswith("/undo?kind=check")]
    undone = browser.post(undo, data=hidden_fields(back))
    assert undone.location == "/desk/?kind=check"
    assert "2 cases are as before." in open_text(browser.get(undone.location).text)
    assert [reread(case).state for case in cases] == [CaseState.OPEN] * 2
    again = browser.post(undo, data=hidden_fields(back))
    assert "This was taken back already." in open_text(browser.get(again.location).text)


def test_what_changed_after_the_preview_is_named_afterwards(app: Flask, browser: Browser) -> None:
    first, second = plain_case(), plain_case()
    page = browser.get(address("close", first, second)).text
    with writing() as session:
        session.get_one(Case, second.id).version += 1

    done = confirm(browser, page, reason_code="too_little")

    shown = open_text(browser.get(done.location).text)
    assert "1 case is closed." in shown
    assert f"Left as it is: case {second.id}. It changed after the list was shown." in shown


def test_what_was_typed_stays_when_something_is_missing(app: Flask, browser: Browser) -> None:
    case = plain_case()
    page = browser.get(address("close", case)).text

    answer = confirm(browser, page, sentence_de="Weil [warum].", reason="Nur für uns.")

    assert answer.status_code == 400
    typed = fields_of(answer.text)
    assert (typed["sentence_de"].strip(), typed["reason"].strip()) == ("Weil [warum].", "Nur für uns.")
    assert "Please fill this in first: [warum]" in open_text(answer.text)
    assert "Choose what the decision rests on." in open_text(answer.text)
    assert hidden_fields(answer.text)["token"] == hidden_fields(page)["token"]
    assert reread(case).state is CaseState.OPEN


def test_there_is_a_sentence_for_each_language_that_reporters_read(app: Flask, browser: Browser) -> None:
    german, english = factories.case(), factories.case("An entirely different thing that somebody says in English.")
    with writing() as session:
        session.get_one(Submission, 2).language = "en"

    both, one = (browser.get(address("close", *cases)).text for cases in ((german, english), (english,)))

    assert {"sentence_de", "sentence_en"} <= fields_of(both).keys()
    assert "sentence_de" not in fields_of(one)
    confirm(browser, both, reason_code="too_little")
    assert reread(english).public_sentence == "We could not find out. That does not mean that it is true."


def test_the_preview_asks_as_often_for_many_cases_as_for_one(app: Flask, browser: Browser) -> None:
    claim = factories.claim()
    cases = [with_article(claim, f"Beitrag Nummer {number}, der etwas sagt.") for number in range(6)]
    one, all_of_them = address("answer", cases[0]), address("answer", *cases)
    browser.get(one)
    with statements() as few:
        browser.get(one)
    with statements() as many:
        assert browser.get(all_of_them).text.count('class="bulk-sentence"') == 6
    assert len(many) == len(few)


def test_as_many_cases_as_are_allowed_are_shown_and_one_more_is_not(app: Flask, browser: Browser) -> None:
    case = plain_case()
    many = "".join(f"&case={number}.0" for number in range(1_000, 1_000 + MOST - 1))
    assert browser.get(address("close", case, more=many)).status_code == 200
    refused = browser.get(address("close", case, more=f"{many}&case=5.0"))
    assert refused.location == "/desk/"
    assert f"At most {MOST} cases" in open_text(browser.get("/desk/").text)


@pytest.mark.parametrize(
    "query", ["?what=close", "?what=forward&case=1.0", "?what=assign&case=1.0", "?case=1.0", "?what=close&case=x"]
)
def test_nothing_chosen_and_what_one_may_not_do_lead_back_to_the_list(app: Flask, browser: Browser, query: str) -> None:
    plain_case()
    answer = browser.get(f"/desk/bulk/{query}")
    assert answer.location == "/desk/"
    assert "Choose" in open_text(browser.get("/desk/").text)


def test_an_order_of_another_kind_than_any_is_refused(app: Flask, browser: Browser) -> None:
    case = plain_case()
    page = browser.get(address("close", case)).text
    for what in ("forward", "assign", ""):
        assert confirm(browser, page, what=what).status_code == 400
    assert reread(case).state is CaseState.OPEN


def test_a_form_that_names_no_language_is_taken_in_the_first_one(app: Flask, browser: Browser) -> None:
    case = plain_case()
    page = browser.get(address("close", case)).text
    bare = f"{case.id}.{case.version}"
    assert confirm(browser, page, case=[bare], sentence_de="", reason_code="too_little").status_code == 400
    assert confirm(browser, page, case=[bare], reason_code="too_little").status_code == 302
    assert reread(case).state is CaseState.CLOSED


def test_tags_are_offered_from_what_the_cases_have(app: Flask, browser: Browser, editor: Editor) -> None:
    one, two = plain_case(), plain_case()
    tags.add(one.id, "Wahl", until=None, editor=editor)
    page = browser.get(address("untag", one, two)).text
    assert "It has no tag." in open_text(page)
    (tag,) = tags.offered()
    done = confirm(browser, page, tag_id=str(tag.id))
    assert "1 case has lost the tag." in open_text(browser.get(done.location).text)
    put = confirm(browser, browser.get(address("tag", one, two)).text, tag="Sturm")
    assert "2 cases have the tag now." in open_text(browser.get(put.location).text)


@pytest.mark.parametrize(
    "value, read",
    [
        ("12.3", Picked(12, 3)),
        ("12.3.de", Picked(12, 3, "de")),
        *((value, None) for value in ("", "12", "12.", ".3", "12.3.xx", "12.3.de.de", "-1.0", "1.٣", "x.y", "1.0 ")),
    ],
)
def test_a_picked_case_is_read_strictly(value: str, read: Picked | None) -> None:
    assert Picked.read(value) == read
