"""What a row of the queue says of a case: the article that may answer it, bound to its claim, or what was decided."""

from __future__ import annotations

from flask import Flask

from archive import claims
from archive.models import Verdict
from core.db import db, writing
from intake.cases.explaining import explain_case
from intake.models.cases import Case, CaseState, MatchAnswer
from search.ranking.bands import Band
from tests.support import factories
from tests.support.browsing import open_text
from tests.support.desk import plain_case, signed_in, suggestion
from tests.support.queueing import asked, row_of


def test_the_best_suggestion_that_nobody_rejected_is_shown(app: Flask) -> None:
    case, bare = plain_case(minutes=1), plain_case()
    rejected, similar, best, third = (factories.claim(f"Behauptung {n}") for n in range(4))
    suggestion(case, third, rank=4, band=Band.RELATED, answer=MatchAnswer.SAME)
    suggestion(case, best, rank=3)
    suggestion(case, similar, rank=2, band=Band.RELATED)
    suggestion(case, rejected, rank=1, answer=MatchAnswer.DIFFERENT)

    def best_claims() -> dict[int, str | None]:
        db.session.expire_all()
        return {row.id: row.best.claim.text if row.best else None for row in asked(app).rows}

    assert best_claims() == {case.id: "Behauptung 3", bare.id: None}, "confirmed by an editor"
    claims.retract(third.id)
    assert best_claims() == {case.id: "Behauptung 2", bare.id: None}
    claims.retract(best.id)
    assert best_claims() == {case.id: None, bare.id: None}, "a similar topic says nothing about a case"


def test_a_row_binds_a_verdict_to_its_claim_and_what_is_only_similar_shows_none(app: Flask) -> None:
    claim = factories.claim("Im Brunnen von Retz schwimmen 12 Goldhechte.", verdict=Verdict.SATIRE)
    similar, likely, bare = plain_case("Ähnlich."), plain_case("Vermutlich."), plain_case("Nichts.")
    suggestion(similar, claim, band=Band.RELATED)
    explain_case(suggestion(likely, claim).case_id)
    page_text = signed_in(app).get("/desk/").text
    row = row_of(page_text, likely.id)
    assert "The article checks: “ Im Brunnen von Retz schwimmen 12 Goldhechte. ” – result: Satire" in open_text(row)
    assert "badge-satire" in row
    for other in (similar, bare):
        text = open_text(row_of(page_text, other.id))
        assert "Nothing in the archive fits" in text
        assert "Satire" not in text
    assert {bare.id, similar.id} == {row.id for row in asked(app).rows if row.best is None}


def test_a_settled_case_shows_what_was_decided_and_no_other_article(app: Flask) -> None:
    other, answer = factories.claim(verdict=Verdict.SATIRE), factories.claim(verdict=Verdict.TRUE)
    decided, answered = plain_case(state=CaseState.DECIDED), plain_case(state=CaseState.ANSWERED)
    for case in (decided, answered):
        suggestion(case, other, rank=1, band=Band.SAME)
        suggestion(case, answer, rank=2, band=Band.RELATED)
    with writing() as session:
        session.get_one(Case, decided.id).verdict = Verdict.FALSE
        session.get_one(Case, answered.id).answer_claim_id = answer.id
    rows = {row.id: row for row in asked(app, state="all").rows}
    assert (rows[decided.id].verdict, rows[decided.id].best) == (Verdict.FALSE, None)
    best = rows[answered.id].best
    assert best is not None
    assert best.claim.id == answer.id
    shown_page = open_text(signed_in(app).get("/desk/?state=all").text)
    assert "Checked by ourselves False" in shown_page
    assert "Satire" not in shown_page
