"""What answers teach: found and kept apart after it, listed with who and when, and taken back with one click."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest
import redis
from flask import Flask
from sqlalchemy import select

from accounts.models import Editor
from archive import indexing
from archive.models import ArchiveAction
from audit.trail import first_broken
from core.config import Config
from core.db import db
from core.refusals import InvalidInput
from intake.cases import suggesting
from intake.models.cases import Case, CaseState, Match, MatchAnswer
from review.case import decisions, reopening
from review.case.answers import answer_match
from review.reasons import ReasonCode
from search.ranking.bands import Band, Lane
from tests.support import factories
from tests.support.browsing import jobs_waiting
from tests.support.desk import PASSWORD, plain_case, reread, suggestion
from tests.support.installation import work_off
from tests.support.lessons import OTHER, found, fresh, standing, taught, trail, work
from tests.support.wordings import NEARLY_SAID, SAID


@pytest.fixture
def editor(app: Flask) -> Editor:
    return factories.editor(password=PASSWORD)


def test_after_same_a_report_in_the_words_of_the_case_finds_the_claim_for_certain(
    app: Flask, config: Config, editor: Editor
) -> None:
    claim_id = factories.claim().id
    factories.claim(OTHER)
    case = factories.case(SAID)
    match = db.session.scalars(select(Match).where(Match.case_id == case.id, Match.claim_id == claim_id)).one()
    answer_match(match.id, MatchAnswer.SAME, editor=editor)
    wording_id = fresh(match).learned_wording_id
    work_off(config)

    again, nearly = found(SAID, claim_id), found(NEARLY_SAID, claim_id)

    assert again is not None
    assert (again.band, Lane.EXACT_TEXT in again.lanes) == (Band.SAME, True)
    assert nearly is not None
    assert (nearly.band, Lane.NEAR_DUPLICATE in nearly.lanes) == (Band.SAME, True)
    new = factories.case(NEARLY_SAID, kind="hate")
    best = db.session.scalars(select(Match).where(Match.case_id == new.id).order_by(Match.rank).limit(1)).one()
    assert (best.claim_id, best.band, best.wording_id) == (claim_id, Band.SAME, wording_id)


def test_after_different_the_claim_is_never_suggested_for_that_text_again(
    app: Flask, config: Config, editor: Editor
) -> None:
    claim_id = factories.claim(SAID).id
    case_id = factories.case(NEARLY_SAID).id
    (match,) = matches_of(case_id)
    answer_match(match.id, MatchAnswer.DIFFERENT, editor=editor)
    work_off(config)

    assert [found(text, claim_id) for text in (NEARLY_SAID, NEARLY_SAID.upper(), SAID)] == [None, None, None]
    suggesting.rematch_open()
    assert [match.answer for match in matches_of(case_id)] == [MatchAnswer.DIFFERENT]
    # Reports of hate are cases of their own.
    other_id = factories.case(SAID, kind="hate").id
    assert other_id != case_id
    assert matches_of(other_id) == []
    suggesting.rematch_case(other_id)
    assert matches_of(other_id) == []


def matches_of(case_id: int) -> Sequence[Match]:
    db.session.rollback()
    return db.session.scalars(select(Match).where(Match.case_id == case_id)).all()


@pytest.mark.parametrize("answer", [MatchAnswer.SAME, MatchAnswer.DIFFERENT])
def test_undo_restores_what_was_before(app: Flask, config: Config, editor: Editor, answer: MatchAnswer) -> None:
    claim = factories.claim(SAID)
    text, claim_id = NEARLY_SAID, claim.id
    before = found(text, claim_id)
    assert before is not None
    match = taught(editor, answer, claim=claim, text=text)
    work(config, match, editor)
    assert standing() == ((1, 0) if answer is MatchAnswer.SAME else (0, 1))

    answer_match(match.id, MatchAnswer.OPEN, editor=editor)
    work(config, match)

    after = found(text, claim_id)
    assert after is not None
    assert (after.band, after.lanes, after.wording) == (before.band, before.lanes, None)
    assert standing() == (0, 0)
    match = fresh(match)
    assert (match.learned_wording_id, match.kept_apart_id) == (None, None)


def test_a_changed_answer_takes_back_what_it_taught_and_teaches_the_opposite(app: Flask, editor: Editor) -> None:
    match = taught(editor)
    wording_id = match.learned_wording_id
    assert standing() == (1, 0)

    answer_match(match.id, MatchAnswer.DIFFERENT, editor=editor)

    match = fresh(match)
    assert standing() == (0, 1)
    assert match.learned_wording_id is None
    assert trail() == [
        (ArchiveAction.LEARNED, {"match": match.id, "wording": wording_id}),
        (ArchiveAction.LEARNED_TAKEN_BACK, {"match": match.id, "wording": wording_id}),
        (ArchiveAction.LEARNED, {"match": match.id, "apart": match.kept_apart_id}),
    ]


@pytest.mark.parametrize("answer", [MatchAnswer.SAME, MatchAnswer.DIFFERENT])
def test_what_two_cases_teach_stays_until_both_have_taken_it_back(
    app: Flask, editor: Editor, answer: MatchAnswer
) -> None:
    claim = factories.claim()
    one, other = (taught(editor, answer, claim=claim) for _ in range(2))
    assert (one.learned_wording_id, one.kept_apart_id) == (other.learned_wording_id, other.kept_apart_id)
    once = standing()
    assert sum(once) == 1

    answer_match(one.id, MatchAnswer.OPEN, editor=editor)
    assert standing() == once
    answer_match(other.id, MatchAnswer.OPEN, editor=editor)
    assert standing() == (0, 0)
    assert [action for action, _ in trail()] == [
        ArchiveAction.LEARNED,
        ArchiveAction.LEARNED,
        ArchiveAction.LEARNED_TAKEN_BACK,
    ]


def test_deciding_with_a_claim_teaches_as_its_answer_does_and_reopening_leaves_it(app: Flask, editor: Editor) -> None:
    claim, case = factories.claim(), plain_case(SAID)
    match = suggestion(case, claim, answer=MatchAnswer.OPEN)
    draft = decisions.Draft(CaseState.ANSWERED, claim.id, None, "", "Ein Satz.", case.version, ReasonCode.ARTICLE)
    decisions.decide(case.id, draft, editor=editor)
    taught_by_decision = fresh(match).learned_wording_id
    assert taught_by_decision is not None

    reopening.reopen(case.id, reason="Neue Belege.", editor=editor)

    match = fresh(match)
    assert (match.answer, match.learned_wording_id) == (MatchAnswer.SAME, taught_by_decision)
    assert standing() == (1, 0)


def test_deciding_with_a_claim_that_was_rejected_before_lets_it_together(app: Flask, editor: Editor) -> None:
    match = taught(editor, MatchAnswer.DIFFERENT)
    case = reread(db.session.get_one(Case, match.case_id))
    draft = decisions.Draft(
        CaseState.ANSWERED, match.claim_id, None, "Weil.", "Ein Satz.", case.version, ReasonCode.ARTICLE
    )
    decisions.decide(case.id, draft, editor=editor)

    assert standing() == (1, 0)
    assert fresh(match).answer is MatchAnswer.SAME


def test_a_decision_that_is_refused_teaches_nothing(app: Flask, editor: Editor) -> None:
    claim, case = factories.claim(), plain_case(SAID)
    match = suggestion(case, claim)
    draft = decisions.Draft(CaseState.ANSWERED, claim.id, None, "", "", case.version, ReasonCode.ARTICLE)
    with pytest.raises(InvalidInput):
        decisions.decide(case.id, draft, editor=editor)

    assert fresh(match).answer is MatchAnswer.OPEN
    assert (standing(), trail()) == ((0, 0), [])


def test_editors_who_answer_the_same_suggestion_in_one_moment_teach_once(app: Flask) -> None:
    match = suggestion(plain_case(SAID), factories.claim())
    editors = [factories.editor() for _ in range(4)]
    answers = [MatchAnswer.SAME, MatchAnswer.SAME, MatchAnswer.DIFFERENT, MatchAnswer.DIFFERENT]

    at_once(app, [(match.id, answer, who) for answer, who in zip(answers, editors, strict=True)])

    match = fresh(match)
    same = match.answer is MatchAnswer.SAME
    assert standing() == ((1, 0) if same else (0, 1))
    assert (match.learned_wording_id is not None, match.kept_apart_id is not None) == (same, not same)
    assert first_broken() is None


def test_editors_who_confirm_the_same_words_in_two_cases_share_one_wording(app: Flask) -> None:
    claim = factories.claim()
    matches = [suggestion(plain_case(SAID), claim) for _ in range(4)]

    at_once(app, [(match.id, MatchAnswer.SAME, factories.editor()) for match in matches])

    assert standing() == (1, 0)
    assert len({fresh(match).learned_wording_id for match in matches}) == 1


def at_once(app: Flask, answers: Sequence[tuple[int, MatchAnswer, Editor]]) -> None:
    together = threading.Barrier(len(answers))

    def send(match_id: int, answer: MatchAnswer, editor: Editor) -> None:
        with app.app_context():
            together.wait()
            answer_match(match_id, answer, editor=editor)

    threads = [threading.Thread(target=send, args=one) for one in answers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_without_the_queue_no_answer_is_lost_and_what_it_taught_is_embedded_later(
    app: Flask, config: Config, editor: Editor
) -> None:
    match = suggestion(plain_case(SAID), factories.claim())
    waiting = jobs_waiting(config)
    # Nobody listens on the first port.
    app.extensions["jobs"]["connection"] = redis.Redis(port=1)
    answer_match(match.id, MatchAnswer.SAME, editor=editor)

    assert jobs_waiting(config) == waiting
    assert (fresh(match).answer, standing()) == (MatchAnswer.SAME, (1, 0))
    # As the clock does every ten minutes.
    assert indexing.embed_missing() == 1
    assert found(NEARLY_SAID, match.claim_id) is not None
