"""Correcting at the desk what a machine has read in a picture."""

from __future__ import annotations

from accounts.models import Editor
from core import owed
from core.db import existing, writing
from core.events import Subject, happened
from intake.cases import correcting
from intake.cases.keys import hold_grouping
from intake.jobs import rematch_case
from intake.models.cases import Case
from intake.reports.correcting import checked_words
from review.approval import proposals
from review.case.answers import check_not_merged
from review.holding import leases
from review.holding.named import check_not_named
from review.models import DeskAction


def correct(case_id: int, attachment_id: int, text: str, *, editor: Editor) -> None:
    """Say what stands in a picture of a case; what was read stays beside it.

    From then on nothing about it is doubtful, and if the case speaks by it, its articles are looked for again. Errors:
    `NotFound` without such a picture in the case, `InvalidInput` for a text that cannot be taken, `Conflict` for a case
    that was merged or that somebody else works on.
    """
    words = checked_words(text)
    with writing():
        hold_grouping()
        case = existing(Case, case_id, locked=True)
        check_not_named(case_id, editor)
        check_not_merged(case)
        leases.check(case_id, editor)
        is_another = correcting.correct(case, attachment_id, words)
        if is_another:
            proposals.overtake(case_id, by=editor)
            case.version += 1
            owed.owe(rematch_case, case.id)
        happened(DeskAction.PICTURE_CORRECTED, Subject("case", case.id), by=editor.id, attachment=attachment_id)
    if is_another:
        owed.hand_over()
