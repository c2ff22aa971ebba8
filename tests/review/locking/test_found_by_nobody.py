"""Words that were erased with a file are found by nobody, whichever way somebody looks for them, nor brought back."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Editor
from core.config import Config
from core.db import db, writing
from core.refusals import Conflict, NotFound
from intake.cases import explaining, indexing, joining, suggesting
from intake.cases.decided import decision_about
from intake.cases.near_duplicates import CASES
from intake.cases.similar import similar_cases
from intake.files import keeping
from intake.jobs import tidy_files
from intake.models.cases import Case, CaseState, Match, MatchAnswer
from review.case import answers, read_text
from review.locking import erasing
from search.engine import engine
from search.index.documents import document_id
from search.pictures.models import PictureHash
from tests.support import case_moves, factories, pictured, sent_pictures
from tests.support.attached import still_kept
from tests.support.deciding import events
from tests.support.desk import PASSWORD, reread, signed_in, suggestion
from tests.support.erasing import OTHER, READ, case_of, erase, file_of, match_of, places, read
from tests.support.lessons import work
from tests.support.searching import asked, shown
from tests.support.wordings import ask


@pytest.fixture
def editor(app: Flask) -> Editor:
    return factories.editor(password=PASSWORD)


def test_the_search_box_of_the_desk_finds_no_case(app: Flask, editor: Editor) -> None:
    report = read()
    case, desk = case_of(report), signed_in(app, editor)
    assert shown(asked(desk, READ)) == shown(asked(desk, "Klinik Schwindel")) == [case.id]

    erase(report, editor)

    assert shown(asked(desk, READ)) == shown(asked(desk, "Klinik Schwindel")) == []


def test_the_archive_finds_no_article_by_them(app: Flask, config: Config, editor: Editor) -> None:
    claim_id, report = factories.claim().id, read()
    answers.answer_match(match_of(case_of(report), factories.claim(OTHER)).id, MatchAnswer.SAME, editor=editor)
    work(config, editor)
    assert [match.claim_id for match in ask(READ)] not in ([], [claim_id])

    erase(report, editor)

    assert ask(READ) == []


def test_no_case_is_like_it_any_more(app: Flask, editor: Editor) -> None:
    report = read()
    case, other, claim = case_of(report), factories.case(OTHER), factories.claim()
    for one in (case, other):
        suggestion(one, claim)
    case_id, other_id = case.id, other.id
    assert [one.case.id for one in similar_cases(other)] == [case_id]

    erase(report, editor)
    sent_pictures.pay()

    cases = [db.session.get_one(Case, number) for number in (case_id, other_id)]
    assert [similar_cases(one) for one in cases] == [[], []]


def test_whoever_asks_before_reporting_is_told_no_decision_about_them(app: Flask, editor: Editor) -> None:
    report = read()
    case = case_of(report)
    with writing() as session:
        settled = session.get_one(Case, case.id)
        settled.state, settled.public_sentence, settled.settled_at = CaseState.DECIDED, "Nein.", settled.last_seen
    assert decision_about(READ) is not None

    erase(report, editor)

    assert decision_about(READ) is None
    assert reread(case).public_sentence == "Nein.", "what the desk decided is the desk's word"


def test_the_next_report_of_the_same_words_opens_a_case_of_its_own(app: Flask, editor: Editor) -> None:
    report = read()
    case = case_of(report)
    erase(report, editor)
    assert factories.case(READ).id != case.id


def test_a_repeat_changes_nothing(app: Flask, editor: Editor) -> None:
    report = read()
    case = case_of(report)
    erase(report, editor)
    before, told = reread(case).version, events()

    erasing.erase(file_of(report).id, editor=editor)

    assert (reread(case).version, events()) == (before, told)


def test_a_copy_that_comes_later_is_emptied_with_the_next_erasing(app: Flask, editor: Editor) -> None:
    first = read()
    case_of(first)
    erase(first, editor)
    later = read()
    case_of(later)
    assert places().keys() >= {"attachment", "submission"}

    erase(later, editor)

    assert places() == {}


def test_only_what_is_locked_and_there_is_erased(app: Flask, editor: Editor) -> None:
    report = read()
    case = case_of(report)
    with pytest.raises(Conflict):
        erasing.erase(file_of(report).id, editor=editor)
    with pytest.raises(NotFound):
        erasing.erase(4711, editor=editor)
    assert (reread(case).text, reread(case).version) == (READ, 0)


def test_whoever_dies_before_the_sealed_files_are_removed_leaves_them_to_the_tidying(
    app: Flask, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = read()
    case = case_of(report)
    keys = {file_of(report).original_key, file_of(report).preview_key}
    with monkeypatch.context() as patch:
        patch.setattr(keeping, "forget", _dies)
        with pytest.raises(KeyboardInterrupt):
            erase(report, editor)
    assert (reread(case).text, still_kept(keys)) == ("", keys)
    monkeypatch.setattr(keeping, "NAMED_AFTER_SECONDS", -1.0)

    tidy_files()

    assert still_kept(keys) == set()


def _dies(_keys: object) -> None:
    raise KeyboardInterrupt


# ------------------------------------------------------------------------------------- while a machine thinks


def _asking_again(case_id: int) -> None:
    suggesting.rematch_case(case_id)


def _explaining(case_id: int) -> None:
    explaining.explain_case(case_id)


def _indexing(_case_id: int) -> None:
    indexing.index_missing()


@pytest.mark.parametrize(
    "step",
    [(_asking_again, suggesting, "ask"), (_explaining, explaining, "explained"), (_indexing, indexing, "_opened")],
)
def test_a_machine_that_read_them_before_does_not_bring_them_back(
    app: Flask, editor: Editor, monkeypatch: pytest.MonkeyPatch, step: tuple[Callable[[int], None], ModuleType, str]
) -> None:
    work, module, name = step
    factories.claim(READ.replace("1.200", "1.300").replace("Ottakring", "Favoriten"))
    report = read()
    case_id = case_of(report).id
    if work is _indexing:
        with writing():
            engine().collection(CASES).remove(document_id(case_id))
    made = getattr(module, name)

    def then_erased(*asked: object, **named: object) -> object:
        answer = made(*asked, **named)
        answer = answer if isinstance(answer, suggesting.Answers) else list(answer)
        erase(report, editor)
        return answer

    with monkeypatch.context() as patch:
        patch.setattr(module, name, then_erased)
        work(case_id)

    db.session.rollback()
    assert places(but={"claim"}) == {}
    assert engine().collection(CASES).vector_of(document_id(case_id)) is None


def test_a_report_whose_words_were_erased_while_it_was_matched_waits_and_is_read_again(
    app: Flask, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = read()
    made = joining._planned

    def then_erased(batch: joining.Batch) -> object:
        planned = made(batch)
        erase(report, editor)
        return planned

    with monkeypatch.context() as patch:
        patch.setattr(joining, "_planned", then_erased)
        joining.match_batch([report])
    assert sent_pictures.reload(report).case_id is None

    assert joining.match_batch([report]) == 1
    assert (case_of(report).text, places()) == ("", {})


def test_nobody_writes_the_words_of_an_erased_picture_down_again(app: Flask, editor: Editor) -> None:
    report = read()
    case = case_of(report)
    erase(report, editor)
    with pytest.raises(NotFound):
        read_text.correct(case.id, file_of(report).id, READ, editor=editor)
    assert places() == {}


def test_what_came_back_into_the_index_of_pictures_is_tidied(app: Flask, editor: Editor) -> None:
    case = pictured.case(pictured.photo(1))
    erase(case_moves.reports_of(case)[0], editor)
    with writing() as session:
        row = session.scalars(select(PictureHash)).one()
        row.bits, row.seq = bytes(32), row.seq + 1
    tidy_files()
    assert db.session.scalars(select(PictureHash.bits)).all() == [None]


def test_answers_that_were_given_stand(app: Flask, editor: Editor) -> None:
    report = read()
    match = match_of(case_of(report), factories.claim())
    answers.answer_match(match.id, MatchAnswer.SAME, editor=editor)
    match_id = match.id
    erase(report, editor)
    sent_pictures.pay()
    kept = db.session.get_one(Match, match_id)
    assert (kept.answer, kept.learned_wording_id) == (MatchAnswer.SAME, None)
