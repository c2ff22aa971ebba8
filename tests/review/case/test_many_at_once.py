"""A hundred decisions of one case in the same moment: one wins, nobody's text is lost, and the trail stays whole."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from accounts.models import Editor
from core.db import db
from intake.models.cases import Case, CaseState
from review.holding.models import DraftForm
from review.models import Decision, DeskAction
from tests.support import factories
from tests.support.browsing import Browser, open_text
from tests.support.deciding import events
from tests.support.desk import filled, plain_case, reread, signed_in, suggestion
from tests.support.holding import editor, kept, mark

EDITORS = 10
# As from so many windows of each.
SENT_BY_EACH = 10
LATE = "This case was worked on in the meantime. Nothing was changed."
KEPT = "What you wrote is kept as a draft."


@dataclass(frozen=True, slots=True)
class Deciding:
    """An editor with a form of the case open, and the sentence that only they have written."""

    who: Editor
    browser: Browser
    form: dict[str, str]
    sentence: str


@pytest.fixture
def case(app: Flask) -> Case:
    """An open case."""
    return plain_case()


@pytest.fixture
def deciding(app: Flask, case: Case) -> Sequence[Deciding]:
    """Editors who all have the case open."""
    return list(_all_with_the_form(app, case))


def _all_with_the_form(app: Flask, case: Case) -> Iterator[Deciding]:
    for number in range(EDITORS):
        one = editor(f"Editor {number}")
        browser = signed_in(app, one)
        yield Deciding(one, browser, mark(browser, case, "decision"), f"Das ist der Satz von Nummer {number}.")


def window(app: Flask, browser: Browser) -> Browser:
    """Return a further window of the same browser: signed in as well, and free to ask at the same time."""
    name = app.config["SESSION_COOKIE_NAME"]
    cookie, other = browser.get_cookie(name), Browser(app, app.response_class)
    assert cookie is not None
    other.set_cookie(name, cookie.value)
    return other


def at_once(sends: Sequence[Callable[[], TestResponse]]) -> list[TestResponse]:
    """Send in the same moment, each from a thread of its own; return the answers in their order."""
    together, answers = threading.Barrier(len(sends)), dict[int, TestResponse]()

    def send(number: int) -> None:
        together.wait()
        answers[number] = sends[number]()

    threads = [threading.Thread(target=send, args=(number,)) for number in range(len(sends))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    db.session.expire_all()
    return [answers[number] for number in range(len(sends))]


def verified(app: Flask) -> bool:
    db.session.rollback()
    return app.test_cli_runner().invoke(args=["audit", "verify"]).exit_code == 0


def test_one_of_a_hundred_decisions_wins_and_all_others_keep_their_text(
    app: Flask, case: Case, deciding: Sequence[Deciding]
) -> None:
    def sending(one: Deciding) -> Callable[[], TestResponse]:
        own, data = window(app, one.browser), {**filled(case, public_sentence=one.sentence), **one.form}
        return partial(own.post, f"/desk/cases/{case.id}/decision", data=data)

    senders = [one for one in deciding for _ in range(SENT_BY_EACH)]
    answers = at_once([sending(one) for one in senders])

    (decision,) = db.session.scalars(select(Decision)).all()
    winner, *again = [one for one, answer in zip(senders, answers, strict=True) if answer.status_code == 302]
    # Whoever won and clicked twice has decided once, and is not told that somebody else was faster.
    assert [one.who.id for one in again] == [winner.who.id] * (SENT_BY_EACH - 1)
    lost = [answer for answer in answers if answer.status_code != 302]
    assert len(lost) == (EDITORS - 1) * SENT_BY_EACH
    assert {answer.status_code for answer in lost} == {409}
    assert all(LATE in open_text(answer.text) and KEPT in open_text(answer.text) for answer in lost)
    assert (decision.editor_id, decision.public_sentence) == (winner.who.id, winner.sentence)
    settled = reread(case)
    assert (settled.state, settled.version, settled.public_sentence) == (CaseState.CLOSED, 1, winner.sentence)
    for one in deciding:
        if one is not winner:
            assert kept(case, one.who)["public_sentence"] == one.sentence
    assert [(action, who) for action, who, _ in events()] == [(DeskAction.CASE_DECIDED, winner.who.id)]
    assert verified(app)


def test_of_the_one_act_a_decision_and_a_reopening_at_once_only_one_settles_the_case(app: Flask, case: Case) -> None:
    match = suggestion(case, factories.claim())
    act, decide, reopen = (signed_in(app) for _ in range(3))
    forms = [mark(browser, case, form) for browser, form in ((act, "answer"), (decide, "decision"))]
    reopening = {"csrf_token": mark(reopen, case, "decision")["csrf_token"], "reason": "Neue Belege."}
    reopening["version"] = str(case.version + 1)
    page = f"/desk/cases/{case.id}"
    one_act = {**forms[0], "public_sentence": "Mit dem Artikel.", "version": str(case.version)}
    decision = {**filled(case, public_sentence="Ohne Artikel."), **forms[1]}

    answers = at_once(
        [
            partial(act.post, f"/desk/matches/{match.id}/decision", data=one_act),
            partial(decide.post, f"{page}/decision", data=decision),
            partial(reopen.post, f"{page}/reopen", data=reopening),
        ]
    )

    codes = [answer.status_code for answer in answers]
    assert sorted(codes[:2]) == [302, 409]
    said, form = ("Ohne Artikel.", DraftForm.DECISION) if codes[1] == 409 else ("Mit dem Artikel.", DraftForm.ANSWER)
    loser = db.session.scalars(select(Decision.editor_id)).all()
    drafted = [kept(case, one, form) for one in db.session.scalars(select(Editor)) if one.id not in loser]
    assert said in [fields.get("public_sentence") for fields in drafted]
    # Whoever takes it up again comes before the others, to an open case, or after one of them.
    outcomes = db.session.scalars(select(Decision.outcome).order_by(Decision.id)).all()
    assert [outcome is CaseState.OPEN for outcome in outcomes] == ([False] if codes[2] == 409 else [False, True])
    assert reread(case).state is outcomes[-1]
    assert verified(app)
