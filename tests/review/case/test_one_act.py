"""One act for a known duplicate: it confirms, decides, answers, opens the next case, and can be taken back at once."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from accounts.models import Editor
from core.db import db, now, writing
from core.refusals import Conflict
from intake.models.cases import Case, CaseState, Kind, Match, MatchAnswer
from review.case import reopening
from review.models import Decision
from tests.support import factories
from tests.support.browsing import Browser, fields_of, links, open_text
from tests.support.desk import PASSWORD, plain_case, reread, signed_in, suggestion


@pytest.fixture
def editor(app: Flask) -> Editor:
    return factories.editor(password=PASSWORD)


@pytest.fixture
def browser(app: Flask, editor: Editor) -> Browser:
    return signed_in(app, editor)


def answered(browser: Browser, match: Match, **fields: str) -> str:
    """Press the one button and return where it leads."""
    page = f"/desk/cases/{match.case_id}"
    version = reread(db.session.get_one(Case, match.case_id)).version
    offered = re.search(r'id="one-act-sentence"[^>]*>(.*?)</textarea>', browser.get(page).text, re.DOTALL)
    sentence = html.unescape(offered.group(1)).strip() if offered else "Ein Satz."
    sent = {"public_sentence": sentence, "version": str(version), **fields}
    response = browser.send(f"/desk/matches/{match.id}/decision", sent, seen_at=page)
    return response.location or response.text


def last_decision() -> Decision:
    db.session.rollback()
    return db.session.scalars(select(Decision).order_by(Decision.id.desc()).limit(1)).one()


def test_one_act_confirms_decides_and_opens_the_next_case(app: Flask, browser: Browser) -> None:
    following = plain_case("Der nächste.")
    match = suggestion(plain_case("Bekannt."), factories.claim(title="WhatsApp bleibt kostenlos"))

    went_to = answered(browser, match)

    decision = last_decision()
    assert went_to == f"/desk/cases/{following.id}?undo={decision.id}"
    case = reread(db.session.get_one(Case, match.case_id))
    assert (case.state, case.answer_claim_id) == (CaseState.ANSWERED, match.claim_id)
    # The readers of this case read German, because nobody said otherwise.
    assert case.public_sentence == "Dazu haben wir einen Artikel: „WhatsApp bleibt kostenlos“. Ergebnis: Falsch."
    assert db.session.get_one(Match, match.id).answer is MatchAnswer.SAME
    assert "Take back (60 seconds)" in open_text(browser.get(went_to).text)


def test_the_sentence_is_in_the_language_that_most_reporters_read(app: Flask, browser: Browser) -> None:
    for language in ("en", "en", "en"):
        sent = factories.submission(platform="telegram")
        with writing() as session:
            session.get_one(type(sent), sent.id).language = language
    case = factories.case()
    match = suggestion(case, factories.claim(title="WhatsApp stays free"))

    answered(browser, match)

    assert reread(case).public_sentence == "We have an article about this: “WhatsApp stays free”. Result: False."


def test_a_placeholder_or_nothing_is_not_sent_and_the_whole_form_keeps_what_was_written(
    app: Flask, browser: Browser
) -> None:
    match = suggestion(plain_case(), factories.claim())

    for sentence in ("", "Lesen Sie [Titel des Artikels]."):
        page = answered(browser, match, public_sentence=sentence)
        assert 'id="error-summary"' in page
        assert fields_of(page)["public_sentence"].strip() == sentence
    assert reread(db.session.get_one(Case, match.case_id)).state is CaseState.OPEN


def test_whoever_was_slower_changes_nothing(app: Flask, browser: Browser) -> None:
    match = suggestion(plain_case(), factories.claim())
    answered(browser, match)

    page = browser.send(
        f"/desk/matches/{match.id}/decision", {"public_sentence": "Zweite.", "version": "0"}, seen_at="/desk/"
    )

    assert page.status_code == 409
    assert reread(db.session.get_one(Case, match.case_id)).public_sentence != "Zweite."


def test_what_says_the_opposite_is_not_answered_in_one_act(app: Flask, browser: Browser) -> None:
    claim = factories.claim("In Retz ist der Brunnen giftig.")
    case = factories.case("In Retz ist der Brunnen nicht giftig.")
    with writing() as session:
        session.execute(update(Match).where(Match.case_id == case.id).values(band="likely"))

    page = browser.get(f"/desk/cases/{case.id}").text

    assert claim.headline in page
    assert "Yes, answer with this" not in page


def test_taking_a_decision_back_takes_back_what_it_taught(app: Flask, browser: Browser, editor: Editor) -> None:
    match = suggestion(plain_case("Ein Beitrag, der etwas sagt, das man lernen kann."), factories.claim())
    answered(browser, match)
    taught = db.session.get_one(Match, match.id).learned_wording_id

    done = browser.send(f"/desk/decisions/{last_decision().id}/undo", {}, seen_at="/desk/")

    assert taught is not None
    assert done.location == f"/desk/cases/{match.case_id}"
    case, match = reread(db.session.get_one(Case, match.case_id)), db.session.get_one(Match, match.id)
    assert (case.state, case.public_sentence, case.answer_claim_id) == (CaseState.OPEN, "", None)
    assert (match.answer, match.learned_wording_id) == (MatchAnswer.OPEN, None)
    # Nothing is typed twice: the form starts from what was sent.
    assert "Dazu haben wir einen Artikel" in fields_of(browser.get(done.location).text)["public_sentence"]


def test_a_match_that_was_confirmed_before_stays_confirmed_when_the_decision_is_taken_back(
    app: Flask, browser: Browser, editor: Editor
) -> None:
    match = suggestion(plain_case(), factories.claim(), answer=MatchAnswer.SAME)
    answered(browser, match)

    reopening.undo(last_decision().id, editor=editor)

    db.session.expire_all()
    assert db.session.get_one(Match, match.id).answer is MatchAnswer.SAME


def test_only_ones_own_last_decision_is_taken_back_and_only_at_once(
    app: Flask, browser: Browser, editor: Editor
) -> None:
    match = suggestion(plain_case(), factories.claim())
    answered(browser, match)
    decision = last_decision()

    with pytest.raises(Conflict):
        reopening.undo(decision.id, editor=factories.editor())
    with writing() as session:
        late = now() - reopening.UNDONE_WITHIN - timedelta(seconds=1)
        session.execute(update(Decision).values(created_at=late))
    db.session.expire_all()
    with pytest.raises(Conflict):
        reopening.undo(decision.id, editor=editor)
    assert "Take back" not in open_text(browser.get(f"/desk/?undo={decision.id}").text)


def test_a_replayed_undo_changes_nothing(app: Flask, browser: Browser, editor: Editor) -> None:
    match = suggestion(plain_case(), factories.claim())
    answered(browser, match)
    decision = last_decision().id
    reopening.undo(decision, editor=editor)

    with pytest.raises(Conflict):
        reopening.undo(decision, editor=editor)
    assert reread(db.session.get_one(Case, match.case_id)).state is CaseState.OPEN


def test_the_next_case_opens_only_while_that_is_switched_on(app: Flask, browser: Browser) -> None:
    plain_case("Der nächste.")
    match = suggestion(plain_case("Bekannt."), factories.claim())
    page = f"/desk/cases/{match.case_id}"
    browser.send("/desk/going-on", {"on": "no", "case": str(match.case_id)}, seen_at=page)

    assert answered(browser, match).startswith(f"{page}?undo=")


def test_after_the_last_case_the_list_says_that_all_is_done(app: Flask, browser: Browser) -> None:
    match = suggestion(plain_case(), factories.claim())

    went_to = answered(browser, match)

    assert went_to.startswith("/desk/?undo=")
    shown = open_text(browser.get(went_to).text)
    assert "All done." in shown
    assert "Take back (60 seconds)" in shown


def test_a_case_is_answered_as_a_similar_one_was(app: Flask, browser: Browser, editor: Editor) -> None:
    decided, case = plain_case("Ein Fall."), plain_case("Ein anderer Fall.")
    match = suggestion(decided, factories.claim())
    answered(browser, match, public_sentence="Das ist schon beantwortet.")

    page = browser.get(f"/desk/cases/{case.id}?like={decided.id}").text

    assert fields_of(page)["public_sentence"].strip() == "Das ist schon beantwortet."


def test_hate_is_decided_in_words_of_its_own(app: Flask, browser: Browser) -> None:
    case = plain_case("Ein hasserfüllter Satz.", kind=Kind.HATE)
    page = browser.get(f"/desk/cases/{case.id}").text
    assert "Assessed by us" in page
    assert "Checked by ourselves" not in page
    assert "Attacks nobody" in page
    assert f"/desk/cases/{case.id}/decision" in links(page)


def test_brackets_and_the_length_of_a_headline_keep_nobody_from_answering(app: Flask, browser: Browser) -> None:
    titles = ("[Update] WhatsApp bleibt kostenlos", "Sehr lang " * 200)
    for match in [suggestion(plain_case(title), factories.claim(title=title)) for title in titles]:
        answered(browser, match)
        sentence = last_decision().public_sentence
        assert last_decision().case_id == match.case_id
        assert "[" not in sentence
