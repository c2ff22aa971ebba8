"""What the tests of acts for several cases share."""

from __future__ import annotations

from typing import Any

from archive.models import Claim
from intake.cases import explaining
from intake.models.cases import Case
from review.bulk.models import BulkWhat
from review.bulk.orders import Answer, Order, Picked
from review.reasons import ReasonCode
from tests.support import factories
from tests.support.desk import plain_case, reread, suggestion

SENTENCE = "Das konnten wir nicht herausfinden."


def order(what: BulkWhat, *cases: Case, **more: Any) -> Order:
    """Return an order as the page would send it."""
    picked = [Picked(case.id, case.version, "de") for case in cases]
    filled = {"reason_code": ReasonCode.TOO_LITTLE, "sentences": {"de": SENTENCE}} if what is BulkWhat.CLOSE else {}
    return Order(**{"what": what, "picked": picked, "token": "a page", **filled, **more})


def with_article(claim: Claim, text: str = factories.POST, **more: Any) -> Case:
    """Return a case with a suggestion that was compared with its text."""
    case = plain_case(text)
    suggestion(case, claim, **more)
    explaining.explain_case(case.id)
    return reread(case)


def answering(claim: Claim, *cases: Case, sentence: str = "Das stimmt nicht.") -> Order:
    """Return the order to answer cases with an article."""
    return order(BulkWhat.ANSWER, *cases, answers={case.id: Answer(claim.id, sentence) for case in cases})
