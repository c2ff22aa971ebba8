"""Answering objections: by another editor, once, with a reason and a sentence, and what the trail says of it."""

from __future__ import annotations

from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Editor
from accounts.permissions import RoleName
from audit import trail
from core.config import Config
from core.db import db
from core.refusals import Conflict, InvalidInput, NotFound
from intake.models.cases import CaseState
from intake.models.objections import Objection, ObjectionOutcome
from review.case import reopening
from review.holding import named
from review.models import Decision
from review.objections import answering
from review.objections.answerers import answerers, disputed
from review.objections.models import ObjectionAnswer
from tests.support import factories
from tests.support.browsing import jobs_waiting
from tests.support.deciding import events
from tests.support.desk import plain_case, reread
from tests.support.holding import close as close_account
from tests.support.holding import editor
from tests.support.objecting import ANSWER, REASON, again, answered, close, objected
from tests.support.side_by_side import side_by_side

OWN = "against your own decision"


@pytest.fixture
def two(app: Flask) -> tuple[Editor, Editor]:
    """Two editors: the one who decides, and a colleague."""
    return editor("Alva"), editor("Bo")


def may_answer(objection: Objection) -> list[str]:
    return [one.name for one in answerers(objection, disputed(objection)).others]


def test_another_editor_answers_and_the_trail_says_so(app: Flask, two: tuple[Editor, Editor]) -> None:
    alva, bo = two
    objection, case = objected(alva)

    answering.answer(objection.id, answered(outcome=ObjectionOutcome.NOT_UPHELD), editor=bo)

    found, kept = again(objection), answering.answer_to(objection.id)
    assert (found.outcome, found.public_sentence, found.is_own_decision) == (ObjectionOutcome.NOT_UPHELD, ANSWER, False)
    assert found.answered_at is not None
    assert kept is not None
    assert (kept.editor_id, kept.reason, kept.is_reopened) == (bo.id, REASON, False)
    assert kept.decision is not None
    assert kept.decision.editor_id == alva.id
    details = {"objection": objection.id, "outcome": "not_upheld", "own_decision": False}
    assert events()[-1] == ("objection_answered", bo.id, details)
    assert reread(case).state is CaseState.CLOSED
    assert trail.first_broken() is None


def test_whoever_decided_does_not_answer(app: Flask, two: tuple[Editor, Editor]) -> None:
    alva, _bo = two
    objection, _ = objected(alva)

    with pytest.raises(Conflict, match=OWN):
        answering.answer(objection.id, answered(), editor=alva)

    assert again(objection).answered_at is None
    assert may_answer(objection) == ["Bo"]


def test_it_is_the_decision_that_its_sender_had_read(app: Flask, two: tuple[Editor, Editor]) -> None:
    alva, bo = two
    objection, case = objected(alva)
    reopening.reopen(case.id, reason=REASON, editor=bo)
    close(case, editor=bo)

    with pytest.raises(Conflict, match=OWN):
        answering.answer(objection.id, answered(), editor=alva)
    answering.answer(objection.id, answered(), editor=bo)


def test_whoever_is_named_in_the_case_does_not_answer(app: Flask, two: tuple[Editor, Editor]) -> None:
    alva, bo = two
    objection, case = objected(alva)
    editor("Cleo")
    named.say(case.id, editor=bo)

    with pytest.raises(Conflict, match="named in this post"):
        answering.answer(objection.id, answered(), editor=bo)
    assert may_answer(objection) == ["Cleo"]


def test_with_nobody_else_there_the_one_who_decided_may_and_it_is_on_record(
    app: Flask, two: tuple[Editor, Editor]
) -> None:
    alva, bo = two
    objection, _ = objected(alva)
    factories.editor(role=RoleName.LEGAL)
    close_account(bo)

    answering.answer(objection.id, answered(), editor=alva)

    assert again(objection).is_own_decision
    assert events()[-1][2]["own_decision"] is True
    assert str(trail.lines()[0][0].sentence) == (
        f"Alva answered objection {objection.id} to their own decision, as nobody else could: it is right."
    )


def test_about_an_article_or_about_nothing_we_know_anybody_answers(app: Flask, two: tuple[Editor, Editor]) -> None:
    claim = factories.claim()
    for about in (claim.slug, "kein-solcher-artikel"):
        objection = factories.objection(about=about)
        assert may_answer(objection) == ["Alva", "Bo"]

        answering.answer(objection.id, answered(), editor=two[0])

        assert again(objection).outcome is ObjectionOutcome.UPHELD
        assert str(trail.lines()[0][0].sentence) == f"Alva answered objection {objection.id}: it is right."


def test_upholding_takes_the_case_up_again_in_the_same_breath(
    app: Flask, two: tuple[Editor, Editor], config: Config
) -> None:
    alva, bo = two
    objection, case = objected(alva)

    answering.answer(objection.id, answered(reopens=True), editor=bo)

    assert reread(case).state is CaseState.OPEN
    last = db.session.scalars(select(Decision).order_by(Decision.id.desc()).limit(1)).one()
    assert (last.outcome, last.reason, last.editor_id) == (CaseState.OPEN, REASON, bo.id)
    assert [name for name, _, _ in events()[-2:]] == ["case_reopened", "objection_answered"]
    assert jobs_waiting(config) == 1, "its matches are worked out anew"


def test_what_cannot_be_taken_up_again_leaves_everything_as_it_was(app: Flask, two: tuple[Editor, Editor]) -> None:
    alva, bo = two
    objection, case = objected(alva)
    reopening.reopen(case.id, reason="Es gibt neue Belege.", editor=bo)

    with pytest.raises(Conflict, match="open already"):
        answering.answer(objection.id, answered(reopens=True), editor=bo)

    assert again(objection).answered_at is None
    assert answering.answer_to(objection.id) is None


# What an editor filled in, by the field at which something is missing.
INCOMPLETE = (
    ("outcome", answered(outcome=None)),
    ("public_sentence", answered(public_sentence="\u200b")),
    ("public_sentence", answered(public_sentence="x" * 1_001)),
    ("public_sentence", answered(public_sentence="Sehen Sie hier: [Link]")),
    ("public_sentence", answered(public_sentence="um\u202egekehrt")),
    ("reason", answered(reason="")),
    ("reason", answered(reason="x" * 4_001)),
    ("reopens", answered(outcome=ObjectionOutcome.NOT_UPHELD, reopens=True)),
)


def test_what_is_missing_is_said_at_its_field(app: Flask, two: tuple[Editor, Editor]) -> None:
    objection, case = objected(two[0])

    for field, draft in INCOMPLETE:
        with pytest.raises(InvalidInput) as refused:
            answering.answer(objection.id, draft, editor=two[1])
        assert list(refused.value.problems) == [field], draft
    assert again(objection).answered_at is None
    assert reread(case).state is CaseState.CLOSED


def test_without_a_case_nothing_is_taken_up_again(app: Flask, two: tuple[Editor, Editor]) -> None:
    objection = factories.objection()
    with pytest.raises(InvalidInput, match="no case"):
        answering.answer(objection.id, answered(reopens=True), editor=two[1])
    with pytest.raises(NotFound):
        answering.answer(objection.id + 1, answered(), editor=two[1])


def test_of_twelve_answers_at_once_one_wins(app: Flask, two: tuple[Editor, Editor]) -> None:
    objection, _case = objected(two[0])

    def answer(number: int) -> str:
        try:
            answering.answer(objection.id, answered(reopens=True, public_sentence=f"Antwort {number}."), editor=two[1])
        except Conflict as lost:
            return str(lost)
        return "won"

    with side_by_side(app) as start:
        results = [start(partial(answer, number)) for number in range(12)]
    told = sorted(result.result() for result in results)

    assert told[-1] == "won"
    assert set(told[:-1]) == {"Another editor answered this objection in the meantime. Nothing was changed."}
    assert again(objection).public_sentence.startswith("Antwort ")
    assert len(db.session.scalars(select(ObjectionAnswer)).all()) == 1
    assert [name for name, _, _ in events()].count("objection_answered") == 1
    assert [name for name, _, _ in events()].count("case_reopened") == 1
    assert trail.first_broken() is None


def test_an_objection_is_given_to_whoever_may_answer_it(app: Flask, two: tuple[Editor, Editor]) -> None:
    alva, bo = two
    objection, _ = objected(alva)
    reader = factories.editor(role=RoleName.VIEWER)

    for refused in (alva.id, reader.id, 0):
        with pytest.raises(InvalidInput, match="who may answer"):
            answering.give(objection.id, refused, by=alva)
    answering.give(objection.id, bo.id, by=alva)
    answering.give(objection.id, bo.id, by=bo)

    found = answering.given_to(objection.id)
    assert found is not None
    assert found.id == bo.id
    assert str(trail.lines()[0][0].sentence) == f"Bo gave objection {objection.id} to Bo."
    answering.answer(objection.id, answered(), editor=bo)
    with pytest.raises(Conflict, match="in the meantime"):
        answering.give(objection.id, bo.id, by=alva)


def test_a_case_that_was_never_decided_is_anybodys(app: Flask, two: tuple[Editor, Editor]) -> None:
    case = plain_case()
    objection = factories.objection()
    objection.case_id = case.id
    db.session.commit()

    assert disputed(again(objection)).decision is None
    assert may_answer(again(objection)) == ["Alva", "Bo"]
