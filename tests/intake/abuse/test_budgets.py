"""A network has so many reports an hour that go straight on, and so has everybody together; the others wait."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.permissions import RoleName
from app import create_app
from core.config import Config
from core.db import db
from intake.abuse import budgets
from intake.abuse.doubts import Doubt
from intake.models.reports import Held, Submission
from review.channels import making
from tests.support import factories
from tests.support.browsing import Browser, open_text
from tests.support.databases import let_go
from tests.support.installation import changed

REPORT = "/report/one-page"


def held() -> list[Held]:
    """Return of all reports, in their order, whether they are held back."""
    db.session.rollback()
    return list(db.session.scalars(select(Submission.held).order_by(Submission.id)))


def sent(browser: Browser, text: str) -> str:
    """Send a report by the form, and return the page of its receipt."""
    answer = browser.send(REPORT, {"kind": "check", "text": text})
    assert answer.status_code == 303, answer.text
    return browser.get("/receipt").text


def test_the_sixth_report_an_hour_from_one_network_waits_and_is_not_lost(client: Browser, config: Config) -> None:
    pages = [sent(client, f"Ab Montag kostet ein Brief {number} Euro Porto.") for number in range(2, 8)]

    assert held() == [Held.NO] * 5 + [Held.LATER]
    assert "it waits its turn" not in open_text(pages[4])
    assert "it waits its turn" in open_text(pages[5])
    sixth = db.session.scalars(select(Submission).order_by(Submission.id.desc()).limit(1)).one()
    assert (sixth.text, sixth.doubts) == ("Ab Montag kostet ein Brief 7 Euro Porto.", ["network"])


def test_the_reader_of_a_report_that_waits_is_told_so_and_accused_of_nothing(client: Browser) -> None:
    told = [client.post("/api/v1/submissions", json={"text": f"{n} {factories.POST}"}).get_json() for n in range(6)]

    status = client.get("/api/v1/submissions/status", headers={"Authorization": f"Bearer {told[5]['receipt']}"})
    assert status.get_json()["phase"] == "received"
    page = client.send("/status", {"receipt": told[5]["receipt"]}).text
    assert "Your report is safe with us." in open_text(page)
    assert "it waits its turn" not in open_text(client.send("/status", {"receipt": told[0]["receipt"]}).text)


def test_a_flood_that_says_danger_each_time_does_not_bury_those_who_mean_it(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budgets, "MOST_DANGERS", 2)
    for number in range(9):
        fields = {"kind": "hate", "text": f"Wir wissen, wo du wohnst, Nummer {number}.", "danger": "yes"}
        assert client.post("/api/v1/submissions", json=fields).status_code == 202
    # Five that no doubt speaks against, two in spite of one, and then they wait.
    assert held() == [Held.NO] * 7 + [Held.LATER] * 2


def test_what_a_person_sees_first_takes_no_place_of_those_in_danger(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budgets, "MOST_DANGERS", 1)
    for _ in range(3):
        assert budgets.spend("one", {Doubt.TRAP}, is_danger=True) == frozenset({Doubt.TRAP})
    assert budgets.spend("two", {Doubt.NO_PROOF}, is_danger=True) == frozenset({Doubt.NO_PROOF})
    assert Doubt.DANGERS in budgets.spend("three", {Doubt.NO_PROOF}, is_danger=True)


def test_another_network_is_not_counted_with_it(app: Flask, client: Browser) -> None:
    for number in range(6):
        sent(client, f"Im Supermarkt gibt es ab Juli keine {number} Eier mehr.")
    other = Browser(app, app.response_class)
    other.environ_base["REMOTE_ADDR"] = "203.0.113.78"
    sent(other, "Der Bahnhof wird geschlossen, sagt ein Schaffner.")
    assert held()[-2:] == [Held.LATER, Held.NO]


def test_sending_the_same_again_is_not_another_report(client: Browser) -> None:
    for _ in range(9):
        answer = client.post(
            "/api/v1/submissions", json={"text": factories.POST}, headers={"Idempotency-Key": "k" * 30}
        )
        assert answer.status_code == 202
    assert client.post("/api/v1/submissions", json={"text": "Ein anderer Beitrag über Impfungen."}).status_code == 202
    assert held() == [Held.NO, Held.NO]


def test_what_waits_anyway_takes_no_place_of_all(config: Config) -> None:
    app = create_app(changed(config, REPORTS_PER_HOUR="2", REPORTS_PER_NETWORK_PER_HOUR="1"))
    with app.app_context():
        assert budgets.spend("one") == frozenset()
        assert [budgets.spend("one") for _ in range(5)] == [frozenset({Doubt.NETWORK})] * 5
        assert budgets.spend("other", {Doubt.TRAP}) == frozenset({Doubt.TRAP})
        assert budgets.spend("third") == frozenset()
        assert budgets.spend("fourth") == frozenset({Doubt.SITE})
    let_go(app)


def test_without_bounds_nothing_waits(config: Config) -> None:
    app = create_app(changed(config, REPORTS_PER_HOUR="0", REPORTS_PER_NETWORK_PER_HOUR="0"))
    with app.app_context():
        assert {budgets.spend("one") for _ in range(20)} == {frozenset()}
    let_go(app)


def test_two_at_the_same_moment_do_not_get_the_same_place(app: Flask) -> None:
    def spend(_: int) -> frozenset[Doubt]:
        with app.app_context():
            return budgets.spend("one")

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda number: Context().run(spend, number), range(40)))
    assert found.count(frozenset()) == 5


def test_while_the_store_is_away_this_process_counts_and_refuses_nobody(tmp_path: Path, config: Config) -> None:
    away = Config.from_environment(
        {
            "DATA_DIR": str(tmp_path),
            "DATABASE_URL": config.database_url,
            "REDIS_URL": "unix:///nowhere/at/all.sock",
            "SECRET_KEY": config.secret_key,
        }
    )
    app = create_app(away)
    with app.app_context():
        found = [budgets.spend("one") for _ in range(7)]
    let_go(app)
    assert found == [frozenset()] * 5 + [frozenset({Doubt.NETWORK})] * 2


def test_a_program_that_says_who_it_is_is_counted_in_no_other_budget(config: Config) -> None:
    app = create_app(changed(config, REPORTS_PER_HOUR="1"))
    with app.app_context():
        token = making.make("Bot der Nachbarzeitung", 100, editor=factories.editor(role=RoleName.LEAD))
        headers = {"Authorization": f"Bearer {token}"}
        client = Browser(app, app.response_class)
        for number in range(7):
            fields = {"text": f"{number} {factories.POST}"}
            assert client.post("/api/v1/submissions", json=fields, headers=headers).status_code == 202
        sent(client, "Und ein Mensch schreibt auch noch etwas.")
        assert held() == [Held.NO] * 8
    let_go(app)
