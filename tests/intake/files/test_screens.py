"""Sixty-four screenshots whose words are known, read by the real program and matched by the real worker."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from flask import Flask

from core import jobs
from core.config import Config
from core.db import db, writing
from intake.cases import joining
from intake.files import keeping
from intake.files.doubts import is_doubtful
from intake.files.tesseract import Program, find_program
from intake.files.words import ReadWords, read_words
from intake.models.files import Attachment, Reading
from tests.support import factories, sent_pictures
from tests.support.installation import work_off
from tests.support.screens import Screen, clean_screens, photographs
from tests.support.word_errors import word_errors

Shots = Sequence[tuple[Screen, ReadWords]]


@pytest.fixture(scope="session")
def program() -> Program:
    """The program as set-up has installed it."""
    found = find_program()
    assert found is not None, "run `make test` once: it brings Tesseract"
    return found


@pytest.fixture(scope="session")
def shots(program: Program) -> Shots:
    """All screenshots with what was read in them; drawn and read once."""
    return _read(list(clean_screens()), program)


def _read(screens: Sequence[Screen], program: Program) -> Shots:
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(partial(read_words, program=program), [screen.png() for screen in screens]))
    return list(zip(screens, found, strict=True))


def share_of_errors(shots: Shots) -> float:
    wrong = [word_errors(screen.text, read.text) for screen, read in shots]
    return sum(wrong) / sum(len(screen.text.split()) for screen, _ in shots)


def test_there_are_enough_of_every_sort(shots: Shots) -> None:
    assert len(shots) >= 60
    looks = {(one.sort, one.is_dark, one.lang) for one, _ in shots}
    assert len(looks) == 8
    assert {one.size for one, _ in shots} == {"small", "usual", "large"}


@pytest.mark.parametrize("trait", ["sort", "is_dark", "size", "lang"])
def test_hardly_a_word_is_read_wrongly_in_screenshots(shots: Shots, trait: str) -> None:
    for value in {getattr(screen, trait) for screen, _ in shots}:
        some = [(screen, read) for screen, read in shots if getattr(screen, trait) == value]
        assert share_of_errors(some) <= 0.05, f"{trait} {value}"


def test_photographs_of_screens_are_read_as_well(program: Program) -> None:
    assert share_of_errors(_read(list(photographs()), program)) <= 0.1


def test_what_was_read_wrongly_was_read_with_doubt_or_is_no_number(shots: Shots) -> None:
    for screen, read in shots:
        numbers = [word for word in screen.text.split() if any(map(str.isdecimal, word))]
        wrong = [number for number in numbers if number not in read.text.split()]
        assert not wrong or is_doubtful(read.text, read.doubts), f"{screen.name}: {read.text}"


def test_screenshots_come_to_the_case_of_the_typed_text(app: Flask, config: Config, shots: Shots) -> None:
    reports = []
    for screen, read in shots:
        # Another file each time: one that was sent twice joins by itself.
        report = sent_pictures.sent(f"{screen.name} {screen.text}".encode())
        with writing() as session:
            (file,) = keeping.of_report(report)
            file = session.get_one(Attachment, file.id)
            # As the worker has stored it, who reads pictures in tests of its own.
            file.reading, file.read_text, file.read_doubts = Reading.READ, read.text, list(read.doubts)
            file.is_read_doubtful = is_doubtful(read.text, read.doubts)
        reports.append((screen, report))
    typed = {screen.text: factories.submission(screen.text).id for screen, _ in shots}
    joining.match_all_waiting()
    cases = {text: sent_pictures.reload(report).case_id for text, report in typed.items()}
    assert len(set(cases.values())) == len(typed)

    from_sweep(config)

    strays = [one.name for one, report in reports if sent_pictures.reload(report).case_id != cases[one.text]]
    assert len(strays) <= 0.1 * len(reports), strays


def from_sweep(config: Config) -> None:
    """Let a worker do what the clock hands over."""
    jobs.enqueue("intake.jobs.sweep")
    work_off(config)
    db.session.rollback()
