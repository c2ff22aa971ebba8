"""What a file says about where it comes from: read offline, and told with what it does not prove."""

from __future__ import annotations

from intake.files import inspecting
from intake.files.inspection.found import Mark
from intake.files.provenance import Provenance, told
from intake.models.files import FileType
from tests.support import pictures
from tests.support.pictures import packed, screenshot

AI = b"http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
PARTLY_AI = b"http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"


def said_by(content: bytes) -> list[Provenance]:
    return told(mark.value for mark in inspecting.inspect([content], FileType).marks)


def test_a_file_that_says_nothing_is_told_nothing_of() -> None:
    assert said_by(pictures.png()) == []


def test_the_field_of_the_news_agencies_is_read_from_every_kind_of_file() -> None:
    for kind in ("JPEG", "WEBP"):
        assert said_by(packed(screenshot(), kind, xmp=b'<x s="%b"/>' % AI)) == [Provenance.SAYS_AI]
    assert said_by(packed(screenshot(), "JPEG", xmp=b'<x s="%b"/>' % PARTLY_AI)) == [Provenance.SAYS_PARTLY_AI]


def test_the_words_that_a_program_was_given_are_noticed_and_not_kept() -> None:
    found = inspecting.inspect([pictures.with_prompt("a cat in a hat")], FileType)

    assert found.marks == [Mark.HAS_PROMPT]
    assert "hat" not in repr(found.marks)


def test_content_credentials_are_read_and_their_breaking_is_noticed() -> None:
    by_ai = pictures.with_credentials(is_ai=True)
    changed = bytearray(by_ai)
    changed[-500] ^= 1

    assert said_by(by_ai) == [Provenance.CREDENTIALS, Provenance.CREDENTIALS_SAY_AI]
    assert said_by(pictures.with_credentials(is_ai=False)) == [Provenance.CREDENTIALS]
    assert Provenance.CREDENTIALS_BROKEN in said_by(bytes(changed))


def test_each_mark_has_a_sentence_and_one_of_another_version_is_left_out() -> None:
    assert {mark.value for mark in Mark} == {one.value for one in Provenance}
    assert told(["of another version"]) == []
