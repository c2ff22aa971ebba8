"""Files of claims: broken rows are named and skipped, and the rest is read."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from archive.imports.files import UnreadableFile, read_rows
from archive.imports.rows import BrokenRow, ClaimRow
from archive.models import Verdict
from tests.support.claim_files import GOOD, jsonl


def csv_file(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "claims.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(path: Path) -> tuple[list[str], list[BrokenRow]]:
    """Return the ids that can be imported and the rows that cannot."""
    rows = list(read_rows(path))
    return (
        [row.id for row in rows if isinstance(row, ClaimRow)],
        [row for row in rows if isinstance(row, BrokenRow)],
    )


BROKEN_LINES: list[tuple[str, dict[str, Any] | str | bytes, str]] = [
    ("no JSON", "{", "not valid JSON"),
    ("cut off", '{"id": "2", "text": "Abgeschn', "not valid JSON"),
    ("a list", "[]", "not a JSON object"),
    ("a number", "5", "not a JSON object"),
    ("nested too deep", "[" * 100_000, "not valid JSON"),
    ("not UTF-8", b'{"id": "2", "text": "\xff", "lang": "de"}', "not valid UTF-8"),
    ("half an emoji", '{"id": "2", "text": "\\ud83d", "lang": "de"}', "text"),
    ("a zero byte", GOOD | {"id": "2", "text": "a\x00b"}, "text: holds characters that are broken"),
    ("a replaced byte", GOOD | {"id": "2", "title": "a\ufffdb"}, "title: holds characters"),
    ("an escape character", GOOD | {"id": "2", "summary": "a\x1b[31mb"}, "summary: holds characters that are broken"),
    ("a control at the edge", GOOD | {"id": "2", "text": "a\x0b"}, "text: holds characters that are broken"),
    ("a C1 control", GOOD | {"id": "2", "source": "a\x9bb"}, "source: holds characters that are broken"),
    ("no character", GOOD | {"id": "2\uffff"}, "id: holds characters that are broken"),
    ("an override", GOOD | {"id": "2", "title": "a\u202eb"}, "title: holds characters that turn the reading direction"),
    ("an isolate", GOOD | {"id": "2", "text": "a\u2067b"}, "text: holds characters that turn the reading direction"),
    ("a mark in a link", GOOD | {"id": "2", "url": "https://a.example/\u200eb"}, "url: holds characters that turn"),
    ("a control in a link", GOOD | {"id": "2", "url": "https://a.example/\x07b"}, "url: holds characters that are"),
    ("no id", {"text": "x", "lang": "de"}, "id: Field required"),
    ("an empty id", GOOD | {"id": " "}, "id: "),
    ("a long id", GOOD | {"id": "x" * 201}, "id: "),
    ("a number as id", GOOD | {"id": 2}, "id: "),
    ("no text", {"id": "2", "lang": "de"}, "text: Field required"),
    ("an empty text", GOOD | {"id": "2", "text": " \n"}, "text: "),
    ("no text but null", GOOD | {"id": "2", "text": None}, "text: "),
    ("a long text", GOOD | {"id": "2", "text": "x" * 10_001}, "text: "),
    ("no language", {"id": "2", "text": "x"}, "lang: Field required"),
    ("a language in words", GOOD | {"id": "2", "lang": "German"}, "lang: "),
    ("an unknown verdict", GOOD | {"id": "2", "verdict": "pants on fire"}, "verdict: "),
    ("a script as link", GOOD | {"id": "2", "url": "javascript:alert(1)"}, "url: "),
    ("a link with a gap", GOOD | {"id": "2", "url": "https://a.example/b c"}, "url: "),
    ("an id again", GOOD | {"text": "Etwas anderes."}, "the id 1 stands in the file twice"),
]


@pytest.mark.parametrize("line,reason", [row[1:] for row in BROKEN_LINES], ids=[row[0] for row in BROKEN_LINES])
def test_a_broken_line_is_named_and_skipped_and_the_rest_is_taken(
    tmp_path: Path, line: dict[str, Any] | str | bytes, reason: str
) -> None:
    path = jsonl(tmp_path, GOOD, line, "", GOOD | {"id": "3"})

    good, broken = read(path)

    assert good == ["1", "3"]
    assert [row.line for row in broken] == [2]
    assert reason in broken[0].reason


BROKEN_CELLS = [
    ("too many cells", "2,Text,de,,,", "more cells than columns"),
    ("too few cells", "2,Text", "lang: Field required"),
    ("an empty cell", "2,,de", "text: Field required"),
    ("a broken byte", b"2,Te\xffxt,de", "text: holds characters that are broken"),
    ("a script as link", "2,Text,de,javascript:alert(1)", "url: "),
    ("an id again", "1,Text,de", "twice"),
    ("an enormous cell", f"2,{'x' * 140_000},de", "not valid CSV"),
]


@pytest.mark.parametrize("row,reason", [row[1:] for row in BROKEN_CELLS], ids=[row[0] for row in BROKEN_CELLS])
def test_a_broken_row_of_a_table_is_named_and_skipped_and_the_rest_is_taken(
    tmp_path: Path, row: str | bytes, reason: str
) -> None:
    raw = row if isinstance(row, bytes) else row.encode()
    path = csv_file(tmp_path, b"id,text,lang,url\r\n1,Eins,de\r\n" + raw + b"\r\n3,Drei,de,\r\n")

    good, broken = read(path)

    assert good == ["1", "3"]
    assert [row.line for row in broken] == [3]
    assert reason in broken[0].reason


def test_tabs_line_breaks_and_direction_marks_that_turn_nothing_stay(tmp_path: Path) -> None:
    text = "Eins\tzwei\r\ndrei \u200e4\u200f\u2069"

    (row,) = read_rows(jsonl(tmp_path, GOOD | {"text": text}))

    assert isinstance(row, ClaimRow)
    assert row.text == text


def test_the_line_is_that_of_the_file_whatever_a_column_says(tmp_path: Path) -> None:
    (first, second) = read_rows(jsonl(tmp_path, "", GOOD | {"line": 77}, GOOD | {"id": "2", "line": "x"}))

    assert isinstance(first, ClaimRow)
    assert isinstance(second, ClaimRow)
    assert (first.line, second.line) == (2, 3)


@pytest.mark.parametrize(
    "day", ["1" * 10_000, "1e999999", "0x1", "12:99", "Freitag der 13.", "\u0661.1.2020", "1.1.٣", "9" * 99]
)
def test_no_day_is_no_reason_to_lose_a_claim(tmp_path: Path, day: str) -> None:
    (row,) = read_rows(jsonl(tmp_path, GOOD | {"date": day}))

    assert isinstance(row, ClaimRow)


def test_a_table_is_read_as_spreadsheets_write_it(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        "\ufeffid,text,lang,subtitle,date,verdict,extra\r\n"
        '1,"Zwei\nZeilen, ""so"" gesagt",DE,Darunter,2024-02-29,misleading,x\r\n',
    )

    (row,) = read_rows(path)

    assert isinstance(row, ClaimRow)
    assert row.text == 'Zwei\nZeilen, "so" gesagt'
    assert (row.summary, row.published_on, row.verdict) == ("Darunter", date(2024, 2, 29), Verdict.MISLEADING)


@pytest.mark.parametrize(
    "written,day",
    [
        ("2024-02-29", date(2024, 2, 29)),
        ("2024-02-29T23:59:59+01:00", date(2024, 2, 29)),
        ("29.02.2024", date(2024, 2, 29)),
        ("3.4.2024", date(2024, 4, 3)),
        ("29 February 2024", date(2024, 2, 29)),
        ("Thu, 29 Feb 2024 10:00:00 +0000", date(2024, 2, 29)),
        ("February 2024", None),
        ("yesterday", None),
        ("2024-02-30", None),
        (" ", None),
        (None, None),
    ],
)
def test_a_day_is_read_as_german_and_english_sources_write_it_and_left_out_when_it_names_none(
    tmp_path: Path, written: str | None, day: date | None
) -> None:
    (row,) = read_rows(jsonl(tmp_path, GOOD | {"date": written}))

    assert isinstance(row, ClaimRow)
    assert row.published_on == day


@pytest.mark.parametrize(
    "reviewed,claimant",
    [
        ({"@type": "Claim", "author": {"@type": "Person", "name": " Karin  Hofer "}}, "Karin Hofer"),
        (
            {"author": [{"name": "Karin Hofer"}, "Posts on Facebook", {"name": "Karin Hofer"}]},
            "Karin Hofer, Posts on Facebook",
        ),
        ({"appearance": [{"url": "https://a.example"}, {"author": {"name": "Blog A"}}]}, "Blog A"),
        ({"author": {"name": "Karin Hofer"}, "appearance": {"author": {"name": "Blog A"}}}, "Karin Hofer"),
        ({"author": {"name": "x" * 300}}, "x" * 200),
        ({"author": {"name": 3}, "appearance": "https://a.example"}, ""),
        ("The claim itself", ""),
        (["Karin Hofer"], ""),
        (None, ""),
    ],
)
def test_whose_claim_it_is_is_read_from_a_claim_review(tmp_path: Path, reviewed: object, claimant: str) -> None:
    (row,) = read_rows(jsonl(tmp_path, GOOD | {"itemReviewed": reviewed}))

    assert isinstance(row, ClaimRow)
    assert row.claimant == claimant


def test_who_is_named_as_the_claimant_goes_before_what_was_reviewed(tmp_path: Path) -> None:
    named = {"claimant": "Posts on Facebook", "itemReviewed": {"author": {"name": "Karin Hofer"}}}

    (row,) = read_rows(jsonl(tmp_path, GOOD | named))

    assert isinstance(row, ClaimRow)
    assert row.claimant == "Posts on Facebook"


def test_what_a_source_leaves_empty_does_not_matter(tmp_path: Path) -> None:
    empty = dict.fromkeys(("title", "summary", "url", "source", "claimant"))

    (row,) = read_rows(jsonl(tmp_path, GOOD | empty))

    assert isinstance(row, ClaimRow)
    assert (row.title, row.summary, row.url, row.source, row.claimant) == ("", "", "", "", "")


@pytest.mark.parametrize(
    "name,content,message",
    [
        ("claims.txt", b"", "claims.txt is neither .jsonl nor .csv."),
        ("claims", b"", "claims is neither"),
        ("claims.csv", b"", "needs a first line with at least the columns id, text and lang"),
        ("claims.csv", b"text,lang\n", "needs a first line"),
        ("claims.csv", b"id;text;lang\n1;x;de\n", "needs a first line"),
        ("claims.csv", b"id,text,lang," + b"x" * 140_000 + b"\n1,x,de\n", "needs a first line"),
        ("claims.csv", b"\xff\xfei\x00d\x00", "needs a first line"),
        ("missing.jsonl", None, "missing.jsonl cannot be read: No such file"),
    ],
)
def test_a_file_that_cannot_be_read_at_all_says_why(
    tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(UnreadableFile, match=message.replace(".", r"\.")):
        list(read_rows(path))


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    (tmp_path / "claims.jsonl").mkdir()

    with pytest.raises(UnreadableFile, match="cannot be read"):
        list(read_rows(tmp_path / "claims.jsonl"))
