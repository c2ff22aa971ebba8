"""How many hurtful texts somebody opened today: counted for that person, and told to nobody else."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import db
from core.refusals import InvalidInput
from intake.models.cases import Kind
from review.care import exposure, left_out, preferences
from review.care.models import OpenedText
from tests.support import factories
from tests.support.browsing import Browser, hidden_fields, open_text
from tests.support.desk import PASSWORD, plain_case, signed_in
from tests.support.wearing import HATE, MARKER, as_yesterday, hate_case

PAUSE = "A pause does good."


def tell(browser: Browser, text: str) -> int:
    """Say that a text was opened, as the script does; return how it was answered."""
    fields = {**hidden_fields(browser.get("/desk/").text), "text": exposure.text_key(text)}
    return browser.post("/desk/care/opened", data=fields).status_code


def test_a_text_counts_once_a_day_for_whoever_opened_it(app: Flask) -> None:
    editor, colleague = factories.editor(password=PASSWORD), factories.editor()
    browser = signed_in(app, editor)

    assert [tell(browser, text) for text in ("one", "two", "one")] == [204, 204, 204]

    assert exposure.count(editor=editor) == 2
    assert exposure.count(editor=colleague) == 0
    as_yesterday()
    assert exposure.count(editor=editor) == 0
    exposure.opened(exposure.text_key("one"), editor=editor)
    assert exposure.count(editor=editor) == 1


def test_no_case_and_no_word_is_kept(app: Flask) -> None:
    editor = factories.editor()
    exposure.opened(exposure.text_key(HATE), editor=editor)

    (row,) = db.session.scalars(select(OpenedText)).all()

    assert {column.name for column in OpenedText.__table__.columns} == {"editor_id", "day", "text_key"}
    assert len(row.text_key) == exposure.KEY_DIGITS
    assert row.text_key != exposure.text_key(HATE + " ")


@pytest.mark.parametrize("key", ["", "x" * 32, "A" * 32, "a" * 31, "a" * 33, "a" * 32 + "\n"])
def test_what_is_no_key_is_refused(app: Flask, key: str) -> None:
    with pytest.raises(InvalidInput):
        exposure.opened(key, editor=factories.editor())
    assert db.session.scalars(select(OpenedText)).all() == []


def test_made_up_keys_fill_no_table(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exposure, "MOST_COUNTED", 3)
    editor = factories.editor()

    for number in range(5):
        exposure.opened(f"{number:032x}", editor=editor)

    assert exposure.count(editor=editor) == 3


def test_at_every_multiple_of_what_was_chosen_a_pause_is_suggested_until_one_reads_on(app: Flask) -> None:
    editor = factories.editor(password=PASSWORD)
    preferences.choose({"hint_after": "2"}, editor=editor)
    browser = signed_in(app, editor)

    assert tell(browser, "one") == 204
    assert PAUSE not in open_text(browser.get("/desk/").text)
    assert tell(browser, "two") == 200
    assert PAUSE in open_text(browser.get("/desk/").text)
    assert PAUSE in open_text(browser.get("/desk/audit").text), "whichever page comes next"

    browser.send("/desk/care/read-on", {"next": "/desk/audit"}, seen_at="/desk/")
    assert PAUSE not in open_text(browser.get("/desk/").text)
    assert tell(browser, "three") == 204
    assert tell(browser, "four") == 200
    assert "You have opened 4 hurtful texts today." in open_text(browser.get("/desk/").text)


def test_whoever_wants_no_hint_gets_none(app: Flask) -> None:
    editor = factories.editor(password=PASSWORD)
    preferences.choose({"hint_after": "1", "hint": "off"}, editor=editor)

    assert tell(signed_in(app, editor), "one") == 204


def test_the_hint_offers_to_leave_hate_out_today(app: Flask) -> None:
    editor = factories.editor(password=PASSWORD)
    preferences.choose({"hint_after": "1"}, editor=editor)
    browser = signed_in(app, editor)
    tell(browser, "one")
    page = browser.get("/desk/").text

    assert "/desk/care/#talk" in page
    browser.post("/desk/care/not-today", data=hidden_fields(page))

    assert preferences.of(editor).not_today == {Kind.HATE}


def test_without_a_script_being_on_the_page_of_a_hurtful_case_counts(app: Flask) -> None:
    editor = factories.editor(password=PASSWORD)
    browser = signed_in(app, editor)
    page = browser.get(f"/desk/cases/{hate_case().id}").text
    (address,) = {part.partition('"')[0] for part in page.split('src="')[1:] if part.startswith("/desk/care/opened/")}

    assert "<noscript>" in page.partition(address)[0]
    assert [browser.get(address).status_code for _ in range(2)] == [204, 204]
    assert exposure.count(editor=editor) == 1
    assert "/desk/care/opened/" not in browser.get(f"/desk/cases/{plain_case().id}").text


def test_only_the_editor_reads_the_number(app: Flask) -> None:
    editor = factories.editor(password=PASSWORD)
    browser, colleague = signed_in(app, editor), signed_in(app)
    for text in ("one", "two", "three"):
        tell(browser, text)

    assert "3 hurtful texts" in open_text(browser.get("/desk/care/").text)
    assert "0 hurtful texts" in open_text(colleague.get("/desk/care/").text)


def test_reading_a_page_writes_nothing(app: Flask) -> None:
    editor = factories.editor(password=PASSWORD)
    case = hate_case(f"Noch mehr {MARKER}.")
    left_out.skip(case.id, editor=editor)

    signed_in(app, editor).get(f"/desk/cases/{case.id}")

    assert exposure.count(editor=editor) == 0
