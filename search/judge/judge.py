"""The judge in onnxruntime: pairs of sentences to the probability that both say the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from search.model.onnx_encoder import OPERATOR_THREADS, usable_cores
from search.model.tokenizer import END

# Of each of the two; a sentence that goes on is judged by its beginning.
MOST_TOKENS = 160

Tokens = Callable[[str], Sequence[int]]


class Judge:
    """Reads a claim and a post together; thread-safe.

    Each pair runs alone, so that what is said of a pair never depends on its company.
    """

    def __init__(self, file: Path, tokens: Tokens) -> None:
        """Read the file that `search.judge.build` writes; `tokens` is the encoder's own tokenizer."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = min(OPERATOR_THREADS, usable_cores())
        # As for the encoder: threads that wait busily take the cores from others.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            str(file), options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
        )
        self._tokens = tokens

    def same(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """Return for each pair, claim and post in this order, the probability that both say the same."""
        return np.fromiter(map(self._one, pairs), np.float32, count=len(pairs))

    def _one(self, pair: tuple[str, str]) -> float:
        claim, post = (self._within(text) for text in pair)
        # `<s> claim </s> </s> post </s>`: the second begins with an end as well.
        ids = [*claim, END, *post[1:]]
        sides = np.zeros((1, len(ids)), np.int64)
        sides[:, len(claim) :] = 1
        asked = {"input_ids": np.asarray([ids], np.int64), "sides": sides}
        return float(self._session.run(["same"], asked)[0][0, 0])

    def _within(self, text: str) -> Sequence[int]:
        found = self._tokens(text)
        return found if len(found) <= MOST_TOKENS else [*found[: MOST_TOKENS - 1], END]
