"""Who is at a case, as its page tells it, with scripts and without."""

from __future__ import annotations

from flask import Flask

from accounts.permissions import RoleName
from intake.models.cases import CaseState
from review.case import decisions
from review.case.decisions import Draft
from review.holding import leases
from review.reasons import ReasonCode
from tests.support.desk import REASON, SENTENCE, plain_case, reread, signed_in
from tests.support.holding import editor


def test_the_heartbeat_tells_a_page_who_is_there(app: Flask) -> None:
    case, alva, bo = plain_case(), editor("Alva"), editor("Bo")
    first, second = signed_in(app, alva), signed_in(app, bo)
    here = f"/desk/cases/{case.id}"

    first.send(f"{here}/beat", {"takes": "1", "was_open": "1"}, seen_at=here)
    seen = second.send(f"{here}/beat", {"was_open": "1"}, seen_at=here).text
    assert "Alva is working on this, 10 more minutes" in seen
    second.send(f"{here}/lease/take-over", {"holder": str(alva.id)}, seen_at=here)
    told = first.send(f"{here}/beat", {"was_open": "1"}, seen_at=here).text
    assert "Bo has taken this case over from you" in told
    assert "Also looking: Bo" in told
    decisions.decide(
        case.id,
        Draft(CaseState.CLOSED, None, None, REASON, SENTENCE, reread(case).version, ReasonCode.TOO_LITTLE),
        editor=bo,
    )
    assert "Bo decided this case in the meantime" in first.send(f"{here}/beat", {"was_open": "1"}, seen_at=here).text
    assert second.send(f"{here}/leave", {}, seen_at=here).status_code == 204
    assert "Also looking" not in first.send(f"{here}/beat", {}, seen_at=here).text


def test_who_reads_along_holds_nothing_and_is_seen(app: Flask) -> None:
    case, reader, alva = plain_case(), editor("Rolf", role=RoleName.VIEWER), editor("Alva")
    browser, here = signed_in(app, reader), f"/desk/cases/{case.id}"

    seen = browser.send(f"{here}/beat", {"takes": "1"}, seen_at=here)

    assert "Take it" not in seen.text
    assert leases.holder_of(case.id) is None
    assert leases.viewers(case.id, besides=alva) == ["Rolf"]
    assert browser.send(f"{here}/lease", {}, seen_at=here).status_code == 403


def test_without_scripts_each_page_of_the_case_renews_the_lease_of_its_holder(app: Flask) -> None:
    case, alva = plain_case(), editor("Alva")
    browser, here = signed_in(app, alva), f"/desk/cases/{case.id}"
    assert browser.send(f"{here}/lease", {}, seen_at=here).status_code == 302
    leases.leave(case.id, editor=alva)

    signed_in(app, editor("Bo")).get(here)
    between = leases.holder_of(case.id)
    browser.get(here)
    renewed = leases.holder_of(case.id)

    assert between is not None
    assert renewed is not None
    assert (between.minutes, renewed.minutes) == (2, 10)
    browser.send(f"{here}/lease/release", {}, seen_at=here)
    assert leases.holder_of(case.id) is None
