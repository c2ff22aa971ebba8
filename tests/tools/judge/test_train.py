"""Training: from pairs to the small file, and the product's graph computes what was trained."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch
from sentencepiece import SentencePieceProcessor

from search.judge import weights
from search.judge.base import BaseLayers
from search.judge.build import built
from search.judge.judge import Judge
from search.model.onnx_encoder import OnnxEncoder
from tests.support.model_copies import linked_copy
from tests.support.sentences import material
from tools.judge import generate, measure
from tools.judge.draft import Pair
from tools.judge.network import Network
from tools.judge.train import example, tensors, train

# The graph multiplies in int8; of random weights a probability differs by so much at most.
INT8 = 0.02


@pytest.fixture(scope="module")
def folder(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return linked_copy(model_folder, tmp_path_factory.mktemp("trained") / "model")


def test_what_is_trained_is_what_the_product_computes(folder: Path, tmp_path: Path) -> None:
    pairs = list(islice(generate.pairs(1, material()), 40))
    out = tmp_path / "learned.npz"
    state = torch.random.get_rng_state()
    threads = torch.get_num_threads()
    try:
        train(folder, pairs, out, seed=3, threads=1)
    finally:
        torch.random.set_rng_state(state)
        torch.set_num_threads(threads)

    learned = weights.read(out)
    assert learned is not None
    network = Network(BaseLayers(folder / "model.onnx"))
    network.load_learned(learned)
    pieces = SentencePieceProcessor(model_file=str(folder / "tokenizer.model"))
    some = pairs[:8]
    with torch.no_grad():
        expected = [torch.sigmoid(network(*tensors([example(pieces, pair)]))[0]).item() for pair in some]
    file = built(folder, learned=out)
    assert file is not None
    judge = Judge(file, OnnxEncoder(folder).tokens)
    found = judge.same([(pair.claim, pair.post) for pair in some])

    np.testing.assert_allclose(found, expected, atol=INT8)


def test_the_words_that_tell_are_found_again_among_the_tokens(folder: Path) -> None:
    pieces = SentencePieceProcessor(model_file=str(folder / "tokenizer.model"))
    encoder = OnnxEncoder(folder)
    pair = Pair(
        "de", "antonym", False, "Öfen sind größer.", "😱 Öfen sind kleiner.", "sentences", [], [(10, 16)], [(12, 19)]
    )

    one = example(pieces, pair)

    claim, post = encoder.tokens(pair.claim), encoder.tokens(pair.post)
    assert one.tokens == [*claim, 2, *post[1:]]
    assert one.sides == [0] * len(claim) + [1] * len(post)
    telling = [token for token, tells in zip(one.tokens, one.telling, strict=True) if tells]
    assert pieces.decode(telling) == "größer kleiner"


def test_figures_count_each_label_on_its_own_side() -> None:
    kinds = {
        (True, "typo"): np.array([0.9, 0.8, 0.4], np.float32),
        (False, "number"): np.array([0.1, 0.85], np.float32),
    }

    typo, number = sorted(measure.figures(kinds, 0.5), key=lambda one: not one.same)

    assert typo.right == pytest.approx(2 / 3)
    assert number.right == 0.5
    assert typo.area == number.area == pytest.approx(4 / 6)
    assert measure.threshold_passing(np.linspace(0, 1, 101, dtype=np.float32), 0.9) == pytest.approx(0.1, abs=0.011)
