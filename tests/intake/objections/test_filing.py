"""Taking in objections: with a receipt, or openly by a number, an address, or something that we do not know."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.db import db, writing
from core.refusals import InvalidInput
from intake.cases import joining, merging
from intake.models.cases import Case, CaseState
from intake.models.objections import Objection, Objector
from intake.models.reports import Submission
from intake.objections import filing, standing
from intake.reports import receipts
from tests.support import factories
from tests.support.desk import plain_case
from tests.support.side_by_side import side_by_side

OTHER = "Im Park liegen Köder mit Rasierklingen, passt auf eure Hunde auf."
WORDS = {"text": "Das stimmt nicht.", "language": "en"}


def decided(text: str = factories.POST) -> tuple[str, Submission, Case]:
    """Send a report and decide it; return its receipt, and both as they stand."""
    sent = factories.report(text)
    joining.match_all_waiting()
    report = db.session.scalars(select(Submission).where(Submission.reference == sent.reference)).one()
    with writing() as session:
        case = session.get_one(Case, report.case_id)
        case.state, case.public_sentence = CaseState.CLOSED, "Ein Satz."
    return sent.receipt, report, case


def stored() -> int:
    return db.session.scalar(select(func.count(Objection.id))) or 0


def test_a_receipt_proves_that_the_reporter_objects(app: Flask) -> None:
    receipt, report, case = decided()

    objection = factories.objection(receipt=receipt.lower(), language="en")

    assert (objection.objector, objection.is_proven, objection.language) == (Objector.REPORTER, True, "en")
    assert (objection.submission_id, objection.case_id, objection.about) == (report.id, case.id, "")


def test_with_a_receipt_there_is_one_open_objection_at_a_time(app: Flask) -> None:
    receipt, report, _ = decided()
    first = factories.objection(receipt=receipt)

    with pytest.raises(InvalidInput, match="objected already"):
        filing.object_to_answer(receipt, WORDS)

    with writing() as session:
        session.get_one(Objection, first.id).answered_at = first.received_at
    factories.objection(receipt=receipt)
    assert [one.reference for one in standing.of_report(report.reference)][1] == first.reference
    assert stored() == 2


def test_of_twelve_who_press_the_button_at_once_one_objects(app: Flask) -> None:
    receipt, _, _ = decided()

    def press() -> bool:
        try:
            filing.object_to_answer(receipt, WORDS)
        except InvalidInput:
            return False
        return True

    with side_by_side(app) as start:
        results = [start(press) for _ in range(12)]

    assert sorted(result.result() for result in results) == [False] * 11 + [True]
    assert stored() == 1


def test_before_something_is_decided_a_reporter_has_nothing_to_object_to(app: Flask) -> None:
    receipt = factories.report().receipt
    with pytest.raises(InvalidInput, match="Nothing has been decided"):
        filing.object_to_answer(receipt, WORDS)
    joining.match_all_waiting()
    with pytest.raises(InvalidInput, match="Nothing has been decided"):
        filing.object_to_answer(receipt, WORDS)
    with pytest.raises(InvalidInput, match="do not know this receipt"):
        filing.object_to_answer("ABCD-EFGH-JKLM-NPQR-STUV-WXYZ", WORDS)
    assert stored() == 0


def test_a_number_finds_its_case_however_it_is_written(app: Flask) -> None:
    _, report, case = decided()
    _, year, number = report.reference.split("-")

    for named in (report.reference, report.reference.lower(), f"Meldung GC {year} {number}, bitte"):
        objection = factories.objection(about=named)
        assert (objection.submission_id, objection.case_id, objection.is_proven) == (report.id, case.id, False)
        assert objection.about == named


def test_a_merged_case_leads_to_the_one_that_stands(app: Flask) -> None:
    report = factories.submission()
    factories.case(OTHER)
    with writing():
        emptied, target = merging.locked(*db.session.scalars(select(Case.id).order_by(Case.id)))
        merging.merge(emptied, target)

    objection = factories.objection(about=report.reference)

    assert objection.case_id == target.id
    assert [one.id for one in standing.about_case(target)] == [objection.id]


def test_what_a_later_merge_leaves_behind_is_found_at_the_case_that_stands(app: Flask) -> None:
    first, second, third = plain_case(), plain_case(), plain_case()
    objection = factories.objection()
    with writing() as session:
        session.get_one(Objection, objection.id).case_id = first.id
    for emptied_id, target_id in ((first.id, second.id), (second.id, third.id)):
        with writing():
            emptied, target = merging.locked(emptied_id, target_id)
            merging.merge(emptied, target)

    assert [one.id for one in standing.about_case(third)] == [objection.id]
    assert standing.about_case(plain_case()) == []


def test_an_article_is_found_by_its_name_its_page_here_and_its_own_address(app: Flask) -> None:
    claim = factories.claim(url="https://example.org/checks/whatsapp")
    page = f"https://desk.example.org/claims/{claim.slug}"

    for named in (claim.slug, page, f"{page}?lang=de#top", f"Siehe {page}", "http://www.example.org/checks/whatsapp/"):
        assert factories.objection(about=named).claim_id == claim.id, named


@pytest.mark.parametrize("named", ["GC-1", "kein-solcher-artikel", "https://example.org/x", "😱 ?"])
def test_what_nobody_knows_is_taken_all_the_same(app: Flask, named: str) -> None:
    objection = factories.objection(about=named)

    assert (objection.submission_id, objection.case_id, objection.claim_id) == (None, None, None)
    assert objection.about == named


@pytest.mark.parametrize(
    "field, value",
    [
        ("text", ""),
        ("text", "\u200b\u200b"),
        ("text", "x" * 4_001),
        ("text", "ein \u202e Satz"),
        ("text", "ein \x00 Satz"),
        ("about", " "),
        ("about", "x" * 2_049),
        ("about", "GC-2026-\u202e000001"),
        ("objector", ""),
        ("objector", "editor"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field_and_nothing_is_stored(app: Flask, field: str, value: str) -> None:
    fields = {"about": "ein-artikel", "objector": "concerned", **WORDS, field: value}

    with pytest.raises(InvalidInput) as refused:
        filing.object_openly(fields)

    assert list(refused.value.problems) == [field]
    assert stored() == 0


def test_only_a_keyed_hash_of_the_receipt_is_stored(app: Flask) -> None:
    filed = filing.object_openly({"about": "?", "objector": "other", **WORDS})

    row = db.session.scalars(select(Objection)).one()
    assert filed.receipt.receipt.replace("-", "") not in repr(
        [getattr(row, c.key) for c in Objection.__table__.columns]
    )
    found = standing.standing(filed.receipt.receipt.lower().replace("-", " "))
    assert found is not None
    assert (found.reference, found.due_on, found.outcome) == (filed.receipt.reference, filed.due_on, None)
    assert standing.standing(filed.receipt.reference) is None


@pytest.mark.parametrize("beside", ["Abruf-Code {}", "GC-2026-000001, {}", "{} (meine Quittung)", "{}"])
@pytest.mark.parametrize("is_earlier", [False, True])
def test_a_receipt_with_whatever_beside_it_proves_it_and_is_stored_nowhere(
    app: Flask, beside: str, is_earlier: bool
) -> None:
    receipt, report, _ = decided()
    if is_earlier:
        receipt = "F2MA-558P-3D9H-KASZ-V6F6-6AJ3"
        with writing() as session:
            session.get_one(Submission, report.id).receipt_hash = receipts.hash_of(receipt)

    filing.object_openly({"about": beside.format(receipt), "objector": "other", **WORDS})

    objection = db.session.scalars(select(Objection)).one()
    assert (objection.submission_id, objection.is_proven, objection.about) == (report.id, True, "")
    assert objection.objector is Objector.REPORTER


def test_of_a_receipt_that_opens_no_report_nothing_is_stored_either(app: Flask) -> None:
    own = filing.object_openly({"about": "?", "objector": "other", **WORDS}).receipt.receipt
    for shown in (own, "1234-5678-9012-3456-7888", "1234-5678-9012-3456-7889", "F2MA 558P 3D9H KASZ V6F6 6AJ3"):
        filing.object_openly({"about": f"Mein Code: {shown}, bitte", "objector": "other", **WORDS})
        kept = db.session.scalars(select(Objection.about).order_by(Objection.id.desc()).limit(1)).one()
        assert kept == "Mein Code: …, bitte"


@pytest.mark.parametrize(
    "about",
    [
        "https://zeitung.example/gc-2020-12345",
        "zeitung.example/2020/gc-2020-12345/druck",
        "Der Prozessor GC-2020-12345 im Test",
        "der-prozessor-gc-2020-12345",
        "Nummer GC-2020-12345 in https://zeitung.example/artikel",
    ],
)
def test_a_link_or_a_title_with_what_looks_like_a_number_can_be_objected_to(app: Flask, about: str) -> None:
    filing.object_openly({"about": about, "objector": "other", **WORDS})

    assert db.session.scalars(select(Objection.about)).one() == about


def test_a_link_with_the_number_of_a_report_in_it_is_a_link(app: Flask) -> None:
    reference = factories.report().reference
    filing.object_openly({"about": f"https://zeitung.example/{reference.lower()}", "objector": "other", **WORDS})

    assert db.session.scalars(select(Objection.submission_id)).one() is None


def test_nobody_learns_which_numbers_there_are_without_an_objection(app: Flask) -> None:
    with pytest.raises(InvalidInput) as refused:
        filing.object_openly({"about": "GC-2020-000001", "objector": "other", "text": "", "language": "de"})

    assert list(refused.value.problems) == ["text"]
