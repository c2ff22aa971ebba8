"""Nobody decides a case they are named in, and a lead gives it to somebody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from accounts.models import Editor
from accounts.permissions import RoleName
from core.db import db, now
from core.refusals import Conflict, InvalidInput, NotFound
from intake.models.cases import CaseState, MatchAnswer
from review.case import answers, decisions, reopening
from review.case.decisions import Draft
from review.holding import assigning, drafts, leases, named
from review.holding.assigning import Candidate
from review.holding.drafts import Mark
from review.holding.models import DraftForm
from review.reasons import ReasonCode
from tests.support import factories
from tests.support.deciding import events
from tests.support.desk import REASON, SENTENCE, plain_case, reread, signed_in, suggestion
from tests.support.holding import close, editor, kept, page_of

KINDLY = "You said that you are named in this post"


def test_whoever_is_named_in_a_post_has_no_part_in_it_from_then_on(app: Flask) -> None:
    case, alva = plain_case(), editor("Alva")
    match = suggestion(case, factories.claim())
    settled = plain_case(state=CaseState.CLOSED)
    leases.take(case.id, editor=alva)
    draft = Mark(alva.id, case.id, DraftForm.DECISION, case.version, now())
    drafts.keep(draft, {"reason": ["Ich finde"]})

    for _ in range(2):
        named.say(case.id, editor=alva, reason="Mein Bruder")
    named.say(settled.id, editor=alva)

    assert leases.holder_of(case.id) is None
    assert kept(case, alva) == {}
    closing = Draft(CaseState.CLOSED, None, None, REASON, SENTENCE, case.version, ReasonCode.TOO_LITTLE)
    deeds: tuple[Callable[[], object], ...] = (
        lambda: leases.take(case.id, editor=alva),
        lambda: decisions.decide(case.id, closing, editor=alva),
        lambda: answers.answer_match(match.id, MatchAnswer.SAME, editor=alva),
        lambda: reopening.reopen(settled.id, reason=REASON, editor=alva),
        lambda: drafts.keep(draft, {"reason": ["Noch einmal"]}),
    )
    for deed in deeds:
        with pytest.raises(Conflict, match=KINDLY):
            deed()
    leases.beat(case.id, editor=alva, takes=True)
    assert leases.holder_of(case.id) is None
    assert events() == [
        ("named_in_case", alva.id, {"editor": alva.id}),
        ("named_in_case", alva.id, {"editor": alva.id}),
    ]


def test_whoever_is_named_takes_nothing_over(app: Flask) -> None:
    case, alva, bo = plain_case(), editor("Alva"), editor("Bo")
    named.say(case.id, editor=alva)
    leases.take(case.id, editor=bo)

    with pytest.raises(Conflict, match=KINDLY):
        leases.take_over(case.id, holder_id=bo.id, editor=alva)


def test_a_lead_lifts_it_and_the_draft_is_there_again(app: Flask) -> None:
    case, alva, lead = plain_case(), editor("Alva"), editor("Lea", role=RoleName.LEAD)
    drafts.keep(Mark(alva.id, case.id, DraftForm.DECISION, case.version, now()), {"reason": ["Ich finde"]})
    named.say(case.id, editor=alva, reason="Mein Bruder")
    assert [(one.name, one.reason) for one in named.named_in(case.id)] == [("Alva", "Mein Bruder")]

    for _ in range(2):
        named.lift(case.id, alva.id, by=lead)

    assert named.named_in(case.id) == []
    assert kept(case, alva) == {"reason": "Ich finde"}
    leases.take(case.id, editor=alva)
    assert events()[-1:] == [("named_lifted", lead.id, {"editor": alva.id})]


def test_a_reason_need_not_be_given_and_must_not_be_endless(app: Flask) -> None:
    case, alva = plain_case(), editor("Alva")
    with pytest.raises(InvalidInput):
        named.say(case.id, editor=alva, reason="x" * 1_001)
    with pytest.raises(NotFound):
        named.say(4711, editor=alva)
    assert not named.is_named(case.id, alva.id)


def test_a_case_is_given_to_one_at_a_time_and_keeps_nobody_off(app: Flask) -> None:
    case, lead, alva, bo = plain_case(), editor("Lea", role=RoleName.LEAD), editor("Alva"), editor("Bo")

    assigning.assign(case.id, alva.id, by=lead)
    assigning.assign(case.id, bo.id, by=lead)
    assert assigning.assigned([case.id, 4711]) == {case.id: Candidate(bo.id, "Bo")}
    leases.take(case.id, editor=alva)
    for _ in range(2):
        assigning.unassign(case.id, by=lead)

    assert assigning.assigned([case.id]) == {}
    assert events() == [
        ("case_assigned", lead.id, {"editor": alva.id}),
        ("case_assigned", lead.id, {"editor": bo.id}),
        ("assignment_lifted", lead.id, {"editor": bo.id}),
    ]


def test_a_case_is_given_only_to_who_may_decide_it(app: Flask) -> None:
    case, lead, alva = plain_case(), editor("Lea", role=RoleName.LEAD), editor("Alva")
    reader, gone = editor("Rolf", role=RoleName.VIEWER), editor("Gerda")
    close(gone)
    named.say(case.id, editor=alva)

    for nobody in (reader.id, gone.id, 4711):
        with pytest.raises(InvalidInput):
            assigning.assign(case.id, nobody, by=lead)
    with pytest.raises(Conflict, match="Alva is named in this post"):
        assigning.assign(case.id, alva.id, by=lead)
    with pytest.raises(Conflict, match="not open"):
        assigning.assign(plain_case(state=CaseState.CLOSED).id, lead.id, by=lead)
    with pytest.raises(NotFound):
        assigning.assign(4711, lead.id, by=lead)
    assert [one.name for one in assigning.candidates()] == ["Alva", "Lea"]


def test_saying_so_while_a_case_is_given_to_oneself_frees_it(app: Flask) -> None:
    case, lead, alva = plain_case(), editor("Lea", role=RoleName.LEAD), editor("Alva")
    assigning.assign(case.id, alva.id, by=lead)

    named.say(case.id, editor=alva)

    assert assigning.assigned([case.id]) == {}


def test_the_page_says_it_kindly_and_lets_a_lead_do_what_a_lead_may(app: Flask) -> None:
    case, lead, alva = plain_case(), editor("Lea", role=RoleName.LEAD), editor("Alva")
    browser, leads = signed_in(app, alva), signed_in(app, lead)
    here = f"/desk/cases/{case.id}"

    browser.send(f"{here}/named", {"named_reason": "Mein Bruder"}, seen_at=here)
    page, of_lead = page_of(case, browser), page_of(case, leads)

    assert KINDLY in page
    assert f"{here}/lease" not in page
    assert "Alva is named in this post: Mein Bruder" in of_lead
    assert "Mein Bruder" not in page
    assert browser.send(f"{here}/named/lift", {"editor_id": str(alva.id)}, seen_at=here).status_code == 403
    assert leads.send(f"{here}/assign", {"editor_id": str(lead.id)}, seen_at=here).status_code == 302
    assert "Given to you" in page_of(case, leads)
    assert "Given to Lea" in page_of(case, browser)
    assert leads.send(f"{here}/assign", {"editor_id": ""}, seen_at=here).status_code == 302
    assert leads.send(f"{here}/named/lift", {"editor_id": str(alva.id)}, seen_at=here).status_code == 302
    assert KINDLY not in page_of(case, browser)


def test_what_somebody_says_of_themselves_reaches_the_trail_without_their_words(app: Flask) -> None:
    case, alva = plain_case(), editor("Alva")
    named.say(case.id, editor=db.session.get_one(Editor, alva.id), reason="Mein Bruder")
    assert "Bruder" not in str(events())
    assert reread(case).state is CaseState.OPEN


def test_whoever_is_named_is_shown_no_form_that_would_only_be_refused(app: Flask) -> None:
    case, alva = plain_case(), editor("Alva")
    suggestion(case, factories.claim())
    browser = signed_in(app, alva)
    forms = ('id="decision-form"', 'id="one-act-sentence"', 'class="match-answer"')
    before = browser.get(f"/desk/cases/{case.id}").text
    named.say(case.id, editor=alva)
    after = browser.get(f"/desk/cases/{case.id}").text

    assert ([form in before for form in forms], [form in after for form in forms]) == ([True] * 3, [False] * 3)
