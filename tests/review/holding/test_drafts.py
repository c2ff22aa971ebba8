"""Drafts: kept by editor, case and form, read by nobody else, and erased in time."""

from __future__ import annotations

from concurrent.futures import Future
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from accounts.permissions import RoleName
from core.db import db, now, writing
from core.refusals import Conflict, InvalidInput, NotFound
from intake.models.cases import Case, CaseState
from intake.models.reports import Submission
from intake.retention import erasing
from review import jobs
from review.case import decisions
from review.case.decisions import Draft
from review.holding import drafts
from review.holding.drafts import Mark
from review.holding.models import DraftForm, StoredDraft
from review.reasons import ReasonCode
from tests.support import factories
from tests.support.deciding import events
from tests.support.desk import REASON, SENTENCE, plain_case, reread
from tests.support.holding import close, editor, kept, let_pass
from tests.support.side_by_side import side_by_side


def mark(case: Case, editor_id: int, form: DraftForm = DraftForm.DECISION) -> Mark:
    return Mark(editor_id, case.id, form, case.version, now())


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(StoredDraft)) or 0


def test_a_draft_is_kept_for_its_editor_case_and_form_alone(app: Flask) -> None:
    case, other, alva, lead = plain_case(), plain_case(), editor("Alva"), editor("Lea", role=RoleName.LEAD)

    assert drafts.keep(mark(case, alva.id), {"reason": ["Erst"], "public_sentence": [""], "outcome": ["closed"]})
    assert drafts.keep(mark(case, alva.id), {"reason": ["Dann"], "outcome": ["closed"]})
    assert drafts.keep(mark(case, alva.id, DraftForm.NOTE), {"text": ["Eine Notiz"]})

    assert kept(case, alva) == {"reason": "Dann", "outcome": "closed"}
    assert kept(case, alva, DraftForm.NOTE) == {"text": "Eine Notiz"}
    assert (kept(other, alva), kept(case, lead)) == ({}, {})
    assert events() == [], "what somebody has not said is no deed"


def test_a_form_that_is_emptied_is_no_draft_any_more(app: Flask) -> None:
    case, alva = plain_case(), editor("Alva")
    drafts.keep(mark(case, alva.id), {"reason": ["Ein Satz"]})

    assert not drafts.keep(mark(case, alva.id), {"reason": [" \n"], "verdict": [""]})

    assert count() == 0


def test_a_draft_is_thrown_away_once_and_for_its_form_only(app: Flask) -> None:
    case, alva, bo = plain_case(), editor("Alva"), editor("Bo")
    drafts.keep(mark(case, alva.id), {"reason": ["Ein Satz"]})
    drafts.keep(mark(case, bo.id), {"reason": ["Noch einer"]})

    for _ in range(2):
        drafts.discard(case.id, DraftForm.DECISION, editor=alva)

    assert (kept(case, alva), kept(case, bo)) == ({}, {"reason": "Noch einer"})


@pytest.mark.parametrize(
    "fields",
    [
        {"reason": ["x" * 20_001]},
        {"reason": ["x" * 10_001], "public_sentence": ["x" * 10_000]},
        {f"field-{number}": ["x"] for number in range(31)},
        {"x" * 41: ["x"]},
    ],
    ids=["one long", "two long", "many fields", "a long name"],
)
def test_what_no_form_holds_is_refused_and_leaves_what_was_kept(app: Flask, fields: dict[str, list[str]]) -> None:
    case, alva = plain_case(), editor("Alva")
    drafts.keep(mark(case, alva.id), {"reason": ["Ein Satz"]})

    with pytest.raises(InvalidInput):
        drafts.keep(mark(case, alva.id), fields)

    assert kept(case, alva) == {"reason": "Ein Satz"}


def test_nothing_is_kept_for_a_closed_account_one_that_reads_no_case_or_a_case_that_is_not_there(app: Flask) -> None:
    case, gone, admin = plain_case(), editor("Gerda"), editor("Adam", role=RoleName.ADMIN)
    close(gone)
    nowhere = Mark(editor("Alva").id, 4711, DraftForm.NOTE, 0, now())

    for nobody in (mark(case, gone.id), mark(case, admin.id), mark(case, 4711), nowhere):
        with pytest.raises(NotFound):
            drafts.keep(nobody, {"reason": ["Ein Satz"]})
    assert count() == 0


def test_what_a_colleague_decided_while_it_was_written_stands_with_the_draft(app: Flask) -> None:
    case, alva, bo = plain_case(), editor("Alva"), editor("Bo")
    drafts.keep(mark(case, alva.id), {"reason": ["Ein Satz"]})
    before = drafts.drafts_of(case, alva)[DraftForm.DECISION]
    decisions.decide(
        case.id, Draft(CaseState.CLOSED, None, None, REASON, SENTENCE, case.version, ReasonCode.TOO_LITTLE), editor=bo
    )

    after = drafts.drafts_of(reread(case), alva)[DraftForm.DECISION]
    drafts.keep(mark(reread(case), alva.id), {"reason": ["Ein Satz, den ich danach schrieb"]})
    seen = drafts.drafts_of(reread(case), alva)[DraftForm.DECISION]

    assert before.decided_by is None
    assert after.decided_by == "Bo"
    assert after.decided_at is not None
    assert seen.decided_by is None, "the page it was written on told of the decision"


def test_what_one_decided_oneself_is_no_news(app: Flask) -> None:
    case, alva = plain_case(), editor("Alva")
    drafts.keep(mark(case, alva.id, DraftForm.NOTE), {"text": ["Ein Satz"]})
    decisions.decide(
        case.id, Draft(CaseState.CLOSED, None, None, REASON, SENTENCE, case.version, ReasonCode.TOO_LITTLE), editor=alva
    )

    assert drafts.drafts_of(reread(case), alva)[DraftForm.NOTE].decided_by is None


def test_saves_that_meet_leave_one_draft(app: Flask) -> None:
    case, alva = plain_case(), editor("Alva")
    texts, of = [f"Fassung {number}" for number in range(20)], mark(case, alva.id)

    with side_by_side(app) as start:
        running: list[Future[bool]] = [start(partial(drafts.keep, of, {"reason": [text]})) for text in texts]
    assert all(future.result() for future in running)

    assert count() == 1
    assert kept(case, alva)["reason"] in texts


def test_drafts_that_nobody_came_back_to_and_those_of_closed_accounts_are_erased(app: Flask) -> None:
    case, alva, bo, gone = plain_case(), editor("Alva"), editor("Bo"), editor("Gerda")
    drafts.keep(mark(case, alva.id), {"reason": ["Von neulich"]})
    let_pass(drafts.KEPT_FOR + timedelta(minutes=1))
    drafts.keep(mark(case, bo.id), {"reason": ["Von heute"]})
    drafts.keep(mark(case, gone.id), {"reason": ["Von Gerda"]})
    close(gone)
    number = bo.id

    for _ in range(2):
        jobs.forget_drafts()

    db.session.rollback()
    assert list(db.session.scalars(select(StoredDraft.editor_id))) == [number]


def test_a_field_that_was_emptied_stays_empty_in_the_draft(app: Flask) -> None:
    case, alva = plain_case(), editor("Alva")

    drafts.keep(mark(case, alva.id), {"public_sentence": [""], "reason": ["Ein Grund"]})

    assert kept(case, alva) == {"public_sentence": "", "reason": "Ein Grund"}


@pytest.mark.parametrize("others", [0, 1])
def test_what_was_begun_before_something_was_erased_is_not_kept_again(app: Flask, others: int) -> None:
    """A page that is still open sends its text every few seconds; it may quote what is gone."""
    first = factories.submission()
    case, alva = factories.case(), editor("Alva")
    if not others:
        erasing.erase_at_desk(first.id, by=alva.id, reason="")
    fields = {"reason": [f"Die Meldung sagt: {factories.POST}"]}
    opened = mark(case, alva.id)
    assert drafts.keep(opened, fields)
    last = db.session.scalars(select(Submission.id).order_by(Submission.id.desc())).first()
    assert last is not None
    erasing.erase_at_desk(last, by=alva.id, reason="")

    with writing() as session:
        session.execute(delete(StoredDraft))
    with pytest.raises(Conflict):
        drafts.keep(opened, fields)
    with writing():
        drafts.give_back(opened, fields)
    assert count() == 0
    if others:
        assert drafts.keep(mark(case, alva.id), {"reason": ["Was noch da ist, sagt etwas anderes."]})
