"""The desk's pages of objections: their order, what they show and hide, and who may press what."""

from __future__ import annotations

import pytest
from flask import Flask

from accounts.models import Editor
from accounts.permissions import RoleName
from core.db import db, writing
from intake.models.cases import CaseState, Kind
from intake.models.objections import Objection
from review.objections import answering
from tests.support import factories
from tests.support.browsing import Browser, fields_of, links, open_text
from tests.support.desk import PASSWORD, plain_case, reread, signed_in
from tests.support.holding import close as close_account
from tests.support.holding import editor
from tests.support.objecting import ANSWER, REASON, again, answered, objected

FILLED = {"outcome": "upheld", "public_sentence": ANSWER, "reason": REASON}
SLUR = "Fotze"


@pytest.fixture
def bo(app: Flask) -> Editor:
    """The colleague who answers."""
    return editor("Bo")


@pytest.fixture
def desk(app: Flask, bo: Editor) -> Browser:
    """A browser in which they are signed in."""
    return signed_in(app, bo)


def test_an_objection_stands_beside_the_case_and_its_decision(desk: Browser) -> None:
    objection, case = objected(editor("Alva"))

    html = desk.get(f"/desk/objections/{objection.id}").text

    told = open_text(html)
    assert "Das stimmt so nicht." in told
    assert "Alva" in told
    assert "says so without proof" in told
    assert f"/desk/cases/{case.id}?state=all" in links(html)
    line = open_text(desk.get(f"/desk/cases/{case.id}").text)
    assert "Somebody objects to the decision" in line


def test_hate_is_folded_away_and_slurs_are_masked(desk: Browser) -> None:
    hateful = plain_case(f"So eine {SLUR}.", kind=Kind.HATE, state=CaseState.CLOSED)
    for case in (hateful, plain_case(state=CaseState.CLOSED)):
        objection = factories.objection(f"Die {SLUR} hat es verdient.", about=f"{SLUR} https://example.org/x")
        with writing() as session:
            session.get_one(Objection, objection.id).case_id = case.id
        html = desk.get(f"/desk/objections/{objection.id}").text
        assert ("verdient" in open_text(html)) is (case is not hateful)
        assert "slur-mask" in html
        assert "hxxps://example[.]org" in html
    assert SLUR not in desk.get("/desk/objections/").text


def test_from_the_page_an_answer_is_sent(app: Flask, desk: Browser) -> None:
    objection, case = objected(editor("Alva"))
    address = f"/desk/objections/{objection.id}"

    answer = desk.send(f"{address}/answer", {**FILLED, "reopens": "y"}, seen_at=address)

    assert (answer.status_code, answer.location) == (302, "/desk/objections/")
    assert again(objection).public_sentence == ANSWER
    assert reread(case).state is CaseState.OPEN
    told = open_text(desk.get(address).text)
    assert REASON in told
    assert "Taken up again with this answer" in told
    assert "An objection was answered: The objection is right." in open_text(desk.get(f"/desk/cases/{case.id}").text)


def test_what_was_typed_stays_when_something_is_missing(desk: Browser) -> None:
    objection, _ = objected(editor("Alva"))
    address = f"/desk/objections/{objection.id}"

    answer = desk.send(f"{address}/answer", {**FILLED, "outcome": ""}, seen_at=address)

    assert answer.status_code == 400
    assert fields_of(answer.text) == {"public_sentence": ANSWER, "reason": REASON}
    assert "Choose an outcome." in open_text(answer.text)


def test_whoever_is_second_keeps_what_they_wrote(app: Flask, desk: Browser) -> None:
    objection, _ = objected(editor("Alva"))
    address = f"/desk/objections/{objection.id}"
    form = desk.get(address)
    assert form.status_code == 200
    answering.answer(objection.id, answered(public_sentence="Schneller."), editor=editor("Cleo"))

    answer = desk.send(f"{address}/answer", FILLED, seen_at="/desk/")

    assert answer.status_code == 409
    told = open_text(answer.text)
    assert "Another editor answered this objection in the meantime." in told
    assert "Schneller." in told
    assert ANSWER in told


def test_whoever_decided_gives_it_to_a_colleague(app: Flask, desk: Browser, bo: Editor) -> None:
    cleo = editor("Cleo")
    objection, _ = objected(bo)
    address = f"/desk/objections/{objection.id}"

    html = desk.get(address).text
    assert "against your own decision" in open_text(html)
    assert fields_of(html) == {}
    refused = desk.send(f"{address}/answer", FILLED, seen_at="/desk/")
    assert refused.status_code == 409
    assert "against your own decision" in open_text(refused.text)
    desk.send(f"{address}/give", {"editor_id": str(cleo.id)}, seen_at=address)

    assert "Given to Cleo" in open_text(desk.get(address).text)
    assert "Given to Cleo" in open_text(desk.get("/desk/objections/").text)
    close_account(cleo)
    assert "nobody else at the desk can answer" in open_text(desk.get(address).text)


def test_whoever_reads_along_reads_and_presses_nothing(app: Flask) -> None:
    objection, _ = objected(editor("Alva"))
    browser = signed_in(app, factories.editor(password=PASSWORD, role=RoleName.VIEWER))
    address = f"/desk/objections/{objection.id}"

    html = browser.get(address).text

    assert "Nobody has answered yet." in open_text(html)
    assert f"{address}/answer" not in html
    assert browser.send(f"{address}/answer", FILLED, seen_at=address).status_code == 403
    assert again(objection).answered_at is None
    assert db.session.get(Objection, objection.id + 1) is None
    assert browser.get(f"/desk/objections/{objection.id + 1}").status_code == 404
