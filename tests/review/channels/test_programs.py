"""Programs that send for many people: let in with a budget, counted, named beside their reports, and stopped."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Editor
from accounts.permissions import RoleName
from audit.models import Event
from core.api.tokens import ApiToken
from core.config import Config
from core.db import db
from core.refusals import InvalidInput, NotFound
from intake.cases import joining
from intake.models.reports import Submission
from review.channels import making
from review.channels.making import LONGEST_NAME, MOST_PER_HOUR
from tests.support import factories
from tests.support.browsing import Browser, open_text, whole_database
from tests.support.desk import PASSWORD, signed_in

PAGE = "/desk/programs/"
REPORTS = "/api/v1/submissions"


@pytest.fixture
def lead(app: Flask) -> Editor:
    return factories.editor(password=PASSWORD, role=RoleName.LEAD)


def shown(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def reports() -> list[Submission]:
    db.session.rollback()
    return list(db.session.scalars(select(Submission).order_by(Submission.id)))


def test_a_report_carries_the_program_that_sent_it_and_the_desk_reads_its_name(
    app: Flask, client: Browser, lead: Editor
) -> None:
    token = making.make("Bot der Nachbarzeitung", 10, editor=lead)
    assert client.post(REPORTS, json={"text": factories.POST}, headers=shown(token)).status_code == 202
    assert client.post(REPORTS, json={"text": factories.POST}).status_code == 202
    program = db.session.scalars(select(ApiToken)).one()
    assert [report.token_id for report in reports()] == [program.id, None]
    assert program.used_on is not None
    joining.match_all_waiting()
    page = open_text(signed_in(app).get(f"/desk/cases/{reports()[0].case_id}").text)
    assert page.count("Bot der Nachbarzeitung") == 1
    assert [one.reports for one in making.every()] == [1]


def test_over_its_budget_a_program_is_told_when_to_come_back_and_others_go_on(client: Browser, lead: Editor) -> None:
    token, other = (making.make(name, 2, editor=lead) for name in ("eins", "zwei"))
    answers = [client.post(REPORTS, json={"text": f"Text {number}"}, headers=shown(token)) for number in range(3)]
    assert [answer.status_code for answer in answers] == [202, 202, 429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 3600
    assert client.post(REPORTS, json={"text": "Text"}, headers=shown(other)).status_code == 202
    assert client.post(REPORTS, json={"text": "Text"}).status_code == 202
    assert len(reports()) == 4


def test_what_cannot_be_taken_costs_nothing_of_the_budget(client: Browser, lead: Editor) -> None:
    token = making.make("eins", 1, editor=lead)
    assert client.post(REPORTS, json={"text": ""}, headers=shown(token)).status_code == 422
    assert client.post(REPORTS, json={"text": "Text"}, headers=shown(token)).status_code == 202


@pytest.mark.parametrize("header", ["Bearer gct_nothing", "Bearer", "Basic YTpi", "gct_x"])
def test_a_token_that_is_none_stores_nothing(client: Browser, header: str) -> None:
    answer = client.post(REPORTS, json={"text": "Text"}, headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert reports() == []


def test_a_withdrawn_token_opens_nothing_from_then_on(app: Flask, client: Browser, lead: Editor) -> None:
    token = making.make("eins", 5, editor=lead)
    number = db.session.scalars(select(ApiToken.id)).one()
    browser = signed_in(app, lead)
    for _ in range(2):
        assert browser.send(f"{PAGE}{number}/withdraw", {}, seen_at=PAGE).location == PAGE
    assert client.post(REPORTS, json={"text": "Text"}, headers=shown(token)).status_code == 401
    assert "Withdrawn on" in browser.get(PAGE).text
    assert "withdrew the token of the program “eins”." in open_text(browser.get("/desk/audit").text)
    told = select(Event.action).where(Event.action.in_([action.value for action in making.ChannelAction]))
    assert list(db.session.scalars(told.order_by(Event.id))) == ["token_made", "token_withdrawn"]
    with pytest.raises(NotFound):
        making.withdraw(4711, editor=lead)


def test_the_token_is_shown_once_and_kept_nowhere(app: Flask, config: Config, lead: Editor) -> None:
    browser = signed_in(app, lead)
    made = browser.send(PAGE, {"name": "Der  Bot ", "per_hour": "20"})
    (token,) = re.findall(r"gct_[\w-]+", made.text)
    assert token not in browser.get(PAGE).text
    assert token not in whole_database(config)
    row = db.session.scalars(select(ApiToken)).one()
    assert (row.name, row.per_hour) == ("Der Bot", 20)


@pytest.mark.parametrize(
    "name, per_hour, field",
    [
        ("", 1, "name"),
        ("\u200b", 1, "name"),
        ("x" * (LONGEST_NAME + 1), 1, "name"),
        ("x", 0, "per_hour"),
        ("x", MOST_PER_HOUR + 1, "per_hour"),
        ("x", None, "per_hour"),
    ],
)
def test_what_cannot_be_a_program_is_refused_at_its_field(
    lead: Editor, name: str, per_hour: int | None, field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        making.make(name, per_hour, editor=lead)
    assert set(refused.value.problems) == {field}
    assert making.every() == []


def test_a_refused_form_keeps_what_was_typed(app: Flask, lead: Editor) -> None:
    refused = signed_in(app, lead).send(PAGE, {"name": "Der Bot", "per_hour": "viele"})
    assert refused.status_code == 400
    assert 'value="Der Bot"' in refused.text
    assert 'value="viele"' in refused.text


def test_a_page_that_is_loaded_again_makes_no_second_token(app: Flask, lead: Editor) -> None:
    desk = signed_in(app, lead)
    sent = {"name": "Bot", "per_hour": "5"}
    assert desk.send(PAGE, sent).status_code == 200
    again = desk.send(PAGE, sent)
    assert again.status_code == 400
    assert "A program of this name sends already." in open_text(again.text)
    program = db.session.scalars(select(ApiToken)).one()
    making.withdraw(program.id, editor=lead)
    assert desk.send(PAGE, sent).status_code == 200
    assert len(db.session.scalars(select(ApiToken)).all()) == 2
