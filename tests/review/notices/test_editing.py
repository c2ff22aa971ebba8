"""The pages for readers at the desk: written, looked at first, given back, and never one over the other unseen."""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.models import Editor
from accounts.permissions import RoleName
from audit.models import Event
from core.db import db
from core.refusals import Conflict, InvalidInput
from intake.models.notices import Notice, NoticeAction, NoticeText
from intake.notices import texts
from review.notices import editing
from review.notices.editing import LONGEST, Draft
from tests.support import factories
from tests.support.browsing import open_text
from tests.support.desk import PASSWORD, signed_in

EDIT = "/desk/pages/imprint"
IMPRINT = {"body_de": "Verein Klar, Wien", "body_en": "Klar association, Vienna", "version": "0"}


@pytest.fixture
def lead(app: Flask) -> Editor:
    return factories.editor(password=PASSWORD, role=RoleName.LEAD)


def told() -> list[str]:
    rows = select(Event.action).where(Event.action.in_([action.value for action in NoticeAction])).order_by(Event.id)
    return list(db.session.scalars(rows))


def test_a_page_is_in_force_at_once_and_every_version_stays(lead: Editor) -> None:
    editing.write(Notice.PRIVACY, Draft("Eins", "One", 0), editor=lead)
    first = texts.page(Notice.PRIVACY)
    editing.write(Notice.PRIVACY, Draft("Zwei", "Two", first.version), editor=lead)
    assert (texts.page(Notice.PRIVACY).body_de, first.is_own) == ("Zwei", True)
    assert [row.body_de for row in texts.versions(Notice.PRIVACY)] == ["Zwei", "Eins"]
    assert told() == ["notice_written"] * 2


def test_saving_what_stands_there_already_changes_nothing(lead: Editor) -> None:
    brought = Draft(texts.brought(Notice.PRIVACY, "de"), texts.brought(Notice.PRIVACY, "en"), 0)
    editing.write(Notice.PRIVACY, brought, editor=lead)
    assert db.session.scalar(select(func.count()).select_from(NoticeText)) == 0
    assert told() == []


def test_given_back_the_products_text_is_in_force_and_ones_own_is_kept(lead: Editor) -> None:
    editing.write(Notice.PRIVACY, Draft("Eins", "", 0), editor=lead)
    own = texts.page(Notice.PRIVACY)
    editing.give_back(Notice.PRIVACY, version=own.version, editor=lead)
    given = texts.page(Notice.PRIVACY)
    assert given.body_de == texts.brought(Notice.PRIVACY, "de")
    editing.give_back(Notice.PRIVACY, version=given.version, editor=lead)
    assert told() == ["notice_written", "notice_given_back"]
    assert [row.body_de for row in texts.versions(Notice.PRIVACY)] == ["", "Eins"]
    editing.write(Notice.PRIVACY, Draft("Drei", "", given.version), editor=lead)
    assert texts.page(Notice.PRIVACY).body_de == "Drei"


def test_whoever_saves_second_is_told_and_overwrites_nothing(lead: Editor) -> None:
    editing.write(Notice.IMPRINT, Draft("Eins", "", 0), editor=lead)
    for version in (0, -1):
        with pytest.raises(Conflict):
            editing.write(Notice.IMPRINT, Draft("Zwei", "", version), editor=lead)
        with pytest.raises(Conflict):
            editing.give_back(Notice.IMPRINT, version=version, editor=lead)
    assert texts.page(Notice.IMPRINT).body_de == "Eins"


def test_of_ten_who_save_at_once_one_wins(app: Flask, lead: Editor) -> None:
    lost: list[str] = []

    def save(number: int) -> None:
        with app.app_context():
            try:
                editing.write(Notice.IMPRINT, Draft(f"Nummer {number}", "", 0), editor=lead)
            except Conflict as conflict:
                lost.append(str(conflict))

    threads = [threading.Thread(target=save, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert len(lost) == 9
    assert len(texts.versions(Notice.IMPRINT)) == 1


@pytest.mark.parametrize(
    "field, body",
    [("body_de", "x" * (LONGEST + 1)), ("body_en", "Write to {adress}."), ("body_de", "{name} und {Name} {nam}")],
)
def test_what_cannot_be_shown_is_refused_at_its_field(lead: Editor, field: str, body: str) -> None:
    bodies = {"body_de": "Eins", "body_en": "One"} | {field: body}
    with pytest.raises(InvalidInput) as refused:
        editing.write(Notice.PRIVACY, Draft(bodies["body_de"], bodies["body_en"], 0), editor=lead)
    assert set(refused.value.problems) == {field}
    assert texts.page(Notice.PRIVACY).version == 0


def test_a_page_without_a_word_is_refused(lead: Editor) -> None:
    with pytest.raises(InvalidInput):
        editing.write(Notice.IMPRINT, Draft(" \n", "\u200b", 0), editor=lead)


# ---------------------------------------------------------------------------------------------------- the pages


def test_a_lead_is_reminded_of_what_only_the_desk_can_write_until_it_is_written(app: Flask, lead: Editor) -> None:
    browser = signed_in(app, lead)
    asked = "Pages for readers that only you can write"
    assert asked in browser.get("/desk/start").text
    assert asked not in signed_in(app).get("/desk/start").text
    assert "Nobody has written it yet" in browser.get("/desk/pages/").text
    assert browser.send(EDIT, IMPRINT).location == EDIT
    assert asked not in browser.get("/desk/start").text
    assert "Written by the desk" in browser.get("/desk/pages/").text
    assert "wrote the page “Imprint” for readers." in open_text(browser.get("/desk/audit").text)


def test_looking_first_shows_the_page_and_keeps_nothing(app: Flask, lead: Editor) -> None:
    browser = signed_in(app, lead)
    looked = browser.send(EDIT, IMPRINT | {"body_de": "## Wer\n\n{name} <b>", "then": "look"})
    assert "<h2>Wer</h2>" in looked.text
    assert "Gegencheck &lt;b&gt;" in looked.text
    assert texts.page(Notice.IMPRINT).is_missing


def test_a_conflict_keeps_what_was_typed_and_saving_again_takes_its_place(app: Flask, lead: Editor) -> None:
    browser = signed_in(app, lead)
    editing.write(Notice.IMPRINT, Draft("Schneller", "", 0), editor=lead)
    late = browser.send(EDIT, IMPRINT)
    assert late.status_code == 409
    assert "Verein Klar, Wien" in late.text
    assert "Schneller" in late.text, "what the other wrote is there to take over"
    version = str(texts.page(Notice.IMPRINT).version)
    assert f'value="{version}"' in late.text
    assert browser.send(EDIT, IMPRINT | {"version": version}).status_code == 302
    assert texts.page(Notice.IMPRINT).body_de == "Verein Klar, Wien"


def test_a_refused_page_keeps_what_was_typed(app: Flask, lead: Editor) -> None:
    answer = signed_in(app, lead).send(EDIT, IMPRINT | {"body_de": "Von {nobody}"})
    assert answer.status_code == 400
    assert "Von {nobody}" in answer.text
    assert "Nothing is known to put in place of {nobody}" in open_text(answer.text)


def test_given_back_with_one_click(app: Flask, lead: Editor) -> None:
    browser = signed_in(app, lead)
    editing.write(Notice.PRIVACY, Draft("Eins", "", 0), editor=lead)
    version = str(texts.page(Notice.PRIVACY).version)
    browser.send("/desk/pages/privacy/give-back", {"version": version}, seen_at="/desk/pages/privacy")
    assert not texts.page(Notice.PRIVACY).is_own
    assert browser.get("/desk/pages/nothing").status_code == 404
