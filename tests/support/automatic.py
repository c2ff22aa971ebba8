"""What the tests of the list of machines' acts share."""

from __future__ import annotations

from accounts.models import Editor
from core.db import db
from intake.cases import joining
from intake.models.cases import Case, CaseState
from intake.models.reports import Submission
from review.automatic import acts
from review.automatic.filters import Filters
from review.automatic.ways_back import Became
from review.case import decisions
from review.case.decisions import Draft
from review.reasons import ReasonCode
from tests.support import factories
from tests.support.desk import reread

# Almost the same words as those of `factories.POST`.
ALMOST = factories.POST.replace("zwanzig", "20").replace("!", ".")


def listed(**arguments: str) -> list[acts.Act]:
    """Return what fits some filters, the newest first."""
    db.session.rollback()
    db.session.expire_all()
    return list(acts.page(Filters.read(arguments), before=None).acts)


def became(**arguments: str) -> Became:
    """Return what became of the only act that fits."""
    (act,) = listed(**arguments)
    return act.became


def two_reports() -> tuple[Case, Submission]:
    """Make a case out of two reports; return it and the one that the machine joined."""
    factories.case()
    joined = factories.submission()
    joining.match_all_waiting()
    case = db.session.get_one(Submission, joined.id).case
    assert case is not None
    return reread(case), joined


def close(case: Case, editor: Editor) -> None:
    """Settle a case without a result."""
    draft = Draft(CaseState.CLOSED, None, None, "", "Ein Satz.", reread(case).version, ReasonCode.TOO_LITTLE)
    decisions.decide(case.id, draft, editor=editor)
