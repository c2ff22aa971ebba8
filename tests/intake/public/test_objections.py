"""From the public form over the desk to the answer, as whoever objects sees it."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import func, select

from accounts.models import Editor
from core.db import db
from intake.cases import joining
from intake.models.cases import Case
from intake.models.objections import Objection, ObjectionOutcome, Objector
from intake.public import objections
from intake.retention import erasing
from review.objections import answering
from tests.support import factories
from tests.support.browsing import Browser, fields_of, hidden_fields, links, open_text
from tests.support.holding import editor
from tests.support.objecting import ANSWER, answered, close

WORDS = "Ich heiße Quastenflosser, und das stimmt so nicht."
OPENLY = {"about": "wolken-aus-watte", "objector": "concerned", "text": WORDS}


def stored() -> Objection:
    db.session.rollback()
    return db.session.scalars(select(Objection)).one()


def decided() -> tuple[str, str]:
    """Send a report that Alva decides; return its receipt and reference."""
    sent = factories.report()
    joining.match_all_waiting()
    close(db.session.scalars(select(Case)).one(), editor=editor("Alva"))
    return sent.receipt, sent.reference


def receipt_on(page: str) -> str:
    return page.partition('id="receipt"')[2].partition("</strong>")[0].rpartition(">")[2].strip()


def test_from_the_status_page_to_the_answer_on_it(app: Flask, client: Browser) -> None:
    receipt, reference = decided()
    status = client.send("/status", {"receipt": receipt})
    assert "Object to this decision" in open_text(status.text)

    form = client.post("/objection", data={**hidden_fields(status.text), "receipt": receipt})
    assert form.status_code == 200
    assert f"about your report {reference}" in open_text(form.text)
    assert fields_of(form.text) == {"text": ""}, "whoever shows a receipt is asked nothing else"
    sent = client.post("/objection", data={**hidden_fields(form.text), "text": WORDS})

    assert (sent.status_code, sent.location) == (303, "/objection/sent")
    objection = stored()
    assert (objection.objector, objection.is_proven, objection.text) == (Objector.REPORTER, True, WORDS)
    page = client.get("/objection/sent").text
    own = receipt_on(page)
    again = client.send("/status", {"receipt": receipt}).text
    assert "We are looking at your objection" in open_text(again)
    assert "Object to this decision" not in open_text(again)

    answering.answer(objection.id, answered(outcome=ObjectionOutcome.PARTLY), editor=editor("Bo"))

    for shown in (receipt, own.lower()):
        told = client.send("/status", {"receipt": shown}).text
        assert ANSWER in open_text(told)
        assert "The objection is partly right" in open_text(told)
        assert "Quastenflosser" not in told
        assert "Bo" not in open_text(told).split()


def test_openly_somebody_concerned_objects_and_gets_a_receipt(client: Browser) -> None:
    answer = client.send("/objection", OPENLY)

    assert (answer.status_code, answer.location) == (303, "/objection/sent")
    objection = stored()
    assert (objection.objector, objection.is_proven, objection.language) == (Objector.CONCERNED, False, "en")
    page = client.get("/objection/sent").text
    receipt = receipt_on(page)
    assert objection.reference in open_text(page)
    assert not [link for link in links(page) if receipt in link]
    kept = client.send("/receipt/file", {"reference": objection.reference}, seen_at="/objection/sent")
    assert receipt in kept.text
    status = open_text(client.send("/status", {"receipt": receipt}).text)
    assert f"Objection {objection.reference}" in status
    assert f"{objection.due_on:%A}" in status


def test_a_number_that_was_never_given_is_refused_with_what_was_typed_kept(client: Browser) -> None:
    known = factories.report().reference
    later = f"{known[:8]}{int(known[8:]) + 1:06d}"
    for about in (later, f"Meldung {later}", "GC-2019-000001"):
        answer = client.send("/objection", {**OPENLY, "about": about})
        assert answer.status_code == 400
        assert "No report has this number." in open_text(answer.text)
        assert fields_of(answer.text) == {"about": about, "text": WORDS}
    assert db.session.scalar(select(func.count()).select_from(Objection)) == 0
    assert client.send("/objection", {**OPENLY, "about": known}).status_code == 303


def test_a_receipt_that_is_typed_there_proves_it_and_is_kept_nowhere(client: Browser) -> None:
    receipt, reference = decided()
    unknown = "1234-5678-9012-3456-7888"
    answer = client.send("/objection", {**OPENLY, "about": unknown})
    assert answer.status_code == 400
    assert "We do not know this receipt." in open_text(answer.text)
    assert fields_of(answer.text) == {"about": unknown, "text": WORDS}

    assert client.send("/objection", {**OPENLY, "about": receipt}).status_code == 303
    objection = stored()
    assert (objection.is_proven, objection.about, objection.objector) == (True, "", Objector.REPORTER)
    assert objection.submission is not None
    assert objection.submission.reference == reference


def test_by_the_answer_nobody_can_tell_what_became_of_a_report(client: Browser) -> None:
    known, erased = factories.report().reference, factories.report()
    erasing.ask(erased.receipt)
    erasing.carry_out()
    joining.match_all_waiting()

    pages = []
    for about in (known, erased.reference, "kein-solcher-artikel"):
        assert client.send("/objection", {**OPENLY, "about": about}).status_code == 303
        page = client.get("/objection/sent").text
        status = client.send("/status", {"receipt": receipt_on(page)}).text
        reference = db.session.scalars(select(Objection.reference).order_by(Objection.id.desc()).limit(1)).one()
        pages.append(open_text(status).replace(reference, "OB"))
    assert pages[0] == pages[1] == pages[2]


def test_the_form_says_by_when_there_is_an_answer_and_asks_for_no_address(client: Browser) -> None:
    page = client.get("/objection?about=whatsapp-bleibt-kostenlos").text

    assert fields_of(page) == {"about": "whatsapp-bleibt-kostenlos", "text": ""}
    assert "within seven working days" in open_text(page)
    assert 'type="email"' not in page


def test_each_public_page_and_each_article_leads_to_the_form(client: Browser) -> None:
    claim = factories.claim()
    assert "/objection" in links(client.get("/").text)
    assert f"/objection?about={claim.slug}" in links(client.get(f"/claims/{claim.slug}").text)


def test_what_was_typed_stays_and_what_cannot_be_read_is_taken_out(client: Browser) -> None:
    answer = client.send("/objection", {**OPENLY, "objector": "", "text": f"{WORDS}\u202e"})

    assert answer.status_code == 400
    assert fields_of(answer.text) == {"about": OPENLY["about"], "text": WORDS}
    told = open_text(answer.text)
    assert "Choose who you are to it." in told
    assert "invisible characters" in told


def test_an_expired_page_costs_nobody_what_they_typed(client: Browser) -> None:
    answer = client.post("/objection", data=OPENLY)

    assert answer.status_code == 400
    assert fields_of(answer.text)["text"] == WORDS
    assert db.session.scalars(select(Objection)).all() == []


def test_a_receipt_that_we_do_not_know_leads_to_the_open_form(client: Browser) -> None:
    token = hidden_fields(client.get("/objection").text)["csrf_token"]

    form = client.post("/objection", data={"csrf_token": token, "receipt": "ABCD-EFGH"})

    assert form.status_code == 200
    assert fields_of(form.text) == {"about": "", "text": ""}
    assert "ABCD-EFGH" not in form.text


def test_one_network_objects_so_often_and_no_more(client: Browser) -> None:
    allowed = int(objections.OBJECTION_LIMIT.split()[0])
    answers = [client.post("/objection", data={}).status_code for _ in range(allowed + 1)]

    assert answers == [400] * allowed + [429]


def test_without_an_objection_there_is_no_receipt_to_show(client: Browser) -> None:
    answer = client.get("/objection/sent")
    assert urlsplit(answer.location).path == "/status"


def test_an_answer_to_ones_own_decision_says_so(app: Flask, client: Browser) -> None:
    receipt, _ = decided()
    client.send("/objection", {"receipt": receipt, "text": WORDS})
    alva = db.session.scalars(select(Editor).where(Editor.desk_name == "Alva")).one()
    answering.answer(stored().id, answered(outcome=ObjectionOutcome.NOT_UPHELD), editor=alva)

    told = open_text(client.send("/status", {"receipt": receipt}).text)

    assert "nobody but the editor who decided could look at it again" in told
    assert "The decision stands" in told
