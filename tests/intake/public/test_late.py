"""A page that was open for too long costs nobody what they typed or chose, and says what became of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from core.db import db, now, writing
from intake.files import keeping, missing
from intake.models.drafts import ReportDraft
from intake.models.files import Attachment, Reading
from intake.models.reports import Submission
from intake.reports import drafts
from tests.support import pictures
from tests.support.attached import attach
from tests.support.browsing import Browser, fields_of, hidden_fields, open_text
from tests.support.factories import POST
from tests.support.uploading import post_files

WORDS = "Der Impfstoff enthält Mikrochips,\r\nsagt <mein> Onkel."
FROM_HERE = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
SILENT = {"Accept": "text/html"}


@pytest.fixture
def begun(client: Browser) -> Attachment:
    """A report that is begun, with a picture that was read."""
    client.send("/report/kind", {"kind": "check"})
    return attach(draft_id(), reading=Reading.READ)


def draft_id() -> int:
    return db.session.scalars(select(ReportDraft.id).order_by(ReportDraft.id.desc())).first() or 0


def let_expire() -> None:
    with writing() as session:
        session.execute(update(ReportDraft).values(expires_at=now() - timedelta(seconds=1)))


def answers(client: Browser) -> dict[str, list[str]]:
    with client.session_transaction() as session:
        found = drafts.find(session.get("draft", ""))
    return {} if found is None else dict(found.answers)


def words_address(file: Attachment) -> str:
    return f"/report/files/{file.id}/words"


# ------------------------------------------------------------------------------------- what was typed


@pytest.mark.parametrize("token", ["", "forged"])
def test_what_was_typed_under_a_token_that_is_over_comes_back_and_can_be_sent_once_more(
    client: Browser, begun: Attachment, token: str
) -> None:
    late = client.post(words_address(begun), data={"csrf_token": token, "read_words": WORDS})

    assert late.status_code == 400
    assert "What you typed is still here. Please send it once more." in open_text(late.text)
    assert fields_of(late.text)["read_words"] == WORDS
    assert "<mein>" not in late.text
    again = hidden_fields(late.text) | {"read_words": fields_of(late.text)["read_words"]}
    client.post(words_address(begun), data=again)
    assert db.session.get_one(Attachment, begun.id).corrected_text == WORDS.replace("\r\n", "\n")


def test_a_button_under_a_token_that_is_over_does_nothing_until_it_is_pressed_again(
    client: Browser, begun: Attachment
) -> None:
    late = client.post(f"/report/files/{begun.id}/remove", data={})
    assert late.status_code == 400
    assert "nothing was changed" in late.text
    assert db.session.scalars(select(Attachment)).all()

    client.post(f"/report/files/{begun.id}/remove", data=hidden_fields(late.text))
    assert not db.session.scalars(select(Attachment)).all()


def test_a_text_that_was_brought_along_is_still_there(client: Browser, begun: Attachment) -> None:
    late = client.post("/report/anew", data={"text": POST, "csrf_token": "old"})
    assert fields_of(late.text)["text"] == POST
    client.post("/report/anew", data=hidden_fields(late.text) | fields_of(late.text))
    assert answers(client)["text"] == [POST]


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_another_site_has_filled_in_is_not_offered_to_be_sent(
    client: Browser, begun: Attachment, site: str
) -> None:
    answer = client.post(words_address(begun), data={"read_words": WORDS}, headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 400
    assert "Mikrochips" not in answer.text
    assert fields_of(answer.text) == {}


def test_words_of_a_picture_that_is_gone_with_its_draft_begin_a_new_one(client: Browser, begun: Attachment) -> None:
    fields = hidden_fields(client.get("/report/files").text) | {"read_words": WORDS}
    let_expire()

    answer = client.post(words_address(begun), data=fields)

    assert "What you wrote last is kept" in client.get(client.get(answer.location).location).text
    assert answers(client)["text"] == [WORDS]


def test_words_of_a_picture_that_was_removed_are_told_of(client: Browser, begun: Attachment) -> None:
    fields = hidden_fields(client.get("/report/files").text) | {"read_words": WORDS}
    address = words_address(begun)
    keeping.remove(draft_id(), begun.id)

    answer = client.post(address, data=fields)

    assert "so its words were not kept" in client.get(answer.location).text


def test_the_last_page_of_a_browser_that_has_forgotten_everything_says_so(client: Browser, begun: Attachment) -> None:
    fields = hidden_fields(client.get("/report/check").text)
    client.delete_cookie("gegencheck")
    fields |= {"csrf_token": hidden_fields(client.get("/report").text)["csrf_token"]}

    answer = client.post("/report/check", data=fields)

    assert "The time is over" in client.get(answer.location).text
    assert db.session.scalars(select(Submission)).all() == []


# ------------------------------------------------------------------------------------- files


def test_files_of_a_page_of_ours_are_taken_whatever_its_token(client: Browser, begun: Attachment) -> None:
    answer = post_files(client, {"csrf_token": "old"}, ("a.png", pictures.png()), headers=FROM_HERE)

    assert (answer.status_code, answer.location) == (303, "/report/files")
    assert [file.name for file in keeping.of_draft(draft_id())] == ["chat.png", "a.png"]


def test_where_a_browser_does_not_say_where_it_comes_from_the_files_that_were_not_taken_are_named(
    client: Browser, begun: Attachment
) -> None:
    answer = post_files(client, {"csrf_token": "old"}, ("a <1>.png", pictures.png()), ("b.png", b""), headers=SILENT)

    assert answer.status_code == 400
    assert "So these files were not taken." in open_text(answer.text)
    assert "a &lt;1&gt;.png" in answer.text
    assert "b.png" in answer.text
    assert len(keeping.of_draft(draft_id())) == 1


def test_a_script_is_told_so_too(client: Browser, begun: Attachment) -> None:
    headers = {"Accept": "application/json", "Sec-Fetch-Site": "cross-site"}
    answer = post_files(client, {"csrf_token": "old"}, ("a.png", pictures.png()), headers=headers)

    assert answer.status_code == 400
    assert answer.json is not None
    (told,) = answer.json["files"]
    assert (told["name"], told["ok"]) == ("a.png", False)
    assert "open for too long" in told["problem"]


@pytest.mark.parametrize("was_sent", [False, True])
def test_files_for_a_draft_that_is_gone_begin_a_new_one_and_that_is_said(
    client: Browser, begun: Attachment, *, was_sent: bool
) -> None:
    client.send("/report/text", {"text": POST})
    fields = hidden_fields(client.get("/report/files").text)
    if was_sent:
        client.send("/report/check", {})
    else:
        let_expire()

    answer = post_files(client, fields, ("a.png", pictures.png()), headers=SILENT)

    assert (answer.status_code, answer.location) == (303, "/report/continue")
    page = client.get(client.get(answer.location).location).text
    assert ("was sent already. The files that you added now" if was_sent else "The files that you added last") in page
    assert [file.name for file in keeping.of_draft(draft_id())] == ["a.png"]


def test_a_script_learns_of_the_new_draft_and_goes_on_with_it(client: Browser, begun: Attachment) -> None:
    fields = hidden_fields(client.get("/report/files").text)
    let_expire()
    headers = {"Accept": "application/json"}

    first = post_files(client, fields, ("a.png", pictures.png()), headers=headers)
    assert first.json is not None
    assert first.json["anew"] == "/report/continue"
    fields |= {"draft": first.json["draft"]}
    second = post_files(client, fields, ("b.png", pictures.png()), headers=headers)

    assert second.json is not None
    assert second.json["anew"] == ""
    assert [file.name for file in keeping.of_draft(draft_id())] == ["a.png", "b.png"]


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_files_of_a_page_of_an_earlier_report_are_not_added_to_the_next(
    client: Browser, begun: Attachment, accept: str
) -> None:
    fields = hidden_fields(client.get("/report/files").text)
    client.send("/report/anew", {}, seen_at="/report")
    client.send("/report/kind", {"kind": "scam"})

    answer = post_files(client, fields, ("a.png", pictures.png()), headers={"Accept": accept})

    said = answer.text if accept == "application/json" else client.get(answer.location).text
    assert "you have begun another report in this browser" in said
    assert "a.png" in said
    assert keeping.of_draft(draft_id()) == []
    assert missing.noted(answers(client)) == []


def test_another_browser_has_no_part_in_it(app: Flask, client: Browser, begun: Attachment) -> None:
    stranger = Browser(app, app.response_class)
    answer = post_files(stranger, {}, ("b.png", pictures.png("Etwas anderes")), headers=FROM_HERE)
    assert answer.status_code == 303
    rows = db.session.execute(select(Attachment.draft_id, Attachment.name).order_by(Attachment.id)).all()
    assert rows[0].draft_id == begun.draft_id
    assert [(row.draft_id != begun.draft_id, row.name) for row in rows[1:]] == [(True, "b.png")]
