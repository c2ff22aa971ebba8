"""Erasing a locked file: what was read in it stands nowhere afterwards, and nobody finds it any more."""

from __future__ import annotations

from hashlib import sha256

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.models import Editor
from archive.models import CLAIMS, ClaimPicture, KeptApart, Wording
from core.config import Config
from core.db import Base, db, now, writing
from core.owed import Owed
from intake.cases import explaining
from intake.cases.keys import Words, all_keys, holders
from intake.cases.near_duplicates import CASES
from intake.cases.similar import similar_cases
from intake.models.cases import CaseKey, CaseState, Kind, MatchAnswer, TextSource
from intake.models.pages import PageSnapshot
from review.approval.models import HeldState
from review.articles.models import WrittenArticle
from review.case import answers
from review.case.pictures import keep
from review.holding import drafts
from review.holding.drafts import Mark
from review.holding.models import DraftForm
from search.engine import engine
from search.index.documents import document_id
from search.index.models import Vector
from search.pictures.models import PictureHash
from search.ranking.bands import Lane
from tests.support import approving, articles, case_moves, factories, pictured, sent_pictures
from tests.support.approving import has_wait
from tests.support.desk import PASSWORD, REASON, reread, signed_in, suggestion
from tests.support.erasing import NEEDLE, OTHER, READ, STORY, case_of, erase, file_of, match_of, places, read
from tests.support.installation import work_off


@pytest.fixture
def editor(app: Flask) -> Editor:
    return factories.editor(password=PASSWORD)


def vectors(case_id: int, collection: str = CASES) -> int:
    """Return how many texts the index holds of a case, in the database and in memory."""
    db.session.rollback()
    which = Vector.collection == collection, Vector.document_id == document_id(case_id), Vector.data.is_not(None)
    stored = db.session.scalar(select(func.count()).where(*which)) or 0
    held = engine().collection(collection).vector_of(document_id(case_id)) is not None
    assert held is bool(stored)
    return stored


def keys_by(text: str) -> int:
    """Return how many cases are found by a text."""
    db.session.rollback()
    return len(holders(all_keys(Words(Kind.CHECK, text, ""))))


def count(table: type[Base]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def owed_of(case_id: int) -> list[str]:
    return list(db.session.scalars(select(Owed.job).where(Owed.number == case_id)))


def test_the_words_stand_nowhere_afterwards(app: Flask, config: Config, editor: Editor) -> None:
    has_wait(app)
    claim = factories.claim(READ.replace(f" {NEEDLE}", "").replace("1.200", "1.300"))
    other_claim = factories.claim(OTHER)
    first, second = read(), read(content=b"two")
    case = case_of(first)
    assert case_of(second).id == case.id
    explaining.explain_case(case.id)
    match = match_of(case, claim)
    answers.answer_match(match.id, MatchAnswer.SAME, editor=editor)
    answers.answer_match(match_of(case, other_claim).id, MatchAnswer.DIFFERENT, editor=editor)
    articles.drafted(reread(case), editor, claim=READ)
    approving.proposed(reread(case), by=editor)
    there = {"attachment": 2, "submission": 2, "case": 1, "match": 2, "wording": 1, "kept_apart": 1, "claim": 1}
    assert places() == there

    erase(first, editor)
    there.pop("match")
    assert places() == {**there, "attachment": 1, "submission": 1}, "another file says the same"
    erase(second, editor)

    assert places() == {}
    work_off(config)
    assert places() == {}, "nor does a worker bring them back"


def test_a_case_falls_silent_and_is_found_by_its_file_alone(app: Flask, editor: Editor) -> None:
    report = read()
    case = case_of(report)
    assert (keys_by(READ), vectors(case.id), case.lang) == (1, 1, "de")

    erase(report, editor)

    case = reread(case)
    assert (case.text, case.further_text, case.lang, case.version) == ("", "", "", 1)
    assert (case.text_source, case.state, case.submission_count) == (TextSource.TYPED, CaseState.OPEN, 1)
    assert (keys_by(READ), vectors(case.id)) == (0, 0)
    assert [key.lane for key in db.session.scalars(select(CaseKey))] == [Lane.SAME_PICTURE]
    assert "(no text)" in signed_in(app, editor).get(f"/desk/cases/{case.id}").text


def test_a_case_speaks_by_another_report_and_is_found_by_that(app: Flask, config: Config, editor: Editor) -> None:
    first, second = read(), factories.submission(OTHER).id
    case, other = case_of(first), case_of(second)
    case_moves.merge(other, case)

    erase(first, editor)

    case = reread(case)
    assert (case.text, case.text_source, case.submission_count, case.version) == (OTHER, TextSource.TYPED, 2, 2)
    assert owed_of(case.id) == ["intake.jobs.rematch_case"]
    assert (keys_by(READ), keys_by(OTHER), vectors(case.id)) == (0, 1, 0)
    case_id = case.id
    work_off(config)
    assert vectors(case_id) == 1, "it comes anew by its other words"
    assert factories.case(OTHER).id == case_id


def test_words_that_another_reader_has_typed_stay_theirs(app: Flask, editor: Editor) -> None:
    report = read()
    case = case_of(report)
    assert case_of(factories.submission(READ).id).id == case.id

    erase(report, editor)

    case = reread(case)
    assert (case.text, case.text_source, case.version) == (READ, TextSource.TYPED, 0)
    assert (keys_by(READ), vectors(case.id)) == (1, 1)
    assert places() == {"case": 1, "submission": 1}


def test_the_words_beside_typed_ones_go_and_the_typed_ones_stay(app: Flask, editor: Editor) -> None:
    report = read(typed=STORY)
    case = case_of(report)
    assert (case.further_text, keys_by(READ)) == (READ, 1)

    erase(report, editor)

    case = reread(case)
    assert (case.text, case.further_text, case.version) == (STORY, "", 1)
    assert (keys_by(READ), keys_by(STORY), places()) == (0, 1, {})


def test_what_was_read_before_a_correction_goes_too(app: Flask, editor: Editor) -> None:
    report = read()
    case, other = case_of(report), factories.case(OTHER)
    case_moves.merge(case, other)
    file = file_of(report)
    with writing() as session:
        session.merge(file).corrected_text = "Was wirklich dort steht, ist etwas ganz anderes."
    assert reread(case).text == READ, "it was merged away with what was read first"

    erase(report, editor)

    assert (reread(case).text, reread(case).version) == ("", 2)
    assert places() == {}


@pytest.mark.parametrize("taken_back", [False, True])
def test_merged_and_split_off_cases_forget_with_it(app: Flask, editor: Editor, taken_back: bool) -> None:
    report = read()
    case, other = case_of(report), factories.case(OTHER)
    move = case_moves.merge(case, other)
    if taken_back:
        case_moves.undo(move)
    assert places() == {"attachment": 1, "case": 1, "submission": 1}

    erase(report, editor)

    assert places() == {}
    assert reread(other).text == OTHER


def test_the_trail_keeps_what_was_done_and_no_word(app: Flask, editor: Editor) -> None:
    report = read()
    case = case_of(report)
    erase(report, editor)
    page = signed_in(app, editor).get(f"/desk/cases/{case.id}").text
    assert "erased the content of a locked file" in page
    assert NEEDLE not in page


def test_what_an_answer_taught_is_emptied_unless_another_case_teaches_it(app: Flask, editor: Editor) -> None:
    claim, other_claim = factories.claim(), factories.claim(OTHER)
    report = read()
    case = case_of(report)
    match, apart = match_of(case, claim), match_of(case, other_claim)
    answers.answer_match(match.id, MatchAnswer.SAME, editor=editor)
    answers.answer_match(apart.id, MatchAnswer.DIFFERENT, editor=editor)
    assert (places()["wording"], places()["kept_apart"]) == (1, 1)
    wording = db.session.scalars(select(Wording)).one()
    document = wording.document_id

    erase(report, editor)

    wording, pair = db.session.scalars(select(Wording)).one(), db.session.scalars(select(KeptApart)).one()
    assert [wording.text, wording.lang, pair.text, pair.link, pair.lang] == [""] * 5
    assert None not in {wording.taken_back_at, pair.taken_back_at}
    assert engine().collection(CLAIMS).vector_of(document) is None
    listed = signed_in(app, editor).get("/desk/learning/").text
    assert "The words are erased." in listed


def test_a_wording_that_a_typed_report_taught_stays(app: Flask, editor: Editor) -> None:
    claim = factories.claim()
    report = read()
    case = case_of(report)
    case_of(factories.submission(READ).id)
    answers.answer_match(match_of(case, claim).id, MatchAnswer.SAME, editor=editor)

    erase(report, editor)

    wording = db.session.scalars(select(Wording)).one()
    assert (NEEDLE in wording.text, wording.taken_back_at) == (True, None)


def test_what_colleagues_proposed_and_are_writing_about_it_goes(app: Flask, editor: Editor) -> None:
    has_wait(app)
    report = read()
    case = case_of(report)
    articles.drafted(case, editor, claim=READ)
    held = approving.proposed(reread(case), by=editor)
    drafts.keep(Mark(editor.id, case.id, DraftForm.NOTE, case.version, now()), {"text": [READ]})
    assert (places(REASON), places()["draft"], count(WrittenArticle)) == ({"held_decision": 1}, 1, 1)

    erase(report, editor)

    assert approving.state_of(held) is HeldState.OVERTAKEN
    assert (places(REASON), places(), count(WrittenArticle)) == ({}, {}, 0)


def test_what_is_written_about_a_case_that_speaks_by_others_stays(app: Flask, editor: Editor) -> None:
    report = read()
    case = case_of(report)
    case_of(factories.submission(READ).id)
    articles.drafted(case, editor)
    drafts.keep(Mark(editor.id, case.id, DraftForm.NOTE, case.version, now()), {"text": [OTHER]})

    erase(report, editor)

    assert (places(OTHER), count(WrittenArticle)) == ({"draft": 1}, 1)


def test_the_picture_is_recognised_by_nobody_any_more(app: Flask, editor: Editor) -> None:
    claim = factories.claim()
    case, alike = pictured.case(pictured.photo(1)), pictured.case(pictured.sent_on(pictured.photo(1)))
    keep(suggestion(case, claim, answer=MatchAnswer.SAME).id, editor=editor)
    assert (count(ClaimPicture), [one.case.id for one in similar_cases(alike)]) == (1, [case.id])
    hashed = select(func.count()).where(PictureHash.bits.is_not(None))
    assert db.session.scalar(hashed) == 3

    erase(case_moves.reports_of(case)[0], editor)

    assert (count(ClaimPicture), db.session.scalar(hashed), similar_cases(alike)) == (0, 1, [])
    assert (len(engine().pictures("case")), len(engine().pictures("claim"))) == (1, 0)
    sent_pictures.pay()
    assert pictured.case(pictured.photo(1)).id == case.id, "the same file still leads to its case"


def test_a_link_in_the_picture_is_no_key_and_what_was_fetched_of_it_goes(app: Flask, editor: Editor) -> None:
    link = "https://forum.example/beitrag/4711"
    report = read("", links=(link,))
    case = case_of(report)
    assert case.about == "forum.example/beitrag/4711"
    with writing() as session:
        hashed = sha256(case.about.encode()).hexdigest()
        session.add(PageSnapshot(link_hash=hashed, url=link, asked_at=now()))
    assert (places("forum.example").keys() >= {"case", "page_snapshot"}, keys_by(link)) == (True, 1)

    erase(report, editor)

    assert (places("forum.example"), keys_by(link), reread(case).about) == ({}, 0, "")
