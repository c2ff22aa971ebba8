"""Lines with a doubtful word are read twice; what comes of it is told by a program that answers what a test says."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest
from PIL import Image

from intake.files.lines import Line
from intake.files.printing import Seen
from intake.files.second_look import MOST_LINES, looked_again
from intake.files.tesseract import Program, Unread, Word

SURE = 0.8
SEEN = Seen.of(Image.new("RGB", (400, 2000), "white"))
LINE = Line((Word("Linz", 0.95, 20, 100, 100, 130, (1,)), Word("1.200", 0.6, 120, 100, 240, 130, (1,))))


@dataclass(frozen=True, slots=True)
class Answering(Program):
    """A program that reads one number in the same place as the first time, with a certainty."""

    text: str = "1.200"
    sure: float = 0.9
    asked: list[str] = field(default_factory=list)

    def words_in(self, picture: Image.Image, language: str, *, until: float, mode: str = "") -> list[Word]:
        """Answer as the line is laid out: 40 pixels from the edge, its letters 34 pixels high."""
        self.asked.append(language)
        scale = 34 / LINE.size
        left, right = (round(40 + (place - 20 + round(LINE.size * 0.45)) * scale) for place in (120, 240))
        return [Word(self.text, self.sure, left, 60, right, 90, (1,))]


def read_again(program: Program, *lines: Line) -> list[list[Word]]:
    """Return the words of lines after a second look."""
    found = looked_again(lines or (LINE,), SEEN, program, "deu", sure=SURE, until=0.0)
    return [list(line.words) for line in found]


def test_two_readings_that_agree_are_surer_than_each_of_them() -> None:
    ((name, number),) = read_again(Answering("", (), ""))

    assert name == LINE.words[0]
    assert number.text == "1.200"
    assert number.sure == pytest.approx(0.96)


def test_two_readings_that_differ_are_doubtful_and_the_surer_one_is_kept() -> None:
    ((_, number),) = read_again(Answering("", (), "", text="1.800", sure=0.95))

    assert number.text == "1.800"
    assert number.sure < SURE


def test_a_surer_first_reading_stays_and_is_in_doubt() -> None:
    line = replace(LINE, words=(LINE.words[0], replace(LINE.words[1], sure=0.75)))
    ((_, number),) = read_again(Answering("", (), "", text="1.800", sure=0.5), line)

    assert number.text == "1.200"
    assert number.sure == pytest.approx(0.375)


def test_without_doubt_nothing_is_read_twice_nor_is_a_picture_that_was_read_badly_altogether() -> None:
    program = Answering("", (), "")
    sure = replace(LINE, words=LINE.words[:1])

    assert read_again(program, sure) == [list(sure.words)]
    assert read_again(program, *[LINE] * (MOST_LINES + 1)) == [list(LINE.words)] * (MOST_LINES + 1)
    assert program.asked == []


def test_where_there_is_no_second_reading_the_first_one_holds() -> None:
    class Tired(Answering):
        def words_in(self, picture: Image.Image, language: str, *, until: float, mode: str = "") -> list[Word]:
            raise Unread("the time is over")

    assert read_again(Tired("", (), "")) == [list(LINE.words)]
