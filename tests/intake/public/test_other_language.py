"""Choosing another language on a page without a draft: what was typed stands on it still, in the other language."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.db import db
from intake.cases import joining
from intake.models.cases import Case
from intake.models.objections import Objection
from intake.models.remarks import Remark
from intake.models.retention import Erasure
from intake.retention import withdrawing
from tests.support import factories, pictures
from tests.support.browsing import Browser, fields_of, hidden_fields, open_text
from tests.support.objecting import close
from tests.support.uploading import post_files

TYPED = 'Ich heiße Quastenflosser "<b>" und das stimmt so nicht.'
NEW = "Neu, seit Sie"
# The button of the form that is sent, and not a link away from it.
BUTTON = 'form="{form}" name="go" value="{code}" lang="{code}"'


def has_button(page: str, form: str, code: str) -> bool:
    return BUTTON.format(form=form, code=code) in " ".join(page.split()) and f'id="{form}"' in page


def test_a_look_up_keeps_its_words(client: Browser) -> None:
    assert has_button(client.get("/lookup").text, "lookup-form", "de")
    answer = client.post("/lookup", data={"text": TYPED, "go": "de"})
    assert answer.status_code == 200
    assert "Nachsehen, was wir schon wissen" in open_text(answer.text)
    assert fields_of(answer.text)["text"] == TYPED
    assert '<html lang="de">' in answer.text
    assert '<html lang="de">' in client.get("/lookup").text, "the browser remembers it"
    assert has_button(answer.text, "lookup-form", "en")


def test_a_look_up_says_that_its_picture_is_chosen_once_more(client: Browser) -> None:
    fields = {"text": TYPED, "go": "de"}
    answer = post_files(client, fields, ("a.png", pictures.png()), path="/lookup", field="picture")
    assert answer.status_code == 200
    assert fields_of(answer.text)["text"] == TYPED
    assert "Bitte wählen Sie Ihr Bild noch einmal." in open_text(answer.text)


def test_an_objection_keeps_its_words_and_is_not_sent(client: Browser) -> None:
    page = client.get("/objection?about=my-article").text
    assert has_button(page, "objection-form", "de")
    fields = {**hidden_fields(page), "about": "my-article", "objector": "concerned", "text": TYPED, "go": "de"}
    answer = client.post("/objection", data=fields)
    assert answer.status_code == 200
    assert '<html lang="de">' in answer.text
    assert fields_of(answer.text) == {"about": "my-article", "text": TYPED}
    assert "checked" in answer.text
    assert db.session.scalar(select(func.count()).select_from(Objection)) == 0


def test_an_objection_of_a_reporter_keeps_which_report_it_is_about(app: Flask, client: Browser) -> None:
    receipt = factories.report()
    token = hidden_fields(client.get("/objection").text)["csrf_token"]
    opened = client.post("/objection", data={"csrf_token": token, "receipt": receipt.receipt}).text
    answer = client.post("/objection", data={**hidden_fields(opened), "text": TYPED, "go": "de"})
    assert receipt.reference in open_text(answer.text)
    assert hidden_fields(answer.text)["receipt"] == receipt.receipt
    assert fields_of(answer.text) == {"text": TYPED}


@pytest.mark.parametrize("go", ["fr", "../", ""])
def test_what_is_no_language_of_ours_changes_nothing(client: Browser, go: str) -> None:
    answer = client.post("/lookup", data={"text": "", "go": go})
    assert answer.status_code == 400
    assert "Set-Cookie" not in answer.headers
    assert '<html lang="en">' in answer.text


def test_a_receipt_that_is_being_typed_stays_and_opens_nothing_yet(client: Browser) -> None:
    receipt = factories.report()
    page = client.get("/status").text
    assert has_button(page, "status-form", "de")
    answer = client.post("/status", data={**hidden_fields(page), "receipt": receipt.receipt[:12], "go": "de"})
    assert answer.status_code == 200
    assert '<html lang="de">' in answer.text
    assert fields_of(answer.text)["receipt"] == receipt.receipt[:12]
    assert receipt.reference not in answer.text


def test_the_status_of_a_report_stays_open_with_the_words_that_are_being_added(client: Browser) -> None:
    receipt = factories.report()
    page = client.send("/status", {"receipt": receipt.receipt}).text
    assert has_button(page, "talk-form", "de")
    fields = {**hidden_fields(page), "text": TYPED, "go": "de"}
    answer = post_files(client, fields, ("a.png", pictures.png()), path="/status/add", field="file")
    assert answer.status_code == 200
    assert '<html lang="de">' in answer.text
    assert receipt.reference in open_text(answer.text)
    assert fields_of(answer.text)["text"] == TYPED
    assert "auch Ihre Datei nicht. Bitte wählen Sie sie noch einmal aus." in open_text(answer.text)
    assert db.session.scalar(select(func.count()).select_from(Remark)) == 0


@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_words_that_came_too_late_stay_with_the_reason(client: Browser, is_withdrawn: bool) -> None:
    receipt = factories.report()
    joining.match_all_waiting()
    page = client.send("/status", {"receipt": receipt.receipt}).text
    if is_withdrawn:
        withdrawing.withdraw(receipt.receipt)
        said, sagt = "You have withdrawn this report. Nothing was added.", "Sie haben diese Meldung zurückgezogen."
    else:
        close(db.session.scalars(select(Case)).one(), editor=factories.editor())
        said, sagt = "Meanwhile this report is decided or erased.", "Inzwischen ist über diese Meldung entschieden"
    refused = client.post("/status/add", data={**hidden_fields(page), "text": TYPED})
    assert refused.status_code == 400
    assert said in open_text(refused.text)
    assert has_button(refused.text, "talk-form", "de")
    answer = client.post("/status/add", data={**hidden_fields(refused.text), "text": TYPED, "go": "de"})
    assert answer.status_code == 200
    assert fields_of(answer.text)["text"] == TYPED
    assert sagt in open_text(answer.text)
    assert 'name="send"' not in answer.text, "there is nothing to send any more"
    assert db.session.scalar(select(func.count()).select_from(Remark)) == 0


@pytest.mark.parametrize("form", ["shown-form", "talk-form"])
def test_what_is_new_is_new_in_the_other_language_too_and_once(client: Browser, form: str) -> None:
    receipt = factories.report().receipt
    client.send("/status", {"receipt": receipt})
    joining.match_all_waiting()
    if form == "shown-form":
        close(db.session.scalars(select(Case)).one(), editor=factories.editor())
    page = client.send("/status", {"receipt": receipt}).text
    assert has_button(page, form, "de")
    address = "/status" if form == "shown-form" else "/status/add"
    answer = client.post(address, data={**hidden_fields(page), "go": "de"})
    assert NEW in open_text(answer.text)
    assert ("Antwort, die Sie noch nicht" in open_text(answer.text)) == (form == "shown-form")
    assert NEW in open_text(client.post(address, data={**hidden_fields(answer.text), "go": "de"}).text)
    assert NEW not in open_text(client.send("/status", {"receipt": receipt}).text)


def test_a_page_names_as_new_only_what_is_there(client: Browser) -> None:
    receipt = factories.report().receipt
    page = client.send("/status", {"receipt": receipt}).text
    forged = {**hidden_fields(page), "news": "answer objection question anything"}
    answer = client.post("/status", data={**forged, "shown": "yes", "go": "de"})
    assert answer.status_code == 200
    assert NEW not in open_text(answer.text)


def test_the_status_of_a_decided_report_stays_open(client: Browser) -> None:
    receipt = factories.report()
    joining.match_all_waiting()
    close(db.session.scalars(select(Case)).one(), editor=factories.editor())
    page = client.send("/status", {"receipt": receipt.receipt}).text
    assert has_button(page, "shown-form", "de")
    answer = client.post("/status", data={**hidden_fields(page), "go": "de"})
    assert answer.status_code == 200
    assert '<html lang="de">' in answer.text
    assert receipt.reference in open_text(answer.text)


def test_the_question_whether_to_erase_is_asked_in_the_other_language_and_erases_nothing(client: Browser) -> None:
    receipt = factories.report().receipt
    page = client.post("/status/erase", data={**hidden_fields(client.get("/status").text), "receipt": receipt})
    assert has_button(page.text, "shown-form", "de")
    answer = client.post("/status/erase", data={**hidden_fields(page.text), "sure": "yes", "go": "de"})
    assert answer.status_code == 200
    assert "Sollen wir sie wirklich löschen?" in open_text(answer.text)
    assert db.session.scalar(select(func.count()).select_from(Erasure)) == 0
