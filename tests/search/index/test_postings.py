"""Inverted lists and segments of them: built at once, merged, and written to a file that is refused when damaged."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pytest

from search.index import segment_files
from search.index.postings import Lists, Postings
from search.index.segments import Segment, merged
from search.text.terms import Counts, Field
from tests.support.building import seeded

VOCABULARY = 40


def counts(terms: dict[int, int]) -> Counts:
    return Counts(np.array(sorted(terms), np.uint32), np.array([terms[term] for term in sorted(terms)], np.uint8))


def random_document(random_: Random) -> dict[int, int]:
    return {random_.randrange(VOCABULARY): random_.randint(1, 9) for _ in range(random_.randrange(8))}


def as_documents(postings: Postings) -> list[dict[int, int]]:
    """Turn inverted lists back into documents."""
    documents: list[dict[int, int]] = [{} for _ in postings.lengths]
    for place, term in enumerate(postings.terms.tolist()):
        for posting in range(postings.starts[place], postings.starts[place + 1]):
            document = documents[postings.rows[posting]]
            assert term not in document, "a document stands in the list of a term once"
            document[term] = int(postings.counts[posting])
    assert [sum(document.values()) for document in documents] == postings.lengths.tolist()
    return documents


def segment(documents: dict[int, dict[int, int]]) -> Segment:
    """Return a segment whose fields hold the same terms."""
    ids = sorted(documents)
    of = [counts(documents[i]) for i in ids]
    return Segment(np.array(ids, np.int64), np.ones(len(ids), np.bool_), tuple(Postings.of(of) for _ in Field))


def contents(it: Segment) -> dict[int, dict[int, int]]:
    """Return the documents of a segment that are still there."""
    (first, *others) = [as_documents(postings) for postings in it.postings]
    assert all(other == first for other in others)
    return {int(i): document for i, alive, document in zip(it.ids, it.alive, first, strict=True) if alive}


def test_a_term_leads_to_the_documents_that_hold_it() -> None:
    postings = Postings.of([counts({1: 2, 5: 1}), counts({}), counts({5: 3})])

    assert as_documents(postings) == [{1: 2, 5: 1}, {}, {5: 3}]
    starts, sizes = postings.spans(np.array([0, 1, 5, 9], np.uint32))
    assert sizes.tolist() == [0, 1, 2, 0]
    rows, found = postings.read(Lists(starts, sizes, np.ones(4, np.float32)))
    assert rows.tolist() == [0, 0, 2]
    assert found.tolist() == [2, 1, 3]


def test_lists_of_nothing_know_no_term() -> None:
    for postings in (Postings.of([]), Postings.of([counts({})])):
        starts, sizes = postings.spans(np.array([1, 2], np.uint32))
        assert sizes.tolist() == [0, 0]
        assert postings.read(Lists(starts, sizes, np.ones(2, np.float32)))[0].tolist() == []


@pytest.mark.parametrize("seed", range(10))
def test_merged_lists_are_those_that_would_have_been_built_at_once(seed: int) -> None:
    random_ = seeded(seed)
    parts = [[random_document(random_) for _ in range(random_.randrange(12))] for _ in range(4)]
    kept = [np.array([random_.random() < 0.7 for _ in part], np.bool_) for part in parts]

    found = Postings.merged([Postings.of([counts(document) for document in part]) for part in parts], kept)

    expected = [
        document
        for part, keep in zip(parts, kept, strict=True)
        for document, its in zip(part, keep, strict=True)
        if its
    ]
    assert as_documents(found) == expected
    at_once = Postings.of([counts(document) for document in expected])
    for name in ("terms", "starts", "rows", "counts", "lengths"):
        assert np.array_equal(getattr(found, name), getattr(at_once, name)), name


def test_a_document_is_found_in_its_segment_until_it_is_taken_out() -> None:
    documents = {3: {1: 1}, 1 << 40: {2: 2}, 7: {1: 4}}
    whole = segment(documents)

    less = whole.without(np.array([7, 99], np.int64))

    assert contents(less) == {3: {1: 1}, 1 << 40: {2: 2}}
    assert (whole.held, less.held) == (3, 2)
    assert less.rows_of(np.array([3, 7, 99], np.int64))[0].tolist() == [True, False, False]
    assert contents(whole) == documents, "whoever still searches in the old one is not disturbed"
    assert whole.without(np.array([8], np.int64)) is whole


@pytest.mark.parametrize("seed", range(10))
def test_merged_segments_hold_what_is_still_there_in_the_order_of_ids(seed: int) -> None:
    random_ = seeded(seed)
    ids = random_.sample(range(1_000), 60)
    parts = [{i: random_document(random_) for i in ids[start : start + 20]} for start in (0, 20, 40)]
    gone = np.array(random_.sample(ids, 25), np.int64)

    found = merged([segment(part).without(gone) for part in parts])

    assert contents(found) == {i: part[i] for part in parts for i in part if i not in gone}
    assert np.all(np.diff(found.ids) > 0)


@pytest.mark.parametrize("count", [0, 1, 50])
def test_a_segment_is_read_back_as_it_was_written(tmp_path: Path, count: int) -> None:
    random_ = seeded(count)
    written = segment({i * 3: random_document(random_) for i in range(count)})
    path = tmp_path / "segment"

    segment_files.write(path, written)
    found = segment_files.read(path)

    assert contents(found) == contents(written)
    assert found.ids.tolist() == written.ids.tolist()


def test_a_file_that_was_cut_off_anywhere_is_refused(tmp_path: Path) -> None:
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    segment_files.write(whole, segment({1: {1: 1, 2: 2}, 2: {2: 200}}))
    content = whole.read_bytes()

    # The end is filled up to a round size; without that filling nothing is missing.
    for size in range(len(content) - 64):
        cut.write_bytes(content[:size])
        with pytest.raises(ValueError, match="cut is not a readable index"):
            segment_files.read(cut)


@pytest.mark.parametrize(
    "content",
    [
        b"GCLEX002",
        b"Behauptungen, keine Listen",
        b"GCLEX001" + (2).to_bytes(8, "little") + b"{}",
        b"GCLEX001" + (2).to_bytes(8, "little") + b"[]",
        b"GCLEX001" + (9).to_bytes(8, "little") + b'{"ids":1}',
        b"GCLEX001" + b"\xff" * 8,
    ],
    ids=["another version", "another file", "no arrays", "a list", "no array", "a size beyond the file"],
)
def test_a_file_of_something_else_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "foreign"
    path.write_bytes(content)

    with pytest.raises(ValueError, match="foreign is not a readable index"):
        segment_files.read(path)


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        segment_files.read(tmp_path / "missing")
