"""The query-side adapter: what it does to queries, and that it is only kept for what held-out pairs show."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest

from search.ranking.adapter import Adapter, UnusableAdapter, Vectors
from tests.support.adapters import MODEL, SIZE, random_vectors


def adapter(matrix: Vectors | None = None, *, model_id: str = MODEL) -> Adapter:
    return Adapter(model_id, np.zeros((SIZE, SIZE), np.float32) if matrix is None else matrix)


def read(data: bytes, *, model_id: str = MODEL, dimension: int = SIZE) -> Adapter:
    return Adapter.from_bytes(data, model_id=model_id, dimension=dimension)


# ---------------------------------------------------------------------------------------------- the adapter itself


def test_zeros_change_nothing() -> None:
    queries = random_vectors(5, seed=1)

    np.testing.assert_allclose(adapter().apply(queries), queries, atol=1e-6)


def test_moved_queries_have_length_one_and_are_floats_of_four_bytes() -> None:
    moved = adapter(random_vectors(SIZE, seed=2)).apply(random_vectors(7, seed=3))

    assert moved.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(moved, axis=1), 1, atol=1e-6)


def test_a_stored_adapter_comes_back_the_same(tmp_path: Path) -> None:
    made = adapter(random_vectors(SIZE, seed=4))
    made.save(tmp_path / "adapter.npz")

    back = Adapter.load(tmp_path / "adapter.npz", model_id=MODEL, dimension=SIZE)

    np.testing.assert_array_equal(back.matrix, made.matrix)
    assert back.id == made.id
    assert made.to_bytes() == back.to_bytes()


def test_the_id_tells_contents_and_models_apart() -> None:
    matrix = random_vectors(SIZE, seed=4)

    ids = {adapter().id, adapter(matrix).id, adapter(-matrix).id, adapter(matrix, model_id="anderes").id}

    assert len(ids) == 4


@pytest.mark.parametrize(
    "matrix",
    [
        np.zeros((3, 4), np.float32),
        np.zeros((0, 0), np.float32),
        np.zeros(9, np.float32),
        np.full((3, 3), np.nan, np.float32),
        np.zeros((3, 3), np.float64),
        np.array([["a"]]),
    ],
    ids=["not square", "empty", "flat", "not a number", "longer floats", "text"],
)
def test_only_square_matrices_of_finite_numbers_are_adapters(matrix: Vectors) -> None:
    with pytest.raises(UnusableAdapter):
        adapter(matrix)


def test_an_adapter_of_another_model_is_refused_by_name() -> None:
    data = adapter(model_id="fremd").to_bytes()

    with pytest.raises(UnusableAdapter, match="'fremd', not for 'modell-r1'"):
        read(data)


def test_an_adapter_for_longer_vectors_is_refused() -> None:
    with pytest.raises(UnusableAdapter, match="32 numbers, not of 384"):
        read(adapter().to_bytes(), dimension=384)


def test_a_damaged_adapter_is_refused_or_reads_as_it_was() -> None:
    made = adapter(random_vectors(SIZE, seed=5))
    whole = made.to_bytes()
    random = np.random.default_rng(0)

    refused = 0
    for place in random.integers(0, len(whole), size=600):
        damaged = bytearray(whole)
        damaged[place] ^= int(random.integers(1, 256))
        try:
            back = read(bytes(damaged))
        except UnusableAdapter:
            refused += 1
        else:
            # A few bytes of a zip archive, such as dates, mean nothing here.
            assert back.id == made.id
    assert refused > 500


@pytest.mark.parametrize("kept", [0.0, 0.01, 0.5, 0.99])
def test_a_truncated_adapter_is_refused(kept: float) -> None:
    whole = adapter().to_bytes()

    with pytest.raises(UnusableAdapter):
        read(whole[: int(len(whole) * kept)])


def test_pickled_content_is_refused_and_not_run(tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[object, tuple[object, ...]]:
            return (Path.touch, (tmp_path / "run",))

    np.savez(tmp_path / "trap.npz", model_id=np.array(MODEL), matrix=np.array([Trap()], dtype=object))
    for data in ((tmp_path / "trap.npz").read_bytes(), pickle.dumps(Trap())):
        with pytest.raises(UnusableAdapter):
            read(data)

    assert not (tmp_path / "run").exists()


def test_a_lone_array_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    np.save(tmp_path / "lone.npy", np.zeros((SIZE, SIZE), np.float32))

    for name in ("lone.npy", "missing.npz"):
        with pytest.raises(UnusableAdapter):
            Adapter.load(tmp_path / name, model_id=MODEL, dimension=SIZE)
