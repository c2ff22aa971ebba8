"""Muting the contact of a report, and undoing it. Nobody learns the address by it: only its keyed hash is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from accounts.models import Editor
from core.db import db, inserting, now, writing
from core.events import Subject, happened
from core.labels import LabelledEnum
from core.refusals import Conflict, InvalidInput, NotFound
from intake.cases import held_back
from intake.contact import muting
from intake.models.contacts import Contact
from intake.models.mutes import MuteAction, MutedContact, WhyMuted
from intake.models.reports import Submission
from review.holding.named import check_no_part


class Until(LabelledEnum):
    """For how long a contact is muted."""

    MONTH = "month", _l("For 30 days")
    QUARTER = "quarter", _l("For 90 days")
    UNDONE = "undone", _l("Until somebody undoes it")

    @property
    def days(self) -> int | None:
        """For how many days; None for no end."""
        return {Until.MONTH: 30, Until.QUARTER: 90}.get(self)


@dataclass(frozen=True, slots=True)
class Mute:
    """A contact that is muted, and who has muted it."""

    mute: MutedContact
    by: str


def mute(submission_id: int, why: str, until: str, *, editor: Editor) -> None:
    """Mute the contact of a report; where it is muted already, with this reason and this end from now on.

    What was sent before stays where it is: the desk knows it. Errors: `InvalidInput` without a reason or an end,
    `Conflict` for a report without a contact that its owner has confirmed.
    """
    problems: dict[str, str] = {}
    if why not in set(WhyMuted):
        problems["why"] = gettext("Choose why its reports are held back.")
    if until not in set(Until):
        problems["until"] = gettext("Choose for how long.")
    if problems:
        raise InvalidInput(problems)
    days = Until(until).days
    with writing() as session:
        # Of one that nobody has confirmed we do not know whose it is: anybody types anybody's.
        contact = session.scalar(_confirmed(submission_id).with_for_update())
        if contact is None:
            raise Conflict(gettext("This report has no contact that could be muted: its owner has not confirmed one."))
        case_id = session.get_one(Submission, submission_id).case_id
        values = {
            "why": WhyMuted(why),
            "muted_by": editor.id,
            "muted_at": now(),
            "ends_at": None if days is None else now() + timedelta(days=days),
        }
        row = inserting(MutedContact).values(find_hash=contact.find_hash, reports=0, **values)
        session.execute(row.on_conflict_do_update(index_elements=["find_hash"], set_=values))
        subject = Subject("submission", submission_id) if case_id is None else Subject("case", case_id)
        happened(MuteAction.CONTACT_MUTED, subject, by=editor.id, submission=submission_id, why=why, days=days)


def undo(mute_id: int, *, editor: Editor) -> int:
    """Mute a contact no longer, and let go what was held back for that alone; return how many reports go on.

    Errors: `Conflict` when it is over, and for whoever is named in a case of theirs.
    """
    check_no_part(muting.held_by(mute_id), editor)
    try:
        return held_back.lift(mute_id, by=editor.id)
    except NotFound:
        raise Conflict(
            gettext("This contact is not muted any more. Somebody was quicker, or its time is over.")
        ) from None


def can_be_muted(submission_id: int) -> bool:
    """Return whether a report has a contact that can be muted."""
    return db.session.scalar(_confirmed(submission_id)) is not None


def standing() -> list[Mute]:
    """Return the contacts that are muted now, the latest first."""
    rows = select(MutedContact, Editor.desk_name).outerjoin(Editor, Editor.id == MutedContact.muted_by)
    rows = rows.where(muting.stands()).order_by(MutedContact.muted_at.desc(), MutedContact.id.desc())
    return [Mute(mute, name or "") for mute, name in db.session.execute(rows)]


def reports_with_contact(reports: Sequence[Submission]) -> set[int]:
    """Return which of some reports have a contact that can be muted."""
    ids = [report.id for report in reports]
    rows = select(Contact.submission_id).where(Contact.submission_id.in_(ids), *_MUTABLE)
    return set(db.session.scalars(rows)) if ids else set()


_MUTABLE = (Contact.confirmed_at.is_not(None), Contact.ended_at.is_(None), Contact.find_hash != "")


def _confirmed(submission_id: int) -> Select[Contact]:
    return select(Contact).where(Contact.submission_id == submission_id, *_MUTABLE)
