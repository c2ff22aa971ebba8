"""A desk on which every button there is can be pressed."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from accounts import people
from accounts.models import Editor
from accounts.permissions import RoleName
from core.db import db, writing
from intake.models.cases import Case, CaseState, Loosened, MatchAnswer
from intake.models.reports import Submission
from search.learning import in_effect
from search.learning.figures import LearnedFigures
from search.learning.models import LearnedKind, LearnedState
from tests.support import factories
from tests.support.desk import plain_case, signed_in, suggestion
from tests.support.desk_moves import merge, three_reports, two_cases
from tests.support.lessons import OTHER, taught
from tests.support.loosened import as_before
from tests.support.second_factor import give_second_factors
from tests.support.waiting_reports import set_aside


def fill(app: Flask, editor: Editor) -> list[str]:
    """Let an editor have something to do of every kind; return the addresses of the desk's pages."""
    three_reports()
    first, second = two_cases()
    merge(signed_in(app, editor), first, second)
    taught(editor, MatchAnswer.SAME)
    taught(editor, MatchAnswer.DIFFERENT, text=OTHER)
    plain_case(state=CaseState.CLOSED)
    suggestion(plain_case(), factories.claim())
    loosened = as_before(("Fake?", ""), ("Fake?", ""))
    set_aside("Ein Text, den die Maschine nicht lesen konnte.")
    set_aside("Noch einer, den die Maschine nicht lesen konnte.")
    with writing():
        db.session.add(Loosened(case_id=loosened.id, submission_ids=list(db.session.scalars(select(Submission.id)))))
        in_effect.keep(LearnedKind.ADAPTER, "tiny", b"", figures=LearnedFigures(), state=LearnedState.ACTIVE)
    cases = [f"/desk/cases/{number}" for number in db.session.scalars(select(Case.id))]
    pages = ["/desk/", "/desk/learning/", "/desk/attention/", "/desk/audit", "/desk/password", "/desk/account"]
    return [*cases, *pages, *_people()]


def _people() -> list[str]:
    """Have accounts of every kind; return the addresses of their pages."""
    manager = factories.editor(role=RoleName.ADMIN)
    invited = people.invite(email="neu@desk.test", desk_name="Neu", roles=["viewer"], by=manager.id).editor
    closed, careful = factories.editor(), factories.editor()
    people.close(closed.id, by=manager.id)
    give_second_factors(careful)
    return ["/desk/people/", *(f"/desk/people/{one.id}" for one in (invited, closed, careful))]
