"""Labelled files: read or refused, and an archive in memory from which claims are taken out and put back."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.evaluation.labelled import Archive, LabelledQuery, read_claims, read_queries, turns
from archive.imports.files import UnreadableFile
from archive.imports.rows import ClaimRow
from search.index.collection import Leg
from search.index.documents import document_id
from search.ranking import fusion
from search.ranking.judging import questions_of
from tests.support.building import Reader

TEXTS = ["Der Eiffelturm zieht um", "Spinat macht stark", "Haie werden nie krank", "Hunde brauchen Helme"]


def archive() -> Archive:
    rows = [ClaimRow(id=f"c{number}", text=text, lang="de", title="Falsch") for number, text in enumerate(TEXTS)]
    return Archive.of(rows, Reader())  # type: ignore[arg-type]


def found(it: Archive, text: str) -> list[str]:
    """Return the claims that share a word with a text, best first."""
    (hits,) = fusion.rank(questions_of([text], embedder=Reader()), it, k=10)  # type: ignore[arg-type]
    return [it.rows[hit.owner].id for hit in hits if hit.scores[Leg.GRAMS] > 0]


def query(*relevant: str) -> LabelledQuery:
    return LabelledQuery(id="q", text="x", relevant=list(relevant))


def test_claims_are_indexed_by_all_their_text() -> None:
    it = archive()

    assert found(it, "Eiffelturm") == ["c0"]
    assert set(found(it, "Falsch")) == {"c0", "c1", "c2", "c3"}
    assert it.texts([document_id(1)])[document_id(1)].said.whole == "Spinat macht stark\nFalsch"
    assert it.numbers == {"c0": 0, "c1": 1, "c2": 2, "c3": 3}


def test_what_is_taken_out_is_found_by_neither_half_until_it_is_put_back() -> None:
    it = archive()

    it.take_out([0, 2])
    assert (len(it.index.dense), len(it.index.lexical)) == (2, 2)
    assert (found(it, "Eiffelturm"), found(it, "Spinat")) == ([], ["c1"])

    it.put([0, 2])
    assert found(it, "Eiffelturm") == ["c0"]


def test_each_claim_that_answers_something_is_out_in_one_turn_and_there_in_the_other() -> None:
    it = archive()
    queries = [query("c0"), query("c1"), query("c3", "c0"), query("unknown"), query()]

    answered = []
    held = []
    for turn in turns(it, queries):
        answered.append([turn.answers(each) for each in queries])
        held.append({claim for text, claim in zip(TEXTS, it.numbers, strict=True) if claim in found(it, text)})

    assert held == [{"c1", "c2"}, {"c0", "c2", "c3"}]
    assert answered == [[False, True, False, False, False], [True, False, True, False, False]]
    assert len(it.index) == len(TEXTS)


def test_the_archive_is_whole_again_even_if_the_measurement_breaks() -> None:
    it = archive()

    for _ in turns(it, [query("c0"), query("c1")]):
        assert len(it.index) == 3
        break

    assert (len(it.index.dense), len(it.index.lexical)) == (4, 4)


def test_queries_are_read_whatever_else_stands_in_them(tmp_path: Path) -> None:
    path = tmp_path / "queries.jsonl"
    path.write_text('\ufeff{"id": "1", "text": "x", "relevant": ["a"], "more": 1}\n\n', encoding="utf-8")

    assert read_queries(path) == [LabelledQuery(id="1", text="x", relevant=["a"])]


@pytest.mark.parametrize(
    "line,message",
    [("{", "line 2"), ('{"id": "1"}', "line 2"), ('{"id": "1", "text": "x", "relevant": "a"}', "line 2")],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "queries.jsonl"
    path.write_text('{"id": "1", "text": "x", "relevant": []}\n' + line, encoding="utf-8")

    with pytest.raises(UnreadableFile, match=message):
        read_queries(path)


def test_one_broken_claim_ends_a_measurement(tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text('{"id": "1", "text": "x", "lang": "de"}\n{"id": "2"}', encoding="utf-8")

    with pytest.raises(UnreadableFile, match=r"claims\.jsonl, line 2: "):
        read_claims(path)
