"""When each case was looked at first: noted once, by whoever opens its page and may decide it."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy.exc import IntegrityError, OperationalError

from accounts.models import Editor
from accounts.permissions import Permission
from core.db import db, writing
from intake.models.cases import Case, CaseState
from review.models import CaseLook


def note(case: Case, *, editor: Editor) -> None:
    """Note that an open case was looked at, unless it was before, or by somebody who only reads along.

    A further look reads one row and writes nothing. What goes wrong here keeps nobody from reading the case: a
    colleague was faster, or the database is busy, and then the next look is noted.
    """
    case_id, editor_id = case.id, editor.id
    if case.state is not CaseState.OPEN or not editor.may(Permission.DECIDE):
        return
    if db.session.get(CaseLook, case_id) is not None:
        return
    with suppress(IntegrityError, OperationalError), writing() as session:
        session.add(CaseLook(case_id=case_id, editor_id=editor_id))
