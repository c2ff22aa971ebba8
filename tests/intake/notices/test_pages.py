"""The pages that an operator answers for, as readers find them; and that what the product's own text promises is so."""

from __future__ import annotations

import re
import socket
from typing import Any

import pytest
from flask import Flask

from app import PUBLIC_ENDPOINTS, create_app
from core.config import Config
from core.config_values import ConfigError
from core.db import writing
from core.web.language import LANGUAGES
from intake.models.notices import Notice, NoticeText
from intake.notices import texts
from tests.support import factories
from tests.support.browsing import Browser, open_text, whole_database, whole_queue
from tests.support.installation import changed, work_off

# Said by a reader, and by nobody else.
RARE = "Quastenflosser"
WRITTEN = sorted(set(Notice) - texts.OWN_ONLY)


@pytest.mark.parametrize("notice", WRITTEN)
def test_each_page_is_there_in_both_languages_and_linked_from_everywhere(client: Browser, notice: Notice) -> None:
    assert f'href="/about/{notice}"' in client.get("/lookup").text
    for language in LANGUAGES:
        client.set_cookie("language", language)
        page = client.get(f"/about/{notice}")
        assert page.status_code == 200
        assert "{" not in open_text(page.text), "nothing is left that should have been put in"
        assert "<h2>" in page.text
    assert client.get("/about/nothing").status_code == 404


def test_the_imprint_is_honest_until_somebody_writes_it(client: Browser) -> None:
    client.set_cookie("language", "en")
    assert "has not written this page yet" in client.get("/about/imprint").text
    assert texts.missing_count() == 1


def test_both_languages_say_the_same_things_in_the_same_order() -> None:
    for notice in WRITTEN:
        marks = [re.findall(r"^(##|- )", texts.brought(notice, language), re.MULTILINE) for language in LANGUAGES]
        assert marks[0] == marks[1], notice


@pytest.mark.parametrize(
    "privilege, words",
    [("none", "ohne Ausnahmen"), ("media", "Medienunternehmen"), ("citizen", "Bürgerjournalismus")],
)
def test_the_privacy_notice_follows_the_switch_for_the_press(config: Config, privilege: str, words: str) -> None:
    app = create_app(changed(config, MEDIA_PRIVILEGE=privilege))
    with app.test_request_context():
        assert words in texts.filled(texts.brought(Notice.PRIVACY, "de"), "de")


def test_a_switch_that_there_is_not_is_refused(config: Config) -> None:
    with pytest.raises(ConfigError, match="MEDIA_PRIVILEGE"):
        changed(config, MEDIA_PRIVILEGE="press")


def test_a_name_with_marks_in_it_stays_a_name(config: Config) -> None:
    app = create_app(changed(config, DESK_NAME="Fakten *sofort* <b>"))
    with app.test_request_context():
        page = app.test_client().get("/about/privacy").text
    assert "Fakten *sofort* &lt;b&gt;" in page


def test_readers_see_what_the_desk_wrote(app: Flask, client: Browser) -> None:
    with writing() as session:
        session.add(NoticeText(notice=Notice.IMPRINT, body_de="Verein *Klar*, Wien", body_en="", written_by=1))
    client.set_cookie("language", "en")
    page = client.get("/about/imprint").text
    assert "Verein <em>Klar</em>, Wien" in page
    assert 'lang="de"' in page, "there is no English text, and readers' programs are told so"
    assert texts.missing_count() == 0


def test_links_of_the_texts_lead_to_pages_that_are_there(client: Browser) -> None:
    linked = {
        address
        for notice in WRITTEN
        for language in LANGUAGES
        for address in re.findall(r"\]\((/[^)]*)\)", texts.brought(notice, language))
    }
    assert linked
    assert {client.get(address).status_code for address in linked} == {200}


# ------------------------------------------------------------------------------------------- what the texts promise


def test_nobody_is_asked_who_they_are(client: Browser) -> None:
    fields: set[str] = set()
    for address in ("/report/one-page", "/lookup", "/status"):
        fields |= set(re.findall(r'name="([a-z_]+)"', client.get(address).text))
    assert "text" in fields
    assert not {one for one in fields if re.search("mail|phone|first|last|user|address", one)}


def test_nor_is_whoever_has_sent_a_report(app: Flask, client: Browser) -> None:
    """Not on the receipt and not beside the answer; where letters leave, a mail address may be given, and need not."""
    sent = client.send("/report/one-page", {"kind": "check", "text": f"{RARE} im Teich, sagt jemand im Ort."})
    assert sent.location == "/receipt"
    pages = [client.get("/receipt").text]
    receipt = factories.report(f"{RARE} im anderen Teich, sagt jemand.").receipt
    pages.append(client.send("/status", {"receipt": receipt}).text)
    pages.append(client.send("/status/erase", {"receipt": receipt}, seen_at="/status").text)
    assert [page for page in pages if "GC-20" not in page] == []
    fields = {name for page in pages for name in re.findall(r'name="([a-z_]+)"', page)}

    assert "receipt" in fields
    assert not {one for one in fields if re.search("mail|phone|first|last|user|address", one)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_reporting_costs_nothing(app: Flask, client: Browser, language: str) -> None:
    """From the form to the answer no field takes money, and no page of readers but the texts of desks speaks of any."""
    client.set_cookie("language", language)
    client.send("/report/one-page", {"kind": "check", "text": "Im Teich schwimmt ein Fisch, sagt jemand im Ort."})
    addresses = [rule.rule for rule in app.url_map.iter_rules() if rule.endpoint in PUBLIC_ENDPOINTS]
    pages = {one: client.get(one) for one in addresses if "<" not in one}
    read = {one: page.text for one, page in pages.items() if page.mimetype == "text/html"}
    assert {"/", "/report", "/report/one-page", "/receipt", "/status", "/lookup", "/objection"} <= read.keys()
    money = re.compile(
        r"€|\bEUR\b|\bCHF\b|\bIBAN\b|\bpay|\bprice|\bfee\b|\bdonat|bezahl|\bPreis|\bGebühr|spenden", re.I
    )
    assert {one: money.findall(open_text(page)) for one, page in read.items() if money.search(open_text(page))} == {}
    fields = {name for page in read.values() for name in re.findall(r'name="([a-z_-]+)"', page)}
    assert not {one for one in fields if re.search("card|amount|account|iban|cc-", one)}


def test_nothing_that_was_sent_stands_on_a_public_page(app: Flask, config: Config) -> None:
    sender, stranger = (Browser(app, app.response_class) for _ in range(2))
    sender.send(
        "/report/one-page", {"kind": "check", "text": f"Der {RARE} ist ausgestorben, sagt Renate.", "why": RARE}
    )
    work_off(config)
    assert RARE in whole_database(config)
    addresses = [rule.rule for rule in app.url_map.iter_rules() if rule.endpoint in PUBLIC_ENDPOINTS]
    plain = [one for one in addresses if "<" not in one]
    assert len(plain) > 20
    assert [one for one in plain if RARE.encode() in stranger.get(one).data] == []
    assert RARE not in stranger.send("/lookup", {"text": "ist ausgestorben, sagt Renate"}).text


def test_what_is_looked_up_is_kept_nowhere(config: Config, client: Browser) -> None:
    client.send("/lookup", {"text": f"Der {RARE} ist ausgestorben."})
    assert RARE not in whole_database(config) + whole_queue(config)


def test_what_was_sent_is_compared_and_read_on_this_machine_alone(
    app: Flask, config: Config, client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the form through the worker and a look-up, with a link, no connection leaves and no name is asked for."""
    reached: list[object] = []
    connect = socket.socket.connect

    def noted(self: socket.socket, address: object) -> None:
        reached.append(address)
        connect(self, address)  # type: ignore[arg-type]

    asked: list[object] = []
    getaddrinfo = socket.getaddrinfo

    def looked_up(host: str | bytes | None, *args: Any, **options: Any) -> object:
        asked.append(host)
        return getaddrinfo(host, *args, **options)

    monkeypatch.setattr(socket.socket, "connect", noted)
    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    sent = {"kind": "check", "text": f"Der {RARE} ist ausgestorben.", "url": "https://example.org/fisch"}
    client.send("/report/one-page", sent)
    work_off(config)
    client.send("/lookup", {"text": f"Der {RARE} ist ausgestorben."})
    client.send("/lookup", {"text": "https://example.org/fisch"})

    assert reached, "the queue is reached, so what is reached is noted"
    # A queue or database on this machine is a file, or a port of it.
    assert [one for one in reached if not isinstance(one, str | bytes) and one[0] not in {"127.0.0.1", "::1"}] == []  # type: ignore[index]
    assert [one for one in asked if one not in {None, "localhost", "127.0.0.1", "::1"}] == []
