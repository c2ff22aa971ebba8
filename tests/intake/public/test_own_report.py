"""On the status page a reader takes everything along or has their report erased; the receipt is in no address."""

from __future__ import annotations

import json
import re

import pytest
from flask import Flask
from sqlalchemy import select, update

from core.api.tokens import ApiToken
from core.config import Config
from core.db import db, now, writing
from intake.cases import joining
from intake.models.cases import Case
from intake.models.contacts import Contact
from intake.models.files import Attachment
from intake.models.reports import Submission
from intake.models.retention import Erasure
from intake.reports.receipts import Receipt
from intake.retention import erasing, holds
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
    assert told["answer"]
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
    assert told["mail"].startswith("sealed, kept since")
    assert "says of itself that an AI made the picture" in told["files"][0]["provenance"]


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
