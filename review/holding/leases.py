"""Leases: an editor's claim on a case, ten minutes, renewed while the page is open.

A lease is a courtesy that is enforced: who decides a case that somebody else holds is refused until they take it over.
Heartbeats write neither to the trail nor under its lock, nor under that of the grouping.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from flask_babel import gettext, ngettext
from sqlalchemy import ColumnElement, and_, case, delete, or_, select, update

from accounts.models import Editor
from core.db import db, existing, inserting, now, writing
from core.events import Subject, happened
from core.refusals import Conflict
from intake.models.cases import Case, CaseState
from review.holding.models import HoldingAction, Lease, Viewing
from review.holding.named import check_not_named, is_named

LASTS = timedelta(minutes=10)
# A page that is left may be one that is loaded again, or one of two: the next heartbeat of the other comes within a
# minute, and until then nobody else is let in.
LEFT_LASTS = timedelta(seconds=75)
# Twice what lies between two heartbeats, and a little more.
VIEWING_LASTS = timedelta(minutes=2, seconds=15)
# What a page without scripts does renews a lease, but not each of ten clicks in a minute.
RENEWED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a case, until when, and who held it when they took it over."""

    editor_id: int
    name: str
    until: datetime
    taken_from_id: int | None

    @property
    def minutes(self) -> int:
        """The minutes that are left, the one that has begun with them."""
        return max(1, ceil((self.until - now()).total_seconds() / 60))


def take(case_id: int, *, editor: Editor) -> None:
    """Take a case that nobody holds, or renew one's own lease.

    Errors: `NotFound` without such a case; `Conflict` when somebody else holds it, when it is not open, and for
    whoever is named in it.
    """
    with writing():
        _check_open(existing(Case, case_id))
        check_not_named(case_id, editor)
        if not _taken(case_id, editor):
            check(case_id, editor)
            raise Conflict(gettext("A colleague was faster. Nothing was changed."))


def take_over(case_id: int, *, holder_id: int, editor: Editor) -> None:
    """Take a case from the colleague who was seen to hold it; they are told, and keep their draft.

    Errors: `NotFound` without such a case; `Conflict` when meanwhile somebody else holds it or nobody does, when it is
    not open, and for whoever is named in it.
    """
    with writing() as session:
        _check_open(existing(Case, case_id))
        check_not_named(case_id, editor)
        moment = now()
        taking = (
            update(Lease)
            .where(Lease.case_id == case_id, Lease.editor_id == holder_id, Lease.editor_id != editor.id)
            .values(editor_id=editor.id, taken_at=moment, expires_at=moment + LASTS, taken_from_id=holder_id)
        )
        if session.scalar(taking.returning(Lease.id)) is None:
            raise Conflict(gettext("This case is in other hands by now. Please look again."))
        happened(HoldingAction.LEASE_TAKEN_OVER, Subject("case", case_id), by=editor.id, holder=holder_id)


def release(case_id: int, *, editor: Editor) -> None:
    """Give one's own lease back; without one nothing changes."""
    with writing() as session:
        session.execute(delete(Lease).where(Lease.case_id == case_id, Lease.editor_id == editor.id))


def beat(case_id: int, *, editor: Editor, takes: bool) -> None:
    """Note that an editor has a case open; renew their lease, or take the case if it is free and `takes` says so.

    Errors: `NotFound` without such a case.
    """
    with writing() as session:
        found = existing(Case, case_id)
        moment = now()
        seen = inserting(Viewing).values(case_id=case_id, editor_id=editor.id, seen_at=moment)
        session.execute(
            seen.on_conflict_do_update(
                index_elements=[Viewing.case_id, Viewing.editor_id], set_={Viewing.seen_at: moment}
            )
        )
        renewed = _renewed(case_id, editor)
        if takes and not renewed and found.state is CaseState.OPEN and not is_named(case_id, editor.id):
            _taken(case_id, editor)


def leave(case_id: int, *, editor: Editor) -> None:
    """Note that an editor closes the page of a case; a lease ends soon after, if no other page of it goes on."""
    with writing() as session:
        session.execute(delete(Viewing).where(Viewing.case_id == case_id, Viewing.editor_id == editor.id))
        soon = now() + LEFT_LASTS
        ending = update(Lease).where(*_own(case_id, editor), Lease.expires_at > soon)
        session.execute(ending.values(expires_at=soon))


def renew(case_id: int, *, editor: Editor) -> None:
    """Renew one's own lease because something was done on the page; costs one question where there is none."""
    until = db.session.scalar(select(Lease.expires_at).where(*_own(case_id, editor)))
    if until is not None and until < now() + LASTS - RENEWED_EVERY:
        with writing():
            _renewed(case_id, editor)


def check(case_id: int, editor: Editor) -> None:
    """Make sure that nobody else holds a case; the verbs that decide it ask.

    Errors: `Conflict` with who holds it and for how long.
    """
    holder = holder_of(case_id)
    if holder is not None and holder.editor_id != editor.id:
        raise Conflict(refusal(holder))


def refusal(holder: Holder) -> str:
    """Return the sentence for whoever wants to decide a case that a colleague holds."""
    told: str = ngettext(
        "%(name)s is working on this case, for %(num)s more minute. Take it over first, or wait.",
        "%(name)s is working on this case, for %(num)s more minutes. Take it over first, or wait.",
        holder.minutes,
        name=holder.name,
    )
    return told


def holder_of(case_id: int) -> Holder | None:
    """Return who holds a case now."""
    return holders([case_id]).get(case_id)


def holders(case_ids: Collection[int]) -> dict[int, Holder]:
    """Return who holds some open cases now, in one question for all of them."""
    # Whether they are open is read and not asked for: SQLite would begin with all open cases there are.
    rows = (
        select(Lease, Editor.desk_name, Case.state)
        .join(Lease.editor)
        .join(Case, Case.id == Lease.case_id)
        .where(Lease.case_id.in_(case_ids), Lease.expires_at > now())
    )
    return {
        lease.case_id: Holder(lease.editor_id, name, lease.expires_at, lease.taken_from_id)
        for lease, name, state in db.session.execute(rows)
        if state is CaseState.OPEN
    }


def viewers(case_id: int, *, besides: Editor) -> list[str]:
    """Return who else has a case open, by name."""
    rows = select(Editor.desk_name).join(Viewing, Viewing.editor_id == Editor.id)
    here = rows.where(
        Viewing.case_id == case_id, Viewing.seen_at > now() - VIEWING_LASTS, Viewing.editor_id != besides.id
    )
    return list(db.session.scalars(here.order_by(Editor.desk_name)))


def erase_ended() -> None:
    """Delete what says nothing any more: leases that ran out, and who had a case open; a repeat finds nothing."""
    with writing() as session:
        session.execute(delete(Lease).where(Lease.expires_at < now() - LASTS))
        session.execute(delete(Viewing).where(Viewing.seen_at < now() - VIEWING_LASTS))


def _check_open(found: Case) -> None:
    if found.state is not CaseState.OPEN:
        raise Conflict(gettext("This case is not open. Nothing was changed."))


def _own(case_id: int, editor: Editor) -> tuple[ColumnElement[bool], ...]:
    return Lease.case_id == case_id, Lease.editor_id == editor.id, Lease.expires_at > now()


def _renewed(case_id: int, editor: Editor) -> bool:
    renewing = update(Lease).where(*_own(case_id, editor)).values(expires_at=now() + LASTS)
    return db.session.scalar(renewing.returning(Lease.id)) is not None


def _taken(case_id: int, editor: Editor) -> bool:
    """Take a case if nobody else holds it; of several at once, the database lets one win."""
    moment = now()
    values = {"editor_id": editor.id, "taken_at": moment, "expires_at": moment + LASTS, "taken_from_id": None}
    is_own = and_(Lease.editor_id == editor.id, Lease.expires_at > moment)
    taking = inserting(Lease).values(case_id=case_id, **values)
    taking = taking.on_conflict_do_update(
        index_elements=[Lease.case_id],
        set_=values | {"taken_at": case((is_own, Lease.taken_at), else_=moment)},
        where=or_(Lease.expires_at <= moment, is_own),
    )
    return db.session.scalar(taking.returning(Lease.id)) is not None
