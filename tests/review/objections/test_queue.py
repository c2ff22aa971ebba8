"""The queue of objections: what is due first, in words, page after page, and no word of whoever objects."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from accounts.models import Editor
from core.db import now, writing
from core.web.display import local_day
from intake.models.objections import Objection
from review.objections import answering, page
from tests.support import factories
from tests.support.browsing import Browser, links, open_text
from tests.support.desk import signed_in
from tests.support.holding import editor
from tests.support.objecting import answered, objected
from tests.support.statements import statements


@pytest.fixture
def bo(app: Flask) -> Editor:
    """The colleague who answers."""
    return editor("Bo")


@pytest.fixture
def desk(app: Flask, bo: Editor) -> Browser:
    """A browser in which they are signed in."""
    return signed_in(app, bo)


def due_in(days: int) -> Objection:
    """Object to an article, so that it is due in so many days."""
    objection = factories.objection(about=factories.claim().slug)
    with writing() as session:
        found = session.get_one(Objection, objection.id)
        found.due_on = local_day(now()) + timedelta(days=days)
    return found


def listed(html: str) -> list[int]:
    """Return the objections that the list leads to, in its order."""
    own = [link.rpartition("/")[2] for link in links(html) if link.startswith("/desk/objections/")]
    return [int(number) for number in own if number.isdigit()]


def test_the_list_begins_with_what_is_due_first_and_says_so_in_words(desk: Browser) -> None:
    later, overdue, today = due_in(5), due_in(-2), due_in(0)

    html = desk.get("/desk/objections/").text

    assert listed(html) == [overdue.id, today.id, later.id]
    told = open_text(html)
    assert "Open objections (3)" in told
    assert "Overdue for 2 days" in told
    assert "Due today" in told
    assert "Due in 5 days" in told
    assert html.count("due-overdue") == 1
    assert "Open objections 3" in told, "the head of each page counts them"
    assert "Overdue objections 1" in open_text(desk.get("/desk/start").text)


@pytest.mark.parametrize(
    "day, haste, words",
    [
        (date(2026, 3, 9), "overdue", "Overdue for 1 day"),
        (date(2026, 3, 10), "soon", "Due today"),
        (date(2026, 3, 11), "soon", "Due tomorrow"),
        (date(2026, 3, 12), "later", "Due in 2 days"),
    ],
)
def test_the_last_day_is_in_time(app: Flask, day: date, haste: str, words: str) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        told = page.due(day, date(2026, 3, 10))
        assert (told.haste.value, told.words) == (haste, words)


def test_answered_ones_have_a_list_of_their_own_newest_first(app: Flask, desk: Browser, bo: Editor) -> None:
    first, second, still = due_in(1), due_in(2), due_in(3)
    for objection in (first, second):
        answering.answer(objection.id, answered(), editor=bo)

    html = desk.get("/desk/objections/?state=answered").text

    assert listed(html) == [second.id, first.id]
    assert "Answered by Bo" in open_text(html)
    assert listed(desk.get("/desk/objections/").text) == [still.id]


@pytest.mark.parametrize("state", ["open", "answered"])
def test_page_after_page_shows_each_once(
    app: Flask, desk: Browser, bo: Editor, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    monkeypatch.setattr(page, "PAGE", 2)
    made = [factories.objection() for _ in range(5)]
    for objection in made if state == "answered" else ():
        answering.answer(objection.id, answered(), editor=bo)

    seen, url = [], f"/desk/objections/?state={state}"
    while url:
        html = desk.get(url).text
        seen.append(listed(html))
        url = next((link for link in links(html) if "after=" in link), "")

    assert [len(one) for one in seen] == [2, 2, 1]
    ids = [objection.id for objection in made]
    assert [number for one in seen for number in one] == (ids if state == "open" else ids[::-1])


def test_questions_do_not_grow_with_the_rows(app: Flask, desk: Browser, bo: Editor) -> None:
    def asked() -> int:
        with statements() as sent:
            assert desk.get("/desk/objections/").status_code == 200
        return len(sent)

    objected(editor("Alva"))
    few = asked()
    for _ in range(3):
        objected(editor("Alva"))
        factories.objection(about=factories.claim().slug)
        factories.objection(about=factories.submission().reference)

    assert asked() == few


def test_no_word_of_whoever_objects_stands_in_the_list(desk: Browser) -> None:
    objected(editor("Alva"), text="Ich heiße Quastenflosser.")
    factories.objection("Ich heiße Quastenflosser.", about="Quastenflosser")

    html = desk.get("/desk/objections/").text

    assert "Quastenflosser" not in html
    assert "No such report or article" in open_text(html)
