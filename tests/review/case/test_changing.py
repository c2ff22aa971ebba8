"""What editors change of a case without deciding it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import db
from core.refusals import Conflict
from intake.cases import suggesting
from intake.models.cases import CaseKey, CaseState, Kind, Match, MatchAnswer
from review.case import answers, changing
from review.case.wordings import Side, other_wordings
from search.ranking.bands import Band
from tests.support import factories
from tests.support.browsing import open_text
from tests.support.case_moves import settle
from tests.support.deciding import events
from tests.support.desk import plain_case, reread, signed_in

HATE = "Ein hasserfüllter Satz über die Leute im Haus gegenüber."


def test_a_post_that_is_hate_is_masked_from_then_on_and_keeps_to_itself(app: Flask) -> None:
    case, editor = factories.case(HATE), factories.editor()

    changing.change_kind(case.id, Kind.HATE, version=case.version, editor=editor)

    case = reread(case)
    assert (case.kind, case.version) == (Kind.HATE, 1)
    assert "hasserfüllter" not in open_text(signed_in(app).get(f"/desk/cases/{case.id}").text)
    assert factories.case(HATE).id != case.id, "who asks whether it is true asks another question"
    assert factories.case(HATE, kind="hate").id == case.id
    assert [(action, by, details) for action, by, details in events()] == [
        ("kind_changed", editor.id, {"was": "check", "kind": "hate"})
    ]


def test_changing_to_the_same_kind_changes_nothing(app: Flask) -> None:
    case = factories.case()
    changing.change_kind(case.id, Kind.CHECK, version=case.version, editor=factories.editor())
    assert (reread(case).version, events()) == (0, [])


def test_between_kinds_that_share_their_cases_the_keys_stay(app: Flask) -> None:
    case = factories.case()
    before = db.session.scalars(select(CaseKey.value).where(CaseKey.case_id == case.id)).all()
    changing.change_kind(case.id, Kind.SCAM, version=case.version, editor=factories.editor())
    assert db.session.scalars(select(CaseKey.value).where(CaseKey.case_id == case.id)).all() == before


@pytest.mark.parametrize("state,version", [(CaseState.OPEN, 7), (CaseState.CLOSED, 0), (CaseState.MERGED, 0)])
def test_the_kind_of_a_case_that_changed_or_is_settled_stays(app: Flask, state: CaseState, version: int) -> None:
    case = plain_case(state=state)
    with pytest.raises(Conflict):
        changing.change_kind(case.id, Kind.HATE, version=version, editor=factories.editor())
    assert reread(case).kind is Kind.CHECK


def test_what_is_new_about_a_settled_case_is_marked_until_somebody_has_looked(app: Flask) -> None:
    case, browser = factories.case(), signed_in(app)
    settle(case)
    factories.case(why="Heute ist es wirklich passiert.")
    assert "New since the decision" in open_text(browser.get("/desk/?news=yes&state=all").text)

    page = f"/desk/cases/{case.id}"
    assert "says something that nobody here has looked at" in open_text(browser.get(page).text)
    for _ in range(2):
        browser.send(f"{page}/news", {}, seen_at=page)

    assert not reread(case).has_news
    assert [action for action, _, _ in events()] == ["news_seen"], "a repeat leaves no second line"


def test_an_article_that_was_not_suggested_is_found_added_and_kept(app: Flask) -> None:
    case, browser = plain_case("Etwas ganz anderes."), signed_in(app)
    claim = factories.claim(title="WhatsApp bleibt kostenlos")
    page = f"/desk/cases/{case.id}"
    assert "WhatsApp bleibt kostenlos" in open_text(browser.get(f"{page}?q=WhatsApp wird kostenpflichtig").text)

    for _ in range(2):
        browser.send(f"{page}/articles", {"claim": str(claim.id)}, seen_at=page)

    (match,) = db.session.scalars(select(Match).where(Match.case_id == case.id))
    assert (match.is_by_hand, match.answer, reread(case).best_band) == (True, MatchAnswer.OPEN, Band.LIKELY)
    assert "Added by the desk" in open_text(browser.get(page).text)


def test_the_machine_leaves_an_article_that_was_added_by_hand(app: Flask) -> None:
    case = factories.case("Etwas ganz anderes, das mit keinem Artikel zu tun hat.")
    claim = factories.claim()
    answers.add_article(case.id, claim.id, editor=factories.editor())

    suggesting.rematch_case(case.id)

    assert [match.claim_id for match in reread(case).matches if match.is_by_hand] == [claim.id]


def test_an_article_is_added_only_to_what_is_open(app: Flask) -> None:
    claim = factories.claim()
    for state in (CaseState.CLOSED, CaseState.MERGED):
        with pytest.raises(Conflict):
            answers.add_article(plain_case(state=state).id, claim.id, editor=factories.editor())


def test_other_wordings_of_a_case_are_told_with_what_differs(app: Flask) -> None:
    case = factories.case("Ab Montag ist der Turm in Retz gesperrt, sagt die Gemeinde.")
    for text in (
        "Ab Montag ist der Turm in Retz gesperrt, sagt die Gemeinde!!!",
        "Ab Montag ist der Turm in Retz offen.",
    ):
        sent = factories.submission(text)
        sent.case_id = case.id
        db.session.commit()

    (other,) = other_wordings(reread(case))

    assert [(piece.text.strip(), piece.side) for piece in other.pieces] == [
        ("Ab Montag ist der Turm in Retz", Side.BOTH),
        ("gesperrt, sagt die Gemeinde.", Side.OWN),
        ("offen.", Side.OTHER),
    ]
    assert other.reports == 1
