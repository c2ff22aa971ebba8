"""Files that nobody may look at: locked with their copies, told to a lead, unlocked or erased."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from audit.models import Event
from core.db import db, writing
from core.refusals import Conflict, NotFound
from intake.cases import joining
from intake.files import keeping, locking
from intake.models.files import Attachment, FileAction, Reading
from tests.support import factories, sent_pictures
from tests.support.attached import attached, is_there, still_kept


@pytest.fixture
def by(app: Flask) -> int:
    return factories.editor().id


@pytest.fixture
def file(app: Flask) -> Attachment:
    return attached(factories.case().id)


def again(file: Attachment) -> Attachment:
    db.session.expire_all()
    return db.session.get_one(Attachment, file.id)


def case_of(file: Attachment) -> int:
    sent = file.submission
    assert sent is not None
    assert sent.case_id is not None
    return sent.case_id


def told() -> list[str]:
    rows = select(Event.action).where(Event.action.in_([action.value for action in FileAction])).order_by(Event.id)
    return list(db.session.scalars(rows))


def erase(file_id: int, *, by: int) -> None:
    """Empty a file and remove what is sealed of it; where its words stand besides is for `review.locking`."""
    with writing():
        emptied = locking.empty(file_id, by=by)
    keeping.forget(emptied.keys)


def test_a_file_is_open_until_somebody_locks_it(file: Attachment, by: int) -> None:
    assert not locking.is_locked(file)
    locking.lock(file.id, by=by)
    assert locking.is_locked(again(file))
    assert again(file).locked_by == by
    assert is_there(file), "it may be evidence, so locking erases nothing"
    assert told() == ["file_locked"]


def test_locking_once_more_changes_nothing(file: Attachment, by: int) -> None:
    locking.lock(file.id, by=by)
    first = again(file).locked_at
    locking.lock(file.id, by=factories.editor().id)
    assert (again(file).locked_at, again(file).locked_by) == (first, by)
    assert told() == ["file_locked"]


def test_copies_in_other_reports_are_locked_too_and_other_files_are_not(file: Attachment, by: int) -> None:
    copy = attached(factories.case("Noch eine Meldung.").id)
    other = attached(case_of(file), content=b"other")
    locking.lock(file.id, by=by)
    assert locking.is_locked(again(copy))
    assert not locking.is_locked(again(other))


def test_no_machine_goes_on_reading_a_locked_file(file: Attachment, by: int) -> None:
    assert file.reading is Reading.WAITING
    locking.lock(file.id, by=by)
    assert again(file).reading is Reading.OFF


def test_a_report_waits_no_longer_for_a_file_that_was_locked(app: Flask, by: int) -> None:
    report = sent_pictures.sent(b"never to be seen", text="Bitte ansehen.")
    assert sent_pictures.reload(report).awaits_reading
    (file,) = keeping.of_report(report)

    locking.lock(file.id, by=by)

    assert not sent_pictures.reload(report).awaits_reading
    joining.match_all_waiting()
    assert sent_pictures.reload(report).case_id is not None, "what was written beside it is looked at at once"


def test_a_report_goes_on_waiting_for_its_other_files(app: Flask, by: int) -> None:
    report = sent_pictures.sent(b"never to be seen", b"a harmless one", text="Bitte ansehen.")
    first, other = keeping.of_report(report)

    locking.lock(first.id, by=by)

    assert sent_pictures.reload(report).awaits_reading
    assert again(other).reading is Reading.WAITING


def test_a_lead_sees_what_is_locked_until_it_is_dealt_with(file: Attachment, by: int) -> None:
    assert (locking.locked(), locking.locked_count()) == ([], 0)
    locking.lock(file.id, by=by)
    assert [one.id for one in locking.locked()] == [file.id]
    assert locking.locked_count() == 1
    erase(file.id, by=by)
    assert (locking.locked(), locking.locked_count()) == ([], 0)


def test_unlocking_opens_a_file_and_its_copies_again(file: Attachment, by: int) -> None:
    copy = attached(factories.case("Noch eine Meldung.").id)
    locking.lock(file.id, by=by)
    locking.unlock(copy.id, by=by)
    locking.unlock(copy.id, by=by)
    assert not locking.is_locked(again(file))
    assert (again(file).locked_at, again(file).locked_by) == (None, None)
    assert told() == ["file_locked", "file_unlocked"]


def test_erasing_leaves_nothing_but_that_there_was_a_file(file: Attachment, by: int) -> None:
    keys = {file.original_key, file.preview_key}
    with writing() as session:
        row = session.get_one(Attachment, file.id)
        row.read_text, row.corrected_text, row.image_hash, row.code_links = (
            "words",
            "words",
            "f" * 64,
            ["https://x.test"],
        )
    locking.lock(file.id, by=by)
    assert still_kept(keys) == keys
    erase(file.id, by=by)
    erase(file.id, by=by)
    assert still_kept(keys) == set()
    left = again(file)
    assert (left.text, left.image_hash, left.code_links, left.sha256) == ("", "", [], file.sha256)
    assert locking.is_locked(left)
    assert told() == ["file_locked", "file_erased"]


def test_what_is_not_locked_is_never_erased(file: Attachment, by: int) -> None:
    with pytest.raises(Conflict):
        erase(file.id, by=by)
    assert is_there(file)


def test_what_is_erased_cannot_be_unlocked(file: Attachment, by: int) -> None:
    locking.lock(file.id, by=by)
    erase(file.id, by=by)
    with pytest.raises(Conflict):
        locking.unlock(file.id, by=by)


def test_a_number_without_a_file_is_refused(by: int) -> None:
    for act in (locking.lock, locking.unlock, erase):
        with pytest.raises(NotFound):
            act(4711, by=by)
