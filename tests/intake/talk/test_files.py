"""A reader adds a file to a report that was sent: it is sealed, listed at the desk, and kept once."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from core.db import db
from core.files.sealed import sealed_files
from core.web.requests import LARGEST_BODY
from intake.cases import joining
from intake.files.keeping import MOST_FILES
from intake.models.cases import Case
from intake.models.drafts import ReportDraft
from intake.models.files import Attachment
from intake.models.remarks import Remark
from intake.models.reports import Submission
from intake.public.uploads import MOST_BYTES
from intake.reports.receipts import Receipt
from intake.retention import erasing
from intake.talk import remarks
from intake.talk.remarks import MOST_REMARKS
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
    assert "“film.gif” was not taken. We cannot take this kind of file." in open_text(answer.text)
    assert "Nothing was added yet." in open_text(answer.text)
    assert fields_of(answer.text)["text"] == WORDS
    assert (kept(), drafts(), said()) == ([], 0, [])
    assert list(sealed_files().keys()) == []


@pytest.mark.parametrize("size", [10_600_000, 40_000_000])
def test_a_file_that_is_too_large_costs_no_words(client: Browser, receipt: Receipt, size: int) -> None:
    answer = send(client, receipt, ("viel.png", bytes(size)), text=WORDS)
    assert answer.status_code == 400
    assert "“viel.png” was not taken. This file has more than 10 MB." in open_text(answer.text)
    assert fields_of(answer.text)["text"] == WORDS
    assert (kept(), drafts(), said(), list(sealed_files().keys())) == ([], 0, [], [])


def test_of_more_than_is_read_it_is_told_that_no_word_was(client: Browser, receipt: Receipt) -> None:
    answer = send(client, receipt, ("viel.png", bytes(MOST_BYTES + LARGEST_BODY)), text=WORDS)
    assert answer.status_code == 413
    told = open_text(answer.text)
    assert "we have read none of it: neither the file nor your words, and nothing was added" in told
    assert "Please go back to the page before" in told
    assert (kept(), drafts(), said()) == ([], 0, [])


def test_an_old_page_keeps_the_words_and_says_that_the_file_is_lost(client: Browser, receipt: Receipt) -> None:
    fields = {"csrf_token": "old", "receipt": receipt.receipt, "text": WORDS}
    answer = post_files(client, fields, GOOD, path="/status/add", field="file")
    assert answer.status_code == 400
    assert fields_of(answer.text)["text"] == WORDS
    assert "not even your file. Please choose it once more." in open_text(answer.text)
    assert (kept(), said()) == ([], [])


def test_with_one_place_left_a_file_and_words_are_both_refused_and_told_before(
    client: Browser, receipt: Receipt
) -> None:
    for number in range(MOST_REMARKS - 1):
        remarks.add(receipt.receipt, f"Noch etwas, Nummer {number}.")
    page = client.send("/status", {"receipt": receipt.receipt}).text
    assert "You can add one more thing: words or a file." in open_text(page)
    answer = send(client, receipt, GOOD, text=WORDS)
    assert answer.status_code == 400
    assert "a file and words are two. Please send one of them." in open_text(answer.text)
    assert fields_of(answer.text)["text"] == WORDS
    assert "Please choose it once more." in open_text(answer.text)
    assert (kept(), drafts(), len(said()), list(sealed_files().keys())) == ([], 0, MOST_REMARKS - 1, [])

    assert send(client, receipt, GOOD).status_code == 200
    assert (kept(), said()[-1]) == (["chat.png"], "Added a file")
    # Nothing more, and the same file once more is no more than that.
    assert send(client, receipt, GOOD).status_code == 200
    assert send(client, receipt, ("neu.png", pictures.png("neu"))).status_code == 400
    assert (kept(), len(said())) == (["chat.png"], MOST_REMARKS)


def test_both_sent_again_are_both_kept_once(client: Browser, receipt: Receipt) -> None:
    for _ in range(2):
        assert send(client, receipt, GOOD, text=WORDS).status_code == 200
    assert (kept(), said()) == (["chat.png"], ["Added a file", WORDS])


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


def test_the_last_file_that_fits_is_kept_once_when_it_is_sent_again(client: Browser, receipt: Receipt) -> None:
    files = [(f"{number}.png", pictures.png(f"Bild {number}")) for number in range(MOST_FILES)]
    for file in files:
        assert send(client, receipt, file).status_code == 200
    again = send(client, receipt, files[-1])
    assert again.status_code == 200
    assert "was not taken" not in open_text(again.text)
    assert len(kept()) == MOST_FILES
    other = send(client, receipt, ("other.png", pictures.png("Ein anderes")))
    assert other.status_code == 400
    assert (len(kept()), drafts()) == (MOST_FILES, 0)
