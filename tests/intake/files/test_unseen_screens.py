"""Screenshots on which nothing was tuned, drawn by a browser, read by the real program and matched by the real worker.

The figures are those of `docs/measurements.md`, with a little room below. They say how well apps are read that nobody
has thought of, so nothing may be changed because one of these pictures failed; `development` is there for that.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from flask import Flask
from playwright.sync_api import Browser

from core.db import db, writing
from intake.cases import joining
from intake.files import keeping
from intake.files.doubts import is_doubtful
from intake.files.read_words import settle_by_id
from intake.files.tesseract import find_program
from intake.files.words import ReadWords, read_words
from intake.models.files import Attachment, Reading
from tests.support import factories, sent_pictures
from tests.support.unseen.screens import Shot, drawn, held_back
from tests.support.unseen.texts import DEVELOPMENT, HELD_BACK
from tests.support.word_errors import word_errors

pytestmark = pytest.mark.browser

Shots = Sequence[tuple[Shot, ReadWords]]

WORD_ERROR = 0.06
LANDING = 0.8


@pytest.fixture(scope="session")
def shots(browser: Browser) -> Shots:
    """The half that was held back, drawn and read once for both databases."""
    program = find_program()
    assert program is not None, "run `make test` once: it brings Tesseract"
    chosen = held_back()
    # One is drawn while others are read.
    with ThreadPoolExecutor(2) as pool:
        readings = [pool.submit(partial(read_words, png, program)) for png in drawn(browser, chosen)]
        return [(shot, reading.result()) for shot, reading in zip(chosen, readings, strict=True)]


def test_hardly_a_word_is_read_wrongly(shots: Shots) -> None:
    wrong = sum(word_errors(shot.text, read.text) for shot, read in shots)
    assert wrong <= WORD_ERROR * sum(len(shot.text.split()) for shot, _ in shots)


def test_most_come_to_the_case_of_the_typed_text_and_none_to_that_of_another_claim(app: Flask, shots: Shots) -> None:
    """Beside each typed text stands one that says something else in a number, a name or a negation."""
    typed = {text: factories.submission(text).id for message in HELD_BACK for text in (message.text, message.other)}
    joining.match_all_waiting()
    cases = {text: sent_pictures.reload(report).case_id for text, report in typed.items()}
    assert len(set(cases.values())) == len(typed)
    reports = [(shot, _sent(shot, read)) for shot, read in shots]
    joining.match_all_waiting()

    found = [(shot, sent_pictures.reload(report).case_id) for shot, report in reports]
    others = set(cases.values())
    assert [shot.name for shot, case in found if case in others and case != cases[shot.text]] == []
    strays = [shot.name for shot, case in found if case != cases[shot.text]]
    assert len(strays) <= (1 - LANDING) * len(found), strays


def _sent(shot: Shot, read: ReadWords) -> int:
    """Send a picture in which something was read, as the worker leaves it."""
    # Another file each time: one that was sent twice joins by itself.
    report = sent_pictures.sent(shot.name.encode())
    with writing() as session:
        (file,) = keeping.of_report(report)
        file = session.get_one(Attachment, file.id)
        file.reading, file.read_text, file.read_doubts = Reading.READ, read.text, list(read.doubts)
        file.is_read_doubtful = is_doubtful(read.text, read.doubts)
        session.flush()
        settle_by_id(report)
    db.session.rollback()
    return report


def test_the_two_halves_have_nothing_in_common_but_some_apps() -> None:
    assert {one.text for one in DEVELOPMENT}.isdisjoint({one.text for one in HELD_BACK})
    assert len(held_back()) >= 40
    assert len({shot.page() for shot in held_back()}) == len(held_back())
