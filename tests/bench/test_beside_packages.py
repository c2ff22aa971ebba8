"""The measurements beside packages that are not ours: they run without them, and say what to install."""

from __future__ import annotations

import json

import pytest

from bench.measurements import fact_reading, lexical


def test_each_sentence_is_there_once_with_values_in_the_form_of_the_reader() -> None:
    rows = fact_reading.sentences()
    assert len({row.text for row in rows}) == len(rows) >= 120
    assert {row.lang for row in rows} == {"de", "en"}
    assert all(date.count("-") == 2 for row in rows for date in row.dates)


def test_our_reader_reads_most_sentences_and_each_wrong_one_is_told() -> None:
    result, wrong = fact_reading.measure("product")
    assert result.sentences - len(wrong) == round(result.all_right * result.sentences)
    assert result.all_right > 0.85


def test_without_the_packages_ours_is_measured_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(fact_reading.NEEDED, "packages", ("a_package_that_is_not_there",))
    monkeypatch.setattr("sys.argv", ["fact_reading", "--json"])

    fact_reading.main()

    shown = capsys.readouterr()
    assert "Install a_package_that_is_not_there to measure it" in shown.err
    assert {name.split()[0] for name in json.loads(shown.out)} == {"product"}


def test_our_search_by_words_finds_changed_texts_and_loses_removed_ones_at_once() -> None:
    figures = lexical.measure("product", 400)
    assert figures["first is right, words"] > 0.8
    assert figures["removed and still found"] == 0


def test_texts_are_different_and_the_same_again() -> None:
    assert len(set(lexical.texts(3_000))) == 3_000
    assert lexical.texts(50) == lexical.texts(50)
