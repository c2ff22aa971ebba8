"""How an editor works: the house says it, and each person may depart from it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from core.config import Config
from core.config_values import ConfigError
from core.db import db, writing
from core.refusals import InvalidInput
from intake.models.cases import Kind
from review.care import left_out, preferences
from review.care.models import EditorPreference
from review.care.preferences import Preferences, Shielding
from tests.support import factories
from tests.support.browsing import Browser, open_text
from tests.support.desk import PASSWORD, signed_in
from tests.support.installation import changed

OTHERWISE = {
    "shielding": "blur",
    "masking": "off",
    "greyscale": "off",
    "hint": "off",
    "hint_after": "7",
    "auto_advance": "off",
    "shortcuts": "off",
}
OF_FORM = {"shielding": "blur", "hint_after": "7"}


def stored() -> dict[str, str]:
    db.session.rollback()
    return {row.name: row.value for row in db.session.scalars(select(EditorPreference))}


def test_whoever_chose_nothing_works_as_the_house_has_it(app: Flask) -> None:
    assert preferences.of(factories.editor()) == Preferences()
    assert Preferences().shielding is Shielding.FOLD
    assert Preferences().masking
    assert Preferences().hint_after == 20


def test_the_setting_changes_the_house(config: Config) -> None:
    house = create_app(changed(config, CARE_DEFAULTS="shielding=blur, hint_after=10 shortcuts=off"))

    with house.app_context():
        assert preferences.of(factories.editor()) == Preferences(
            shielding=Shielding.BLUR, hint_after=10, shortcuts=False
        )


@pytest.mark.parametrize(
    "setting",
    ["shielding=loud", "colour=red", "hint_after=0", "hint_after=501", "hint_after=٣", "masking", "masking=yes"],
)
def test_a_setting_that_cannot_be_used_stops_the_start_and_says_which(config: Config, setting: str) -> None:
    with pytest.raises(ConfigError, match="CARE_DEFAULTS") as refused:
        create_app(changed(config, CARE_DEFAULTS=setting))
    assert setting in str(refused.value)


def test_only_what_departs_from_the_house_is_stored_and_holds_for_that_person_alone(app: Flask) -> None:
    editor, colleague = factories.editor(), factories.editor()

    preferences.choose({**Preferences().values(), "shielding": "open", "hint_after": "007"}, editor=editor)

    assert stored() == {"shielding": "open", "hint_after": "7"}
    assert preferences.of(editor) == replace(Preferences(), shielding=Shielding.OPEN, hint_after=7)
    assert preferences.of(colleague) == Preferences()


def test_everything_can_be_chosen_and_given_back(app: Flask) -> None:
    editor = factories.editor()

    preferences.choose(OTHERWISE, editor=editor)
    assert stored() == OTHERWISE
    assert preferences.of(editor).values() == OTHERWISE

    preferences.choose({}, editor=editor)
    assert stored() == {}


def test_a_value_that_cannot_be_used_changes_nothing(app: Flask) -> None:
    editor = factories.editor()
    preferences.choose({"shielding": "blur"}, editor=editor)

    with pytest.raises(InvalidInput) as refused:
        preferences.choose({"shielding": "loud", "hint_after": "many", "masking": "off"}, editor=editor)

    assert refused.value.problems.keys() == {"shielding", "hint_after"}
    assert stored() == {"shielding": "blur"}


def test_what_another_version_stored_counts_as_not_chosen(app: Flask) -> None:
    editor = factories.editor()
    with writing() as session:
        for name, value in (("shielding", "loud"), ("colour", "red"), ("masking", "off")):
            session.add(EditorPreference(editor_id=editor.id, name=name, value=value))

    assert preferences.of(editor) == replace(Preferences(), masking=False)


def test_the_page_shows_what_holds_keeps_what_is_chosen_and_gives_it_back(app: Flask) -> None:
    editor = factories.editor(password=PASSWORD)
    browser = signed_in(app, editor)
    assert 'href="/desk/care/"' in browser.get("/desk/password").text

    answer = browser.send("/desk/care/", OF_FORM)

    assert (answer.status_code, answer.location) == (302, "/desk/care/")
    assert preferences.of(editor).values() == OTHERWISE
    page = browser.get("/desk/care/").text
    assert "From now on the desk works like this for you." in page
    assert re.findall(r'<input checked[^>]*value="([^"]*)"', page) == ["blur"]

    browser.send("/desk/care/house", {}, seen_at="/desk/care/")
    assert preferences.of(editor) == Preferences()


def test_a_number_that_is_none_is_asked_for_again_and_the_rest_stays_filled_in(app: Flask) -> None:
    answer = signed_in(app).send("/desk/care/", {**OF_FORM, "hint_after": "many", "masking": "y"})

    assert answer.status_code == 400
    assert "Please give a number from 1 to 500." in open_text(answer.text)
    assert 'value="many"' in answer.text
    assert stored() == {}


def test_somebody_to_talk_to_is_named_with_the_house_and_with_public_lines(config: Config) -> None:
    contact = "Dr. Mira Beispiel; +43 1 234-567; mira@example.org; https://example.org/talk; Zimmer 4"
    app = create_app(changed(config, CARE_CONTACT=contact))
    with app.app_context():
        page = signed_in(app).get("/desk/care/").text

    assert "Dr. Mira Beispiel" in page
    for address in ("tel:+431234567", "mailto:mira@example.org", "https://example.org/talk", "tel:142", "tel:143"):
        assert f'href="{address}"' in page
    assert "<span>Zimmer 4</span>" in page
    assert open_text(page).count("checked on November 26, 2026") == 3


@pytest.mark.parametrize("setting", ["Mira", "; +43 1 234567", "Mira;  ;"])
def test_a_person_who_cannot_be_reached_stops_the_start(config: Config, setting: str) -> None:
    with pytest.raises(ConfigError, match="CARE_CONTACT"):
        create_app(changed(config, CARE_CONTACT=setting))


def test_what_is_not_wanted_today_is_part_of_how_somebody_works(app: Flask) -> None:
    editor = factories.editor()
    left_out.not_today(Kind.HATE, editor=editor)

    assert preferences.of(editor).not_today == {Kind.HATE}


def test_a_stranger_sees_the_sign_in_page(client: Browser) -> None:
    assert client.get("/desk/care/").location.startswith("/desk/login")
