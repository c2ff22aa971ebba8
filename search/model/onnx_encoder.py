"""An ONNX encoder in onnxruntime, on all cores: texts to vectors, without torch and what it brings."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from sentencepiece import SentencePieceProcessor
from tokenizers import Tokenizer

from search.model.description import Description, DescriptionError, Pooling, description_of
from search.model.tokenizer import BEGIN, END

# A second thread inside each operator shortens a single text and leaves the rate of a batch as it is.
OPERATOR_THREADS = 1
INPUTS = {"input_ids", "attention_mask", "token_type_ids"}
PROBE = "Stimmt das? "


class OnnxEncoder:
    """Texts to unit vectors; thread-safe.

    Each text runs alone, several side by side in a pool. Run together they would share the scale of their
    activations, so that a vector would depend on its company; alone, the same text has the same vector wherever it
    stands, for a twentieth of the rate. A single text runs in the thread that asks and never waits behind a batch.
    """

    def __init__(self, folder: Path) -> None:
        """Read the folder as its description says, or as one that was built.

        Errors: `DescriptionError`.
        """
        self.folder = folder
        self.description = description_of(folder)
        self._tokens = _tokens_of(folder, self.description)
        self._session = _session(folder / self.description.files.model)
        self._inputs = {each.name for each in self._session.get_inputs()}
        self._output = self._session.get_outputs()[0].name
        self._dimension = self.description.dimension
        self._check()
        self._pool = ThreadPoolExecutor(usable_cores(), thread_name_prefix="embed")

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self._dimension

    def tokens(self, text: str) -> Sequence[int]:
        """Return the tokens of a text, with those that stand at its beginning and end."""
        return self._tokens(text)

    def encode(self, texts: Sequence[str], *, prompt: str = "") -> NDArray[np.float32]:
        """Return the vectors of texts, each behind the prompt: float32 (texts, dimension), length 1, in order."""
        return self.encode_tokens([self._tokens(prompt + text) for text in texts])

    def encode_tokens(self, texts: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """Return the vectors of texts that are tokens already; zeros for no token at all."""
        vectors = np.zeros((len(texts), self._dimension), np.float32)

        def run(row: int) -> None:
            if len(texts[row]):
                vectors[row] = self._vector(np.asarray(texts[row], np.int64)[np.newaxis])

        # Longest first, so that no core ends late.
        order = sorted(range(len(texts)), key=lambda row: -len(texts[row]))
        if len(order) == 1:
            run(order[0])
        else:
            # list() waits for all of them and raises what one of them raised.
            list(self._pool.map(run, order))
        return vectors

    def try_out(self) -> None:
        """Run a short text and one that is as long as may be: what the description promises shows only there.

        Errors: `DescriptionError`.
        """
        longest = self.description.max_tokens
        for text, field in ((PROBE, "files.model"), (PROBE * longest, "max_tokens")):
            try:
                vector = self.encode([text])
            except DescriptionError:
                raise
            # onnxruntime has an error of its own for each way in which a graph can refuse.
            except Exception as error:
                raise DescriptionError(f"field {field}: the model does not run: {error}") from error
            if not np.isfinite(vector).all():
                raise DescriptionError(f"field {field}: the model gives no numbers")

    def _vector(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        asked = {name: value for name, value in inputs.items() if name in self._inputs}
        found = self._session.run([self._output], asked)[0][0]
        pooling = self.description.pooling
        if pooling is Pooling.CLS:
            found = found[0]
        elif pooling is Pooling.MEAN:
            found = found.mean(axis=0, dtype=np.float32)
        if found.shape != (self._dimension,):
            raise DescriptionError(f"field dimension: the model gives {found.shape[-1]} numbers, not {self._dimension}")
        vector: NDArray[np.float32] = np.asarray(found, np.float32)
        unit: NDArray[np.float32] = vector / np.maximum(np.linalg.norm(vector), np.float32(1e-12))
        return unit

    def _check(self) -> None:
        """Hold the graph against the description, as far as it says what it is."""
        if unknown := self._inputs - INPUTS:
            raise DescriptionError(f"field files.model: the model asks for {', '.join(sorted(unknown))}")
        shape = self._session.get_outputs()[0].shape
        if len(shape) == 3 and self.description.pooling is Pooling.NONE:
            raise DescriptionError("field pooling: the model gives a vector for each token, so this is mean or cls")
        if len(shape) == 2 and self.description.pooling is not Pooling.NONE:
            raise DescriptionError("field pooling: the model gives one vector for each text, so this is none")
        if isinstance(shape[-1], int) and shape[-1] != self._dimension:
            raise DescriptionError(f"field dimension: the model gives {shape[-1]} numbers, not {self._dimension}")


def _tokens_of(folder: Path, description: Description) -> Callable[[str], Sequence[int]]:
    """Return what turns a text into tokens, with those that stand at its beginning and end."""
    path, most = folder / description.files.tokenizer, description.max_tokens
    if not path.is_file():
        raise DescriptionError(f"field files.tokenizer: there is no {description.files.tokenizer}")
    if path.suffix == ".model":
        pieces = SentencePieceProcessor(model_file=str(path))
        return lambda text: [BEGIN, *pieces.encode(text)[: most - 2], END]
    try:
        tokenizer = Tokenizer.from_file(str(path))
    # The library knows no narrower error.
    except Exception as error:
        raise DescriptionError(f"field files.tokenizer: {path.name} cannot be read: {error}") from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(most)
    return lambda text: tokenizer.encode(text).ids


def _session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = min(OPERATOR_THREADS, usable_cores())
    # Threads that wait busily take the cores from the texts beside them and from other processes.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    if not path.is_file():
        raise DescriptionError(f"field files.model: there is no {path.name}")
    try:
        return onnxruntime.InferenceSession(
            str(path),
            options,
            providers=["CPUExecutionProvider"],
            # The fused operator is scalar code on a CPU and took 13 % of the time.
            disabled_optimizers=["SkipLayerNormFusion"],
        )
    # onnxruntime has an error of its own for each way in which a file can be broken.
    except Exception as error:
        raise DescriptionError(f"field files.model: {path.name} cannot be read: {error}") from error


def usable_cores() -> int:
    """Return how many cores this process may use, which in a container can be fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
