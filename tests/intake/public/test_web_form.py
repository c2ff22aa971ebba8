"""The form of the public: nothing typed is lost, and nothing half is stored."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from core.config import Config
from core.db import db
from intake.models.cases import Kind
from intake.models.reports import Channel, Platform, Submission
from tests.support.browsing import Browser, fields_of, jobs_waiting, nothing_is_stored, open_text
from tests.support.factories import POST
from tests.support.installation import changed

FILLED = {
    "kind": "scam",
    "text": POST,
    "url": "https://example.org/beitrag/7?x=1",
    "platform": "whatsapp",
    "why": "Klingt erfunden & <seltsam>.",
}


def stored() -> Submission:
    return db.session.scalars(select(Submission)).one()


def test_the_form_is_shown_empty_and_without_errors(client: Browser) -> None:
    answer = client.get("/report/one-page")
    assert answer.status_code == 200
    assert "error-summary" not in answer.text
    assert fields_of(answer.text) == {"text": "", "url": "", "why": ""}


def test_a_report_is_stored_as_it_was_typed_and_handed_to_the_worker(client: Browser, config: Config) -> None:
    answer = client.send("/report/one-page", FILLED)
    assert (answer.status_code, answer.location) == (303, "/receipt")
    submission = stored()
    assert {name: getattr(submission, name) for name in ("text", "url", "why")} == {
        name: FILLED[name] for name in ("text", "url", "why")
    }
    assert (submission.kind, submission.platform) == (Kind.SCAM, Platform.WHATSAPP)
    assert (submission.channel, submission.language) == (Channel.FORM, "en")
    assert submission.case_id is None
    assert jobs_waiting(config) == 1


def test_the_language_of_the_page_is_the_language_of_the_answer(app: Flask) -> None:
    Browser(app, app.response_class, language="de-AT,de;q=0.9").send("/report/one-page", FILLED)
    assert stored().language == "de"


def test_line_ends_that_browsers_send_come_back_as_line_feeds(client: Browser) -> None:
    client.send("/report/one-page", FILLED | {"text": "eins\r\nzwei"})
    assert stored().text == "eins\nzwei"


def test_the_receipt_is_shown_once_more_on_reload_and_stands_in_no_address(client: Browser) -> None:
    sent = client.send("/report/one-page", FILLED)
    pages = [client.get(sent.location), client.get(sent.location)]
    receipts = {fields["receipt"] for fields in map(shown_receipt, (page.text for page in pages))}
    assert len(receipts) == 1
    receipt = receipts.pop()
    assert stored().reference in pages[0].text
    assert stored().reference in pages[1].text
    status = client.send("/status", {"receipt": receipt})
    addresses = [sent.location, *(page.request.url for page in (sent, *pages, status))]
    assert status.status_code == 200
    assert stored().reference in status.text
    for secret in (receipt, receipt.replace("-", "")):
        assert not [address for address in addresses if secret in address]


def shown_receipt(page: str) -> dict[str, str]:
    slip = page.split('id="receipt"', 1)[1].split("</strong>", 1)[0]
    return {"receipt": slip.rsplit(">", 1)[1].strip()}


def test_another_browser_sees_no_receipt(app: Flask, client: Browser) -> None:
    client.send("/report/one-page", FILLED)
    stranger = Browser(app, app.response_class)
    answer = stranger.get("/receipt")
    assert (answer.status_code, answer.location) == (302, "/status")


BAD_INPUT = {
    "nothing": {"text": "", "url": ""},
    "only spaces": {"text": "  \r\n ", "url": ""},
    "20,001 characters": {"text": "ä" * 20_001},
    "NUL": {"text": "vor\x00her"},
    "a C1 control": {"text": "vor\x85her"},
    "U+FFFD": {"text": "vor\ufffdher"},
    "an override": {"text": "vor\u202eher"},
    "an isolate": {"why": "vor\u2066her"},
    "a link of 10,000 characters": {"url": "https://example.org/" + "a" * 10_000},
    "javascript": {"url": "javascript:alert(1)"},
    "data": {"url": "data:text/html,x"},
    "file": {"url": "file:///etc/passwd"},
    "ftp": {"url": "ftp://example.org/a"},
    "a name in a link": {"url": "https://user:pass@example.org/"},
    "no dot": {"url": "https://localhost/"},
    "bad port": {"url": "https://example.org:x/"},
    "no kind": {"kind": ""},
    "unknown kind": {"kind": "rumour"},
    "unknown platform": {"platform": "myspace"},
    "a text of almost 1 MB": {"text": "Satz. " * 170_000},
}


@pytest.mark.parametrize("bad", BAD_INPUT.values(), ids=BAD_INPUT.keys())
def test_bad_input_is_shown_again_with_its_problem_and_nothing_is_stored(
    client: Browser, config: Config, bad: dict[str, str]
) -> None:
    fields = FILLED | bad
    answer = client.send("/report/one-page", fields)
    assert answer.status_code == 400
    assert 'id="error-summary"' in answer.text
    (name,) = bad.keys() & {"kind", "platform", "why"} or bad.keys() - {"url"} or bad.keys()
    assert f'id="{name}-error"' in answer.text or f'aria-describedby="{name}-error"' in answer.text
    kept = fields_of(answer.text)
    for name in ("text", "url", "why"):
        readable = fields[name].translate(dict.fromkeys(map(ord, "\x00\x85\ufffd\u202e\u2066")))
        assert kept[name].replace("\r\n", "\n") == readable.replace("\r\n", "\n")
    assert nothing_is_stored(config)


def test_what_was_mended_after_a_problem_can_be_sent(client: Browser) -> None:
    shown = client.send("/report/one-page", FILLED | {"text": "vor\x00her"})
    again = client.send("/report/one-page", FILLED | fields_of(shown.text))
    assert again.status_code == 303
    assert stored().text == "vorher"


def test_the_choices_stay_chosen_when_the_form_is_shown_again(client: Browser) -> None:
    page = client.send("/report/one-page", FILLED | {"url": "ftp://example.org"}).text
    choices = [tag for tag in page.replace("\n", " ").split("<") if "checked" in tag or " selected" in tag]
    assert sorted(value for value in ("scam", "whatsapp") for tag in choices if value in tag) == [
        "scam",
        "whatsapp",
    ]


@pytest.mark.parametrize("token", [None, "", "forged"], ids=["missing", "empty", "forged"])
def test_a_form_without_its_token_costs_nobody_their_text(client: Browser, config: Config, token: str | None) -> None:
    client.get("/report/one-page")
    answer = client.post("/report/one-page", data=FILLED if token is None else FILLED | {"csrf_token": token})
    assert answer.status_code == 400
    assert "Please send it once more" in open_text(answer.text)
    assert fields_of(answer.text) == {name: FILLED[name] for name in ("text", "url", "why")}
    assert nothing_is_stored(config)
    # The page that is shown carries a good token: sending it once more is all it takes.
    assert client.send("/report/one-page", FILLED).status_code == 303


BROKEN_BODIES = {
    "urlencoded, escaped": (b"kind=check&text=vor%FF%FEher", "application/x-www-form-urlencoded"),
    "urlencoded, bare": (b"kind=check&text=vor\xff\xfeher", "application/x-www-form-urlencoded"),
    "multipart": (
        (
            b"--x\r\nContent-Disposition: form-data; name=kind\r\n\r\ncheck\r\n"
            b"--x\r\nContent-Disposition: form-data; name=text\r\n\r\nvor\xff\xfeher\r\n--x--\r\n"
        ),
        "multipart/form-data; boundary=x",
    ),
    "multipart that ends too early": (
        b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nhalb',
        "multipart/form-data; boundary=x",
    ),
    "multipart without boundary": (b"--x\r\n", "multipart/form-data"),
    "JSON": (b'{"kind": "check", "text": "Ein Text."}', "application/json"),
    "plain text": (b"Ein Text.", "text/plain"),
    "no content type": (b"Ein Text.", ""),
}


@pytest.mark.parametrize("body, content_type", BROKEN_BODIES.values(), ids=BROKEN_BODIES.keys())
def test_bodies_that_cannot_be_read_are_refused(
    client: Browser, config: Config, body: bytes, content_type: str
) -> None:
    answer = client.post("/report/one-page", data=body, content_type=content_type)
    assert answer.status_code == 400
    assert answer.mimetype == "text/html"
    assert nothing_is_stored(config)


def test_broken_bytes_are_refused_with_a_good_token_too(app: Flask, client: Browser, config: Config) -> None:
    token = client.get("/report/one-page").text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    for broken in (b"vor%FFher", b"vor\xffher"):
        answer = client.post(
            "/report/one-page",
            data=b"kind=check&csrf_token=" + token.encode() + b"&text=" + broken,
            content_type="application/x-www-form-urlencoded",
        )
        assert answer.status_code == 400
    assert nothing_is_stored(config)


def test_more_than_the_service_reads_is_answered_with_what_to_do(client: Browser, config: Config) -> None:
    answer = client.send("/report/one-page", FILLED | {"text": "a" * 1_050_000})
    assert answer.status_code == 413
    assert "a few paragraphs are enough" in open_text(answer.text)
    assert nothing_is_stored(config)


def test_an_unknown_receipt_is_a_clear_answer_and_no_receipt_is_a_problem_at_its_field(
    client: Browser,
) -> None:
    unknown = client.send("/status", {"receipt": "ABCD-EFGH-JKLM-NPQR-STUV-WXYZ"})
    assert unknown.status_code == 404
    assert "We do not know this receipt" in unknown.text
    nothing = client.send("/status", {"receipt": ""})
    assert nothing.status_code == 400
    assert 'id="receipt-error"' in nothing.text


def test_a_receipt_in_an_address_opens_nothing(app: Flask, client: Browser) -> None:
    client.send("/report/one-page", FILLED)
    receipt = shown_receipt(client.get("/receipt").text)["receipt"]
    # By somebody who did not send it: its own browser names what it has sent.
    assert stored().reference not in Browser(app, app.response_class).get(f"/status?receipt={receipt}").text


def test_the_way_out_leads_where_the_operator_says(config: Config) -> None:
    house = create_app(changed(config, LEAVE_TO="https://wetter.example.org/wien?a=1&b=2"))
    page = Browser(house, house.response_class).get("/report").text
    assert 'href="https://wetter.example.org/wien?a=1&amp;b=2"' in page
    assert "wikipedia" not in page
