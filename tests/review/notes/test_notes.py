"""Notes: written for the desk, withdrawn for a while, and told to whom they mention."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import event

from accounts.models import Editor
from accounts.permissions import RoleName
from core.db import db, writing
from core.refusals import Conflict, InvalidInput, NotFound
from intake.models.cases import CaseState
from review.holding import named
from review.notes import notes
from review.notes.models import Note
from tests.support.browsing import open_text
from tests.support.deciding import events
from tests.support.desk import plain_case, signed_in
from tests.support.holding import close, editor, page_of


def told(*people: Editor) -> list[int]:
    db.session.rollback()
    return [notes.unseen(one) for one in people]


def make_older(note_id: int) -> None:
    with writing() as session:
        session.get_one(Note, note_id).created_at -= notes.MAY_BE_WITHDRAWN


def test_a_note_tells_whom_it_mentions_by_desk_name_and_nobody_else(app: Flask) -> None:
    case, alva, bo, berg = plain_case(), editor("Alva"), editor("Bo"), editor("Bo Berg")

    notes.write(case.id, "@bo, kennst du das?", editor=alva)
    notes.write(case.id, "Besser: @Bo Berg! Danke (@Alva).", editor=alva)
    notes.write(case.id, "Schreib an bo@example.org, @Boris weiß nichts, @@Bo auch nicht.", editor=alva)

    assert told(alva, bo, berg) == [0, 1, 1]
    (mention,) = notes.mentions(bo)
    assert (mention.author, mention.case_id, mention.excerpt, mention.is_seen) == (
        "Alva",
        case.id,
        "@bo, kennst du das?",
        False,
    )


@pytest.mark.parametrize(
    "text,unknown",
    [
        ("@Boris und @Boris, wo ist @Nina-Marie?", ["Boris", "Nina-Marie"]),
        ("@Bo.", []),
        ("Um 9 @ 10 Uhr, a@b.example, @", []),
        ("@Gerda ist nicht mehr da, @Rita liest keine Fälle, @Nele ist gemeint.", ["Gerda", "Rita", "Nele"]),
    ],
)
def test_a_name_that_nobody_is_told_by_is_said(app: Flask, text: str, unknown: list[str]) -> None:
    case, alva, bo = plain_case(), editor("Alva"), editor("Bo")
    gone, nele = editor("Gerda"), editor("Nele")
    editor("Rita", role=RoleName.ADMIN)
    close(gone)
    named.say(case.id, editor=nele)

    assert notes.write(case.id, text, editor=alva).unknown == unknown
    assert told(gone, nele) == [0, 0]
    assert told(bo) == ([1] if "@Bo." in text else [0])


def test_two_colleagues_of_one_name_are_both_told_and_one_who_is_named_twice_once(app: Flask) -> None:
    case, alva, first, second = plain_case(), editor("Alva"), editor("Kim"), editor("Kim")

    notes.write(case.id, "@Kim @Kim", editor=alva)

    assert told(first, second) == [1, 1]


def test_a_note_is_refused_without_words_and_with_too_many(app: Flask) -> None:
    case, alva = plain_case(), editor("Alva")
    for text in ("", " \n\t", "x" * 4_001):
        with pytest.raises(InvalidInput):
            notes.write(case.id, text, editor=alva)
    with pytest.raises(NotFound):
        notes.write(4711, "Eine Notiz", editor=alva)
    assert notes.notes_of(case.id, reader=alva) == []


def test_a_note_is_withdrawn_by_its_author_soon_after_and_its_words_are_gone(app: Flask) -> None:
    case, alva, bo = plain_case(), editor("Alva"), editor("Bo")
    written = notes.write(case.id, "@Bo, falscher Fall", editor=alva)
    with pytest.raises(Conflict):
        notes.withdraw(written.id, editor=bo)

    assert notes.withdraw(written.id, editor=alva) == case.id

    (line,) = notes.notes_of(case.id, reader=alva)
    assert (line.text, line.is_withdrawn, line.may_withdraw) == ("", True, False)
    assert told(bo) == [0]
    assert notes.mentions(bo) == []
    with pytest.raises(Conflict):
        notes.withdraw(written.id, editor=alva)
    late = notes.write(case.id, "Richtiger Fall", editor=alva)
    make_older(late.id)
    with pytest.raises(Conflict):
        notes.withdraw(late.id, editor=alva)
    with pytest.raises(NotFound):
        notes.withdraw(4711, editor=alva)


def test_the_trail_says_that_a_note_was_written_and_never_what(app: Flask) -> None:
    case, alva, bo = plain_case(), editor("Alva"), editor("Bo")
    written = notes.write(case.id, "@Bo: Quastenflosser", editor=alva)
    notes.withdraw(written.id, editor=alva)

    assert events() == [
        ("note_written", alva.id, {"note": written.id, "mentioned": [bo.id]}),
        ("note_withdrawn", alva.id, {"note": written.id}),
    ]


def test_mentions_are_marked_as_seen_one_by_one_or_all_at_once_and_only_ones_own(app: Flask) -> None:
    case, alva, bo, cem = plain_case(), editor("Alva"), editor("Bo"), editor("Cem")
    ids = [notes.write(case.id, f"@Bo @Cem {number}", editor=alva).id for number in range(3)]

    for _ in range(2):
        notes.mark_seen(bo, note_id=ids[0])
    assert told(bo, cem) == [2, 3]
    assert [line.is_seen for line in notes.mentions(bo)] == [False, False, True]
    notes.mark_seen(bo)
    assert told(bo, cem) == [0, 3]


def test_notes_stand_on_the_page_of_the_case_in_their_order_and_say_that_no_reader_sees_them(app: Flask) -> None:
    case, alva = plain_case(state=CaseState.CLOSED), editor("Alva")
    browser, here = signed_in(app, alva), f"/desk/cases/{case.id}"

    browser.send(f"{here}/notes", {"text": "Erst <b>das</b>"}, seen_at=here)
    answer = browser.send(f"{here}/notes?sort=newest", {"text": "dann @Niemand"}, seen_at=here)
    page = page_of(case, browser)

    assert answer.location.startswith(f"{here}?sort=newest#note-")
    assert "Nobody was told by these names: @Niemand" in open_text(page)
    shown = open_text(page)
    assert shown.index("Erst <b>das</b>") < shown.index("dann @Niemand")
    assert "<b>das</b>" not in page
    assert "Only the desk reads this" in shown


def test_who_reads_along_sees_notes_and_writes_none(app: Flask) -> None:
    case, alva = plain_case(), editor("Alva")
    browser, here = signed_in(app, editor("Rolf", role=RoleName.VIEWER)), f"/desk/cases/{case.id}"
    written = notes.write(case.id, "@Rolf, sieh her", editor=alva)

    assert "@Rolf, sieh her" in page_of(case, browser)
    assert browser.send(f"{here}/notes", {"text": "Nein"}, seen_at=here).status_code == 403
    assert browser.send(f"/desk/notes/{written.id}/withdraw", {}, seen_at=here).status_code == 403


def test_the_header_counts_what_mentions_somebody_until_they_have_seen_it(app: Flask) -> None:
    case, alva, bo = plain_case(), editor("Alva"), editor("Bo")
    browser = signed_in(app, bo)
    ids = [notes.write(case.id, f"@Bo {number}", editor=alva).id for number in range(2)]

    listed = browser.get("/desk/mentions").text
    assert "2 mentions" in open_text(listed)
    assert f"/desk/cases/{case.id}#note-{ids[0]}" in listed
    browser.send(f"/desk/mentions/{ids[0]}/seen", {}, seen_at="/desk/mentions")
    assert "1 mention" in open_text(browser.get("/desk/").text)
    browser.send("/desk/mentions/seen", {}, seen_at="/desk/mentions")
    assert " mention " not in open_text(browser.get("/desk/").text)


def test_a_note_is_withdrawn_by_a_button(app: Flask) -> None:
    case, alva = plain_case(), editor("Alva")
    browser, here = signed_in(app, alva), f"/desk/cases/{case.id}"
    written = notes.write(case.id, "Falscher Fall", editor=alva)

    answer = browser.send(f"/desk/notes/{written.id}/withdraw", {}, seen_at=here)

    assert answer.location.endswith(f"{here}#notes")
    assert "This note was withdrawn." in page_of(case, browser)


def test_the_number_of_questions_does_not_grow_with_notes_and_mentions(app: Flask) -> None:
    case, alva, bo = plain_case(), editor("Alva"), editor("Bo")
    asked: list[str] = []

    def ask() -> int:
        db.session.rollback()
        db.session.expire_all()
        reader = db.session.get_one(Editor, bo.id)
        asked.clear()
        notes.notes_of(case.id, reader=reader)
        notes.mentions(reader)
        notes.unseen(reader)
        return len(asked)

    event.listen(db.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    notes.write(case.id, "@Bo", editor=alva)
    few = ask()
    for number in range(5):
        notes.write(case.id, f"@Bo {number}", editor=editor(f"Editor {number}"))

    assert ask() == few
