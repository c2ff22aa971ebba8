"""What stands in a picture: its words without the furniture around them, and which of them are doubtful."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PIL import Image

from intake.files.furniture import without_furniture
from intake.files.lines import Line, body_size, lines_of
from intake.files.messages import message_in
from intake.files.preparing import enlarged, on_white, prepared, tiles
from intake.files.printing import Seen, printed
from intake.files.second_look import looked_again
from intake.files.tesseract import ENGLISH, GERMAN, Program, Word
from intake.models.files import Doubt
from search.text.language import language_of

# Smaller capital letters than this, in pixels, are read from a picture twice as large.
_LARGE_ENOUGH = 15.0
# For one picture, with all its pieces in one or two languages; a screenshot takes half a second.
SECONDS = 60.0
_MOST_PIXELS = 24_000_000
# Chosen by looking at what was read wrongly in drawn screenshots; not calibrated.
SURE = 0.8
# What was mended by a guess is as sure as this at most.
_GUESSED = 0.5
# A second reading that finds less than this share of what the first one found has failed.
_AS_MUCH = 0.9
# Lines further apart than so many heights of a capital letter are two paragraphs.
_PARAGRAPH = 1.9
LONGEST = 10_000

_FIGURES = re.compile(r"[\dOolI|]+(?:[.,:][\dOolI|]+)*")
_AS_FIGURES = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1"})
_SIGN = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class ReadWords:
    """The words of a picture, empty when there are none, where they are doubtful, and in which language it was read."""

    text: str
    doubts: tuple[Doubt, ...]
    language: str


def read_words(content: bytes, program: Program, *, seconds: float | None = None) -> ReadWords:
    """Read a preview that we have drawn ourselves, in so many seconds at most; `SECONDS` unless told.

    Errors: `intake.files.tesseract.Unread`, and those of Pillow.
    """
    until = time.monotonic() + (SECONDS if seconds is None else seconds)
    with Image.open(io.BytesIO(content)) as opened:
        coloured = on_white(opened)
    picture, times = prepared(coloured), 1
    found = _read(picture, program, GERMAN, until)
    size = body_size(lines_of(found))
    if 0 < size < _LARGE_ENOUGH and picture.width * picture.height * 4 <= _MOST_PIXELS:
        picture, times = prepared(enlarged(coloured, 2)), 2
        found = _read(picture, program, GERMAN, until)
    language = GERMAN
    if language_of(" ".join(word.text for word in found)) == "en":
        english = _read(picture, program, ENGLISH, until)
        if _sure_letters(english) > _sure_letters(found) * _AS_MUCH:
            language, found = ENGLISH, english
    seen = Seen.of(coloured, times)
    lines = message_in(without_furniture(lines_of(printed(found, seen)), picture.height), seen)
    text, doubts = _joined(looked_again(lines, seen, program, language, sure=SURE, until=until))
    return ReadWords(text, doubts, language)


def _read(picture: Image.Image, program: Program, language: str, until: float) -> list[Word]:
    found: list[Word] = []
    for number, (start, tile) in enumerate(tiles(picture)):
        for word in program.words_in(tile, language, until=until):
            moved = replace(word, top=word.top + start, bottom=word.bottom + start, line=(number, *word.line))
            found.append(moved)
    return found


def _sure_letters(words: Sequence[Word]) -> float:
    return sum(len(word.text) * word.sure for word in words)


def _joined(lines: Sequence[Line]) -> tuple[str, tuple[Doubt, ...]]:
    """Write lines as running text, paragraph by paragraph."""
    body = body_size(lines)
    text, doubts = "", list[Doubt]()
    above: Line | None = None
    for line in lines:
        is_new = above is not None and line.top - above.bottom > _PARAGRAPH * body
        above = line
        if text.endswith("-") and line.text[0].islower() and not is_new:
            text = text[:-1]
        else:
            text += "\n" if text and is_new else " " if text else ""
        for number, word in enumerate(line.words):
            text += " " if number else ""
            mended = _mended(word.text)
            sure = word.sure if mended == word.text else min(word.sure, _GUESSED)
            if sure < SURE and _SIGN.search(mended):
                doubts.append(Doubt(len(text), len(text) + len(mended), round(sure, 2)))
            text += mended
    cut = text[:LONGEST]
    return cut, tuple(doubt for doubt in doubts if doubt.end <= len(cut))


def _mended(word: str) -> str:
    """Return a word in which signs that look alike are told apart by what stands beside them."""
    if word == "|":
        return "I"
    bare = word.rstrip(".,:;!?%€$")
    if _FIGURES.fullmatch(bare) and sum(map(str.isdecimal, bare)) * 2 > sum(map(str.isalnum, bare)):
        return bare.translate(_AS_FIGURES) + word[len(bare) :]
    return re.sub(r"(?<=[^\W\d_])\|(?=[^\W\d_])", "l", word)
