"""The help lines: what the product brings, what the desk keeps in its place, and what readers see."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from core.db import writing
from intake.help import lines
from intake.help.lines import CHECKED_EVERY, Line
from intake.models.help import HelpCountry, HelpKind, HelpLine
from review.help.editing import LONGEST
from tests.support.browsing import Browser, open_text

ALL = tuple(HelpKind)


def kept(line: Line) -> None:
    """Let the desk keep a line."""
    with writing() as session:
        session.add(HelpLine(**{name: getattr(line, name) for name in Line.__slots__}))


def zara() -> Line:
    return next(line for line in lines.brought() if line.code == "zara")


def test_what_the_product_brings_fits_what_the_desk_may_write() -> None:
    for line in lines.brought():
        assert line.name
        assert line.sentence_de
        assert line.sentence_en
        assert line.telephone or line.url
        assert all(len(getattr(line, name)) <= most for name, most in LONGEST.items()), line.code
    assert Counter(line.code for line in lines.brought()).most_common(1)[0][1] == 1


@pytest.mark.parametrize("country", [HelpCountry.AT, HelpCountry.DE])
@pytest.mark.parametrize("kind", ALL)
def test_there_is_a_line_of_each_kind_in_both_countries_of_the_desk(country: HelpCountry, kind: HelpKind) -> None:
    assert [line for line in lines.brought() if (line.country, line.kind) == (country, kind)]


@pytest.mark.parametrize("code, number", [("police-at", "133"), ("police-de", "110"), ("rat-auf-draht", "147")])
def test_numbers_are_dialled_as_they_are_told(code: str, number: str) -> None:
    line = next(line for line in lines.brought() if line.code == code)
    assert (line.telephone, line.calls) == (number, f"tel:{number}")


def test_gaps_in_a_number_are_not_dialled() -> None:
    assert replace(zara(), telephone="+43 (1) 929-13 99").calls == "tel:+4319291399"


def test_a_line_of_the_desk_stands_in_place_of_the_one_that_was_brought(app: Flask) -> None:
    kept(replace(zara(), name="ZARA neu", telephone="01 23"))
    found = [line for line in lines.every() if line.code == "zara"]
    assert [(line.name, line.telephone) for line in found] == [("ZARA neu", "01 23")]
    assert len(lines.every()) == len(lines.brought())


def test_hidden_lines_are_shown_to_nobody(app: Flask) -> None:
    kept(replace(zara(), is_shown=False))
    assert "zara" in {line.code for line in lines.every()}
    assert "zara" not in {line.code for line in lines.shown(*ALL)}


def test_lines_come_by_kind_then_country_then_place(app: Flask) -> None:
    kept(replace(zara(), code="own-1", position=zara().position - 1))
    codes = [line.code for line in lines.shown(HelpKind.EMERGENCY, HelpKind.COUNSELLING)]
    assert codes == ["police-at", "police-de", "own-1", "zara", "hateaid"]


def test_a_line_is_due_when_nobody_has_tried_it_for_ninety_days(app: Flask) -> None:
    today = date(2027, 6, 1)
    long_ago, just_in_time = today - CHECKED_EVERY - timedelta(days=1), today - CHECKED_EVERY
    assert replace(zara(), stated_on=long_ago).is_due(today)
    assert not replace(zara(), stated_on=just_in_time).is_due(today)
    assert not replace(zara(), stated_on=long_ago, checked_on=just_in_time).is_due(today)
    everything = len(lines.brought())
    assert lines.due_count(today) == everything
    kept(replace(zara(), checked_on=today))
    assert lines.due_count(today) == everything - 1


def test_hidden_lines_are_never_due(app: Flask) -> None:
    kept(replace(zara(), is_shown=False))
    assert lines.due_count(date(2027, 6, 1)) == len(lines.brought()) - 1


# Words of the lines that are the product's own, by language; a name of an office belongs to none.
GERMAN = re.compile(
    r"[äöüß]|\b(?:Polizei|rund um die Uhr|und|für|nicht|Menschen|Österreich|Deutschland|Schweiz)\b", re.I
)
ENGLISH = re.compile(r"\b(?:Police|at any hour|and|the|people|Austria|Germany|Switzerland)\b", re.I)


@pytest.mark.parametrize("address", ["/report/danger", "/report/child-abuse"])
@pytest.mark.parametrize("language, foreign", [("en", GERMAN), ("de", ENGLISH)])
def test_a_page_of_help_speaks_one_language(
    client: Browser, address: str, language: str, foreign: re.Pattern[str]
) -> None:
    client.set_cookie("language", language)
    page = client.get(address).text
    told = open_text(page[page.index('class="help-lines"') - 5 : page.index("</ul>", page.index("help-lines"))])
    assert ("Police", "Polizei")[language == "de"] in told
    assert foreign.findall(told) == []


def test_a_line_of_the_desk_that_kept_the_word_is_called_in_english_too(app: Flask) -> None:
    police = next(line for line in lines.brought() if line.code == "police-at")
    kept(replace(police, telephone="112"))
    kept(replace(zara(), name="Polizei Bregenz"))
    for language, names in {"en": {"Police", "Polizei Bregenz"}, "de": {"Polizei", "Polizei Bregenz"}}.items():
        with app.test_request_context(headers={"Accept-Language": language}):
            called = {line.called for line in lines.every() if line.code in {"police-at", "zara"}}
        assert called == names
