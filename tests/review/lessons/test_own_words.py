"""A case is never compared with its own words, and a wrong answer that spread is undone as a whole."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Editor
from core.config import Config
from core.db import db, writing
from intake.cases import explaining
from intake.models.cases import Case, CaseState, Match, MatchAnswer
from intake.reports import submissions
from review.case import decisions, reopening
from review.case.answers import answer_match
from review.reasons import ReasonCode
from search.comparison.explanation import Explanation
from search.ranking.bands import Band
from tests.support import building, factories
from tests.support.browsing import open_text
from tests.support.desk import PASSWORD, plain_case, signed_in, suggestion
from tests.support.lessons import OTHER, found, fresh, standing, work

CLAIM = "Im Stadtbad von Leoben darf man ab Oktober nur noch mit Taucherbrille ins Wasser."
POST = "Leute, habt ihr das gehört? Leoben will jetzt ernsthaft Taucherbrillen zur Pflicht machen, ab Herbst im Bad!"
# The same, as somebody else passed it on.
ECHO = POST.replace("Leute, habt ihr das gehört?", "Hallo zusammen, bitte weiterleiten!").replace("Bad!", "Bad 🙏")


@pytest.fixture
def editor(app: Flask) -> Editor:
    building.keep()
    return factories.editor(password=PASSWORD)


def matched(text: str, claim_id: int, **fields: str) -> Match:
    """Send a report, match it and explain it; return its match with a claim."""
    case = factories.case(text, **fields)
    explaining.explain_case(case.id)
    return db.session.scalars(select(Match).where(Match.case_id == case.id, Match.claim_id == claim_id)).one()


def said_of(match: Match) -> tuple[object, ...]:
    """Return all that the machine said of a match, numbers to three places: vectors are stored in half precision."""
    match = fresh(match)
    return (
        match.band,
        *(None if number is None else round(number, 3) for number in (match.score, match.probability)),
        match.lanes,
        match.wording_id,
        match.explanation,
        match.is_outdated,
    )


def cards(app: Flask, editor: Editor, match: Match) -> str:
    return signed_in(app, editor).get(f"/desk/cases/{match.case_id}").text


@pytest.mark.parametrize("answers", [[MatchAnswer.SAME], [MatchAnswer.SAME, MatchAnswer.DIFFERENT]])
def test_what_the_machine_said_before_an_answer_stays(
    app: Flask, config: Config, editor: Editor, answers: Sequence[MatchAnswer]
) -> None:
    claim_id = factories.claim(CLAIM, title="Keine Pflicht im Bad").id
    factories.claim(OTHER)
    match = matched(POST, claim_id)
    before = said_of(match)
    assert before[0] is not Band.SAME, "else nothing could change"
    for answer in answers:
        answer_match(match.id, answer, editor=editor)
        work(config, editor, match)
    assert said_of(match) == before
    page = cards(app, editor, match)
    (card,) = [part for part in page.split("<article class=") if f'id="match-{match.id}"' in part]
    assert "In the article" in open_text(card)
    in_the_article = card.split("In the article")[1].split("</figure>")[0]
    assert "Taucherbrille" in in_the_article
    assert "Habt ihr das gehört" not in in_the_article
    assert "habt ihr das gehört" not in in_the_article


def test_a_rejected_article_is_not_called_the_same_on_its_card(app: Flask, editor: Editor) -> None:
    match = suggestion(plain_case(POST), factories.claim(CLAIM), band=Band.SAME)
    answer_match(match.id, MatchAnswer.DIFFERENT, editor=editor)
    page = cards(app, editor, match)
    card = open_text(page.split('<article class="match ')[1].split("</article>")[0])
    assert "Rejected: not the same" in card
    assert "Same claim" not in card
    assert 'class="badge badge-false' not in page.split('id="matches"')[1].split('id="similar"')[0]


@pytest.mark.parametrize("settled", [False, True])
def test_taking_back_a_wrong_answer_undoes_what_it_did_to_other_cases(
    app: Flask, config: Config, editor: Editor, *, settled: bool
) -> None:
    claim_id = factories.claim(CLAIM, title="Keine Pflicht im Bad").id
    factories.claim(OTHER)
    # Reports of hate have cases of their own, so this one does not join the other.
    wrong, echo = matched(POST, claim_id), matched(ECHO, claim_id, kind="hate")
    before = said_of(echo)

    answer_match(wrong.id, MatchAnswer.SAME, editor=editor)
    work(config, editor, wrong, echo)
    assert (fresh(echo).band, fresh(echo).wording_id) == (Band.SAME, fresh(wrong).learned_wording_id)
    if settled:
        close(echo)

    answer_match(wrong.id, MatchAnswer.OPEN, editor=editor)
    work(config, editor, wrong, echo)
    assert standing() == (0, 0)
    again = found(ECHO, claim_id)
    assert again is None or again.band is not Band.SAME
    if settled:
        assert said_of(echo) != before
        reopening.reopen(fresh(echo).case_id, reason="Neue Belege.", editor=editor)
        work(config, echo)
    assert said_of(echo) == before


def close(match: Match) -> None:
    with writing() as session:
        session.get_one(Case, match.case_id).state = CaseState.CLOSED


def test_an_article_about_the_opposite_answers_a_case_without_becoming_its_claim(app: Flask, editor: Editor) -> None:
    claim = factories.claim(CLAIM)
    receipt = factories.report(POST)
    match = matched(POST, claim.id)
    with writing() as session:
        stored = session.get_one(Match, match.id)
        stored.explanation, stored.explained_from = Explanation((), (), (), None, reverses=True), stored.made_from
    case = fresh(match).case
    draft = decisions.Draft(CaseState.ANSWERED, claim.id, None, "", "Ein Satz.", case.version, ReasonCode.ARTICLE)
    decisions.decide(case.id, draft, editor=editor)
    assert (fresh(match).answer, standing()) == (MatchAnswer.OPEN, (0, 0))
    (answer,) = submissions.status(receipt.receipt).answers
    assert answer.article is not None
    assert answer.article.opposite
