"""The vector index in memory."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
import pytest

from search.index import Ids, VectorIndex, Vectors

EAST, NORTH, UP = np.eye(3, dtype=np.float32)
NORTH_EAST = (EAST + NORTH) / np.float32(np.sqrt(2))


def ids(*values: int) -> Ids:
    return np.array(values, np.int64)


def rows(*vectors: Vectors) -> Vectors:
    return np.stack(vectors)


@pytest.fixture
def index() -> VectorIndex:
    made = VectorIndex(3)
    made.add(ids(10, 20), rows(EAST, NORTH))
    return made


def test_the_nearest_come_first_each_under_its_own_id(index: VectorIndex) -> None:
    index.add(ids(30), rows(NORTH_EAST))

    found, scores = index.search(rows(EAST, NORTH), 3)

    assert found.tolist() == [[10, 30, 20], [20, 30, 10]]
    assert scores[0].tolist() == pytest.approx([1, 2**-0.5, 0], abs=1e-6)


def test_where_fewer_are_held_than_asked_for_the_rest_is_minus_one(index: VectorIndex) -> None:
    found, scores = index.search(rows(EAST), 5)

    assert found.tolist() == [[10, 20, -1, -1, -1]]
    assert scores.shape == (1, 5)


def test_an_empty_index_finds_nothing_for_anybody() -> None:
    found, scores = VectorIndex(3).search(rows(EAST, NORTH), 2)

    assert found.tolist() == [[-1, -1], [-1, -1]]
    assert scores.shape == (2, 2)


def test_asking_nothing_finds_nothing(index: VectorIndex) -> None:
    found, scores = index.search(np.empty((0, 3), np.float32), 2)

    assert found.shape == scores.shape == (0, 2)


def test_an_id_that_is_present_is_replaced(index: VectorIndex) -> None:
    index.add(ids(10), rows(UP))

    assert len(index) == 2
    assert index.search(rows(UP), 1)[0].tolist() == [[10]]
    assert index.search(rows(EAST), 2)[1].tolist() == [[0, 0]]


def test_what_was_removed_is_not_found_and_what_is_not_there_does_not_matter(index: VectorIndex) -> None:
    index.remove(ids(10, 99))
    index.remove(ids())

    assert len(index) == 1
    assert index.search(rows(EAST), 2)[0].tolist() == [[20, -1]]


def test_an_index_may_be_emptied_and_filled_again(index: VectorIndex) -> None:
    index.remove(ids(10, 20))
    assert index.search(rows(EAST), 1)[0].tolist() == [[-1]]

    index.add(ids(), np.empty((0, 3), np.float32))
    index.add(ids(7), rows(EAST))

    assert index.search(rows(EAST), 1)[0].tolist() == [[7]]


@pytest.mark.parametrize("shape", [(1, 3), (2, 2), (3, 3), (6,)])
def test_vectors_of_another_shape_are_refused(index: VectorIndex, shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="2 vectors of 3 numbers expected"):
        index.add(ids(1, 2), np.zeros(shape, np.float32))


def test_an_index_survives_the_disk(index: VectorIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "index")

    loaded = VectorIndex.load(tmp_path / "index")
    loaded.remove(ids(20))
    loaded.add(ids(30), rows(UP))

    assert (len(loaded), loaded.dimension) == (2, 3)
    assert loaded.search(rows(EAST), 1)[0].tolist() == [[10]]


def test_what_is_no_index_of_ours_is_refused(tmp_path: Path) -> None:
    (tmp_path / "noise").write_bytes(b"noise" * 100)
    faiss.write_index(faiss.IndexFlatIP(3), str(tmp_path / "flat"))

    with pytest.raises(ValueError, match="noise is not a readable index"):
        VectorIndex.load(tmp_path / "noise")
    with pytest.raises(ValueError, match="flat holds another kind of index"):
        VectorIndex.load(tmp_path / "flat")
    with pytest.raises(ValueError, match="missing is not a readable index"):
        VectorIndex.load(tmp_path / "missing")
