"""Which lines of a picture are its message, whatever an app says around it; words are drawn, and nothing is read."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import Image, ImageDraw

from intake.files.lines import lines_of
from intake.files.messages import message_in
from intake.files.printing import Seen, printed
from intake.files.tesseract import Word
from tests.support.screens import font

SIZE = 40
STEP = 54
INK = "#111b21"
SOFT = "#8696a0"
BLUE = "#1d6fe0"
FIRST = ("Der Wirt hat gestern allen Gästen", "die halbe Rechnung erlassen und", "keiner weiß warum.")


class Drawing:
    """A picture with words whose places are known, as if they had been read there."""

    def __init__(self, ground: str = "#ffffff") -> None:
        self.picture = Image.new("RGB", (1080, 1600), ground)
        self.draw = ImageDraw.Draw(self.picture)
        self.words: list[Word] = []
        self.lines = 0

    def put(
        self,
        text: str,
        y: int,
        *,
        x: int = 120,
        size: int = SIZE,
        ink: str = INK,
        style: str = "Regular",
        gap: int = 11,
    ) -> None:
        """Write a line; `gap` is what stands between two words."""
        self.lines += 1
        face = font(size, style)
        for word in text.split():
            left, top, right, bottom = (int(place) for place in self.draw.textbbox((x, y), word, font=face))
            self.draw.text((x, y), word, font=face, fill=ink)
            self.words.append(Word(word, 0.95, left, top, right, bottom, (self.lines,)))
            x = right + gap

    def message(self, y: int = 400) -> None:
        """Write three lines of one message."""
        for number, line in enumerate(FIRST):
            self.put(line, y + STEP * number)

    def read(self) -> list[str]:
        """Return the lines that are taken for the message."""
        seen = Seen.of(self.picture)
        return [line.text for line in message_in(lines_of(printed(self.words, seen)), seen)]


@pytest.fixture
def drawing() -> Drawing:
    """An empty picture."""
    return Drawing()


@pytest.mark.parametrize(
    "how",
    [{"ink": BLUE}, {"style": "Bold"}, {"size": 32}, {"ink": SOFT}],
    ids=["coloured", "bold", "smaller", "paler"],
)
@pytest.mark.parametrize("text, y", [("Trapp Zwölferl", 340), ("Trapp Zwölferl", 570)], ids=["above", "below"])
def test_what_looks_otherwise_beside_a_message_is_no_part_of_it(
    drawing: Drawing, text: str, y: int, how: dict[str, Any]
) -> None:
    drawing.message()
    drawing.put(text, y, **how)

    assert drawing.read() == list(FIRST)


@pytest.mark.parametrize("how", [{"size": 30}, {"ink": SOFT}], ids=["smaller", "paler"])
def test_nor_is_a_whole_sentence_of_that_sort(drawing: Drawing, how: dict[str, Any]) -> None:
    drawing.message()
    drawing.put("vor drei Stunden in Graz gesehen.", 570, **how)

    assert drawing.read() == list(FIRST)


def test_a_message_goes_on_after_an_empty_line_and_a_line_of_one_word_belongs_to_it(drawing: Drawing) -> None:
    drawing.message()
    drawing.put("Danke", 400 + STEP * 4)

    assert drawing.read() == [*FIRST, "Danke"]


def test_a_word_in_another_bubble_is_another_message_unless_it_is_a_sentence() -> None:
    drawing = Drawing("#efeae2")
    drawing.draw.rectangle((90, 380, 900, 570), fill="#ffffff")
    drawing.draw.rectangle((90, 580, 900, 670), fill="#ffffff")
    drawing.draw.rectangle((90, 680, 900, 770), fill="#ffffff")
    drawing.message()
    drawing.put("Zwölferl", 594)
    drawing.put("Glaubt ihr das?", 694)

    assert drawing.read() == [*FIRST, "Glaubt ihr das?"]


def test_a_link_in_the_middle_stays(drawing: Drawing) -> None:
    drawing.put("Lest das bitte alle ganz genau", 400)
    drawing.put("www.wirt.example/rechnung", 400 + STEP, ink=BLUE)
    drawing.put("und sagt es euren Nachbarn.", 400 + STEP * 2)

    assert [line.split()[0] for line in drawing.read()] == ["Lest", "www.wirt.example/rechnung", "und"]


def test_words_that_stand_as_far_apart_as_buttons_are_none(drawing: Drawing) -> None:
    drawing.message()
    drawing.put("Dafür Dagegen Egal Nochmal", 700, gap=150)

    assert drawing.read() == list(FIRST)


def test_what_stands_behind_the_last_word_in_pale_letters_is_no_part_of_it(drawing: Drawing) -> None:
    drawing.message()
    drawing.put("18.05 gesehen", 400 + STEP * 2 + 8, x=620, size=28, ink=SOFT)
    drawing.words = [*drawing.words[:-2], *(on_line(word, 3) for word in drawing.words[-2:])]

    assert drawing.read() == list(FIRST)


def test_a_little_picture_that_was_read_as_a_letter_is_left_out_and_a_short_word_is_not(drawing: Drawing) -> None:
    drawing.put("Das kostet I 8 Euro mehr als", 400)
    drawing.put("im letzten Jahr sagen alle.", 400 + STEP)
    drawing.put("&", 400, x=900, ink="#f4a020")
    drawing.words = [*drawing.words[:-1], on_line(drawing.words[-1], 1)]

    assert drawing.read() == ["Das kostet I 8 Euro mehr als", "im letzten Jahr sagen alle."]


def test_as_much_again_in_other_letters_is_said_as_well(drawing: Drawing) -> None:
    drawing.message()
    drawing.put("Und morgen will er das noch einmal tun, nur für", 700, ink=SOFT, size=36)

    assert len(drawing.read()) == 4


def test_a_picture_without_words_has_no_message(drawing: Drawing) -> None:
    assert drawing.read() == []


def on_line(word: Word, line: int) -> Word:
    """Return a word as one of another line."""
    return Word(word.text, word.sure, word.left, word.top, word.right, word.bottom, (line,))
