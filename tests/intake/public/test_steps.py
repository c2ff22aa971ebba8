"""The form in steps: nothing typed is lost on the way, whatever happens, and nothing is sent unseen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from core.config import Config
from core.db import db, now, writing
from core.files.sealed import sealed_files
from intake.cases import joining
from intake.files import keeping, missing
from intake.files.missing import Lost
from intake.files.uploads import Refusal
from intake.models.cases import Kind
from intake.models.drafts import ReportDraft
from intake.models.files import Attachment
from intake.models.reports import Advertised, Concern, SeenWhen, Submission, Target
from intake.reports import drafts as written
from tests.support import factories
from tests.support.attached import attach
from tests.support.browsing import Browser, fields_of, hidden_fields, nothing_is_stored, open_text
from tests.support.factories import POST

ASKED = {
    Kind.CHECK: ["kind", "safety", "where", "text", "files", "when", "why", "advertised"],
    Kind.HATE: ["kind", "safety", "where", "text", "files", "when", "targets", "concern", "why"],
    Kind.SCAM: ["kind", "safety", "where", "text", "files", "when", "concern", "why", "advertised"],
    Kind.OTHER: ["kind", "safety", "where", "text", "files", "when", "why"],
}
OVER_LONG = "Satz für Satz. " * 1_500


def answer(client: Browser, name: str, **fields: str | list[str]) -> TestResponse:
    answered = client.send(f"/report/{name}", fields)
    if answered.location == "/report/known":
        # Nothing is known about it, so that page leads on by itself.
        onwards = client.get(client.get(answered.location).location)
        answered.status_code, answered.location = 303, onwards.location
    return answered


def step_of(response: TestResponse) -> str:
    """Return which step an answer leads to."""
    assert response.status_code == 303, open_text(response.text)
    return urlsplit(response.location).path.removeprefix("/report/")


def begin(client: Browser, kind: str = "check", **typed: str) -> None:
    answer(client, "kind", kind=kind)
    for name, value in typed.items():
        answer(client, name, **{name: value})


def send(client: Browser) -> TestResponse:
    return client.send("/report/check", {})


def drafts() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(ReportDraft)) or 0


def draft_id() -> int:
    return db.session.scalars(select(ReportDraft.id)).one()


def reports() -> list[Submission]:
    db.session.rollback()
    return list(db.session.scalars(select(Submission).order_by(Submission.id)))


def let_expire() -> None:
    with writing() as session:
        session.execute(update(ReportDraft).values(expires_at=now() - timedelta(seconds=1)))


def walk(client: Browser, answers: Mapping[str, Mapping[str, str | list[str]]]) -> list[str]:
    """Answer what is asked until the answers are to be looked over; return the names of the pages."""
    names = ["kind"]
    while names[-1] != "check":
        names.append(step_of(answer(client, names[-1], **answers.get(names[-1], {}))))
    return names[:-1]


@pytest.mark.parametrize("kind", ASKED)
def test_each_kind_is_asked_its_questions_and_all_but_the_first_can_be_left_open(client: Browser, kind: Kind) -> None:
    assert walk(client, {"kind": {"kind": kind.value}}) == ASKED[kind]


def test_what_was_answered_arrives(client: Browser) -> None:
    walk(
        client,
        {
            "kind": {"kind": "hate"},
            "safety": {"danger": "no"},
            "where": {"platform": "facebook", "url": "https://example.org/post/1"},
            "text": {"text": POST},
            "when": {"seen_when": "this_week"},
            "targets": {"targets": ["antisemitic", "journalists"]},
            "concern": {"concern": "witness"},
            "why": {"why": "Das ist gegen Menschen gerichtet."},
        },
    )
    assert send(client).location == "/receipt"
    (report,) = reports()
    assert (report.kind, report.text, report.url) == (Kind.HATE, POST, "https://example.org/post/1")
    assert (report.seen_when, report.concern, report.is_danger) == (SeenWhen.THIS_WEEK, Concern.WITNESS, False)
    assert report.attacked == [Target.ANTISEMITIC, Target.JOURNALISTS]
    assert drafts() == 0


def test_the_page_says_how_far_it_is(client: Browser) -> None:
    begin(client, "hate")
    assert "Question 2 of about 9" in client.get("/report/safety").text


def test_without_a_kind_nobody_goes_on(client: Browser, config: Config) -> None:
    refused = answer(client, "kind")
    assert refused.status_code == 400
    assert "<title>Error:" in " ".join(refused.text.split())
    assert "Choose what it is about." in refused.text
    assert nothing_is_stored(config)


def test_an_over_long_text_is_kept_whole_and_counted(client: Browser) -> None:
    begin(client)
    refused = answer(client, "text", text=OVER_LONG)
    assert refused.status_code == 400
    assert "22,499 characters" in refused.text
    assert "maxlength" not in refused.text
    assert fields_of(client.get("/report/text").text)["text"] == OVER_LONG
    assert "22,499 characters" in send(client).text


def test_what_cannot_be_taken_stops_at_its_question_and_again_before_sending(client: Browser, config: Config) -> None:
    begin(client)
    assert answer(client, "where", url="ftp://example.org").status_code == 400
    assert fields_of(client.get("/report/where").text)["url"] == "ftp://example.org"
    refused = send(client)
    assert refused.status_code == 400
    assert 'href="/report/where?from=check"' in refused.text
    assert nothing_is_stored(config)


def test_back_keeps_what_stands_on_the_page_even_if_it_cannot_be_sent(client: Browser) -> None:
    begin(client)
    assert step_of(answer(client, "where", url="ftp://half", go="back")) == "safety"
    assert fields_of(client.get("/report/where").text)["url"] == "ftp://half"
    assert answer(client, "kind", kind="scam", go="back").location == "/"
    assert "checked" in client.get("/report/kind").text.partition('value="scam"')[0].rpartition("<input")[2]


def test_another_language_keeps_what_stands_on_the_page(client: Browser) -> None:
    begin(client)
    changed = answer(client, "text", text=OVER_LONG, go="de")
    assert changed.location == "/language/de?next=/report/text"
    page = client.get(client.get(changed.location).location).text
    assert "Der Text des Beitrags" in page
    assert fields_of(page)["text"] == OVER_LONG


def test_changing_an_answer_leads_back_to_all_answers(client: Browser) -> None:
    walk(client, {"kind": {"kind": "check"}, "text": {"text": POST}})
    page = client.get("/report/check").text
    assert page.count("?from=check") == len(ASKED[Kind.CHECK])
    assert step_of(client.send("/report/why?from=check", {"why": "Seltsam."})) == "check"
    assert step_of(client.send("/report/why?from=check", {"why": "Klingt erfunden.", "go": "back"})) == "check"
    assert "Klingt erfunden." in client.get("/report/check").text


def test_after_another_kind_its_own_questions_are_asked_first(client: Browser) -> None:
    walk(client, {"kind": {"kind": "check"}, "text": {"text": POST}, "advertised": {"advertised": "yes"}})
    assert step_of(client.send("/report/kind?from=check", {"kind": "hate"})) == "targets"
    answer(client, "targets", targets=["age"])
    send(client)
    (report,) = reports()
    assert (report.kind, report.targets, report.advertised) == (Kind.HATE, ["age"], Advertised.UNSAID)


def test_who_is_in_danger_is_shown_help_and_goes_on_from_there(client: Browser) -> None:
    begin(client)
    assert step_of(answer(client, "safety", danger="yes")) == "danger"
    assert client.get("/report/continue").location == "/report/where"
    answer(client, "text", text=POST)
    send(client)
    assert [report.is_danger for report in reports()] == [True]


def test_of_child_abuse_nothing_is_kept(client: Browser, config: Config) -> None:
    begin(client, "other", text=POST)
    attach(draft_id())
    for address in ("/report/kind", "/report/one-page"):
        answered = client.send(address, {"kind": "child-abuse", "text": POST})
        assert (answered.status_code, answered.location) == (303, "/report/child-abuse")
    assert drafts() == 0
    assert list(sealed_files().keys()) == []
    assert nothing_is_stored(config)


# ------------------------------------------------------------------------------------- time, tabs and tokens


def test_what_was_typed_after_its_time_is_kept_and_the_rest_asked_again(client: Browser) -> None:
    begin(client, "hate")
    fields = hidden_fields(client.get("/report/text").text) | {"text": POST}
    let_expire()
    late = client.post("/report/text", data=fields)
    assert step_of(late) == "kind"
    assert "What you wrote last is kept" in client.get(late.location).text
    assert fields_of(client.get("/report/text").text)["text"] == POST


def test_a_page_of_a_draft_whose_time_is_over_says_so(client: Browser) -> None:
    begin(client)
    let_expire()
    answered = client.get("/report/where")
    assert (answered.status_code, answered.location) == (303, "/report")
    assert "We have deleted it" in client.get("/report").text


@pytest.mark.parametrize("token", ["", "forged"])
def test_a_token_that_is_too_old_costs_nobody_what_they_typed(client: Browser, token: str) -> None:
    begin(client)
    fields = hidden_fields(client.get("/report/text").text) | {"text": OVER_LONG}
    refused = client.post("/report/text", data=fields | {"csrf_token": token})
    assert refused.status_code == 400
    assert "Please send it once more" in open_text(refused.text)
    again = hidden_fields(refused.text) | {"text": fields_of(refused.text)["text"]}
    client.post("/report/text", data=again)
    assert fields_of(client.get("/report/text").text)["text"] == OVER_LONG


def test_a_forgotten_page_of_an_earlier_draft_does_not_write_into_the_next(client: Browser) -> None:
    begin(client, text="Der erste Beitrag.")
    forgotten = hidden_fields(client.get("/report/text").text) | {"text": "Noch vom ersten."}
    client.send("/report/anew", {}, seen_at="/report")
    begin(client, text="Der zweite Beitrag.")
    refused = client.post("/report/text", data=forgotten)
    assert refused.status_code == 409
    assert fields_of(refused.text)["text"] == "Noch vom ersten."
    assert fields_of(client.get("/report/text").text)["text"] == "Der zweite Beitrag."


def test_a_forgotten_last_page_does_not_send_the_next_draft(client: Browser) -> None:
    begin(client, text="Der erste Beitrag.")
    forgotten = hidden_fields(client.get("/report/check").text)
    send(client)
    begin(client, text="Der zweite Beitrag.")
    assert step_of(client.post("/report/check", data=forgotten)) == "check"
    assert [report.text for report in reports()] == ["Der erste Beitrag."]


# ------------------------------------------------------------------------------------- begun, brought along


def test_a_report_that_is_begun_may_be_continued_or_thrown_away(client: Browser) -> None:
    begin(client, "scam", text=POST)
    page = client.get("/report").text
    assert "You have begun a report" in page
    assert "This looks like a scam" in page
    assert client.get("/report/continue").location == "/report/safety"
    attach(draft_id())
    assert step_of(client.send("/report/anew", {}, seen_at="/report")) == "kind"
    assert drafts() == 0
    assert list(sealed_files().keys()) == []


@pytest.mark.parametrize("text", [POST, "eins\r\n\r\nzwei", OVER_LONG], ids=["short", "lines", "over-long"])
def test_a_text_that_was_looked_up_comes_along(client: Browser, text: str) -> None:
    looked_up = client.send("/lookup", {"text": text}).text
    brought = client.post("/report", data=hidden_fields(looked_up))
    assert step_of(brought) == "continue"
    assert client.get(brought.location).location == "/report/kind"
    assert fields_of(client.get("/report/text").text)["text"] == text


def test_a_link_that_was_looked_up_comes_along_as_the_link(client: Browser) -> None:
    client.post("/report", data={"text": " https://example.org/post/1 "})
    assert fields_of(client.get("/report/where").text)["url"].strip() == "https://example.org/post/1"
    assert fields_of(client.get("/report/text").text)["text"] == ""


def test_another_text_replaces_what_is_begun_only_when_asked_to(client: Browser) -> None:
    begin(client, text="Der begonnene Beitrag.")
    page = client.post("/report", data={"text": POST}).text
    assert "Report this text instead" in page
    assert fields_of(client.get("/report/text").text)["text"] == "Der begonnene Beitrag."
    client.post("/report/anew", data=hidden_fields(page))
    assert fields_of(client.get("/report/text").text)["text"] == POST


def test_words_join_no_picture_that_stands_alone_unless_their_reader_goes_on_with_it(client: Browser) -> None:
    answer(client, "kind", kind="check")
    attach(draft_id())
    page = client.post("/report", data={"text": POST}).text
    assert "Report this text instead" in page
    assert fields_of(client.get("/report/text").text)["text"] == ""
    client.post("/report/anew", data=hidden_fields(page))
    assert fields_of(client.get("/report/text").text)["text"] == POST
    assert keeping.of_draft(draft_id()) == []


def test_another_site_begins_nothing(client: Browser) -> None:
    answered = client.post("/report", data={"text": POST}, headers={"Sec-Fetch-Site": "cross-site"})
    assert (answered.status_code, answered.location) == (303, "/report")
    assert "Set-Cookie" not in answered.headers
    assert drafts() == 0


# ------------------------------------------------------------------------------------- sending


def test_sending_again_shows_the_same_receipt(client: Browser) -> None:
    begin(client, text=POST)
    fields = hidden_fields(client.get("/report/check").text)
    before = client.get_cookie("gegencheck")
    assert before is not None
    client.post("/report/check", data=fields)
    receipt = client.get("/receipt").text
    # Back, and the button again; then as a browser that never got the answer, because the service was killed.
    assert client.post("/report/check", data=fields).location == "/receipt"
    client.set_cookie("gegencheck", before.value)
    assert client.post("/report/check", data=fields).location == "/receipt"
    assert shown_receipt(client.get("/receipt").text) == shown_receipt(receipt)
    assert client.get("/report/check").location == "/receipt"
    assert len(reports()) == 1


def shown_receipt(page: str) -> str:
    return page.split('id="receipt"', 1)[1].split("</strong>", 1)[0].rsplit(">", 1)[1].strip()


def test_a_page_sent_after_its_report_begins_another(client: Browser) -> None:
    begin(client, text=POST)
    fields = hidden_fields(client.get("/report/text").text) | {"text": "Etwas Neues."}
    send(client)
    later = client.post("/report/text", data=fields)
    assert "was sent already" in client.get(later.location).text
    assert fields_of(client.get("/report/text").text)["text"] == "Etwas Neues."
    assert [report.text for report in reports()] == [POST]


def test_nothing_to_look_at_is_refused_with_what_helps(client: Browser, config: Config) -> None:
    begin(client)
    refused = send(client)
    assert refused.status_code == 400
    assert "a picture of it" in refused.text
    assert nothing_is_stored(config)


def test_files_are_listed_removed_and_named_on_the_receipt(client: Browser) -> None:
    begin(client)
    first, second = attach(draft_id(), "falsch.png"), attach(draft_id(), "chat <1>.png")
    page = client.get("/report/files").text
    assert "falsch.png" in page
    assert step_of(client.send(f"/report/files/{first.id}/remove", {}, seen_at="/report/files")) == "files"
    assert "chat &lt;1&gt;.png" in client.get("/report/check").text
    assert send(client).location == "/receipt"
    receipt = client.get("/receipt").text
    assert "This file has arrived" in receipt
    assert "chat &lt;1&gt;.png" in receipt
    assert second.sha256 in receipt
    assert "falsch.png" not in receipt


def note_missing(client: Browser, *names: str) -> None:
    """Note in the draft of a browser that files are not there."""
    lost = [Lost(name, 5, Refusal.DAMAGED) for name in names]
    with client.session_transaction() as session:
        token = session["draft"]
    assert written.change(token, lambda before: missing.with_missing(before, lost)) is not None


def marks(page: str) -> list[str]:
    """Return the marks of the files of which a page asks whether the report goes without."""
    return re.findall(r'name="without"\s+value="([0-9a-f]+)"', page)


def test_no_report_goes_without_a_file_unless_its_reader_says_so_of_each(client: Browser, config: Config) -> None:
    begin(client, text=POST)
    note_missing(client, "a.png", "b.png")
    page = client.get("/report/check").text
    first, second = marks(page)
    assert "2 files did not arrive." in page

    assert send(client).status_code == 400
    refused = client.send("/report/check", {"without": [first]})
    assert refused.status_code == 400
    assert "Say of each file that is not there" in refused.text
    assert marks(refused.text) == [second]
    assert nothing_is_stored(config)

    assert client.send("/report/check", {"without": [second]}).location == "/receipt"
    receipt = client.get("/receipt").text
    assert "No file has arrived" in receipt
    assert "You have sent the report without:" in receipt
    assert ["a.png" in receipt, "b.png" in receipt] == [True, True]


def test_a_file_is_let_go_on_its_own_page_too(client: Browser) -> None:
    begin(client, text=POST)
    note_missing(client, "a.png", "b.png")
    (first, _second) = marks(client.get("/report/files").text)

    answered = client.send("/report/files?from=check", {"without": first}, seen_at="/report/files")

    assert answered.location == "/report/files?from=check"
    assert len(marks(client.get("/report/files").text)) == 1
    assert "You send the report without:" in client.get("/report/check").text


def test_the_receipt_names_what_arrived_and_what_was_let_go_also_when_it_is_sent_twice(client: Browser) -> None:
    begin(client, text=POST)
    attach(draft_id(), "da.png")
    note_missing(client, *(f"{number} {'ü' * 80}.png" for number in range(7)))
    page = client.get("/report/check").text
    fields = hidden_fields(page) | {"without": marks(page)}
    for _ in range(2):
        assert client.post("/report/check", data=fields).location == "/receipt"
    receipt = client.get("/receipt").text
    assert "This file has arrived" in receipt
    assert "0 üüü" in receipt
    assert "and 2 more files" in receipt
    cookie = client.get_cookie("gegencheck")
    assert cookie is not None
    assert len(cookie.value) < 2_000

    begin(client, text="Ein anderer Beitrag.")
    send(client)
    assert "You have sent the report without" not in client.get("/receipt").text


def test_one_page_sends_nothing_without_a_file_unless_its_reader_says_so(client: Browser, config: Config) -> None:
    begin(client, text=POST)
    note_missing(client, "a.png")
    page = client.get("/report/one-page").text
    fields = hidden_fields(page) | {"kind": "check", "text": POST}
    refused = client.post("/report/one-page", data=fields)
    assert refused.status_code == 400
    assert fields_of(refused.text)["text"] == POST
    assert nothing_is_stored(config)

    for _ in range(2):
        assert client.post("/report/one-page", data=fields | {"without": marks(page)}).location == "/receipt"
    assert "You have sent the report without:" in client.get("/receipt").text
    assert len(reports()) == 1


def test_one_page_whose_files_are_gone_says_so_before_anything_is_sent(client: Browser, config: Config) -> None:
    begin(client, text=POST)
    attach(draft_id())
    fields = hidden_fields(client.get("/report/one-page").text) | {"kind": "check", "text": POST}
    let_expire()
    refused = client.post("/report/one-page", data=fields)
    assert refused.status_code == 409
    assert "The files that were added to this page are gone." in refused.text
    assert fields_of(refused.text)["text"] == POST
    assert nothing_is_stored(config)
    client.post("/report/one-page", data=fields | hidden_fields(refused.text))
    assert len(reports()) == 1


def test_one_page_that_is_shown_anew_says_so_of_its_files_too(app: Flask, client: Browser, config: Config) -> None:
    begin(client, text=POST)
    attach(draft_id())
    fields = hidden_fields(client.get("/report/one-page").text) | {"kind": "check", "text": POST}
    another = Browser(app, app.response_class)
    forged = fields | {"csrf_token": "of a session that is over"}
    refused = another.post("/report/one-page", data=forged, headers={"Sec-Fetch-Site": "same-origin"})
    assert refused.status_code == 400
    assert "The files that were added to this page are gone." in refused.text
    assert nothing_is_stored(config)


def test_files_of_others_cannot_be_removed(app: Flask, client: Browser) -> None:
    begin(client)
    attach(draft_id())
    stranger = Browser(app, app.response_class)
    answer(stranger, "kind", kind="check")
    file = db.session.scalars(select(Attachment)).one()
    stranger.send(f"/report/files/{file.id}/remove", {}, seen_at="/report/files")
    db.session.expire_all()
    assert db.session.scalars(select(Attachment.id)).all() == [file.id]


def test_all_receipts_of_a_session_are_listed(client: Browser) -> None:
    for text in ("Der erste Beitrag.", "Der zweite Beitrag."):
        begin(client, text=text)
        send(client)
    page = client.get("/receipt").text
    first, second = (report.reference for report in reports())
    assert page.index(second) < page.index("What you sent before") < page.index(first)


# ------------------------------------------------------------------------------------- on one page


def test_one_page_has_what_is_begun_and_takes_its_files_along(client: Browser) -> None:
    begin(client, "hate", text=POST)
    attach(draft_id())
    assert fields_of(client.get("/report/one-page").text)["text"] == POST
    client.send("/report/one-page", {"kind": "hate", "text": f"{POST} Geändert.", "targets": ["age", "gender"]})
    (report,) = reports()
    assert (report.text, report.targets) == (f"{POST} Geändert.", ["age", "gender"])
    assert [file.name for file in report.attachments] == ["chat.png"]
    assert drafts() == 0


def test_one_page_keeps_what_stands_on_it_on_the_way_to_the_files(client: Browser) -> None:
    fields = {"kind": "check", "text": POST, "why": "Seltsam.", "go": "files"}
    assert step_of(client.send("/report/one-page", fields)) == "files"
    assert fields_of(client.get("/report/one-page").text) == {"text": POST, "url": "", "why": "Seltsam."}


def test_one_page_keeps_what_stands_on_it_when_the_language_is_changed(client: Browser) -> None:
    answer = client.send("/report/one-page", {"kind": "check", "text": POST, "go": "de"})
    assert urlsplit(answer.location).path == "/language/de"
    client.get(answer.location)
    page = client.get("/report/one-page").text
    assert 'lang="de"' in page
    assert fields_of(page)["text"] == POST
    assert reports() == []


def test_one_page_sent_twice_is_one_report_and_with_other_words_another(client: Browser) -> None:
    fields = hidden_fields(client.get("/report/one-page").text) | {"kind": "check", "text": POST}
    for text in (POST, POST, f"{POST} Anders."):
        assert client.post("/report/one-page", data=fields | {"text": text}).location == "/receipt"
    assert [report.text for report in reports()] == [POST, f"{POST} Anders."]


@pytest.mark.parametrize("sending", [None, "", "short"])
def test_a_page_without_a_secret_of_ours_makes_no_two_reports_one(client: Browser, sending: str | None) -> None:
    fields = hidden_fields(client.get("/report/one-page").text) | {"kind": "check", "text": POST}
    fields.pop("sending")
    for _ in range(2):
        client.post("/report/one-page", data=fields if sending is None else fields | {"sending": sending})
    assert len({report.receipt_hash for report in reports()}) == 2


def test_a_report_from_the_steps_is_matched_like_any_other(client: Browser) -> None:
    claim = factories.claim()
    begin(client, text=POST)
    send(client)
    joining.match_all_waiting()
    (report,) = reports()
    assert report.case is not None
    assert [match.claim_id for match in report.case.matches] == [claim.id]
