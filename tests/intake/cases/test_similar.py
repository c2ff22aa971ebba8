"""Which cases are offered to editors as perhaps the same."""

from __future__ import annotations

from flask import Flask

from intake.cases.similar import similar_cases
from intake.models.cases import CaseState, Kind, MatchAnswer
from search.ranking.bands import Band
from tests.support import factories
from tests.support.desk import plain_case, suggestion


def test_cases_that_one_article_answers_are_similar(app: Flask) -> None:
    claim, other_claim = factories.claim(), factories.claim()
    case, surer, likely, related, elsewhere, rejected = (plain_case(reports=number) for number in range(1, 7))
    settled, hate = plain_case(state=CaseState.CLOSED), plain_case(kind=Kind.HATE)
    suggestion(case, claim, answer=MatchAnswer.SAME)
    suggestion(surer, claim, band=Band.SAME)
    for other in (likely, settled, hate):
        suggestion(other, claim, band=Band.LIKELY)
    suggestion(related, claim, band=Band.RELATED)
    suggestion(elsewhere, other_claim, band=Band.SAME)
    suggestion(rejected, claim, band=Band.SAME, answer=MatchAnswer.DIFFERENT)
    # What is decided comes first: its answer can be given again.
    assert [(similar.case.id, similar.band) for similar in similar_cases(case)] == [
        (settled.id, Band.LIKELY),
        (surer.id, Band.SAME),
        (likely.id, Band.LIKELY),
    ]
    assert [similar.case.id for similar in similar_cases(case, 1)] == [settled.id]
    assert similar_cases(related) == []
