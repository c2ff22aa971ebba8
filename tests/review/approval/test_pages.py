"""What waits for a second person, as pages show it: to who proposed it, to who may release it, to everybody else."""

from __future__ import annotations

from flask import Flask

from accounts.models import Editor
from accounts.permissions import RoleName
from intake.models.cases import CaseState, Kind
from intake.models.reports import Phase
from intake.reports import submissions
from review.approval import proposals
from review.approval.models import HeldState
from review.holding import named
from review.holding.models import DraftForm
from tests.support import factories, holding
from tests.support.approving import has_wait, latest, proposed, state_of
from tests.support.browsing import Browser, fields_of, links, open_text
from tests.support.deciding import decide
from tests.support.desk import SENTENCE, plain_case, reread, signed_in, suggestion

FORWARDED = {"outcome": "forwarded", "reason_code": "not_ours"}


def page(browser: Browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return open_text(answer.text)


def press(browser: Browser, what: str, **fields: str) -> str:
    """Press a button of the proposal that was made last, on the page of its case; return where it leads."""
    held = latest()
    answer = browser.send(f"/desk/held/{held.id}/{what}", fields, seen_at=f"/desk/cases/{held.case_id}")
    return answer.location or answer.text


def test_from_the_form_over_the_release_to_the_reporter(app: Flask, anna: Editor, bea: Editor) -> None:
    receipt = factories.report().receipt
    case = factories.case()
    writer, second = signed_in(app, anna), signed_in(app, bea)

    sent = decide(writer, case, **FORWARDED)

    assert "undo" not in sent.location
    told = page(writer, sent.location)
    assert "Proposed. Nothing is sent before a second person has released it." in told
    assert submissions.status(receipt).phase is Phase.CHECKING
    shown = page(second, f"/desk/cases/{case.id}")
    assert "Waits for a second person" in shown
    assert "Proposed by Anna" in shown
    assert SENTENCE in shown
    assert "Send the answer" not in shown
    went_to = press(second, "release")
    assert went_to.startswith("/desk/held/?undo=")
    after = page(second, went_to)
    assert "Released. Everyone who reported this can read the answer now." in after
    assert "Take back (60 seconds)" in after
    (said,) = submissions.status(receipt).answers
    assert said.sentence == SENTENCE
    assert "Anna, released by Bea" in page(second, f"/desk/cases/{case.id}")


def test_the_form_says_what_waits_and_who_can_release_it(app: Flask, anna: Editor, bea: Editor) -> None:
    case = plain_case()
    shown = page(signed_in(app, anna), f"/desk/cases/{case.id}")
    assert (
        "releases it (Bea): Passing a case on, to the police or elsewhere; A sentence that names a living person."
        in shown
    )
    holding.close(bea)
    assert "Nobody else here may do that now" in page(signed_in(app, anna), f"/desk/cases/{case.id}")
    hate = plain_case("Ein hasserfüllter Satz.", kind=Kind.HATE)
    assert "A decision about hate" in page(signed_in(app, anna), f"/desk/cases/{hate.id}")


def test_where_nothing_waits_no_page_speaks_of_it(app: Flask) -> None:
    case = plain_case()
    browser = signed_in(app)
    shown = browser.get(f"/desk/cases/{case.id}").text
    assert "names_person" not in shown
    assert "second person" not in shown
    assert "/desk/held/" not in links(shown)


def test_whoever_says_that_the_sentence_names_somebody_has_it_wait(app: Flask, anna: Editor) -> None:
    has_wait(app, "named_person")
    writer, first, second = signed_in(app, anna), plain_case("Eins."), plain_case("Zwei.")
    decide(writer, first, names_person="y")
    decide(writer, second)
    assert (reread(first).state, reread(second).state) == (CaseState.OPEN, CaseState.CLOSED)


def test_the_one_act_asks_it_too_and_gives_way_while_something_waits(app: Flask, anna: Editor) -> None:
    has_wait(app, "named_person")
    match = suggestion(plain_case(), factories.claim())
    writer, address = signed_in(app, anna), f"/desk/cases/{match.case_id}"
    assert "Yes, answer with this" in page(writer, address)
    fields = {"public_sentence": SENTENCE, "version": "0", "names_person": "y"}
    writer.send(f"/desk/matches/{match.id}/decision", fields, seen_at=address)
    assert latest().state is HeldState.WAITING
    assert "Yes, answer with this" not in page(writer, address)


def test_a_tick_stays_when_something_was_missing(app: Flask, anna: Editor) -> None:
    told = decide(signed_in(app, anna), plain_case(), names_person="y", public_sentence="")
    assert told.status_code == 400
    assert 'checked id="names_person"' in told.text


def test_what_comes_back_stands_above_the_form_which_holds_its_text(app: Flask, anna: Editor, bea: Editor) -> None:
    writer, second, case = signed_in(app, anna), signed_in(app, bea), plain_case()
    proposed(case, by=anna)

    assert press(second, "return", reason="Bitte ohne den Namen.") == f"/desk/cases/{case.id}"

    assert "(1)" in page(writer, "/desk/")
    listed = page(writer, "/desk/held/")
    assert "Came back to you" in listed
    assert "Bitte ohne den Namen." in listed
    answer = writer.get(f"/desk/cases/{case.id}")
    assert "Bea gave back what Anna had proposed" in open_text(answer.text)
    assert fields_of(answer.text)["public_sentence"].strip() == SENTENCE
    decide(writer, case)
    assert "Came back to you" not in page(writer, "/desk/held/")
    assert "(1)" not in page(writer, "/desk/")


def test_whoever_proposed_it_reads_that_somebody_else_releases_it_and_can_withdraw_it(
    app: Flask, anna: Editor, bea: Editor
) -> None:
    writer, case = signed_in(app, anna), plain_case()
    held = proposed(case, by=anna)
    answer = writer.get(f"/desk/cases/{case.id}")
    assert "Somebody else releases it." in open_text(answer.text)
    assert f"/desk/held/{held.id}/release" not in answer.text
    assert press(writer, "withdraw") == f"/desk/cases/{case.id}"
    assert state_of(held) is HeldState.WITHDRAWN
    assert fields_of(writer.get(f"/desk/cases/{case.id}").text)["public_sentence"].strip() == SENTENCE


def test_whoever_is_named_or_only_reads_along_gets_no_button(app: Flask, anna: Editor, bea: Editor) -> None:
    case = plain_case()
    held = proposed(case, by=anna)
    named.say(case.id, editor=bea)
    viewer = holding.editor("Vera", role=RoleName.VIEWER)
    for editor in (bea, viewer):
        shown = signed_in(app, editor).get(f"/desk/cases/{case.id}").text
        assert "Proposed by Anna" in open_text(shown)
        assert f"/desk/held/{held.id}/" not in shown


def test_a_refused_release_leads_back_to_the_case_with_a_sentence(app: Flask, anna: Editor, bea: Editor) -> None:
    second, case = signed_in(app, bea), plain_case()
    held = proposed(case, by=anna)
    second.get(f"/desk/cases/{case.id}")
    proposals.withdraw(held.id, editor=anna)
    told = open_text(press(second, "release"))
    assert "This does not wait any more: Withdrawn." in told
    assert reread(case).state is CaseState.OPEN


def test_the_sentence_why_is_kept_when_the_proposal_was_withdrawn_meanwhile(
    app: Flask, anna: Editor, bea: Editor
) -> None:
    second, case = signed_in(app, bea), plain_case()
    held = proposed(case, by=anna)
    mark = holding.mark(second, case, "return")
    proposals.withdraw(held.id, editor=anna)
    told = second.post(f"/desk/held/{held.id}/return", data={**mark, "reason": "Bitte kürzer."})
    assert told.status_code == 409
    assert "What you wrote is kept as a draft." in open_text(told.text)
    assert holding.kept(case, bea, DraftForm.RETURN) == {"reason": "Bitte kürzer."}
    assert "Bitte kürzer." in page(second, f"/desk/cases/{case.id}"), "although there is nothing to give back any more"
    proposed(case, by=anna)
    assert 'value="Bitte kürzer."' in second.get(f"/desk/cases/{case.id}").text
