"""Erasing a report as a staged count: each place from something to nothing, and its exact words found by nobody."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import LargeBinary, String, select
from sqlalchemy.types import JSON, TypeDecorator

from accounts.models import Editor
from accounts.permissions import RoleName
from app import create_app
from audit import chain, exporting
from audit.exporting import Format
from audit.filters import Filters
from core.config import Config
from core.db import Base, EnumString, db
from intake.cases.similar import similar_cases
from intake.models.cases import Case, CaseState
from intake.models.reports import Phase, Submission
from intake.models.retention import Erasure, Why
from intake.reports import submissions
from intake.retention import erasing
from search.engine import engine
from search.index.documents import document_id
from tests.support import factories, pictured
from tests.support.browsing import Browser
from tests.support.desk import PASSWORD, signed_in
from tests.support.papers import rows, section
from tests.support.told_everywhere import MARK, TEXT, Told, derived, told_everywhere, words

PLACES = rows(section("docs/privacy.md", "Every place in the database"))


def in_backticks(cell: str) -> set[str]:
    return set(re.findall(r"`([a-z_0-9]+)`", cell))


@pytest.fixture
def lead(app: Flask) -> Editor:
    return factories.editor(password=PASSWORD, role=RoleName.LEAD)


@pytest.fixture
def told(lead: Editor) -> Told:
    return told_everywhere(lead, factories.editor())


def looked_up(browser: Browser) -> list[str]:
    """Return how sure each answer is that anybody gets who looks the words up."""
    return [match["band"] for match in browser.post("/api/v1/lookup", json={"text": TEXT}).get_json()["matches"]]


def erase(told: Told) -> None:
    erasing.ask(told.receipt.receipt)
    assert erasing.carry_out() == 1
    erasing.clear_files()


def test_each_place_goes_from_something_to_nothing(told: Told) -> None:
    before, made_before = words(), derived(told)
    assert set(before) >= {
        *(
            "submission.text",
            "submission.url",
            "submission.why",
            "submission.trouble",
            "submission.shown",
            "remark.text",
        ),
        *("attachment.name", "attachment.read_text", "attachment.corrected_text", "attachment.code_links"),
        *("case.text", "case.url", "case.about", "match.explanation", "wording.text", "kept_apart.text"),
        *("claim_picture.name", "claim.text", "page_snapshot.url", "page_snapshot.final_url", "page_snapshot.text"),
        *("objection.text", "objection.public_sentence", "objection_answer.reason", "draft.fields", "note.text"),
        *("named_in.reason", "held_decision.reason", "held_decision.public_sentence", "held_decision.answer"),
        *("decision.reason", "decision.public_sentence", "case_move.note", "legal_hold.reason"),
    }
    assert [place for place, count in made_before.items() if not count] == []

    erase(told)

    assert words() == {}
    assert {place: count for place, count in derived(told).items() if count} == {}


def test_what_stays_is_a_number_a_day_a_kind_and_that_it_was_erased(told: Told) -> None:
    erase(told)
    report = db.session.get_one(Submission, told.report_id, populate_existing=True)
    case = db.session.get_one(Case, told.case_id, populate_existing=True)
    assert report.reference == told.receipt.reference
    assert report.erased_at is not None
    assert (case.state, case.submission_count) == (CaseState.CLOSED, 1)
    assert case.erased_at is not None
    assert submissions.status(told.receipt.receipt).phase is Phase.ERASED
    noted = db.session.scalars(select(Erasure)).one()
    assert (noted.why, noted.done_at is None, noted.cleared_at is None) == (Why.READER, False, False)
    assert chain.check().is_whole


def test_its_exact_words_are_found_by_nobody(told: Told, app: Flask, lead: Editor) -> None:
    browser, quoted = signed_in(app, lead), f'"{TEXT}"'
    case_link = f"/desk/cases/{told.case_id}"
    assert looked_up(browser)[0] == "same", "the wording that was learned answers it"
    assert case_link in browser.get("/desk/search", query_string={"q": quoted}).text

    erase(told)

    assert "same" not in looked_up(browser)
    assert case_link not in browser.get("/desk/search", query_string={"q": quoted}).text
    for page in (
        case_link,
        "/desk/?state=all",
        "/desk/attention/",
        "/desk/learning/",
        "/desk/audit",
        "/desk/retention",
    ):
        assert MARK not in browser.get(page).text, page
    assert MARK not in "".join(exporting.export(Filters(), Format.JSON_LINES, by=lead.id))


def test_no_case_shows_it_as_similar_by_its_picture(told: Told) -> None:
    other = pictured.case(pictured.sent_on(pictured.photo(3)), text="Gurken sind ab morgen im ganzen Land verboten.")
    assert told.case_id in {one.case.id for one in similar_cases(other)}
    erase(told)
    other = db.session.get_one(Case, other.id, populate_existing=True)
    assert told.case_id not in {one.case.id for one in similar_cases(other)}


def test_another_process_forgets_with_its_next_question(told: Told, app: Flask, config: Config) -> None:
    document = document_id(told.case_id)
    other = create_app(config)
    with other.app_context():
        assert engine().collection("case").vector_of(document) is not None
        assert len(engine().pictures("case")) or engine().pictures("case").follow()

    erase(told)

    with other.app_context():
        assert engine().collection("case").vector_of(document) is None
        engine().pictures("case").follow()
        assert len(engine().pictures("case")) == 0


def test_no_file_of_the_index_knows_it_any_more(told: Told, config: Config) -> None:
    before = {path.name for path in config.index_folder.glob("case-*")}
    erase(told)
    after = {path.name for path in config.index_folder.glob("case-*")}
    assert before
    assert not before & after
    assert len([name for name in after if name.endswith(".json")]) == 1


@pytest.mark.sqlite_only("the files of the database are ours there")
def test_no_byte_of_it_is_left_in_the_files_of_the_database(told: Told, config: Config) -> None:
    def files_with_it() -> list[str]:
        db.session.remove()
        found = config.data_dir.rglob("*")
        return sorted(path.name for path in found if path.is_file() and MARK.encode() in path.read_bytes())

    assert files_with_it()
    erase(told)
    assert files_with_it() == []


def test_erasing_again_changes_nothing(told: Told, lead: Editor) -> None:
    erase(told)
    lines = chain.lines_written()
    erasing.ask(told.receipt.receipt)
    assert erasing.carry_out() == 0
    assert not erasing.erase_at_desk(told.report_id, by=lead.id, reason="noch einmal")
    assert chain.lines_written() == lines


def test_every_column_that_can_hold_words_is_named_in_the_paper() -> None:
    named: dict[str, set[str]] = {}
    for tables, gone, stays in PLACES:
        for table in in_backticks(tables):
            named.setdefault(table, set()).update(in_backticks(gone) | in_backticks(stays))
    there = {table.name: _columns_with_words(table.name) for table in Base.metadata.sorted_tables}
    there = {table: columns for table, columns in there.items() if columns and table != "alembic_version"}
    missing = {f"{table}.{one}" for table, columns in there.items() for one in columns - named.get(table, set())}
    assert missing == set(), "docs/privacy.md, Every place in the database: say whether it goes, or why it stays."
    assert named.keys() - there.keys() == set()


def _columns_with_words(table: str) -> set[str]:
    found = set()
    for column in Base.metadata.tables[table].columns:
        kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
        if isinstance(kind, (String, JSON, LargeBinary)) and not isinstance(column.type, EnumString):
            found.add(column.name)
    return found
