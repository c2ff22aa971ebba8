"""Taking an article out of the archive at the desk, with a reason and, where the house says so, a second person."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Editor
from accounts.permissions import RoleName
from archive import claims
from archive.models import ArchiveAction, Claim, ClaimState, Retraction
from audit.models import Event
from core.db import db
from core.refusals import Conflict, InvalidInput, NotFound
from review.approval import proposals, retracting
from review.approval.models import ApprovalAction, HeldKind, HeldState
from review.case import approving
from tests.support import factories, holding
from tests.support.approving import has_wait, latest
from tests.support.browsing import Browser, open_text
from tests.support.desk import signed_in

WHY = "Die Quelle hat ihren Artikel zurückgezogen."


def state_of(claim: Claim) -> ClaimState:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Claim, claim.id).state


def lines() -> list[tuple[str, int | None]]:
    """Return what people did to articles."""
    db.session.rollback()
    rows = select(Event.action, Event.editor_id).where(Event.editor_id.is_not(None)).order_by(Event.id)
    about = {*ArchiveAction, *ApprovalAction}
    return [(action, who) for action, who in db.session.execute(rows) if action in about]


def press(browser: Browser, claim: Claim, what: str, **fields: str) -> str:
    """Press a button on the page of an article; return the page that it leads to."""
    page = f"/desk/articles/{claim.id}"
    answer = browser.send(f"{page}/{what}", fields, seen_at=page)
    assert answer.location == page
    return open_text(browser.get(page).text)


def test_without_the_setting_it_goes_at_once_with_name_and_reason(app: Flask, anna: Editor) -> None:
    has_wait(app, "forwarding")
    claim = factories.claim()
    assert retracting.retract(claim.id, reason=WHY, editor=anna)
    assert state_of(claim) is ClaimState.RETRACTED
    row = db.session.scalars(select(Retraction)).one()
    assert (row.claim_id, row.editor_id, row.approved_by_id, row.reason) == (claim.id, anna.id, None, WHY)
    assert lines() == [(ArchiveAction.CLAIM_RETRACTED, anna.id)]


def test_it_waits_for_a_second_person_and_both_names_stand(app: Flask, anna: Editor, bea: Editor) -> None:
    claim = factories.claim()
    assert not retracting.retract(claim.id, reason=WHY, editor=anna)
    assert state_of(claim) is ClaimState.PUBLISHED
    held = latest()
    assert (held.held_by, held.case_id, held.claim_id) == ([HeldKind.RETRACTION], None, claim.id)

    assert approving.approve(held.id, editor=bea) is None

    assert state_of(claim) is ClaimState.RETRACTED
    row = db.session.scalars(select(Retraction)).one()
    assert (row.editor_id, row.approved_by_id, row.reason) == (anna.id, bea.id, WHY)
    assert lines() == [
        (ApprovalAction.DECISION_HELD, anna.id),
        (ArchiveAction.CLAIM_RETRACTED, bea.id),
        (ApprovalAction.DECISION_APPROVED, bea.id),
    ]


def test_only_one_proposal_waits_about_an_article(app: Flask, anna: Editor, bea: Editor) -> None:
    claim = factories.claim()
    retracting.retract(claim.id, reason=WHY, editor=anna)
    with pytest.raises(Conflict, match="proposed this already"):
        retracting.retract(claim.id, reason=WHY, editor=bea)
    proposals.give_back(latest().id, reason="Die Quelle hat nur den Titel geändert.", editor=bea)
    assert latest().state is HeldState.RETURNED
    assert not retracting.retract(claim.id, reason=WHY, editor=bea)


def test_what_went_meanwhile_is_not_taken_out_twice(app: Flask, anna: Editor, bea: Editor) -> None:
    claim = factories.claim()
    retracting.retract(claim.id, reason=WHY, editor=anna)
    claims.retract(claim.id)
    with pytest.raises(Conflict, match="not published any more"):
        approving.approve(latest().id, editor=bea)
    assert latest().state is HeldState.OVERTAKEN
    assert db.session.scalars(select(Retraction)).all() == []


@pytest.mark.parametrize("reason", ["", "x" * 4_001])
def test_it_takes_a_reason(app: Flask, anna: Editor, reason: str) -> None:
    claim = factories.claim()
    with pytest.raises(InvalidInput):
        retracting.retract(claim.id, reason=reason, editor=anna)
    assert state_of(claim) is ClaimState.PUBLISHED


def test_an_article_that_there_is_not_is_not_found_and_one_that_is_gone_does_not_go_again(
    app: Flask, anna: Editor
) -> None:
    with pytest.raises(NotFound):
        retracting.retract(999, reason=WHY, editor=anna)
    claim = factories.claim()
    claims.retract(claim.id)
    with pytest.raises(Conflict):
        retracting.retract(claim.id, reason=WHY, editor=anna)


def test_the_page_takes_it_out_says_why_and_puts_it_back(app: Flask, anna: Editor) -> None:
    has_wait(app, "")
    browser, claim = signed_in(app, anna), factories.claim()
    shown = press(browser, claim, "retract", reason=WHY)
    assert "Taken out of the archive" in shown
    assert WHY in shown
    assert state_of(claim) is ClaimState.RETRACTED
    assert "In the archive" in press(browser, claim, "publish")
    assert state_of(claim) is ClaimState.PUBLISHED
    assert lines()[-1] == (ArchiveAction.CLAIM_PUBLISHED, anna.id)


def test_the_page_shows_what_waits_to_who_may_release_it(app: Flask, anna: Editor, bea: Editor) -> None:
    writer, second, claim = signed_in(app, anna), signed_in(app, bea), factories.claim()
    shown = press(writer, claim, "retract", reason=WHY)
    assert "Taking it out waits for a second person" in shown
    assert "Somebody else releases it." in shown
    assert f"Article {claim.id}" in open_text(second.get("/desk/held/").text)
    second.send(f"/desk/held/{latest().id}/release", {}, seen_at=f"/desk/articles/{claim.id}")
    assert "Anna, released by Bea" in open_text(second.get(f"/desk/articles/{claim.id}").text)


def test_what_comes_back_is_told_until_it_is_proposed_again(app: Flask, anna: Editor, bea: Editor) -> None:
    writer, claim = signed_in(app, anna), factories.claim()
    retracting.retract(claim.id, reason=WHY, editor=anna)
    proposals.give_back(latest().id, reason="Nur der Titel ist neu.", editor=bea)
    assert "Nur der Titel ist neu." in open_text(writer.get("/desk/held/").text)
    press(writer, claim, "retract", reason=WHY)
    assert "Nur der Titel ist neu." not in open_text(writer.get("/desk/held/").text)
    writer.send(f"/desk/held/{latest().id}/withdraw", {}, seen_at=f"/desk/articles/{claim.id}")
    assert "Withdrawn. The article stays." in open_text(writer.get(f"/desk/articles/{claim.id}").text)


@pytest.mark.parametrize("role", [RoleName.VIEWER, RoleName.LEGAL])
def test_whoever_only_reads_sees_the_article_and_no_button(app: Flask, house: Flask, role: RoleName) -> None:
    claim = factories.claim()
    shown = signed_in(app, holding.editor("Vera", role=role)).get(f"/desk/articles/{claim.id}")
    assert shown.status_code == 200
    assert f"/desk/articles/{claim.id}/" not in shown.text
