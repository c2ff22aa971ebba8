"""A training room of thirty behind one address gets through, for the hours and reports that somebody has given it."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.models import Editor
from audit.models import Event
from core.config import Config
from core.db import db, now, writing
from core.refusals import InvalidInput
from intake.abuse import budgets, trainings
from intake.abuse.doubts import Doubt
from intake.models.reports import Held
from intake.models.trainings import Training
from review.trainings import opening
from review.trainings.opening import MOST_HOURS, MOST_REPORTS
from tests.support import factories
from tests.support.browsing import Browser, hidden_fields, open_text, whole_database
from tests.support.desk import PASSWORD, signed_in
from tests.support.held import states

PAGE = "/desk/trainings/"


@pytest.fixture
def editor(app: Flask) -> Editor:
    return factories.editor(password=PASSWORD)


def sent(browser: Browser, number: int) -> None:
    """Send a report by the form."""
    text = f"In Bregenz kostet ein Liter Milch ab Mai {number} Euro, sagt der Nachbar."
    assert browser.send("/report/one-page", {"kind": "check", "text": text}).status_code == 303


def opened(desk: Browser, form: dict[str, str]) -> str:
    """Send the form of a training; return the code on the page to which that leads."""
    answer = desk.post(PAGE, data=form)
    assert (answer.status_code, answer.location) == (303, PAGE)
    found = re.search(r"/training/([a-z]+)", desk.get(PAGE).text)
    assert found is not None
    return found[1]


def trainings_there() -> int:
    return db.session.scalar(select(func.count()).select_from(Training)) or 0


def test_a_room_gets_through_by_the_link_that_the_page_shows_once(app: Flask, editor: Editor) -> None:
    desk = signed_in(app, editor)
    code = opened(desk, hidden_fields(desk.get(PAGE).text) | {"hours": "4", "most": "30"})
    assert code not in desk.get(PAGE).text

    for person in range(4):
        browser = Browser(app, app.response_class)
        assert "You take part in a training" in browser.get(f"/training/{code}", follow_redirects=True).text
        for report in range(2):
            sent(browser, person * 2 + report)
    assert states() == [Held.NO] * 8
    assert "8 of 30 reports" in open_text(desk.get(PAGE).text)


def test_a_form_that_is_sent_again_opens_no_second_training_and_shows_the_same_link(app: Flask, editor: Editor) -> None:
    desk = signed_in(app, editor)
    form = hidden_fields(desk.get(PAGE).text) | {"hours": "4", "most": "30"}
    assert opened(desk, form) == opened(desk, form)
    assert trainings_there() == 1
    # A page that is opened anew has another secret, and its training another code.
    other = hidden_fields(desk.get(PAGE).text) | {"hours": "4", "most": "30"}
    assert opened(desk, other) != opened(desk, form)
    assert trainings_there() == 2


def test_a_form_that_is_sent_again_with_other_numbers_opens_another_training(app: Flask, editor: Editor) -> None:
    desk = signed_in(app, editor)
    form = hidden_fields(desk.get(PAGE).text) | {"hours": "4", "most": "30"}
    codes = {opened(desk, form | other) for other in ({}, {"most": "60"}, {"hours": "6"}, {})}
    assert (len(codes), trainings_there()) == (3, 3)
    assert set(db.session.execute(select(Training.most)).scalars()) == {30, 60}


def test_sent_twice_at_one_moment_it_is_one_training(app: Flask, editor: Editor) -> None:
    number = editor.id

    def send(_: int) -> str:
        with app.app_context():
            return opening.open_training(2, 9, editor=db.session.get_one(Editor, number), sending="s" * 32)

    with ThreadPoolExecutor(8) as pool:
        codes = set(pool.map(lambda one: Context().run(send, one), range(8)))
    assert (len(codes), trainings_there()) == (1, 1)


def test_a_form_whose_training_is_over_opens_none_and_says_so(app: Flask, editor: Editor) -> None:
    desk = signed_in(app, editor)
    form = hidden_fields(desk.get(PAGE).text) | {"hours": "4", "most": "30"}
    code = opened(desk, form)
    opening.close(db.session.scalars(select(Training.id)).one(), editor=editor)
    assert desk.post(PAGE, data=form).status_code == 303
    page = desk.get(PAGE).text
    assert "The training of this form is over." in open_text(page)
    assert code not in page
    assert trainings_there() == 1


def test_the_secret_of_one_persons_form_opens_nothing_of_anothers(editor: Editor) -> None:
    other = factories.editor()
    codes = {opening.open_training(1, 1, editor=one, sending="s" * 32) for one in (editor, other)}
    assert len(codes) == 2


def test_a_form_without_a_secret_of_ours_opens_one_each_time(editor: Editor) -> None:
    assert len({opening.open_training(1, 1, editor=editor, sending="short") for _ in range(2)}) == 2


def test_without_it_the_same_room_waits_its_turn_from_the_sixth_report_on(client: Browser) -> None:
    client.get("/training/nosuchcode")
    for number in range(6):
        sent(client, number)
    assert states() == [Held.NO] * 5 + [Held.LATER]


def test_what_a_training_lets_through_is_not_counted_against_its_network(editor: Editor) -> None:
    code = opening.open_training(1, 3, editor=editor)
    found = [budgets.spend("one", training=code) for _ in range(3 + 5)]
    assert found == [frozenset()] * 8
    assert budgets.spend("one", training=code) == frozenset({Doubt.NETWORK})


def test_who_waits_their_turn_anyway_goes_on_and_what_is_for_a_person_does_not(editor: Editor) -> None:
    code = opening.open_training(1, 9, editor=editor)
    assert budgets.spend("one", {Doubt.TOO_FAST}, training=code) == frozenset()
    assert budgets.spend("one", {Doubt.TRAP}, training=code) == frozenset({Doubt.TRAP})
    assert db.session.scalars(select(Training.used)).one() == 1


def test_of_many_at_once_no_more_get_a_place_than_there_are(app: Flask, editor: Editor) -> None:
    code = opening.open_training(1, 10, editor=editor)

    def take(_: int) -> bool:
        with app.app_context():
            return trainings.take_place(code)

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda number: Context().run(take, number), range(30)))
    assert sum(taken) == 10


@pytest.mark.parametrize("end", ["closed", "time"])
def test_when_it_is_over_its_link_opens_nothing_and_the_form_is_there_all_the_same(
    client: Browser, editor: Editor, end: str
) -> None:
    code = opening.open_training(1, 9, editor=editor)
    row = db.session.scalars(select(Training)).one()
    if end == "closed":
        opening.close(row.id, editor=editor)
    else:
        with writing() as session:
            session.get_one(Training, row.id).ends_at = now() - timedelta(seconds=1)
    assert not trainings.take_place(code)
    page = client.get(f"/training/{code}", follow_redirects=True)
    assert page.status_code == 200
    assert "This training is over" in open_text(page.text)


def test_opening_and_closing_stand_in_the_trail_and_the_code_is_kept_nowhere(
    config: Config, app: Flask, editor: Editor
) -> None:
    code = opening.open_training(2, 9, editor=editor)
    row = db.session.scalars(select(Training)).one()
    for _ in range(2):
        opening.close(row.id, editor=editor)
    told = db.session.execute(select(Event.action, Event.details).order_by(Event.id)).all()
    assert [tuple(event) for event in told if event.action.startswith("training")] == [
        ("training_opened", {"training": row.id, "hours": 2, "reports": 9}),
        ("training_closed", {"training": row.id, "reports": 0}),
    ]
    assert code not in whole_database(config)
    assert "opened a training for 9 reports" in open_text(signed_in(app, editor).get("/desk/audit").text)


@pytest.mark.parametrize("hours, most", [(0, 9), (MOST_HOURS + 1, 9), (1, 0), (1, MOST_REPORTS + 1), (None, None)])
def test_no_training_is_longer_or_larger_than_one_is(editor: Editor, hours: int | None, most: int | None) -> None:
    with pytest.raises(InvalidInput):
        opening.open_training(hours, most, editor=editor)
    assert db.session.scalars(select(Training)).all() == []
