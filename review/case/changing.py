"""What editors change of a case without deciding it: its kind, and that they have seen what is new."""

from __future__ import annotations

from flask_babel import gettext
from sqlalchemy import delete

from accounts.models import Editor
from core import owed
from core.db import existing, writing
from core.events import Subject, happened
from core.refusals import Conflict
from intake.cases import counting, pictures
from intake.cases.keys import all_keys, give_keys, hold_grouping, words_of_case
from intake.jobs import rematch_case
from intake.models.cases import Case, CaseKey, CaseState, Kind
from review.approval import proposals
from review.case.answers import check_not_merged
from review.holding import leases
from review.holding.named import check_not_named
from review.models import DeskAction


def change_kind(case_id: int, kind: Kind, *, version: int, editor: Editor) -> None:
    """Say that a post is of another kind than its reader said; what the reader said stays with the report.

    From then on the case is treated as one of that kind: hate is shielded, and keeps to itself. Errors: `NotFound`
    without such a case, `Conflict` when it is settled or changed since the form was opened.
    """
    with writing() as session:
        hold_grouping()
        case = existing(Case, case_id, locked=True)
        check_not_named(case_id, editor)
        check_not_merged(case)
        leases.check(case_id, editor)
        if case.state is not CaseState.OPEN:
            raise Conflict(gettext("This case is settled. Reopen it first."))
        if case.version != version:
            raise Conflict(gettext("This case was worked on in the meantime. Nothing was changed."))
        if case.kind is kind:
            return
        proposals.overtake(case_id, by=editor)
        was, case.kind = case.kind, kind
        if was.stays_apart is not kind.stays_apart:
            # What stays apart is known by keys of its own: the next copy must not come here by the old ones.
            session.execute(delete(CaseKey).where(CaseKey.case_id == case.id))
            give_keys(case, [*all_keys(words_of_case(case)), *pictures.keys_of_case(case)])
        counting.recount(case)
        case.version += 1
        happened(DeskAction.KIND_CHANGED, Subject("case", case.id), by=editor.id, was=was.value, kind=kind.value)
        owed.owe(rematch_case, case.id)
    owed.hand_over()


def see_news(case_id: int, *, editor: Editor) -> None:
    """Say that somebody has looked at what is new about a settled case and leaves the decision as it is.

    A repeat changes nothing. Errors: `NotFound` without such a case.
    """
    with writing():
        hold_grouping()
        case = existing(Case, case_id, locked=True)
        check_not_named(case_id, editor)
        if case.has_news:
            case.has_news = False
            happened(DeskAction.NEWS_SEEN, Subject("case", case.id), by=editor.id)
