"""A reader adds a file to a report that was sent: it is sealed, listed at the desk, and kept once."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from core.db import db
from core.files.sealed import sealed_files
from intake.cases import joining
from intake.files.keeping import MOST_FILES
from intake.models.cases import Case
from intake.models.drafts import ReportDraft
from intake.models.files import Attachment
from intake.models.remarks import Remark
from intake.models.reports import Submission
from intake.reports.receipts import Receipt
from intake.retention import erasing
from review.talk import asking
from tests.support import factories, pictures
from tests.support.browsing import Browser, fields_of, hidden_fields, open_text
from tests.support.desk import PASSWORD, signed_in
from tests.support.objecting import close
from tests.support.uploading import post_files

GOOD = ("chat.png", pictures.png())
WORDS = "So sah es aus."


@pytest.fixture
def receipt(app: Flask) -> Receipt:
    found = factories.report()
    joining.match_all_waiting()
    return found


def send(client: Browser, receipt: Receipt, *files: tuple[str, bytes], text: str = "") -> TestResponse:
    token = hidden_fields(client.get("/status").text)["csrf_token"]
    fields = {"csrf_token": token, "receipt": receipt.receipt, "text": text}
    return post_files(client, fields, *files, path="/status/add", field="file")


def kept() -> list[str]:
    db.session.rollback()
    rows = select(Attachment.name).where(Attachment.submission_id.is_not(None)).order_by(Attachment.position)
    return list(db.session.scalars(rows))


def drafts() -> int:
    return db.session.scalar(select(func.count()).select_from(ReportDraft)) or 0


def said() -> list[str]:
    return list(db.session.scalars(select(Remark.text).order_by(Remark.id)))


def test_a_file_joins_the_report_and_marks_the_case(app: Flask, client: Browser, receipt: Receipt) -> None:
    answer = send(client, receipt, GOOD, text=WORDS)
    assert answer.status_code == 200
    assert (kept(), drafts()) == (["chat.png"], 0)
    assert said() == ["Added a file", WORDS], "without its name, which goes when the file does"
    case = db.session.scalars(select(Case)).one()
    assert case.has_news
    assert case.text == factories.POST
    page = signed_in(app, factories.editor(password=PASSWORD)).get(f"/desk/cases/{case.id}").text
    assert "/desk/files/" in page


def test_a_file_alone_answers_a_question(client: Browser, receipt: Receipt) -> None:
    number = db.session.scalars(select(Submission.id)).one()
    asking.ask(number, "Haben Sie ein Bild davon?", editor=factories.editor())
    assert "Haben Sie ein Bild davon?" not in open_text(send(client, receipt, GOOD).text)


def test_the_same_file_sent_again_is_kept_once(client: Browser, receipt: Receipt) -> None:
    for _ in range(2):
        assert send(client, receipt, GOOD).status_code == 200
    assert (kept(), drafts(), len(said())) == (["chat.png"], 0, 1)


def test_a_file_that_is_refused_costs_no_words_and_leaves_nothing(client: Browser, receipt: Receipt) -> None:
    answer = send(client, receipt, ("film.gif", b"GIF89a"), text=WORDS)
    assert answer.status_code == 400
    assert 'id="file-error"' in answer.text
    assert fields_of(answer.text)["text"] == WORDS
    assert (kept(), drafts(), said()) == ([], 0, [])
    assert list(sealed_files().keys()) == []


def test_more_than_is_read_is_told_as_that(client: Browser, receipt: Receipt) -> None:
    answer = send(client, receipt, ("viel.png", b"\x00" * 12_000_000), text=WORDS)
    assert answer.status_code == 413
    assert "The file is larger than 10 MB, so nothing was added." in open_text(answer.text)
    assert (kept(), drafts(), said()) == ([], 0, [])


def test_words_that_cannot_be_taken_stop_the_file_too(client: Browser, receipt: Receipt) -> None:
    assert send(client, receipt, GOOD, text="Links\u202erechts").status_code == 400
    assert (kept(), drafts(), said()) == ([], 0, [])


def test_a_report_has_so_many_files_at_most(client: Browser, receipt: Receipt) -> None:
    codes = [send(client, receipt, (f"{n}.png", pictures.png(f"Bild {n}"))).status_code for n in range(MOST_FILES + 1)]
    assert codes == [200] * MOST_FILES + [400]
    assert (kept(), drafts()) == ([f"{n}.png" for n in range(MOST_FILES)], 0)


def test_after_the_decision_no_file_is_left_anywhere(client: Browser, receipt: Receipt) -> None:
    close(db.session.scalars(select(Case)).one(), editor=factories.editor())
    answer = send(client, receipt, GOOD)
    assert answer.status_code == 400
    assert "Nothing was added" in open_text(answer.text)
    assert (kept(), drafts(), list(sealed_files().keys())) == ([], 0, [])


def test_it_is_erased_with_the_report(client: Browser, receipt: Receipt) -> None:
    send(client, receipt, GOOD)
    erasing.ask(receipt.receipt)
    erasing.carry_out()
    assert (kept(), said(), list(sealed_files().keys())) == ([], [], [])
