"""What a case carries of its reports stays in line with them, whatever happens to either."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import delete, select, update

from core.db import db, now, writing
from intake.cases import counting, joining, merging, priority
from intake.cases.signals import Signal
from intake.models.cases import Case, CaseState, MatchAnswer
from intake.models.counts import CaseDay, CasePlatform
from intake.models.reports import Platform, Submission
from review.case import answers
from search.ranking.bands import Band
from tests.support import factories
from tests.support.case_moves import settle
from tests.support.desk import suggestion

OTHER = "In Salzburg werden ab Montag alle Brunnen mit Limonade gefüllt, sagt die Stadt."


def carried(case: Case) -> tuple[int, dict[str, int], set[Platform], list[str]]:
    db.session.refresh(case)
    days = db.session.execute(select(CaseDay.day, CaseDay.count).where(CaseDay.case_id == case.id))
    platforms = db.session.scalars(select(CasePlatform.platform).where(CasePlatform.case_id == case.id))
    return case.submission_count, {day.isoformat(): count for day, count in days}, set(platforms), case.signals


def test_further_reports_are_counted_by_day_and_platform(app: Flask) -> None:
    case = factories.case(platform="telegram")
    before = case.heat
    sent = factories.submission(platform="whatsapp", why="Meine Tochter hat das bekommen")
    with writing() as session:
        yesterday = now() - timedelta(days=1)
        session.execute(update(Submission).where(Submission.id == sent.id).values(received_at=yesterday))
    joining.match_all_waiting()

    today = now().date()
    assert carried(case) == (
        2,
        {today.isoformat(): 1, (today - timedelta(days=1)).isoformat(): 1},
        {Platform.TELEGRAM, Platform.WHATSAPP},
        [Signal.CONCERNED.value],
    )
    assert case.heat > before
    assert case.priority > 0, "the list shows it above one that concerns nobody"


def test_what_readers_said_raises_their_case_and_survives_a_recount(app: Flask) -> None:
    case = factories.case(danger="yes")
    before = case.priority
    factories.submission(kind="check", danger="no")
    joining.match_all_waiting()
    assert carried(case)[3] == [Signal.DANGER.value]

    with writing() as session:
        counting.recount(session.get_one(Case, case.id, with_for_update=True))

    assert carried(case)[3] == [Signal.DANGER.value]
    assert case.priority >= before > priority.points(factories.case(OTHER), now())


def test_a_case_knows_its_language_and_the_surest_article(app: Flask) -> None:
    factories.claim(factories.POST)
    case = factories.case()

    assert (case.lang, case.best_band) == ("de", Band.SAME)
    assert factories.case(OTHER).best_band in {None, Band.RELATED}


def test_what_an_editor_answers_counts_at_once(app: Flask) -> None:
    case, editor = factories.case(OTHER), factories.editor()
    match = suggestion(case, factories.claim(), band=Band.LIKELY)
    suggestion(case, factories.claim("Etwas anderes."), band=Band.RELATED, rank=2)

    course = []
    for answer in (MatchAnswer.SAME, MatchAnswer.DIFFERENT, MatchAnswer.OPEN):
        answers.answer_match(match.id, answer, editor=editor)
        db.session.refresh(case)
        course.append(case.best_band)

    assert course == [Band.SAME, Band.RELATED, Band.LIKELY]


def test_merging_and_splitting_count_both_cases_anew(app: Flask) -> None:
    one, other = factories.case(platform="telegram"), factories.case(OTHER, platform="x", why="Ich habe Angst")
    alone = carried(one)

    with writing():
        move = merging.merge(*merging.locked(other.id, one.id))
    assert carried(one)[0] == 2
    assert carried(one)[2:] == ({Platform.TELEGRAM, Platform.X}, [Signal.AFRAID.value])
    assert carried(other) == (0, {}, set(), [])

    with writing():
        merging.locked(one.id, other.id)
        merging.undo(move)
    assert carried(one) == alone
    assert carried(other)[0] == 1


def test_what_was_never_counted_is_counted_once(app: Flask) -> None:
    case = factories.case(platform="telegram")
    right = (carried(case), case.heat, case.priority, case.lang)
    with writing() as session:
        session.execute(delete(CaseDay))
        session.execute(delete(CasePlatform))
        session.execute(update(Case).values(heat=0.0, lang="", signals=[], submission_count=7))

    assert (counting.count_missing(), counting.count_missing()) == (1, 0)
    assert (carried(case), case.heat, case.priority, case.lang) == right


def test_the_clock_lets_age_count(app: Flask) -> None:
    case, settled = factories.case(), factories.case(OTHER)
    settle(settled)
    with writing() as session:
        session.execute(update(Case).values(first_seen=now() - timedelta(days=8)))

    assert (counting.renew(), counting.renew()) == (1, 0)
    db.session.refresh(case)
    assert case.priority == 12


def test_reports_of_a_settled_case_are_counted_and_only_news_marks_it(app: Flask) -> None:
    case = factories.case()
    settle(case)

    factories.case()
    db.session.refresh(case)
    assert (case.later_reports, case.has_news) == (1, False), "a further copy"

    factories.case(why="Heute ist das wirklich passiert!")
    db.session.refresh(case)
    assert (case.later_reports, case.has_news, case.state) == (2, True, CaseState.DECIDED)
