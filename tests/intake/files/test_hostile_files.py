"""Hostile files: each is refused with one reason or harmless, takes little memory, and costs the next one nothing."""

from __future__ import annotations

import io

import psutil  # type: ignore[import-untyped]
import pytest
from flask import Flask
from flask_babel import force_locale
from PIL import Image

from intake.files import inspecting
from intake.files.inspection.drawing import LONGEST_SIDE, MOST_POINTS
from intake.files.inspection.found import Problem, Refused
from intake.files.uploads import Refusal
from intake.models.files import FileType
from tests.support import pictures
from tests.support.hostile_files import KINDS, PLACE, SCRIPT, Hostile, of_kind
from tests.support.memory import watched

# Over what a process has that does nothing.
MOST_MEGABYTES = 300
# What a file may say of its maker, and in which words.
TELLTALE = (b"Exif", b"ICC_PROFILE", b"iCCP", b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"http://ns.adobe.com", PLACE)


def picture_of(content: bytes) -> bytes:
    """Return our picture of a file, and make sure that it is nothing but a picture."""
    drawn = inspecting.inspect([content], FileType).picture
    with Image.open(io.BytesIO(drawn), formats=["PNG", "JPEG"]) as image:
        image.load()
        assert image.width * image.height <= MOST_POINTS
        assert max(image.size) <= LONGEST_SIDE
        assert not image.getexif()
    for word in (*TELLTALE, SCRIPT[:12]):
        assert word not in drawn
    return drawn


def became(file: Hostile) -> Problem | None:
    """Return why a file was refused; None for one that was taken."""
    try:
        picture_of(file.content)
    except Refused as refused:
        return refused.problem
    return None


@pytest.mark.parametrize("kind", KINDS)
def test_each_hostile_file_is_refused_or_harmless_and_takes_little_memory(kind: str) -> None:
    for file in of_kind(kind):
        with watched() as peak:
            found = became(file)

        assert found in file.may_be, file.name
        assert peak.megabytes < MOST_MEGABYTES, file.name
        assert not [child for child in psutil.Process().children() if "-I" in child.cmdline()], file.name


def test_there_are_many_of_them() -> None:
    names = [file.name for kind in KINDS for file in of_kind(kind)]

    assert len(set(names)) == len(names) >= 60


def test_each_reason_has_a_sentence_in_both_languages(app: Flask) -> None:
    for problem in Problem:
        label = Refusal(problem.value).label
        with force_locale("en"):
            english = str(label)
        with force_locale("de"):
            german = str(label)
        assert english.endswith(".")
        assert german.endswith(".")
        assert english != german


def test_after_all_of_them_a_good_file_is_opened() -> None:
    assert picture_of(pictures.png())
