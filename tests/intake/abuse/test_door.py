"""The door of the form and of the interface: what speaks against a report holds it back, and never refuses it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TypeAlias

import pytest
from sqlalchemy import select

from core.config import Config
from core.db import db, now
from intake.abuse import pace
from intake.abuse.doubts import Doubt
from intake.models.reports import Held, Submission
from review.channels import making
from tests.support import factories
from tests.support.browsing import READER_ADDRESS, Browser, hidden_fields, whole_queue
from tests.support.proofs import busy, fetched, flood, other_app, proof

Send: TypeAlias = Callable[..., object]

FILLED = {"kind": "check", "text": factories.POST}
ONE_PAGE = "/report/one-page"
REPORTS = "/api/v1/submissions"
TOKEN_KEY = "3f0e8a0e-8d1c-4b8e-9f7c-0c0a8a1d2b3c"
NOTE = "Very many reports are coming in just now."


@pytest.fixture
def flooded(config: Config) -> Iterator[Browser]:
    """A browser without scripts, of an installation on which a flood is coming in."""
    with busy(config) as app:
        yield Browser(app, app.response_class)


@pytest.fixture
def paced(config: Config) -> Iterator[Browser]:
    """A browser of an installation that looks how long somebody took, as all do but those of other tests."""
    with other_app(config, FORM_SECONDS="4") as app:
        yield Browser(app, app.response_class)


def last() -> Submission:
    """Return the report that was stored last."""
    db.session.rollback()
    return db.session.scalars(select(Submission).order_by(Submission.id.desc()).limit(1)).one()


def doubts() -> set[str]:
    """Return what speaks against the report that was stored last."""
    return set(last().doubts)


def by_steps(client: Browser, **fields: str) -> None:
    """Send a report by the form in steps; it gets its receipt."""
    client.send("/report/kind", {"kind": "check"})
    client.send("/report/text", {"text": factories.POST})
    answer = client.send("/report/check", fields)
    assert (answer.status_code, answer.location) == (303, "/receipt")


def on_one_page(client: Browser, **fields: str) -> None:
    """Send a report by the form on one page; it gets its receipt."""
    answer = client.send(ONE_PAGE, FILLED | fields)
    assert (answer.status_code, answer.location) == (303, "/receipt")


def by_program(client: Browser, *, key: str = "", **fields: str) -> str:
    """Send a report as a program; return its receipt."""
    answer = client.post(REPORTS, json=FILLED | fields, headers={"Idempotency-Key": key} if key else {})
    assert answer.status_code == 202
    return str(answer.get_json()["receipt"])


WAYS = pytest.mark.parametrize("send", [by_steps, on_one_page, by_program])


@WAYS
def test_in_calm_times_nobody_needs_a_proof(client: Browser, send: Send) -> None:
    send(client)
    assert (last().held, doubts()) == (Held.NO, set())


@WAYS
def test_under_load_a_report_without_a_proof_waits_its_turn_and_has_its_receipt(flooded: Browser, send: Send) -> None:
    send(flooded)
    assert (last().held, doubts()) == (Held.LATER, {Doubt.NO_PROOF})


@WAYS
def test_under_load_a_report_with_a_proof_is_let_in_at_once(flooded: Browser, send: Send) -> None:
    send(flooded, proof=fetched(flooded))
    assert (last().held, doubts()) == (Held.NO, set())


@WAYS
def test_a_proof_that_was_used_for_another_report_is_none(client: Browser, send: Send) -> None:
    used = proof()
    send(client, proof=used)
    assert doubts() == set()
    if send is by_steps:
        client.post("/report/anew")
    send(client, proof=used)
    assert (last().held, doubts()) == (Held.LATER, {Doubt.NO_PROOF})


@WAYS
def test_a_forged_proof_is_looked_at_by_a_person_also_in_calm_times(client: Browser, send: Send) -> None:
    send(client, proof=proof()[:-1] + "x")
    assert (last().held, doubts()) == (Held.QUARANTINE, {Doubt.FORGED_PROOF})


def test_a_proof_that_is_too_old_is_none_under_load_and_held_against_nobody_else(
    flooded: Browser, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = proof()
    later = now() + timedelta(hours=3)
    monkeypatch.setattr("intake.abuse.proof_of_work.now", lambda: later)
    on_one_page(flooded, proof=old)
    assert (last().held, doubts()) == (Held.LATER, {Doubt.NO_PROOF})
    with other_app(config) as calm:
        on_one_page(Browser(calm, calm.response_class), proof=old)
        assert (last().held, doubts()) == (Held.NO, set())


def test_sending_the_same_page_again_is_no_replay(flooded: Browser) -> None:
    page = FILLED | hidden_fields(flooded.get(ONE_PAGE).text) | {"proof": fetched(flooded)}
    for _ in range(3):
        assert flooded.post(ONE_PAGE, data=page).location == "/receipt"
    assert len(db.session.scalars(select(Submission)).all()) == 1
    assert (last().held, doubts()) == (Held.NO, set())


def test_a_report_that_was_refused_at_first_keeps_its_proof(flooded: Browser) -> None:
    done = fetched(flooded)
    flooded.send("/report/kind", {"kind": "check"})
    assert flooded.send("/report/check", {"proof": done}).status_code == 400
    flooded.send("/report/text", {"text": factories.POST})
    flooded.send("/report/check", {"proof": done})
    assert (last().held, doubts()) == (Held.NO, set())


def test_a_program_that_repeats_itself_uses_its_proof_once(flooded: Browser) -> None:
    done = fetched(flooded)
    first, again = (by_program(flooded, key=TOKEN_KEY, proof=done) for _ in range(2))
    assert first == again
    assert doubts() == set()
    by_program(flooded, key=TOKEN_KEY.replace("3", "4"), proof=done)
    assert doubts() == {Doubt.NO_PROOF}


def test_a_program_with_a_token_needs_no_proof(flooded: Browser) -> None:
    made = making.make("bot", 5, editor=factories.editor())
    headers = {"Authorization": f"Bearer {made}"}
    assert flooded.post(REPORTS, json=FILLED, headers=headers).status_code == 202
    assert (last().held, doubts()) == (Held.NO, set())


def test_the_more_reports_come_in_the_more_work_is_asked_for(flooded: Browser) -> None:
    first = flooded.get("/api/v1/challenge").get_json()
    flood(times=3)
    second = flooded.get("/api/v1/challenge").get_json()
    assert first["needed"]
    assert second["most"] == 4 * first["most"]


def test_a_challenge_says_whether_it_is_needed_and_is_kept_by_nobody_on_the_way(client: Browser) -> None:
    answer = client.get("/api/v1/challenge")
    assert not answer.get_json()["needed"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_page_says_before_sending_that_a_report_may_wait_and_only_then(client: Browser, config: Config) -> None:
    assert NOTE not in client.get(ONE_PAGE).text
    with busy(config) as app:
        flooded = Browser(app, app.response_class)
        assert NOTE in flooded.get(ONE_PAGE).text
        flooded.send("/report/kind", {"kind": "check"})
        assert NOTE in flooded.get("/report/check").text


@pytest.mark.parametrize("send", [by_steps, on_one_page])
def test_whoever_fills_in_what_nobody_sees_is_looked_at_by_a_person(client: Browser, send: Send) -> None:
    send(client, remark="  ")
    assert doubts() == set()
    client.post("/report/anew")
    send(client, remark="https://casino.example")
    assert (last().held, doubts()) == (Held.QUARANTINE, {Doubt.TRAP})


def test_the_field_that_nobody_sees_is_empty_again_on_a_page_that_is_shown_again(client: Browser) -> None:
    answer = client.send(ONE_PAGE, FILLED | {"text": "", "remark": "https://casino.example"})
    assert answer.status_code == 400
    assert "casino.example" not in answer.text


@pytest.mark.parametrize("send", [by_steps, on_one_page])
def test_what_is_sent_within_seconds_waits_its_turn(paced: Browser, send: Send) -> None:
    send(paced)
    assert (last().held, doubts()) == (Held.LATER, {Doubt.TOO_FAST})


def test_a_page_that_is_shown_again_was_opened_when_it_was_first(
    paced: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = now() - timedelta(minutes=1)
    monkeypatch.setattr(pace, "now", lambda: before)
    page = hidden_fields(paced.get(ONE_PAGE).text)
    monkeypatch.undo()
    answer = paced.post(ONE_PAGE, data=page | FILLED | {"text": ""})
    assert answer.status_code == 400
    again = hidden_fields(answer.text)
    assert again["opened"] == page["opened"]
    paced.post(ONE_PAGE, data=again | FILLED)
    assert (last().held, doubts()) == (Held.NO, set())


def test_who_took_a_while_over_the_steps_is_let_in(paced: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    paced.send("/report/kind", {"kind": "check"})
    paced.send("/report/text", {"text": factories.POST})
    later = now() + timedelta(seconds=5)
    monkeypatch.setattr(pace, "now", lambda: later)
    paced.send("/report/check", {})
    assert (last().held, doubts()) == (Held.NO, set())


def test_a_report_that_nobody_opened_a_form_for_waits_its_turn(paced: Browser) -> None:
    page = hidden_fields(paced.get(ONE_PAGE).text)
    del page["opened"]
    paced.post(ONE_PAGE, data=page | FILLED)
    assert doubts() == {Doubt.TOO_FAST}


def test_a_program_takes_no_time_for_a_form(paced: Browser) -> None:
    by_program(paced)
    assert (last().held, doubts()) == (Held.NO, set())


def test_what_the_door_remembers_names_nobody_and_holds_no_word(flooded: Browser, config: Config) -> None:
    on_one_page(flooded, proof=fetched(flooded), text="Kanarienvogel im Bergwerk, sagt man.")
    kept = whole_queue(config)
    assert "proof:" in kept
    for secret in ("Kanarienvogel", READER_ADDRESS):
        assert secret not in kept
