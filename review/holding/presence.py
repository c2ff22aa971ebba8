"""Who is at a case, as its page tells it: at once, and again with each heartbeat."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from accounts.models import Editor
from core.db import db
from intake.models.cases import Case, CaseState
from review.holding import assigning, leases, named
from review.holding.assigning import Candidate
from review.holding.leases import Holder
from review.holding.named import Named
from review.models import Decision


@dataclass(frozen=True, slots=True)
class Presence:
    """Who is at a case, seen by one editor."""

    case_id: int
    is_open: bool
    holder: Holder | None
    is_mine: bool
    # Whether the one who looks held it until `holder` took it over.
    was_mine: bool
    viewers: list[str]
    # To whom a lead gave it.
    assigned_to: Candidate | None
    is_assigned_to_me: bool
    named: list[Named]
    # Whether the one who looks is named in it.
    is_named: bool
    # Who settled it last; empty while it is open, or when nobody decided it (it was merged).
    settled_by: str


def presence(case: Case, editor: Editor) -> Presence:
    """Return who is at a case, for one editor who looks."""
    is_open = case.state is CaseState.OPEN
    holder = leases.holder_of(case.id) if is_open else None
    given = assigning.assigned([case.id]).get(case.id) if is_open else None
    people = named.named_in(case.id)
    return Presence(
        case_id=case.id,
        is_open=is_open,
        holder=holder,
        is_mine=holder is not None and holder.editor_id == editor.id,
        was_mine=holder is not None and holder.taken_from_id == editor.id,
        viewers=leases.viewers(case.id, besides=editor),
        assigned_to=given,
        is_assigned_to_me=given is not None and given.editor_id == editor.id,
        named=people,
        is_named=any(one.editor_id == editor.id for one in people),
        settled_by="" if is_open else _settled_by(case.id),
    )


def _settled_by(case_id: int) -> str:
    latest = select(Editor.desk_name).join(Decision, Decision.editor_id == Editor.id)
    return db.session.scalar(latest.where(Decision.case_id == case_id).order_by(Decision.id.desc()).limit(1)) or ""
