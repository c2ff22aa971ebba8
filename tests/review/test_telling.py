"""How lines of the trail read: who, what, which object with its link, how, and the reason that was given."""

from __future__ import annotations

import re
from typing import TypeAlias

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import AccountAction, Editor
from accounts.permissions import RoleName
from archive import claims
from archive.models import ArchiveAction, Verdict
from audit import trail
from audit.models import Event
from core.db import db, writing
from core.events import Action, Happened, Subject, all_happened, kinds_of_actions
from intake.models.cases import CaseAction, CaseState, MatchAnswer
from review.articles import writing as articles
from review.case import answers, decisions, merging, reopening
from review.case.decisions import Draft
from review.models import DeskAction
from review.reasons import ReasonCode
from tests.support import factories
from tests.support.articles import published, written
from tests.support.browsing import Browser, links, open_text
from tests.support.desk import PASSWORD, plain_case, reread, signed_in, suggestion
from tests.support.statements import statements


@pytest.fixture
def anna(app: Flask) -> Editor:
    """An editor whose desk name stands at the beginning of sentences."""
    editor = factories.editor(password=PASSWORD)
    with writing():
        db.session.get_one(Editor, editor.id).desk_name = "Anna"
    return editor


def newest() -> str:
    """Return the newest line as plain text."""
    db.session.rollback()
    return str(trail.lines()[0][0].sentence)


def told(action: Action, subject: Subject | None = None, *, by: int | None = None, **details: str | int | None) -> str:
    """Write a line and return how it reads."""
    with writing():
        all_happened([Happened(action, subject, by, details)])
    return newest()


def draft(outcome: CaseState, *, claim: int | None = None, verdict: Verdict | None = None, version: int = 0) -> Draft:
    reason = "Der Anbieter sagt es."
    return Draft(outcome, claim, verdict, reason, "Das stimmt nicht.", version, ReasonCode.OTHER)


def test_a_decision_says_how_it_was_decided_and_why(app: Flask, anna: Editor) -> None:
    claim = factories.claim(title="WhatsApp bleibt kostenlos", url="https://example.org/whatsapp")
    case = plain_case(factories.POST)
    suggestion(case, claim)
    decisions.decide(case.id, draft(CaseState.ANSWERED, claim=claim.id), editor=anna)
    assert newest() == f"Anna answered case {case.id} with “WhatsApp bleibt kostenlos”."

    page = signed_in(app, anna).get("/desk/audit").text

    assert "Der Anbieter sagt es." in open_text(page)
    assert {f"/desk/cases/{case.id}", "https://example.org/whatsapp"} <= set(links(page))


@pytest.mark.parametrize(
    "outcome, verdict, sentence",
    [
        (CaseState.DECIDED, Verdict.MISLEADING, "Anna decided case 1 with a verdict of the desk's own: Misleading."),
        (CaseState.CLOSED, None, "Anna closed case 1 without a result."),
        (CaseState.FORWARDED, None, "Anna forwarded case 1."),
    ],
)
def test_each_outcome_has_its_own_sentence(
    app: Flask, anna: Editor, outcome: CaseState, verdict: Verdict | None, sentence: str
) -> None:
    case = plain_case()
    decisions.decide(case.id, draft(outcome, verdict=verdict), editor=anna)
    assert newest() == sentence
    reopening.reopen(case.id, reason="Es kam etwas Neues.", editor=anna)
    assert newest().startswith("Anna took case 1 up again, which ")
    assert "Es kam etwas Neues." in open_text(signed_in(app, anna).get(f"/desk/cases/{case.id}").text)


def test_an_answer_to_a_suggestion_names_the_article(app: Flask, anna: Editor) -> None:
    case, claim = plain_case(factories.POST), factories.claim(title="WhatsApp bleibt kostenlos")
    match = suggestion(case, claim)
    for answer in (MatchAnswer.SAME, MatchAnswer.DIFFERENT, MatchAnswer.OPEN):
        answers.answer_match(match.id, answer, editor=anna)
    name = "“WhatsApp bleibt kostenlos”"
    assert [str(line.sentence) for line in reversed(trail.lines(case_id=case.id)[0])] == [
        f"Anna confirmed that case 1 and {name} are about the same claim.",
        f"By the answer of Anna the words of case 1 count as another wording of {name}.",
        f"Anna rejected {name} as an answer to case 1.",
        f"Anna took back that the words of case 1 count as another wording of {name}.",
        f"By the answer of Anna {name} is not suggested any more for the words of case 1.",
        f"Anna took back what was answered about {name} in case 1.",
        f"Anna took back that {name} is not suggested for the words of case 1.",
    ]


def test_the_way_of_a_fact_check_is_told(app: Flask, anna: Editor) -> None:
    case, other = plain_case(), plain_case()
    articles.save(case.id, written(sources=()), version=0, editor=anna)
    articles.save(case.id, written(), version=1, editor=anna)
    articles.discard(case.id, version=2, editor=anna)
    published(other, anna, title="Titel")
    assert [str(line.sentence) for line in reversed(trail.lines()[0])][-6:] == [
        "Anna began a fact check from case 1.",
        "Anna changed the draft of a fact check from case 1.",
        "Anna threw the draft of a fact check from case 1 away.",
        "Anna began a fact check from case 2.",
        "Anna published the fact check “Titel”.",
        "Anna put “Titel” beside case 2.",
    ]


def test_moves_name_both_cases_and_why(app: Flask, anna: Editor) -> None:
    case, other = factories.case(), factories.case("Ein ganz anderer Beitrag über den Stephansdom.")
    move = merging.merge_cases(
        case.id, other.id, version=case.version, other_version=other.version, reason="Dasselbe Bild.", editor=anna
    )
    assert newest() == f"Anna merged case {other.id} into case {case.id}."
    merging.undo_move(move.id, editor=anna)
    assert newest() == f"Anna took back that case {other.id} was merged into case {case.id}."
    page = signed_in(app, anna).get("/desk/audit").text
    assert "Dasselbe Bild." in open_text(page)
    assert f"/desk/cases/{other.id}" in links(page)


def test_a_split_says_how_many_reports_and_where_to(app: Flask, anna: Editor) -> None:
    case = factories.case()
    factories.case()
    first = reread(case)
    move = merging.split_case(
        case.id, [_reports(case.id)[1]], version=first.version, reason="Anderes Video.", editor=anna
    )
    assert newest() == f"Anna split 1 report off case {case.id}; it is case {move.to_case_id} now."
    merging.undo_move(move.id, editor=anna)
    assert newest() == f"Anna took back that the reports of case {move.to_case_id} were split off case {case.id}."


def _reports(case_id: int) -> list[int]:
    submission = db.metadata.tables["submission"]
    rows = select(submission.c.id).where(submission.c.case_id == case_id).order_by(submission.c.id)
    return list(db.session.scalars(rows))


def test_reports_go_by_the_number_that_their_reporters_know(app: Flask) -> None:
    case = factories.case()
    reference = db.session.scalar(select(db.metadata.tables["submission"].c.reference))
    assert newest() == (
        f"The machine opened case {case.id} for report {reference} and looked for articles that answer it."
    )


def test_what_is_done_by_commands_says_so(app: Flask) -> None:
    claim = factories.claim(title="WhatsApp bleibt kostenlos")
    claims.retract(claim.id)
    assert newest() == "“WhatsApp bleibt kostenlos” was taken out of the archive on the server."
    editor = factories.editor(role=RoleName.LEGAL)
    assert newest() == f"An account for {editor.desk_name} was made on the server, as “Legal department”."


CASE = Subject("case", 7)
# Action, subject and details of a line, and what it says.
Line: TypeAlias = tuple[Action, Subject | None, dict[str, str | int | None], str]
OLD: list[Line] = [
    # Lines of versions that kept less, of things that are gone, and of values that this version does not know.
    (DeskAction.CASE_DECIDED, CASE, {}, "decided case 7"),
    (DeskAction.CASE_DECIDED, CASE, {"outcome": "answered"}, "article that the line does not name"),
    (DeskAction.CASE_DECIDED, CASE, {"outcome": "answered", "claim": 99}, "with article 99"),
    (DeskAction.CASE_DECIDED, CASE, {"outcome": "decided", "verdict": None}, "assessed"),
    (DeskAction.CASE_DECIDED, CASE, {"outcome": "decided", "verdict": "odd"}, "odd"),
    (DeskAction.CASE_DECIDED, CASE, {"outcome": "beamed_up"}, "decided case 7: beamed_up."),
    (DeskAction.CASE_DECIDED, CASE, {"outcome": 3, "claim": "x"}, "decided case 7"),
    (DeskAction.CASE_REOPENED, CASE, {}, "took case 7 up again."),
    (DeskAction.MATCH_ANSWERED, CASE, {"match": 99}, "Answered a suggested match (case 7)"),
    (DeskAction.CASE_SPLIT, CASE, {}, "Moved reports to a case of their own (case 7)"),
    (DeskAction.MOVE_UNDONE, CASE, {"undone": 99}, "Took a merge or split back (case 7)"),
    (DeskAction.CASES_MERGED, CASE, {}, "merged something that the line does not name into case 7"),
    (DeskAction.REPORT_PUT_BACK, None, {"submission": 99}, "had report no. 99 tried again"),
    (DeskAction.REPORT_PUT_BACK, None, {}, "had a report that the line does not name tried again"),
    (CaseAction.CASE_LOOSENED, CASE, {}, "(case 7)"),
    (CaseAction.CASE_LOOSENED, CASE, {"reports": 2}, "2 reports would not come to case 7 any more"),
    (ArchiveAction.LEARNED_TAKEN_BACK, None, {"wording": 99}, "took back another wording of an article"),
    (ArchiveAction.LEARNED, None, {}, "Learned from confirmed answers"),
    (AccountAction.EDITOR_CREATED, Subject("account", 99), {}, "made an account for account 99"),
    (AccountAction.EDITOR_CREATED, None, {}, "something that the line does not name"),
]


@pytest.mark.parametrize("line", OLD, ids=str)
def test_a_line_that_lacks_something_still_reads_well(app: Flask, anna: Editor, line: Line) -> None:
    action, subject, details, words = line
    sentence = told(action, subject, by=anna.id, **details)
    assert words in sentence
    assert "%(" not in sentence


def test_every_action_reads_as_a_sentence_whatever_its_line_holds(app: Flask, anna: Editor) -> None:
    for action in [action for actions in kinds_of_actions() for action in actions]:
        for by in (None, anna.id):
            sentence = told(action, CASE, by=by)
            assert "%(" not in sentence, action
            assert re.search(r"\w", sentence)


def test_an_action_that_no_package_knows_any_more_is_told_by_its_name(app: Flask) -> None:
    told(AccountAction.SIGNED_IN)
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE event SET action = 'beamed_up', case_id = 3")
    assert newest() == "The machine: beamed_up (case 3)"


def test_words_in_the_places_of_a_sentence_are_no_markup(app: Flask, anna: Editor) -> None:
    with writing():
        db.session.get_one(Editor, anna.id).desk_name = "<b>Anna</b> %(who)s"
    claim = factories.claim(title="<script>alert(1)</script> 100 %")
    case = plain_case(factories.POST)
    suggestion(case, claim)
    decisions.decide(case.id, draft(CaseState.ANSWERED, claim=claim.id), editor=anna)
    page = signed_in(app, anna).get("/desk/audit").text
    assert "<script>alert" not in page
    assert "<b>Anna" not in page
    assert "<b>Anna</b> %(who)s answered case 1 with “<script>alert(1)</script> 100 %”." in open_text(page)


def test_whoever_may_open_no_case_gets_neither_link_nor_reason(app: Flask, anna: Editor) -> None:
    case = plain_case()
    decisions.decide(case.id, draft(CaseState.CLOSED), editor=anna)
    admin = factories.editor(password=PASSWORD, role=RoleName.ADMIN)
    page = signed_in(app, admin).get("/desk/audit").text
    assert f"closed case {case.id} without a result." in open_text(page)
    assert "Der Anbieter sagt es." not in page
    assert f"/desk/cases/{case.id}" not in page


def test_the_number_of_questions_does_not_grow_with_the_lines(app: Flask, anna: Editor) -> None:
    browser = signed_in(app, anna)

    def decide_one() -> None:
        case, claim = plain_case(factories.POST), factories.claim(title=f"Artikel {reread_count()}")
        suggestion(case, claim)
        decisions.decide(case.id, draft(CaseState.ANSWERED, claim=claim.id), editor=anna)

    def asked() -> int:
        with statements() as sent:
            assert browser.get("/desk/audit").status_code == 200
        return len(sent)

    decide_one()
    browser.get("/desk/audit")
    few = asked()
    for _ in range(4):
        decide_one()
    assert asked() == few


def reread_count() -> int:
    db.session.rollback()
    return len(db.session.scalars(select(Event.id)).all())


def test_german_sentences_have_german_words_and_quotes(app: Flask, anna: Editor) -> None:
    claim = factories.claim(title="WhatsApp bleibt kostenlos")
    case = plain_case(factories.POST)
    suggestion(case, claim)
    decisions.decide(case.id, draft(CaseState.ANSWERED, claim=claim.id), editor=anna)
    browser = signed_in(app, anna)
    german = Browser(app, app.response_class, language="de")
    cookie = browser.get_cookie("gegencheck")
    assert cookie is not None
    german.set_cookie("gegencheck", cookie.value)
    shown = open_text(german.get("/desk/audit").text)
    assert f"Anna hat Fall {case.id} mit „WhatsApp bleibt kostenlos“ beantwortet." in shown
