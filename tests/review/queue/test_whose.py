"""Whose cases are: in the rows of the list, as a filter of it, and for what comes next."""

from __future__ import annotations

import pytest
from flask import Flask

from accounts import people
from accounts.models import Editor
from accounts.permissions import RoleName
from core.db import db, writing
from core.owed import pay_all
from intake.models.cases import Case, CaseState
from review.holding import assigning, leases, named
from review.queue import page
from review.queue.filters import Filters
from tests.support import factories
from tests.support.desk import plain_case, signed_in
from tests.support.holding import editor, let_pass
from tests.support.queueing import asked, common_is_what_two_have, row_of, shown

FIRST_OF_ALL = {"sort": "waiting"}


@pytest.fixture
def alva(app: Flask) -> Editor:
    return editor("Alva")


@pytest.fixture
def bo(alva: Editor) -> Editor:
    return editor("Bo")


@pytest.fixture
def cases(app: Flask) -> list[Case]:
    return [plain_case(minutes=minute) for minute in range(4)]


@pytest.fixture
def held(alva: Editor, bo: Editor, cases: list[Case]) -> list[int]:
    """Alva works on the first case, Bo was given the second and the third, Alva works on the third, too."""
    lead = editor("Lea", role=RoleName.LEAD)
    leases.take(cases[0].id, editor=alva)
    leases.take(cases[2].id, editor=alva)
    for given in cases[1:3]:
        assigning.assign(given.id, bo.id, by=lead)
    return [case.id for case in cases]


def next_of(app: Flask, case_id: int, reader: Editor) -> int | None:
    with app.test_request_context():
        return page.next_case(db.session.get_one(Case, case_id), Filters.read(FIRST_OF_ALL), editor=reader).case_id


def test_a_row_says_who_works_on_a_case_or_else_who_was_given_it(app: Flask, held: list[int]) -> None:
    rows = {row.id: (row.holder, row.is_worked_on) for row in asked(app).rows}

    assert rows == {held[0]: ("Alva", True), held[1]: ("Bo", False), held[2]: ("Alva", True), held[3]: ("", False)}
    let_pass(leases.LASTS)
    assert {row.holder for row in asked(app).rows} == {"", "Bo"}
    text = signed_in(app).get("/desk/").text
    assert "Given to Bo" in row_of(text, held[1])
    assert "row-holder" not in row_of(text, held[3])


@pytest.fixture(params=["rare", "common"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "common":
        common_is_what_two_have(monkeypatch)


@pytest.mark.usefixtures("way")
def test_the_list_can_be_narrowed_down_to_whose_cases_are(
    app: Flask, held: list[int], alva: Editor, bo: Editor
) -> None:
    def those_of(holder: object) -> list[int]:
        return shown(app, holder=str(holder), **FIRST_OF_ALL)

    assert those_of(alva.id) == [held[0], held[2]]
    assert those_of(bo.id) == [held[1], held[2]]
    assert those_of("nobody") == [held[3]]
    assert those_of(4711) == []
    assert those_of("somebody") == held
    let_pass(leases.LASTS)
    assert those_of(alva.id) == []
    assert those_of("nobody") == [held[0], held[3]]


def test_a_settled_case_is_with_nobody(app: Flask, held: list[int], bo: Editor) -> None:
    with writing() as session:
        session.get_one(Case, held[1]).state = CaseState.CLOSED

    assert shown(app, holder=str(bo.id), state="all") == [held[2]]
    assert {row.holder for row in asked(app, state="closed").rows} == {""}


def test_whoever_asks_is_offered_first_and_as_oneself(app: Flask, held: list[int], alva: Editor) -> None:
    (facet,) = [facet for facet in asked(app).facets if facet.name == "holder"]

    assert [str(label) for _, label in facet.choices] == ["Me", "Bo", "Lea", "Nobody"]
    assert facet.choices[0][0] == str(alva.id), "a link that is passed on means the same person"


def test_what_comes_next_is_in_no_colleagues_hands(app: Flask, held: list[int], alva: Editor, bo: Editor) -> None:
    assert next_of(app, held[0], alva) == held[3], "Bo was given the second and the third"
    assert next_of(app, held[0], bo) == held[1]
    assert next_of(app, held[1], bo) == held[3], "Alva works on the third just now"
    let_pass(leases.LASTS)
    assert next_of(app, held[1], bo) == held[2]


def test_what_comes_next_is_nothing_that_one_is_named_in(app: Flask, held: list[int], bo: Editor) -> None:
    assert next_of(app, held[1], bo) == held[3]
    named.say(held[3], editor=bo)
    assert next_of(app, held[1], bo) is None


def test_the_cases_of_a_closed_account_are_free_again(app: Flask, held: list[int], alva: Editor, bo: Editor) -> None:
    lead = factories.editor(role=RoleName.LEAD)
    for person in (alva, bo):
        people.close(person.id, by=lead.id)

    pay_all()

    assert {row.holder for row in asked(app).rows} == {""}


def test_whoever_may_still_decide_keeps_their_cases(app: Flask, held: list[int], bo: Editor) -> None:
    lead, bo_id = factories.editor(role=RoleName.LEAD).id, bo.id
    people.change_roles(bo_id, roles=["lead"], seen=["editor"], by=lead)
    pay_all()
    assert assigning.assigned(held[1:2])[held[1]].name == "Bo"

    people.change_roles(bo_id, roles=["viewer"], seen=["lead"], by=lead)
    pay_all()

    assert assigning.assigned(held) == {}
