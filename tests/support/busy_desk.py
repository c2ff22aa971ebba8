"""A desk on which every button there is can be pressed."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from accounts import people
from accounts.models import Editor
from accounts.permissions import Permission, RoleName
from core.db import db, now, writing
from intake.models.cases import Case, CaseState, MatchAnswer
from intake.models.moves import Loosened
from intake.models.reports import Submission
from review.case import decisions
from review.case.decisions import Draft
from review.holding import drafts, leases, named
from review.holding.drafts import Mark
from review.holding.models import DraftForm
from review.notes import notes
from review.queue import saved_views, tags
from review.queue.filters import Filters
from review.reasons import ReasonCode
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
from tests.support.wearing import hate_case


def at_work(editor: Editor) -> Editor:
    """Let an editor have kept a view of the list and, if they may, have decided a moment ago; return the same one."""
    saved_views.save("Alles", Filters(state=None), editor=editor)
    if editor.may(Permission.DECIDE):
        case = plain_case()
        draft = Draft(CaseState.CLOSED, None, None, "", "Ein Satz.", case.version, ReasonCode.TOO_LITTLE)
        decisions.decide(case.id, draft, editor=editor)
    return editor


def fill(app: Flask, editor: Editor) -> list[str]:
    """Let an editor have something to do of every kind; return the addresses of the desk's pages."""
    three_reports()
    first, second = two_cases()
    merge(signed_in(app, editor), first, second)
    taught(editor, MatchAnswer.SAME)
    taught(editor, MatchAnswer.DIFFERENT, text=OTHER)
    plain_case(state=CaseState.CLOSED)
    suggestion(plain_case(), factories.claim())
    hate_case()
    loosened = as_before(("Fake?", ""), ("Fake?", ""))
    set_aside("Ein Text, den die Maschine nicht lesen konnte.")
    set_aside("Noch einer, den die Maschine nicht lesen konnte.")
    with writing():
        db.session.add(Loosened(case_id=loosened.id, submission_ids=list(db.session.scalars(select(Submission.id)))))
        in_effect.keep(LearnedKind.ADAPTER, "tiny", b"", figures=LearnedFigures(), state=LearnedState.ACTIVE)
    settled = plain_case(state=CaseState.CLOSED)
    with writing() as session:
        session.get_one(Case, settled.id).has_news = True
    tags.add(first.id, "Wahl", until=None, editor=editor)
    cases = [f"/desk/cases/{number}" for number in db.session.scalars(select(Case.id))]
    # Whoever decided a moment ago is offered to take it back, whichever of the first decisions it was.
    moments = [f"/desk/?undo={number}" for number in range(1, 10)]
    searching = [f"{cases[0]}?q=WhatsApp wird kostenpflichtig", "/desk/?kind=check", "/desk/?state=all"]
    rooms = ["learning/", "attention/", "audit", "password", "care/", "figures/", "start", "account"]
    return [*cases, *moments, *searching, "/desk/", *(f"/desk/{room}" for room in rooms), *_people()]


def take_part(editor: Editor) -> list[str]:
    """Let an account have something of its own wherever it may: a case, text, mentions; return the pages of it."""
    if not editor.may(Permission.READ_CASES):
        return []
    own, held, colleague = plain_case(), plain_case(), factories.editor()
    leases.take(held.id, editor=colleague)
    named.say(held.id, editor=factories.editor())
    for _ in range(2):
        notes.write(own.id, f"@{editor.desk_name}", editor=colleague)
    if editor.may(Permission.WRITE_NOTES):
        notes.write(own.id, "Eine Notiz", editor=editor)
        drafts.keep(Mark(editor.id, own.id, DraftForm.NOTE, own.version, now()), {"text": ["Noch eine"]})
    if editor.may(Permission.DECIDE):
        leases.take(own.id, editor=editor)
    return [f"/desk/cases/{own.id}", f"/desk/cases/{held.id}", "/desk/mentions"]


def _people() -> list[str]:
    """Have accounts of every kind; return the addresses of their pages."""
    manager = factories.editor(role=RoleName.ADMIN)
    invited = people.invite(email="neu@desk.test", desk_name="Neu", roles=["viewer"], by=manager.id).editor
    closed, careful = factories.editor(), factories.editor()
    people.close(closed.id, by=manager.id)
    give_second_factors(careful)
    return ["/desk/people/", *(f"/desk/people/{one.id}" for one in (invited, closed, careful))]
