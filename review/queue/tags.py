"""Tags: words of the desk's own on cases, which may expire."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from flask_babel import get_timezone, gettext
from sqlalchemy import delete, or_, select

from accounts.models import Editor
from core.db import db, existing, inserting, now, writing
from core.events import Detail, Subject, happened
from core.refusals import InvalidInput
from intake.models.cases import Case
from review.queue.models import CaseTag, QueueAction, Tag
from search.text.normalise import without_unseen

LONGEST = 40
# A tag is for a while; beyond it dates run out before long.
LATEST_YEAR = 2099
# As many as fit a list to choose from.
MOST_OFFERED = 100


def add(case_id: int, name: str, *, until: date | None, editor: Editor) -> Tag:
    """Put a tag on a case and return it; a new word becomes a tag that is offered until the end of a day.

    A word that is known already, in whatever spelling, keeps its name; with a day given it lasts until that day.
    Errors: `NotFound` without such a case, `InvalidInput` for an empty or long name or a day that is over.
    """
    name = checked(name, until=until)
    with writing():
        existing(Case, case_id, locked=True)
        tag = known(name, until=until)
        put_on(case_id, tag.id, editor=editor)
    return tag


def known(name: str, *, until: date | None = None) -> Tag:
    """Return the tag of a `checked` name, new if need be; call inside `writing()`."""
    session = db.session
    # Two may think of the same new word at once.
    session.execute(inserting(Tag).values(name=name, spelling=name.casefold()).on_conflict_do_nothing())
    tag = session.scalars(select(Tag).where(Tag.spelling == name.casefold()).with_for_update()).one()
    if until is not None or (tag.expires_at is not None and tag.expires_at <= now()):
        tag.expires_at = None if until is None else _end_of(until)
    session.flush()
    return tag


def put_on(case_id: int, tag_id: int, *, editor: Editor, **more: Detail) -> bool:
    """Put a tag on a case; return whether it was not there. Call inside `writing()` with the case locked.

    `more` stands in the line of the trail.
    """
    if db.session.get(CaseTag, (tag_id, case_id)) is not None:
        return False
    happened(QueueAction.CASE_TAGGED, Subject("case", case_id), by=editor.id, tag=tag_id, **more)
    db.session.add(CaseTag(tag_id=tag_id, case_id=case_id))
    return True


def remove(case_id: int, tag_id: int, *, editor: Editor) -> None:
    """Take a tag off a case; taking off what is not on it changes nothing. Errors: `NotFound` without such a case."""
    with writing():
        existing(Case, case_id, locked=True)
        take_off(case_id, tag_id, editor=editor)


def take_off(case_id: int, tag_id: int, *, editor: Editor, **more: Detail) -> bool:
    """Take a tag off a case; return whether it was there. Call inside `writing()` with the case locked.

    `more` stands in the line of the trail.
    """
    if db.session.get(CaseTag, (tag_id, case_id)) is None:
        return False
    happened(QueueAction.CASE_UNTAGGED, Subject("case", case_id), by=editor.id, tag=tag_id, **more)
    db.session.execute(delete(CaseTag).where(CaseTag.tag_id == tag_id, CaseTag.case_id == case_id))
    return True


def carry_over(from_id: int, to_id: int) -> None:
    """Give a case the tags of one whose reports it took; call inside `writing()`."""
    for tag_id in db.session.scalars(select(CaseTag.tag_id).where(CaseTag.case_id == from_id)).all():
        db.session.execute(inserting(CaseTag).values(tag_id=tag_id, case_id=to_id).on_conflict_do_nothing())


def offered(also: int | None = None) -> Sequence[Tag]:
    """Return the tags that have not expired, by name, and one that is asked for whether it has or not."""
    lasting = or_(Tag.expires_at.is_(None), Tag.expires_at > now(), Tag.id == also)
    return db.session.scalars(select(Tag).where(lasting).order_by(Tag.spelling).limit(MOST_OFFERED)).all()


def of(case_ids: Sequence[int]) -> Mapping[int, Sequence[Tag]]:
    """Return the tags of some cases that have not expired, by the cases' ids."""
    lasting = or_(Tag.expires_at.is_(None), Tag.expires_at > now())
    rows = (
        select(CaseTag.case_id, Tag).join(Tag, Tag.id == CaseTag.tag_id).where(CaseTag.case_id.in_(case_ids), lasting)
    )
    found: dict[int, list[Tag]] = defaultdict(list)
    for case_id, tag in db.session.execute(rows.order_by(Tag.spelling)):
        found[case_id].append(tag)
    return found


def checked(name: str, *, until: date | None = None) -> str:
    """Return the name of a tag as it is kept.

    Errors: `InvalidInput` for an empty or long name or a day that is over.
    """
    name = " ".join(without_unseen(name).split())
    problems: dict[str, str] = {}
    if not name:
        problems["name"] = gettext("Write a word for the tag.")
    elif len(name) > LONGEST:
        problems["name"] = gettext("Please use at most 40 characters.")
    if until is not None and until.year > LATEST_YEAR:
        problems["until"] = gettext("Choose a day within this century.")
    elif until is not None and _end_of(until) <= now():
        problems["until"] = gettext("This day is over.")
    if problems:
        raise InvalidInput(problems)
    return name


def _end_of(day: date) -> datetime:
    """Return the moment at which a day ends where the desk is."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=get_timezone())
