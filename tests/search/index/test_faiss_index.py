"""The vector index in memory, of both kinds."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import faiss
import numpy as np
import pytest

from search.index import faiss_index as index_module
from search.index.documents import Ids, Vectors
from search.index.faiss_index import EXACT_UP_TO, Build, Kind, VectorIndex

EAST, NORTH, UP = np.eye(3, dtype=np.float32)
NORTH_EAST = (EAST + NORTH) / np.float32(np.sqrt(2))


def ids(*values: int) -> Ids:
    return np.array(values, np.int64)


def rows(*vectors: Vectors) -> Vectors:
    return np.stack(vectors)


def random_vectors(count: int, dimension: int, *, seed: int = 0) -> Vectors:
    """Return vectors around some topics, as texts are."""
    random = np.random.default_rng(seed)
    topics = random.normal(size=(40, dimension))
    made = topics[random.integers(40, size=count)] + 0.6 * random.normal(size=(count, dimension))
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    return made.astype(np.float32)


def exact(dimension: int) -> VectorIndex:
    return VectorIndex(dimension)


def approximate(dimension: int) -> VectorIndex:
    return VectorIndex.fitting(random_vectors(200, dimension), count=EXACT_UP_TO + 1)


@pytest.fixture(params=[exact, approximate])
def empty(request: pytest.FixtureRequest) -> Callable[[int], VectorIndex]:
    make: Callable[[int], VectorIndex] = request.param
    return make


@pytest.fixture
def index(empty: Callable[[int], VectorIndex]) -> VectorIndex:
    made = empty(3)
    made.add(ids(10, 20), rows(EAST, NORTH))
    return made


def test_faiss_uses_no_thread_but_the_one_that_asks_whichever_that_is(index: VectorIndex) -> None:
    left: list[int] = []

    def work(what: Callable[[], object]) -> None:
        # OpenMP keeps this for each thread, and starts it at the number of cores.
        faiss.omp_set_num_threads(4)
        what()
        left.append(faiss.omp_get_max_threads())

    asked: list[Callable[[], object]] = [
        lambda: index.search(rows(EAST), 1),
        lambda: index.add(ids(30), rows(UP)),
        lambda: index.vectors_of(ids(10)),
        lambda: VectorIndex.fitting(random_vectors(200, 8), count=EXACT_UP_TO + 1),
    ]
    for what in asked:
        thread = threading.Thread(target=work, args=(what,))
        thread.start()
        thread.join()

    assert left == [1, 1, 1, 1]


def test_the_nearest_come_first_each_under_its_own_id(index: VectorIndex) -> None:
    index.add(ids(30), rows(NORTH_EAST))

    found, scores = index.search(rows(EAST, NORTH), 3)

    assert found.tolist() == [[10, 30, 20], [20, 30, 10]]
    assert scores[0].tolist() == pytest.approx([1, 2**-0.5, 0], abs=5e-4)


def test_ids_may_need_64_bits(index: VectorIndex) -> None:
    long = (1 << 40) | 7
    index.add(ids(long), rows(UP))

    assert index.search(rows(UP), 1)[0].tolist() == [[long]]
    assert index.vectors_of(ids(long))[0].tolist() == [long]


def test_where_fewer_are_held_than_asked_for_the_rest_is_minus_one(index: VectorIndex) -> None:
    found, scores = index.search(rows(EAST), 5)

    assert found.tolist() == [[10, 20, -1, -1, -1]]
    assert scores.shape == (1, 5)


def test_an_empty_index_finds_nothing_for_anybody(empty: Callable[[int], VectorIndex]) -> None:
    found, scores = empty(3).search(rows(EAST, NORTH), 2)

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


def test_of_an_id_that_is_given_twice_the_later_vector_holds(index: VectorIndex) -> None:
    index.add(ids(30, 30), rows(EAST, UP))

    assert len(index) == 3
    assert index.search(rows(UP), 1)[0].tolist() == [[30]]


def test_what_was_removed_is_not_found_and_what_is_not_there_does_not_matter(index: VectorIndex) -> None:
    index.remove(ids(10, 99, 10))
    index.remove(ids())

    assert len(index) == 1
    assert index.search(rows(EAST), 2)[0].tolist() == [[20, -1]]


def test_an_index_may_be_emptied_and_filled_again(index: VectorIndex) -> None:
    index.remove(ids(10, 20))
    assert index.search(rows(EAST), 1)[0].tolist() == [[-1]]

    index.add(ids(), np.empty((0, 3), np.float32))
    index.add(ids(7), rows(EAST))

    assert index.search(rows(EAST), 1)[0].tolist() == [[7]]


def test_vectors_are_given_back_for_the_ids_that_are_held(index: VectorIndex) -> None:
    found, vectors = index.vectors_of(ids(99, 20, 10))

    assert found.tolist() == [20, 10]
    assert vectors.tolist() == [NORTH.tolist(), EAST.tolist()]
    for asked in (ids(), ids(99)):
        found, vectors = index.vectors_of(asked)
        assert (found.shape, vectors.shape) == ((0,), (0, 3))


@pytest.mark.parametrize("shape", [(1, 3), (2, 2), (3, 3), (6,)])
def test_vectors_of_another_shape_are_refused(index: VectorIndex, shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="2 vectors of 3 numbers expected"):
        index.add(ids(1, 2), np.zeros(shape, np.float32))


def test_after_any_changes_an_index_is_as_if_it_had_been_filled_with_what_is_left(
    empty: Callable[[int], VectorIndex],
) -> None:
    random = np.random.default_rng(4)
    held: dict[int, Vectors] = {}
    changed = empty(16)
    for turn in range(150):
        added = random.choice(300, size=random.integers(1, 40), replace=False)
        new = random_vectors(len(added), 16, seed=turn)
        changed.add(added.astype(np.int64), new)
        held |= dict(zip(added.tolist(), new, strict=True))
        removed = random.choice(300, size=random.integers(0, 40), replace=False)
        changed.remove(removed.astype(np.int64))
        for document in removed.tolist():
            held.pop(document, None)
    fresh = empty(16)
    fresh.add(ids(*held), rows(*held.values()))
    queries = random_vectors(20, 16, seed=999)

    assert len(changed) == len(held)
    assert changed.search(queries, 50)[0].tolist() == fresh.search(queries, 50)[0].tolist()
    assert changed.vectors_of(ids(*held))[1].tolist() == fresh.vectors_of(ids(*held))[1].tolist()
    assert short_codes(changed) == short_codes(fresh)


def short_codes(index: VectorIndex) -> dict[int, list[float]] | None:
    """Return what the short code of each document stands for."""
    if index._codes is None:
        return None
    documents = faiss.vector_to_array(index._index.id_map).tolist()
    return dict(zip(documents, index._codes.reconstruct_n(0, len(index)).tolist(), strict=True))


def test_short_codes_lead_to_what_an_exact_search_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "CANDIDATES", 200)
    vectors = random_vectors(6_000, 64)
    queries = random_vectors(100, 64, seed=0)
    one, other = exact(64), VectorIndex.fitting(vectors, count=EXACT_UP_TO + 1)
    for filled in (one, other):
        filled.add(np.arange(6_000), vectors)

    right, cosines = one.search(queries, 10)
    found, scores = other.search(queries, 10)

    assert np.mean([len(set(a) & set(b)) / 10 for a, b in zip(right, found, strict=True)]) >= 0.99
    assert np.abs(scores - np.einsum("qd,qkd->qk", queries, vectors[found])).max() < 1e-3
    assert np.abs(cosines - np.einsum("qd,qkd->qk", queries, vectors[right])).max() < 1e-3


def test_a_copy_does_not_change_with_its_model(index: VectorIndex) -> None:
    copied = index.copy()
    index.remove(ids(10))

    assert copied.search(rows(EAST), 2)[0].tolist() == [[10, 20]]
    copied.add(ids(30), rows(UP))
    assert (len(copied), len(index), copied.build) == (3, 1, index.build)


def test_an_index_survives_the_disk(index: VectorIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "index")

    loaded = VectorIndex.load(tmp_path / "index", index.build)
    loaded.remove(ids(20))
    loaded.add(ids(30), rows(UP))

    assert (len(loaded), loaded.dimension, loaded.build) == (2, 3, index.build)
    assert loaded.search(rows(EAST), 1)[0].tolist() == [[10]]
    assert loaded.search(rows(UP), 1)[0].tolist() == [[30]]


def test_an_empty_index_survives_the_disk(empty: Callable[[int], VectorIndex], tmp_path: Path) -> None:
    made = empty(4)
    made.save(tmp_path / "index")

    assert len(VectorIndex.load(tmp_path / "index", made.build)) == 0


def test_what_is_no_index_of_ours_is_refused(tmp_path: Path) -> None:
    (tmp_path / "noise").write_bytes(b"noise" * 100)
    foreign = {
        "flat": faiss.IndexFlatIP(4),
        "flat-with-ids": faiss.IndexIDMap(faiss.IndexFlatIP(4)),
        "distances": faiss.IndexIDMap(faiss.IndexScalarQuantizer(4, faiss.ScalarQuantizer.QT_fp16)),
        "bytes": faiss.IndexIDMap(
            faiss.IndexScalarQuantizer(4, faiss.ScalarQuantizer.QT_8bit_direct, faiss.METRIC_INNER_PRODUCT)
        ),
    }
    for name, made in foreign.items():
        faiss.write_index(made, str(tmp_path / name))

    for name in ("noise", "missing"):
        with pytest.raises(ValueError, match=f"{name} is not a readable index"):
            VectorIndex.load(tmp_path / name, Build(Kind.EXACT))
    for name in foreign:
        with pytest.raises(ValueError, match=f"{name} holds another kind of index"):
            VectorIndex.load(tmp_path / name, Build(Kind.EXACT))


@pytest.mark.parametrize(
    "build", [Build(Kind.EXACT), Build(Kind.APPROXIMATE, 2, 0), Build(Kind.APPROXIMATE, 3, 9), Build(Kind.EXACT, 2, 9)]
)
def test_an_approximate_index_that_is_said_to_be_something_else_is_refused(tmp_path: Path, build: Build) -> None:
    approximate(4).save(tmp_path / "index")

    with pytest.raises(ValueError, match="another kind of index"):
        VectorIndex.load(tmp_path / "index", build)


def test_an_index_says_when_it_no_longer_fits_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "EXACT_UP_TO", 40)
    vectors = random_vectors(400, 4)
    grown = exact(4)

    def outgrown_at(index: VectorIndex, count: int) -> bool:
        index.remove(np.arange(400))
        index.add(np.arange(count), vectors[:count])
        return index.is_outgrown

    assert [outgrown_at(grown, count) for count in (0, 40, 41)] == [False, False, True]
    trained = VectorIndex.fitting(grown.sample(), count=100)
    assert trained.build == Build(Kind.APPROXIMATE, 2, 100)
    assert [outgrown_at(trained, count) for count in (24, 25, 400)] == [True, False, False]
    trained.add(ids(400), vectors[:1])
    assert trained.is_outgrown
    assert VectorIndex.fitting(trained.sample(), count=40).build == Build(Kind.EXACT)
