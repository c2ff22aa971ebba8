"""Figures as files: what a German spreadsheet opens, and that no reader's word is in it."""

from __future__ import annotations

import csv
from io import StringIO

from review.figures.page import FIGURES
from tests.support.browsing import Browser


def test_one_table_is_a_file_for_a_german_spreadsheet(browser: Browser) -> None:
    browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = "de"
    answer = browser.get("/desk/figures/platforms.csv?range=this-week")

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment; filename=platforms_2026-03-16_2026-03-18.csv"
    text = answer.data.decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text), delimiter=";"))
    assert rows == [
        ["Wo Beiträge gesehen wurden", "2026-03-16", "2026-03-18"],
        ["Von denen, die einen Ort angaben, nannten 57\N{NO-BREAK SPACE}% WhatsApp."],
        ["Plattform", "Meldungen", "Anteil (Prozent)", "Meldungen davor"],
        ["Ohne Angabe", "2", "22,2", "0"],
        ["WhatsApp", "4", "44,4", "6"],
        ["Telegram", "3", "33,3", "0"],
    ]
    assert answer.data.startswith(b"\xef\xbb\xbf")


def test_all_tables_are_one_file_without_a_word_of_a_reader(browser: Browser) -> None:
    text = browser.get("/desk/figures/all.csv?range=this-week").data.decode("utf-8-sig")

    rows = list(csv.reader(StringIO(text), delimiter=";"))
    assert len([row for row in rows if row == []]) == len(FIGURES) - 1
    assert "Bargeld" not in text


def test_a_figure_that_there_is_not_is_not_found(browser: Browser) -> None:
    assert browser.get("/desk/figures/salaries.csv").status_code == 404
