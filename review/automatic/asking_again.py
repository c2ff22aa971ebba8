"""Having the machine look once more for articles that answer a case."""

from __future__ import annotations

from flask_babel import gettext

from accounts.models import Editor
from core import owed
from core.db import existing, writing
from core.events import Subject, happened
from core.refusals import Conflict
from intake.jobs import rematch_case
from intake.models.cases import Case, CaseState
from review.holding.named import check_not_named
from review.models import DeskAction


def ask_again(case_id: int, *, editor: Editor) -> None:
    """Have the worker match an open case anew; what editors have answered about it stays.

    Errors: `NotFound` without such a case; `Conflict` when it is not open, when the machine cannot read it, and for
    whoever is named in it.
    """
    with writing():
        case = existing(Case, case_id)
        check_not_named(case_id, editor)
        if case.state is not CaseState.OPEN:
            raise Conflict(gettext("This case is not open. Nothing was changed."))
        if case.is_by_hand:
            raise Conflict(gettext("This case was opened by hand, because the machine cannot read it."))
        happened(DeskAction.MATCHES_ASKED_AGAIN, Subject("case", case_id), by=editor.id)
        owed.owe(rematch_case, case_id)
    owed.hand_over()
