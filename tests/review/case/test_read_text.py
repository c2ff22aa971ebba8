"""What a machine read in a picture is shown with its doubts, and corrected at the desk or by its reader."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.permissions import RoleName
from core.db import db, writing
from core.refusals import InvalidInput, NotFound
from intake.cases import joining
from intake.files import keeping
from intake.files.words import LONGEST
from intake.models.cases import Case, CaseKey, Match, TextSource
from intake.models.files import Attachment, Doubt, Reading
from intake.reports import correcting, drafts
from review.case import read_text
from search.ranking.bands import Band, Lane
from tests.support import factories, sent_pictures
from tests.support.browsing import Browser
from tests.support.deciding import events
from tests.support.desk import PASSWORD, reread, signed_in
from tests.support.factories import CLAIM

READ = "Die Klinik in Linz bestätigt: 7.200 Kinder wurden nach der Impfung mit Lähmungen eingeliefert."
MEANT = READ.replace("7.200", "1.200")


def doubtful_case() -> tuple[Case, Attachment]:
    """Have a report whose picture was read with a doubtful number; return its case and the picture."""
    report = sent_pictures.sent(b"")
    sent_pictures.read_as(report, READ, is_doubtful=True)
    with writing() as session:
        (file,) = session.scalars(select(Attachment).where(Attachment.submission_id == report))
        start = READ.index("7.200")
        file.read_doubts = [Doubt(start, start + len("7.200"), 0.4)]
    joining.match_all_waiting()
    case = sent_pictures.reload(report).case
    assert case is not None
    return case, file


def test_the_desk_sees_what_is_doubtful_and_that_a_machine_read_it(app: Flask) -> None:
    case, _ = doubtful_case()

    page = signed_in(app).get(f"/desk/cases/{case.id}").text

    assert "<mark>7.200</mark>" in page
    assert "Read by a machine, not yet checked by the desk" in page
    assert "was read without certainty" in page


def by_words() -> list[int]:
    """Return the cases that further reports come to by their words; the file itself is a key of its own."""
    return list(db.session.scalars(select(CaseKey.case_id).where(CaseKey.lane == Lane.EXACT_TEXT)))


def test_an_editor_writes_down_what_stands_there_and_the_case_says_it(app: Flask) -> None:
    case, file = doubtful_case()
    editor = factories.editor(password=PASSWORD)

    answer = signed_in(app, editor).send(f"/desk/cases/{case.id}/pictures/{file.id}/words", {"read_words": MEANT})

    assert answer.status_code == 302
    case = reread(case)
    assert (case.text, case.text_source, case.version) == (MEANT, TextSource.READ, 1)
    assert by_words() == [case.id]
    assert factories.case(MEANT).id == case.id, "the typed text comes to it now"
    db.session.refresh(file)
    assert (file.read_text, file.corrected_text) == (READ, MEANT), "what was read stays beside it"
    assert ("picture_corrected", editor.id, {"attachment": file.id}) in events()
    page = signed_in(app).get(f"/desk/cases/{case.id}").text
    assert "<mark>" not in page
    assert "Words in the picture, as a person has written them down" in page


def test_what_was_corrected_has_its_article_looked_for(app: Flask) -> None:
    factories.claim()
    case, file = doubtful_case()
    case_id = case.id

    read_text.correct(case_id, file.id, CLAIM, editor=factories.editor())
    sent_pictures.pay()

    bands = list(db.session.scalars(select(Match.band).where(Match.case_id == case_id)))
    assert bands == [Band.SAME]


def test_another_case_that_has_the_words_keeps_its_keys(app: Flask) -> None:
    there = factories.case(MEANT)
    case, file = doubtful_case()

    read_text.correct(case.id, file.id, MEANT, editor=factories.editor())

    assert by_words() == [there.id]


def test_the_picture_beside_typed_words_changes_the_further_words(app: Flask) -> None:
    typed = "Meine Tante in Wels hat mir das geschickt und glaubt jetzt, dass niemand mehr zum Arzt gehen soll."
    report = sent_pictures.sent(b"", text=typed)
    sent_pictures.read_as(report, READ)
    joining.match_all_waiting()
    case = sent_pictures.reload(report).case
    assert case is not None
    (file,) = keeping.of_report(report)

    read_text.correct(case.id, file.id, MEANT, editor=factories.editor())

    case = reread(case)
    assert (case.text, case.further_text) == (typed, MEANT)
    assert factories.case(READ).id != case.id
    assert factories.case(MEANT).id == case.id


def test_a_picture_of_another_case_is_none_of_this_one(app: Flask) -> None:
    case, file = doubtful_case()
    other = factories.case()

    with pytest.raises(NotFound):
        read_text.correct(other.id, file.id, MEANT, editor=factories.editor())
    with pytest.raises(InvalidInput):
        read_text.correct(case.id, file.id, "x" * (LONGEST + 1), editor=factories.editor())
    assert events() == []


def test_whoever_only_reads_along_sees_no_field(app: Flask) -> None:
    case, _ = doubtful_case()
    reader = factories.editor(password=PASSWORD, role=RoleName.VIEWER)

    assert "read_words" not in signed_in(app, reader).get(f"/desk/cases/{case.id}").text


def test_readers_correct_the_pictures_of_the_draft_that_they_hold(app: Flask, client: Browser) -> None:
    token = drafts.begin()
    draft = drafts.find(token)
    assert draft is not None
    file = sent_pictures.attached(draft.id, b"")
    address = f"/report/files/{file.id}/words"
    # Without its secret it is nobody's: whoever asks is led back, and nothing is written.
    assert client.send(address, {"read_words": MEANT}, seen_at="/report").status_code == 303
    db.session.expire_all()
    assert db.session.get_one(Attachment, file.id).corrected_text is None

    with client.session_transaction() as session:
        session["draft"] = token
    assert client.send(address, {"read_words": MEANT}, seen_at="/report").status_code == 303

    db.session.refresh(file)
    assert (file.corrected_text, file.reading) == (MEANT, Reading.READ)
    report = sent_pictures.reload(sent_pictures.sent_draft(draft.id))
    assert (report.words, report.is_doubtful, report.awaits_reading) == (MEANT, False, False)


def test_a_draft_has_no_way_to_the_pictures_of_others(app: Flask) -> None:
    own, other = sent_pictures.drafted(b""), sent_pictures.drafted(b"")
    (file,) = keeping.of_draft(other)

    with pytest.raises(NotFound):
        correcting.correct_draft(own, file.id, MEANT)
