"""Pictures are read one by one in the worker, and a report goes on with its last one, whatever happens to it."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from app import create_app
from core import jobs
from core.config import PROJECT_FOLDER, Config
from core.db import db, now, writing
from intake.files import keeping, reading, words
from intake.files.tesseract import Program, Unread
from intake.files.words import ReadWords
from intake.models.files import Attachment, Reading
from tests.support import factories, sent_pictures
from tests.support.budget import allowed
from tests.support.installation import changed, work_off
from tests.support.screens import GERMAN, Screen, png_of

PICTURE = Screen(GERMAN[0], "de").png()
OTHER = Screen(GERMAN[1], "de", is_dark=True).png()


def nothing() -> None:
    """Have nothing else to do meanwhile."""


def states(report: int) -> list[Reading]:
    db.session.rollback()
    db.session.expire_all()
    return [file.reading for file in keeping.of_report(report)]


def test_a_report_waits_for_the_last_of_its_pictures(app: Flask) -> None:
    report = sent_pictures.sent(PICTURE, OTHER)
    assert sent_pictures.reload(report).awaits_reading

    assert reading.read_next(nothing), "another one waits"
    assert states(report) == [Reading.READ, Reading.WAITING]
    assert sent_pictures.reload(report).awaits_reading

    assert not reading.read_next(nothing)
    read = sent_pictures.reload(report)
    assert not read.awaits_reading
    assert read.read_text == f"{GERMAN[0]}\n{GERMAN[1]}"
    assert read.words == read.read_text
    assert read.text == "", "what the reader wrote stays what it is"
    (first, _) = keeping.of_report(report)
    assert first.read_by.startswith("tesseract ")
    assert first.read_by.endswith(" deu")


def test_the_worker_reads_matches_and_goes_on_to_the_next(app: Flask, config: Config) -> None:
    reports = [sent_pictures.sent(PICTURE), sent_pictures.sent(PICTURE), sent_pictures.sent(text=GERMAN[0])]
    reading.ask_for(keeping.of_report(reports[0])[0].id)

    work_off(config)

    cases = {sent_pictures.reload(report).case_id for report in reports}
    assert None not in cases
    assert len(cases) == 1


def test_a_draft_is_read_while_its_reader_still_fills_it_in(app: Flask) -> None:
    draft = sent_pictures.drafted(PICTURE)

    reading.read_next(nothing)
    report = sent_pictures.reload(sent_pictures.sent_draft(draft))

    assert not report.awaits_reading
    assert report.words == GERMAN[0]


def test_a_picture_that_is_handed_over_while_it_is_read_belongs_to_the_report(app: Flask) -> None:
    draft = sent_pictures.drafted(PICTURE)
    sent: list[int] = []

    def send() -> None:
        if not sent:
            sent.append(sent_pictures.sent_draft(draft))

    reading.read_next(send)

    assert sent, "it was sent while another process read"
    report = sent_pictures.reload(sent[0])
    assert not report.awaits_reading
    assert report.words == GERMAN[0]


def test_a_picture_that_is_removed_while_it_is_read_leaves_nothing(app: Flask) -> None:
    draft = sent_pictures.drafted(PICTURE)
    (file,) = keeping.of_draft(draft)

    reading.read_next(lambda: keeping.remove(draft, file.id))

    assert keeping.of_draft(draft) == []


def test_a_picture_without_words_says_so(app: Flask) -> None:
    report = sent_pictures.sent(png_of(Image.radial_gradient("L")), text=factories.POST)

    reading.read_next(nothing)

    assert states(report) == [Reading.NOTHING]
    read = sent_pictures.reload(report)
    assert (read.awaits_reading, read.words) == (False, factories.POST)


def test_what_cannot_be_read_is_tried_three_times_and_then_its_report_goes_on(app: Flask) -> None:
    report = sent_pictures.sent(b"no picture at all", text=factories.POST)

    for attempt in range(1, reading.MOST_ATTEMPTS + 1):
        assert states(report) == [Reading.WAITING]
        reading.read_next(nothing)
        (file,) = keeping.of_report(report)
        assert file.attempts == attempt
        let_go()

    assert states(report) == [Reading.FAILED]
    assert not sent_pictures.reload(report).awaits_reading


def test_one_that_fails_lets_the_others_go_first(app: Flask) -> None:
    broken, whole = sent_pictures.sent(b"no picture"), sent_pictures.sent(PICTURE)
    reading.read_next(nothing)
    let_go()

    reading.read_next(nothing)

    assert (states(broken), states(whole)) == ([Reading.WAITING], [Reading.READ])


def test_reports_without_pictures_get_their_cases_while_one_is_read(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow()
    monkeypatch.setattr(reading, "read_words", slow)
    sent_pictures.sent(PICTURE)
    other = factories.submission().id

    def look() -> None:
        jobs.run_here("intake.jobs.match_waiting")
        slow.is_over = sent_pictures.reload(other).case_id is not None

    reading.read_next(look)

    assert slow.is_over


class Slow:
    """Reads until it is told that it is over."""

    def __init__(self) -> None:
        self.is_over = False

    def __call__(self, _content: bytes, _program: Program) -> ReadWords:
        """Wait, for ten seconds at most."""
        deadline = time.monotonic() + 10
        while not self.is_over and time.monotonic() < deadline:
            time.sleep(0.01)
        return ReadWords("Etwas", (), "deu")


def test_what_breaks_meanwhile_costs_the_picture_nothing(app: Flask) -> None:
    report = sent_pictures.sent(PICTURE)

    def broken() -> NoReturn:
        raise ZeroDivisionError

    reading.read_next(broken)

    assert states(report) == [Reading.READ]


def test_without_tesseract_the_form_is_told_so_and_reports_go_on(app: Flask, config: Config) -> None:
    off = create_app(changed(config, READ_PICTURES="0"))
    with off.app_context():
        assert not reading.is_on()
        report = sent_pictures.sent(PICTURE, text=factories.POST)
        (file,) = keeping.of_report(report)
        reading.ask_for(file.id)

        assert states(report) == [Reading.OFF]
        assert not sent_pictures.reload(report).awaits_reading

        waiting = sent_pictures.sent(PICTURE)
        reading.read_next(nothing)
        assert states(waiting) == [Reading.OFF]
        assert not sent_pictures.reload(waiting).awaits_reading


def test_the_sweep_lets_a_report_go_on_whose_last_picture_nobody_noted(app: Flask) -> None:
    report = sent_pictures.sent(PICTURE)
    with writing() as session:
        for file in session.scalars(select(Attachment)):
            file.reading = Reading.READ

    reading.take_up()

    assert not sent_pictures.reload(report).awaits_reading


# Reads in a process of its own, which is killed as soon as Tesseract runs.
PROGRAM = """
import os, signal, sys
from pathlib import Path
from app import create_app
from intake.files import reading
from tests.support.installation import configured

folder, database, queue = sys.argv[1:]
app = create_app(configured(Path(folder), redis_url=queue, DATABASE_URL=database))
reading.LOOK_EVERY_SECONDS = 0.01
with app.app_context():
    reading.read_next(lambda: os.kill(os.getpid(), signal.SIGKILL))
"""


def test_a_worker_that_is_killed_while_it_reads_loses_nothing(app: Flask, config: Config) -> None:
    report = sent_pictures.sent(PICTURE)
    arguments = [str(config.data_dir), config.database_url, config.redis_url]
    done = subprocess.run([sys.executable, "-c", PROGRAM, *arguments], cwd=PROJECT_FOLDER, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    (file,) = keeping.of_report(report)
    db.session.refresh(file)
    assert (file.reading, file.attempts) == (Reading.WAITING, 1), "the attempt was noted before it was made"
    reading.read_next(nothing)
    assert states(report) == [Reading.WAITING], "it is still held by the one that was killed"

    let_go()
    jobs.run_here("intake.jobs.sweep")
    work_off(config)

    read = sent_pictures.reload(report)
    assert read.words == GERMAN[0]
    assert read.case_id is not None


def test_a_worker_that_is_killed_over_and_over_gives_the_picture_up(app: Flask) -> None:
    report = sent_pictures.sent(PICTURE, text=factories.POST)
    for _ in range(reading.MOST_ATTEMPTS):
        assert reading._take() is not None
        let_go()

    reading.read_next(nothing)

    assert states(report) == [Reading.FAILED]
    assert not sent_pictures.reload(report).awaits_reading


def test_one_picture_has_only_so_much_time(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    report = sent_pictures.sent(PICTURE)
    monkeypatch.setattr(words, "SECONDS", 0.01)

    reading.read_next(nothing)

    (file,) = keeping.of_report(report)
    db.session.refresh(file)
    assert (file.reading, file.attempts) == (Reading.WAITING, 1)


def test_tesseract_is_ended_when_its_time_is_over(tmp_path: Path) -> None:
    slow = tmp_path / "tesseract"
    slow.write_text("#!/bin/sh\nexec sleep 600\n")
    slow.chmod(0o700)
    program = Program(str(slow), (), "0")
    began = time.monotonic()
    with pytest.raises(Unread):
        program.words_in(Image.new("L", (9, 9)), "deu", until=began + 0.2)
    assert time.monotonic() - began < allowed(5)


def let_go() -> None:
    """Let the time pass after which what a worker held is free again."""
    with writing() as session:
        for file in session.scalars(select(Attachment).where(Attachment.held_until.is_not(None))):
            file.held_until = now() - timedelta(seconds=1)
