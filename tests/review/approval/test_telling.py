"""How lines of the trail about what waited for a second person read."""

from __future__ import annotations

import pytest
from flask import Flask

from accounts.models import Editor
from audit import trail
from core.db import db, writing
from core.events import Subject, happened
from intake.models.cases import Kind
from review.approval import proposals, retracting
from review.approval.models import ApprovalAction
from review.case import approving, changing
from tests.support import factories
from tests.support.approving import latest, proposed
from tests.support.browsing import open_text
from tests.support.desk import REASON, plain_case, signed_in


def newest(many: int = 1) -> list[str]:
    """Return the newest lines as plain text, the latest first."""
    db.session.rollback()
    return [str(line.sentence) for line in trail.lines()[0][:many]]


def test_each_step_is_told_with_both_names(app: Flask, anna: Editor, bea: Editor) -> None:
    case = plain_case()
    proposed(case, by=anna)
    assert newest() == [f"Anna proposed a decision about case {case.id}. It waits for a second person."]
    proposals.give_back(latest().id, reason="Nein.", editor=bea)
    assert newest() == [f"Bea gave back to Anna what they had proposed about case {case.id}."]
    proposed(case, by=anna)
    proposals.withdraw(latest().id, editor=anna)
    assert newest() == [f"Anna withdrew what they had proposed about case {case.id}."]
    proposed(case, by=anna)
    approving.approve(latest().id, editor=bea)
    assert newest(2) == [
        f"Bea released what Anna had proposed about case {case.id}.",
        f"Bea forwarded case {case.id}.",
    ]


def test_what_was_overtaken_and_articles_are_told(app: Flask, anna: Editor, bea: Editor) -> None:
    case = plain_case()
    proposed(case, by=anna)
    changing.change_kind(case.id, Kind.SCAM, version=case.version, editor=bea)
    assert f"Bea set aside what Anna had proposed about case {case.id}: it did not fit any more." in newest(2)
    claim = factories.claim(title="WhatsApp bleibt kostenlos")
    retracting.retract(claim.id, reason=REASON, editor=anna)
    assert newest() == [
        "Anna proposed to take “WhatsApp bleibt kostenlos” out of the archive. It waits for a second person."
    ]
    approving.approve(latest().id, editor=bea)
    assert newest() == ["Bea released what Anna had proposed about “WhatsApp bleibt kostenlos”."]


@pytest.mark.parametrize("action", list(ApprovalAction))
@pytest.mark.parametrize("subject", [Subject("case", 7), Subject("claim", 7), None])
def test_a_line_whose_rows_are_gone_still_reads(
    app: Flask, house: Flask, action: ApprovalAction, subject: Subject | None
) -> None:
    with writing():
        happened(action, subject, held=99, proposer=99)
    (told,) = newest()
    assert told
    assert "None" not in told


def test_the_reason_stands_beside_the_line_for_whoever_reads_cases(app: Flask, anna: Editor, bea: Editor) -> None:
    case = plain_case()
    proposed(case, by=anna)
    proposals.give_back(latest().id, reason="Bitte ohne den Namen.", editor=bea)
    shown = open_text(signed_in(app, bea).get("/desk/audit").text)
    assert REASON in shown
    assert "Bitte ohne den Namen." in shown
