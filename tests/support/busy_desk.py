"""A desk on which every button there is can be pressed."""

from __future__ import annotations

from flask import Flask, current_app
from sqlalchemy import select

from accounts import people
from accounts.models import Editor
from accounts.permissions import Permission, RoleName
from archive import claims
from core.db import db, now, writing
from core.outbox import restored
from intake.cases import joining
from intake.files import locking
from intake.models.cases import Case, CaseState, MatchAnswer
from intake.models.moves import Loosened
from intake.models.mutes import WhyMuted
from intake.models.notices import Notice
from intake.models.reports import Submission
from intake.retention import holds
from intake.talk import remarks
from review.bulk import carrying_out
from review.bulk.models import BulkWhat
from review.case import decisions
from review.case.decisions import Draft
from review.channels import making
from review.help import editing
from review.holding import drafts, leases, named
from review.holding.drafts import Mark
from review.holding.models import DraftForm
from review.notes import notes
from review.notices import editing as notices
from review.notices.editing import Draft as NoticeDraft
from review.quarantine import muting
from review.quarantine.muting import Until
from review.queue import saved_views, tags
from review.queue.filters import Filters
from review.reasons import ReasonCode
from review.talk import asking
from review.trainings import opening
from search.learning import in_effect
from search.learning.figures import LearnedFigures
from search.learning.models import LearnedKind, LearnedState
from tests.support import factories, pictured, sent_pictures
from tests.support.approving import has_wait, proposed
from tests.support.articles import drafted
from tests.support.attached import attached
from tests.support.bulk import order
from tests.support.desk import plain_case, signed_in, suggestion
from tests.support.desk_moves import merge, three_reports, two_cases
from tests.support.held import held_in_every_way
from tests.support.lessons import OTHER, taught
from tests.support.loosened import as_before
from tests.support.reached import reached
from tests.support.second_factor import give_second_factors
from tests.support.strange_sites import reaching
from tests.support.waiting_reports import set_aside
from tests.support.wearing import hate_case


def at_work(editor: Editor) -> Editor:
    """Let an editor have kept a view of the list and, if they may, have decided a moment ago; return the same one."""
    saved_views.save("Alles", Filters(state=None), editor=editor)
    if editor.may(Permission.DECIDE):
        case = plain_case()
        draft = Draft(CaseState.CLOSED, None, None, "", "Ein Satz.", case.version, ReasonCode.TOO_LITTLE)
        decisions.decide(case.id, draft, editor=editor)
        carrying_out.carry_out(order(BulkWhat.CLOSE, plain_case()), editor=editor)
    return editor


def fill(app: Flask, editor: Editor) -> list[str]:
    """Let an editor have something to do of every kind; return the addresses of the desk's pages."""
    _, reports = three_reports()
    factories.sent_file(reports[0])
    first, second = two_cases()
    merge(signed_in(app, editor), first, second)
    taught(editor, MatchAnswer.SAME)
    taught(editor, MatchAnswer.DIFFERENT, text=OTHER)
    plain_case(state=CaseState.CLOSED)
    suggestion(plain_case(), factories.claim())
    hate_case()
    _confirmed_with_picture()
    with_picture()
    loosened = as_before(("Fake?", ""), ("Fake?", ""))
    set_aside("Ein Text, den die Maschine nicht lesen konnte.")
    set_aside("Noch einer, den die Maschine nicht lesen konnte.")
    with writing():
        db.session.add(Loosened(case_id=loosened.id, submission_ids=list(db.session.scalars(select(Submission.id)))))
        in_effect.keep(LearnedKind.ADAPTER, "tiny", b"", figures=LearnedFigures(), state=LearnedState.ACTIVE)
    with_files(editor)
    holds.hold(plain_case().id, reason="Das Gericht fragt danach.", by=editor.id)
    mailed = with_mail(editor)
    held_in_every_way()
    opening.open_training(4, 30, editor=editor)
    making.make("Der Bot der Nachbarzeitung", 5, editor=editor)
    notices.write(Notice.PROMISES, NoticeDraft("Was wir hier versprechen.", "", 0), editor=editor)
    talked = with_talk(editor)
    settled = plain_case(state=CaseState.CLOSED)
    with writing() as session:
        session.get_one(Case, settled.id).has_news = True
    tags.add(first.id, "Wahl", until=None, editor=editor)
    drafted(first, editor)
    writing_from = [f"/desk/cases/{first.id}/article{page}" for page in ("", "/preview")]
    cases = [f"/desk/cases/{number}" for number in db.session.scalars(select(Case.id))]
    # Whoever decided a moment ago is offered to take it back, whichever of the first decisions it was.
    moments = [f"/desk/?undo={number}&bulk={number}" for number in range(1, 10)]
    several = "".join(
        f"&case={number}.{version}" for number, version in db.session.execute(select(Case.id, Case.version))
    )
    searching = [f"{cases[0]}?q=WhatsApp wird kostenpflichtig", "/desk/?kind=check", "/desk/?state=all"]
    searching += ["/desk/search", "/desk/search?q=WhatsApp&state=open", f"/desk/bulk/?what=close{several}"]
    objection = factories.objection(about=factories.claim().slug)
    rooms = ["learning/", "attention/", "automatic/", "audit", "password", "care/", "figures/", "start", "account"]
    rooms += [
        "objections/",
        "held/",
        "help/",
        "help/add",
        "help/zara",
        "files/locked",
        "pages/",
        "pages/promises",
        "programs/",
        "retention",
        "mail/unsent",
        "retention/reports/1",
        f"reports/{talked}/talk",
        "quarantine/",
        f"quarantine/mute/{mailed}",
        "trainings/",
        "quarantine/?held=later",
        "quarantine/?held=discarded",
    ]
    return [
        *cases,
        *writing_from,
        *moments,
        *searching,
        "/desk/",
        *(f"/desk/{room}" for room in rooms),
        f"/desk/objections/{objection.id}",
        *_articles(),
        *_people(),
    ]


def with_talk(editor: Editor) -> int:
    """Have a report whose reader answered, and was asked again; return its number."""
    sent = factories.report("Ein Beitrag, zu dem es eine Frage gibt.")
    joining.match_all_waiting()
    number = db.session.scalars(select(Submission.id).where(Submission.reference == sent.reference)).one()
    asking.ask(number, "Wo haben Sie das gesehen?", editor=editor)
    remarks.add(sent.receipt, "In der Familiengruppe.")
    asking.ask(number, "Und wann war das?", editor=editor)
    return number


def with_files(editor: Editor) -> None:
    """Have a report with a file, one whose file is locked, and a help line that is hidden."""
    attached(factories.case("Ein Bildschirmfoto davon.").id)
    locking.lock(attached(factories.case("Ein Bild, das niemand sehen soll.").id, content=b"other").id, by=editor.id)
    editing.show("hateaid", is_shown=False, editor=editor)


def with_mail(editor: Editor) -> int:
    """Have a report whose reader wishes for mail and is muted, a refused letter, and a backup that was put back.

    Return the number of the report.
    """
    case = factories.case("Ein Beitrag, nach dem jemand fragt.")
    number = db.session.scalars(select(Submission.id).where(Submission.case_id == case.id)).one()
    reached(number)
    muting.mute(number, WhyMuted.FLOOD.value, Until.MONTH.value, editor=editor)
    restored.note(1)
    restored.look()
    return number


def with_picture() -> None:
    """Have a case of a report with a picture in which something was read."""
    sent_pictures.read_as(sent_pictures.sent(b""), "Ab Mai kostet das Wasser in Linz 5.000 Euro.", is_doubtful=True)
    joining.match_all_waiting()


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
    current_app.extensions["fetcher"] = reaching()
    linked = plain_case(url="https://gegencheck-stranger.de/1")
    waits = [_proposed(colleague)] + ([_proposed(editor)] if editor.may(Permission.DECIDE) else [])
    return [*(f"/desk/cases/{one.id}" for one in (own, held, linked)), "/desk/mentions", *waits]


def _proposed(editor: Editor) -> str:
    """Let somebody propose a decision that waits for a second person; return the address of its case."""
    case = plain_case()
    has_wait(current_app, "forwarding")
    proposed(case, by=editor)
    has_wait(current_app, "")
    return f"/desk/cases/{case.id}"


def _confirmed_with_picture() -> None:
    """Have a case with a picture whose article an editor has confirmed."""
    case = pictured.case(pictured.photo(2))
    suggestion(case, factories.claim(), answer=MatchAnswer.SAME)


def _articles() -> list[str]:
    """Have an article in the archive and one that was taken out; return the addresses of their pages."""
    kept, gone = factories.claim(), factories.claim()
    claims.retract(gone.id)
    pictured.bring(kept.id, pictured.photo(1), by=factories.editor().id)
    return [f"/desk/articles/{kept.id}", f"/desk/articles/{gone.id}"]


def _people() -> list[str]:
    """Have accounts of every kind; return the addresses of their pages."""
    manager = factories.editor(role=RoleName.ADMIN)
    invited = people.invite(email="neu@desk.test", desk_name="Neu", roles=["viewer"], by=manager.id).editor
    closed, careful = factories.editor(), factories.editor()
    people.close(closed.id, by=manager.id)
    give_second_factors(careful)
    return ["/desk/people/", *(f"/desk/people/{one.id}" for one in (invited, closed, careful))]
