"""Files on their way into a report: taken whole or not at all, told apart by content, shown to nobody else."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import db, writing
from core.files.sealed import sealed_files
from core.refusals import NotFound
from intake.files import inspecting, keeping, locking, showing, uploads
from intake.files.keeping import LARGEST_FILE, MOST_FILES
from intake.files.uploads import NotTaken, Refusal
from intake.models.drafts import ReportDraft
from intake.models.files import Attachment, FileType, Reading
from intake.reports import drafts
from tests.support import factories, hostile_files, pictures
from tests.support.pictures import packed, screenshot


@pytest.fixture
def draft_id(app: Flask) -> int:
    """A report that somebody is writing."""
    found = drafts.find(drafts.begin())
    assert found is not None
    return found.id


def nothing_is_left() -> bool:
    """Return whether there is no file, sealed or half sealed, and no row of one."""
    db.session.rollback()
    folder = sealed_files()._folder
    return not db.session.scalars(select(Attachment)).all() and not list(folder.glob("*/*"))


def refusal(draft_id: int, content: Iterator[bytes] | list[bytes]) -> Refusal:
    with pytest.raises(NotTaken) as refused:
        uploads.take(draft_id, "bild.png", content)
    return refused.value.refusal


@pytest.mark.parametrize(
    "kind,content",
    [
        (FileType.PNG, pictures.png()),
        (FileType.JPEG, hostile_files.with_place()),
        (FileType.WEBP, packed(screenshot(), "WEBP")),
        (FileType.HEIC, packed(screenshot(), "HEIF")),
        (FileType.PDF, pictures.pdf(2)),
    ],
    ids=lambda value: value.name if isinstance(value, FileType) else "",
)
def test_each_kind_is_told_by_its_content_and_kept_as_it_came(draft_id: int, kind: FileType, content: bytes) -> None:
    pieces = [content[start : start + 1000] for start in range(0, len(content), 1000)]

    taken = uploads.take(draft_id, "C:\\Bilder\\rechnung\u202efdp.exe", pieces)

    assert (taken.media_type, taken.size, taken.name) == (kind, len(content), "rechnungfdp.exe")
    assert sealed_files().read(taken.original_key) == content
    assert keeping.of_draft(draft_id) == [taken]


def test_a_photo_lies_the_right_way_and_tells_neither_place_nor_device(draft_id: int) -> None:
    content = hostile_files.with_place()
    upright = screenshot().size

    taken = uploads.take(draft_id, "foto.jpg", [content])

    drawn = sealed_files().read(taken.preview_key)
    assert (taken.width, taken.height) == upright[::-1]
    for told_of in (b"Exif", b"Phone 12", hostile_files.PLACE):
        assert told_of in content
        assert told_of not in drawn


def test_a_picture_is_known_again_and_a_code_in_it_gives_its_link(draft_id: int) -> None:
    first = uploads.take(draft_id, "a.png", [pictures.with_code("https://example.org/a?b=1")])
    smaller = packed(pictures.drawn_code("https://example.org/a?b=1").resize((500, 500)), "JPEG")
    second = uploads.take(draft_id, "b.jpg", [smaller])
    other = uploads.take(draft_id, "c.png", [pictures.with_code("javascript:alert(1)")])

    assert first.code_links == ["https://example.org/a?b=1"]
    assert other.code_links == []
    bits = (int(first.image_hash, 16) ^ int(second.image_hash, 16)).bit_count()
    assert bits < 32
    assert first.image_quality > 0


@pytest.mark.parametrize(
    "content,expected",
    [
        (b"", Refusal.EMPTY),
        (b"GIF89a", Refusal.UNKNOWN_KIND),
        (hostile_files.bare_png(50_000, 50_000), Refusal.TOO_MANY_PIXELS),
        (pictures.png()[:500], Refusal.DAMAGED),
        (bytes(LARGEST_FILE + 1), Refusal.TOO_LARGE),
    ],
    ids=lambda value: value.name if isinstance(value, Refusal) else "",
)
def test_of_a_file_that_is_refused_nothing_is_left_and_the_next_one_is_taken(
    draft_id: int, content: bytes, expected: Refusal
) -> None:
    assert refusal(draft_id, [content]) is expected
    assert nothing_is_left()

    uploads.take(draft_id, "gut.png", [pictures.png()])
    assert len(keeping.of_draft(draft_id)) == 1


def test_of_a_file_that_breaks_off_nothing_is_left(draft_id: int) -> None:
    def broken() -> Iterator[bytes]:
        yield pictures.png()[:200]
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        uploads.take(draft_id, "halb.png", broken())

    assert nothing_is_left()


def test_a_report_has_five_files_also_when_all_come_at_once(app: Flask, draft_id: int) -> None:
    became: list[Refusal | None] = []

    def take() -> None:
        with app.app_context():
            try:
                uploads.take(draft_id, "a.png", [pictures.png()])
                became.append(None)
            except NotTaken as refused:
                became.append(refused.refusal)

    threads = [threading.Thread(target=take) for _ in range(MOST_FILES + 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Counter(became) == {None: MOST_FILES, Refusal.TOO_MANY: 2}
    db.session.rollback()
    files = keeping.of_draft(draft_id)
    assert len(files) == MOST_FILES
    assert sorted(sealed_files().keys()) == sorted(
        key for file in files for key in (file.original_key, file.preview_key)
    )


def test_a_file_that_was_locked_before_is_neither_read_nor_shown(app: Flask, draft_id: int) -> None:
    other = drafts.find(drafts.begin())
    assert other is not None
    first = uploads.take(other.id, "bild.png", [pictures.png()])
    locking.lock(first.id, by=factories.editor().id)

    again = uploads.take(draft_id, "anders benannt.png", [pictures.png()])

    assert (again.sha256, again.reading) == (first.sha256, Reading.OFF)
    with app.test_request_context(), pytest.raises(NotFound):
        showing.picture(again)


def test_a_file_whose_draft_ended_meanwhile_is_not_kept(draft_id: int) -> None:
    def slow() -> Iterator[bytes]:
        with writing() as session:
            session.delete(session.get_one(ReportDraft, draft_id))
        yield pictures.png()

    assert refusal(draft_id, slow()) is Refusal.GONE
    assert nothing_is_left()


def test_when_too_many_come_at_once_the_last_is_asked_to_wait(draft_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspecting, "_queue", threading.BoundedSemaphore(1))
    monkeypatch.setattr(inspecting, "WAIT_SECONDS", 0.1)
    with inspecting._place():
        assert refusal(draft_id, [pictures.png()]) is Refusal.BUSY
    assert nothing_is_left()
    uploads.take(draft_id, "jetzt.png", [pictures.png()])
    assert len(keeping.of_draft(draft_id)) == 1
