"""Help for readers: the pages that interrupt, the quiet box, Leichte Sprache, and the way out of every page."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import PUBLIC_ENDPOINTS
from core.db import db, now
from core.web.display import local_day
from intake.files import keeping
from intake.models.counts import EndedDay, Ending
from intake.models.drafts import ReportDraft
from intake.public.reader import DRAFT_IN_SESSION
from intake.reports import drafts, ending
from tests.support import factories
from tests.support.attached import attach, is_there
from tests.support.browsing import Browser, open_text

SAD = "Ich will nicht mehr leben."
FILLED = {"kind": "check", "text": "Ab morgen kostet WhatsApp Geld!", "url": "", "platform": "unknown", "why": ""}


def with_draft(client: Browser, **answers: list[str]) -> int:
    """Let a browser have begun a report; return the draft's id."""
    token = drafts.begin(answers)
    with client.session_transaction() as kept:
        kept[DRAFT_IN_SESSION] = token
    found = drafts.find(token)
    assert found is not None
    return found.id


def ended() -> dict[Ending, int]:
    db.session.rollback()
    rows = select(EndedDay.ending, EndedDay.count).where(EndedDay.day == local_day(now()))
    return dict(db.session.execute(rows).all())


# ---------------------------------------------------------------------------------------------- who helps now


def test_the_page_of_those_who_help_now_names_their_numbers(client: Browser) -> None:
    page = client.get("/report/danger")
    for number in ("133", "110", "142", "147"):
        assert f'href="tel:{number}"' in page.text
    assert "As of Nov 27, 2026." in open_text(page.text)


@pytest.mark.parametrize(
    "step",
    [
        "",
        "nowhere",
        "danger",
        "child-abuse",
        "../desk",
        "//elsewhere.example",
        "https://elsewhere.example",
        "A",
        "x" * 99,
    ],
)
def test_going_on_leads_to_the_form_whatever_the_address_says(client: Browser, step: str) -> None:
    page = client.get("/report/danger", query_string={"next": step})
    assert page.status_code == 200
    assert '<a class="button" href="/report">' in page.text
    assert "elsewhere" not in page.text


def test_going_on_leads_to_the_step_that_the_form_named(client: Browser) -> None:
    page = client.get("/report/danger?next=where")
    assert '<a class="button" href="/report/where">' in page.text


# --------------------------------------------------------------------------------------------- child abuse


def test_the_page_about_child_abuse_has_no_field_and_names_who_takes_such_reports(client: Browser) -> None:
    page = client.get("/report/child-abuse").text
    main = page.split("<main", 1)[1]
    for element in ("<textarea", "<input", "<form"):
        assert element not in main
    for office in ("stopline.at", "internet-beschwerdestelle.de", "tel:133", "tel:110"):
        assert office in main
    assert main.index("stopline.at") < main.index("tel:133")


def test_looking_at_the_page_counts_nothing_and_keeps_a_draft(client: Browser) -> None:
    with_draft(client, text=["etwas"])
    assert "Remove my report" in client.get("/report/child-abuse").text
    assert ended() == {}
    assert db.session.scalar(select(func.count(ReportDraft.id))) == 1


def test_ending_erases_what_was_typed_and_its_files_and_counts_one(client: Browser) -> None:
    file = attach(with_draft(client, text=["etwas"]))
    assert is_there(file)
    db.session.expunge(file)
    answer = client.send("/report/child-abuse", {})
    assert (answer.status_code, answer.location) == (303, "/report/child-abuse")
    assert ended() == {Ending.CHILD_ABUSE: 1}
    assert db.session.scalar(select(func.count(ReportDraft.id))) == 0
    assert not is_there(file)
    assert "Remove my report" not in client.get("/report/child-abuse").text
    with client.session_transaction() as kept:
        assert DRAFT_IN_SESSION not in kept


def test_another_draft_is_left_alone(client: Browser) -> None:
    file = attach(with_draft(client))
    ending.end("a secret that finds nothing", Ending.CHILD_ABUSE)
    assert is_there(file)
    assert len(keeping.of_draft(file.draft_id or 0)) == 1


def test_each_ending_is_counted_by_itself(app: Flask) -> None:
    for why in (Ending.KNOWN, Ending.CHILD_ABUSE, Ending.KNOWN):
        ending.end("", why)
    assert ended() == {Ending.KNOWN: 2, Ending.CHILD_ABUSE: 1}


# ----------------------------------------------------------------------------------------------- the quiet box


def receipt_page(client: Browser, **fields: str) -> str:
    return client.get(client.send("/report/one-page", FILLED | fields).location).text


@pytest.mark.parametrize("fields", [{"text": SAD}, {"why": "Das war mein Bruder. Er will sich umbringen."}])
def test_words_of_self_harm_bring_help_lines_to_the_receipt(client: Browser, fields: dict[str, str]) -> None:
    page = receipt_page(client, **fields)
    assert "You do not have to be alone with this." in page
    assert 'href="tel:142"' in page
    assert page.index("Your report has arrived.") < page.index("You do not have to be alone")
    box = page[page.index("help-box") :]
    assert box.index("tel:142") < box.index("tel:133"), "first whoever listens"


def test_a_threat_brings_those_first_who_come_at_once(client: Browser) -> None:
    page = receipt_page(client, text="Ich bring dich um, wir wissen wo du wohnst!")
    assert "Is somebody in danger?" in page
    assert page.index("tel:133") < page.index("tel:142")


def test_a_receipt_of_hate_brings_offices_that_counsel(client: Browser) -> None:
    page = receipt_page(client, kind="hate")
    assert "zara.or.at" in page
    assert "hateaid.org" in page
    assert "tel:142" not in page


def test_an_ordinary_receipt_offers_no_help(client: Browser) -> None:
    assert "help-box" not in receipt_page(client)


@pytest.fixture
def everything_logged() -> Iterator[list[str]]:
    found: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: found.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    yield found
    logging.getLogger().removeHandler(handler)


def test_nothing_is_kept_of_what_was_found(client: Browser, everything_logged: list[str]) -> None:
    page = receipt_page(client, text=SAD)
    assert "help-box" in page
    assert not [line for line in everything_logged if "self_harm" in line or SAD in line]
    assert ended() == {}
    with client.session_transaction() as kept:
        assert set(kept) <= {"receipts", "csrf_token"}


# -------------------------------------------------------------------------------------------- Leichte Sprache


def test_leichte_sprache_is_german_whoever_asks(client: Browser) -> None:
    page = client.get("/leichte-sprache").text
    assert '<html lang="de">' in page
    assert "Wer jetzt hilft" not in page
    assert "Seite schnell verlassen" in page
    assert "Stand: 27.11.2026." in open_text(page)


def test_leichte_sprache_has_one_short_thought_a_sentence(client: Browser) -> None:
    page = client.get("/leichte-sprache").text
    body = page.split('class="easy', 1)[1].split("help-lines", 1)[0]
    sentences = [line.strip() for line in open_text(f"<p {body}").replace("?", ".").split(".")]
    assert len(sentences) > 40
    assert [line for line in sentences if len(line.split()) > 12] == []


def test_its_headings_and_sections_are_read_in_the_order_in_which_they_are_seen(client: Browser) -> None:
    page = client.get("/leichte-sprache").text
    names = ["what", "report", "receipt", "status", "lookup", "help", "leave", "data"]
    places = [page.index(f'<h2 id="easy-{name}"') for name in names]
    assert places == sorted(places)
    assert page.count("<h1") == 1


# ------------------------------------------------------------------------------------------------- the way out


def public_pages(app: Flask) -> list[str]:
    rules = (rule for rule in app.url_map.iter_rules() if rule.endpoint in PUBLIC_ENDPOINTS)
    slug = factories.claim().slug
    return [rule.rule.replace("<slug>", slug) for rule in rules if "GET" in (rule.methods or ())]


def test_every_public_page_has_the_way_out(app: Flask, client: Browser) -> None:
    client.send("/report/one-page", FILLED)
    seen = set()
    for address in [*public_pages(app), "/nowhere"]:
        with client.get(address.replace("<path:filename>", "x").replace("<token>", "x")) as answer:
            # A piece of a page has no way out of its own.
            if answer.mimetype != "text/html" or address.startswith("/desk") or address.endswith("/reading"):
                continue
            if answer.status_code in (200, 404):
                page = answer.get_data(as_text=True)
                assert page.count("data-leave>") == 1, address
                assert 'rel="noreferrer"' in page
                seen.add(address)
    assert {"/", "/report", "/receipt", "/status", "/lookup", "/leichte-sprache", "/nowhere"} <= seen


def test_the_desk_has_none(client: Browser) -> None:
    assert "data-leave" not in client.get("/desk/login").text
