"""Desks that differ in nothing but their size, for whoever holds what a page asks of the database against it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, func, select, update

from accounts.models import Editor, Role
from archive.models import Claim, ClaimState
from audit.models import Event
from bench.support import many_cases
from core.db import Base, db, now, writing
from intake.models.cases import Case, CaseState, Kind, Match
from intake.models.moves import Loosened
from intake.models.reports import Submission
from review.holding.models import Lease
from review.models import Decision
from review.notes.models import Note

# The one that everything belongs to in the end.
CASE_ID = 1
# More than grow by chance, even on a desk of one case.
REPORTS_OF_EACH = 4


def settled_desk(size: int) -> None:
    """Empty the database and fill it with so many settled cases, each with what a list shows of one."""
    db.session.rollback()
    with writing() as session:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(delete(table))
    many_cases.fill(db.engine, submissions=REPORTS_OF_EACH * size, cases=size, moment=now(), never_settled=0)


def open_desk() -> None:
    """Open all cases again, and let somebody work on each."""
    until = now() + timedelta(minutes=10)
    with writing() as session:
        session.execute(delete(Lease))
        session.execute(update(Case).values(state=CaseState.OPEN, settled_at=None))
        for case_id in session.scalars(select(Case.id)):
            session.add(Lease(case_id=case_id, editor_id=1, taken_at=now(), expires_at=until))


def one_large_case() -> None:
    """Let one case have everything: reports that came just now, matches, decisions, notes and lines of the trail."""
    with writing() as session:
        session.execute(update(Submission).values(case_id=CASE_ID, received_at=now() - timedelta(hours=1)))
        for owned in (Match, Decision, Note, Event):
            session.execute(update(owned).values(case_id=CASE_ID))
        reports = session.scalar(select(func.count(Submission.id)))
        session.execute(update(Case).where(Case.id == CASE_ID).values(submission_count=reports, kind=Kind.CHECK))
    db.session.expire_all()
    with writing() as session:
        for match in session.scalars(select(Match)):
            match.explained_from = match.made_from


def much_to_do(size: int) -> None:
    """Add what needs a person, so much of each kind, and so many colleagues."""
    with writing() as session:
        session.execute(update(Claim).values(state=ClaimState.RETRACTED))
        session.execute(update(Case).values(state=CaseState.ANSWERED, answer_claim_id=1, settled_at=now()))
        session.add_all(Loosened(case_id=case_id, submission_ids=[1]) for case_id in session.scalars(select(Case.id)))
        aside = select(Submission.id).order_by(Submission.id.desc()).limit(size)
        session.execute(
            update(Submission).where(Submission.id.in_(aside)).values(case_id=None, set_aside_at=now(), trouble="?")
        )
        role = session.scalars(select(Role).limit(1)).one()
        for number in range(size):
            session.add(_colleague(number, role))


def _colleague(number: int, role: Role) -> Editor:
    return Editor(
        email=f"colleague-{number}@desk.test",
        desk_name=f"Colleague {number}",
        password="!",
        must_change_password=False,
        fs_uniquifier=f"colleague-{number}",
        roles=[role],
    )
