"""On the status page a reader takes everything along or has their report erased; the receipt is in no address."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from archive import claims
from core.api.tokens import ApiToken
from core.config import Config
from core.db import db, now, writing
from intake.cases import joining
from intake.models.cases import Case
from intake.models.contacts import Contact
from intake.models.files import Attachment
from intake.models.reports import SeenWhen, Submission
from intake.models.retention import Erasure
from intake.reports.receipts import Receipt
from intake.retention import erasing, holds
from intake.talk import remarks
from tests.support import factories
from tests.support.browsing import Browser, hidden_fields, open_text
from tests.support.objecting import close
from tests.support.programs import token_of_a_program

UNKNOWN = "1234-5678-9012-3456-7888"
WHY = "Meine Tante glaubt das wirklich."


@pytest.fixture
def receipt(app: Flask) -> Receipt:
    found = factories.report(factories.POST, why=WHY, url="https://gegencheck-stranger.de/1")
    report = db.session.scalars(select(Submission)).one()
    factories.sent_file(report, name="Foto von Tante.png")
    joining.match_all_waiting()
    return found


def status(client: Browser, receipt: Receipt) -> str:
    return open_text(client.send("/status", {"receipt": receipt.receipt}).text)


def erase(client: Browser, receipt: str, **fields: str) -> tuple[int, str]:
    client.get("/status")
    answer = client.send("/status/erase", {"receipt": receipt, **fields}, seen_at="/status")
    return answer.status_code, open_text(answer.text)


def test_under_a_token_that_is_over_erasing_is_asked_once_more(client: Browser, receipt: Receipt) -> None:
    answer = client.post("/status/erase", data={"receipt": receipt.receipt, "sure": "yes", "csrf_token": "over"})
    assert answer.status_code == 400
    assert "Yes, erase it" in answer.text
    assert "The page was open for a long time. Please send it once more." in open_text(answer.text)
    assert db.session.scalars(select(Erasure)).all() == []


def test_everything_that_is_kept_comes_as_a_file(client: Browser, receipt: Receipt) -> None:
    close(db.session.scalars(select(Case)).one(), editor=factories.editor())
    factories.objection("Das sehe ich anders.", receipt=receipt.receipt)
    sent = {"receipt": receipt.receipt.lower(), "format": "json"}
    answer = client.send("/status/copy", sent, seen_at="/status")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{receipt.reference}.json"'
    assert answer.headers["Cache-Control"] == "no-store"
    told = json.loads(answer.text)
    assert (told["text"], told["why"], told["url"]) == (factories.POST, WHY, "https://gegencheck-stranger.de/1")
    assert [file["name"] for file in told["files"]] == ["Foto von Tante.png"]
    assert [one["text"] for one in told["objections"]] == ["Das sehe ich anders."]
    assert [answer["sentence"] for answer in told["answers"]] != [""]
    as_text = client.send("/status/copy", sent | {"format": "text"}, seen_at="/status")
    assert as_text.headers["Content-Type"] == "text/plain; charset=utf-8"
    for words in (factories.POST, WHY, "Foto von Tante.png", "Das sehe ich anders."):
        assert words in as_text.text


def test_by_which_program_it_came_that_an_address_is_kept_and_what_a_file_says_stand_there_too(
    client: Browser, receipt: Receipt
) -> None:
    token_of_a_program("Der Messenger-Bot")
    with writing() as session:
        report = session.scalars(select(Submission)).one()
        report.token_id = session.scalars(select(ApiToken.id)).one()
        session.scalars(select(Attachment)).one().provenance = ["says_ai"]
        session.add(
            Contact(submission_id=report.id, sealed=b"x", key_id="k", confirm_hash="c", stop_hash="s", expires_at=now())
        )
    sent = {"receipt": receipt.receipt, "format": "json"}
    told = json.loads(client.send("/status/copy", sent, seen_at="/status").text)

    assert told["program"] == "Der Messenger-Bot"
    assert told["mail"] == "unconfirmed"
    assert told["mail_label"].startswith("sealed, kept since")
    assert told["files"][0]["provenance"] == ["says_ai"]
    assert "says of itself that an AI made the picture" in told["files"][0]["provenance_label"]


def copied(client: Browser, receipt: Receipt) -> dict[str, Any]:
    """Return what a program reads of everything that is kept."""
    sent = {"receipt": receipt.receipt, "format": "json"}
    told: dict[str, Any] = json.loads(client.send("/status/copy", sent, seen_at="/status").text)
    return told


def test_what_was_shown_last_and_what_was_ruled_out_stand_in_the_copy(client: Browser, receipt: Receipt) -> None:
    shown, hidden = factories.claim(), factories.claim("Ein Artikel, der zurückgenommen wird, über Muränen im Rhein.")
    number, gone, title = shown.id, hidden.id, shown.headline
    with writing() as session:
        session.scalars(select(Submission)).one().not_the_same = [number, gone]
    claims.retract(gone)
    status(client, receipt)
    told = copied(client, receipt)

    assert told["shown"] == db.session.scalars(select(Submission.shown)).one() != ""
    assert told["not_the_same"] == [number, gone]
    assert told["not_the_same_label"] == f"{title}; an article that we do not show any more"
    as_text = client.send("/status/copy", {"receipt": receipt.receipt, "format": "text"}, seen_at="/status").text
    assert title in as_text
    assert told["shown"] in as_text


@pytest.mark.parametrize("language", ["en", "de"])
def test_for_programs_values_are_the_same_in_every_language(client: Browser, receipt: Receipt, language: str) -> None:
    with writing() as session:
        report = session.scalars(select(Submission)).one()
        report.targets, report.is_danger, report.seen_when = ["jews", "antisemitic"], True, SeenWhen.THIS_WEEK
        moment = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
        report.received_at = moment
    remarks.add(receipt.receipt, "Es stand auch in der Zeitung.")
    client.get(f"/language/{language}?next=/status")
    told = copied(client, receipt)

    assert (told["kind"], told["phase"], told["channel"]) == ("check", "checking", "api")
    assert (told["seen_when"], told["is_danger"], told["targets"]) == ("this_week", True, ["antisemitic"])
    assert (told["concern"], told["held"], told["doubts"], told["mail"]) == (None, None, [], "none")
    assert told["received_at"] == "2026-03-01T12:30:00+00:00"
    assert told["files"][0]["size"] == db.session.scalars(select(Attachment.size)).one()
    assert [one["by"] for one in told["remarks"]] == ["reader"]
    words = {"en": "Waiting for an editor", "de": "Wartet auf die Redaktion"}
    assert told["phase_label"] == words[language]


def test_each_column_of_a_report_is_in_the_copy_or_named_with_a_reason(client: Browser, receipt: Receipt) -> None:
    told = copied(client, receipt)
    not_about_its_reader = {
        "id": "a number inside the database; its reader has the reference",
        "receipt_hash": "its reader has the receipt",
        "token_id": "told as program",
        "case_id": "the case is about a post, and its number opens nothing",
        **dict.fromkeys(("matched_at", "attempts", "held_until", "set_aside_at", "trouble"), "how far the machine is"),
        **dict.fromkeys(("is_long", "speaks_by_picture"), "follows from text and read_text"),
        **dict.fromkeys(("awaits_reading", "is_read_doubtful"), "how surely it was read, told as read_text"),
        "alike": "a keyed hash of text and link, which are told",
        **dict.fromkeys(("discarded_at", "erased_at"), "nothing is left of such a report"),
    }
    columns = {column.name for column in Submission.__table__.columns}
    assert columns - set(told) == set(not_about_its_reader)


@pytest.mark.parametrize("address", ["/status/copy", "/status/erase"])
def test_without_a_receipt_that_we_know_nothing_is_told(client: Browser, receipt: Receipt, address: str) -> None:
    answer = client.send(address, {"receipt": UNKNOWN, "sure": "yes"}, seen_at="/status")
    assert answer.status_code == 404
    assert factories.POST not in answer.text
    assert client.send(address, {"receipt": ""}, seen_at="/status").status_code == 400
    assert client.get(address).status_code == 405
    assert db.session.scalars(select(Erasure)).all() == []


def test_erasing_asks_once_more_and_then_does_it(client: Browser, receipt: Receipt) -> None:
    code, page = erase(client, receipt.receipt)
    assert (code, "Yes, erase it" in page) == (200, True)
    assert db.session.scalars(select(Erasure)).all() == []
    code, page = erase(client, receipt.receipt, sure="yes")
    assert (code, "is being erased" in page, "See whether it is erased" in page) == (200, True, True)
    assert "Erase this report" not in status(client, receipt)
    assert erasing.carry_out() == 1
    page = status(client, receipt)
    assert "This report was erased on" in page
    assert "You asked for it" in page
    assert receipt.reference in page
    assert "Erase this report" not in page


def test_an_erased_report_is_told_to_programs_as_such(client: Browser, receipt: Receipt) -> None:
    erase(client, receipt.receipt, sure="yes")
    erasing.carry_out()
    asked = {"Authorization": f"Bearer {receipt.receipt}"}
    told = client.get("/api/v1/submissions/status", headers=asked).get_json()
    assert (told["phase"], told["answers"], told["suggestions"]) == ("erased", [], [])


def test_who_asks_for_what_must_be_kept_is_told_so(client: Browser, receipt: Receipt) -> None:
    case_id = db.session.scalars(select(Submission.case_id)).one()
    assert case_id is not None
    holds.hold(case_id, reason="Ein Gericht fragt danach.", by=factories.editor().id)
    _, page = erase(client, receipt.receipt)
    assert "For a legal reason we must keep this report for now." in page
    erase(client, receipt.receipt, sure="yes")
    assert erasing.carry_out() == 0
    page = status(client, receipt)
    assert "you need not ask again" in page
    assert "Gericht" not in page


def test_the_page_warns_before_a_report_goes(client: Browser, receipt: Receipt, config: Config) -> None:
    assert "This report will be erased on" not in status(client, receipt)
    with writing() as session:
        session.execute(update(Submission).values(received_at=now().replace(year=now().year - 1)))
    assert "This report will be erased on" in status(client, receipt)


def test_after_erasing_the_browser_knows_nothing_of_it(client: Browser) -> None:
    fields = hidden_fields(client.get("/report/one-page").text) | {"kind": "check", "text": factories.POST}
    client.post("/report/one-page", data=fields)
    assert "GC-" in client.get("/status").text
    (sent,) = re.findall(r"(?:[0-9]{4}-){4}[0-9]{4}", client.get("/receipt").text)[:1]
    erase(client, sent, sure="yes")
    assert "GC-" not in client.get("/status").text


def test_whoever_guesses_receipts_is_counted_over_all_pages_that_open_one(client: Browser, receipt: Receipt) -> None:
    for number in range(60):
        client.post("/status", data={"receipt": UNKNOWN})
        client.post(("/status/add", "/status/erase", "/status/copy")[number % 3], data={"receipt": UNKNOWN})
    assert client.post("/status", data={"receipt": receipt.receipt}).status_code == 429
    asked = {"Authorization": f"Bearer {receipt.receipt}"}
    assert client.get("/api/v1/submissions/status", headers=asked).status_code == 429
