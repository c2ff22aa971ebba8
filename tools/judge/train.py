"""Training the judge on generated pairs, on the processor; one pass over them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import torch
from sentencepiece import SentencePieceProcessor
from torch import Tensor
from torch.nn import functional

from search.judge import weights
from search.judge.base import BaseLayers
from search.model.tokenizer import BEGIN, END
from tools.judge.draft import Pair
from tools.judge.network import PAD, Network, padded

LEARNING_RATE = 1e-3
WEIGHT_DECAY = 0.01
WARM_UP = 0.08
BATCH = 32
# Pairs are sorted by length within so many batches, so that hardly any padding is computed.
BUCKET = 64
# The judgement of each token beside that of the pair: which words tell is known, and teaches faster.
TOKEN_WEIGHT, TELLING_WEIGHT = 0.5, 4.0
LOUD, SAVED = 50, 100


@dataclass(frozen=True, slots=True)
class Example:
    """A pair as tokens, with their positions, their sides and which of them tell."""

    tokens: list[int]
    places: list[int]
    sides: list[int]
    telling: list[float]
    same: float


def example(pieces: SentencePieceProcessor, pair: Pair) -> Example:
    """Return the tokens of a pair: `<s> claim </s> </s> post </s>`."""
    claim, claim_telling = _tokens(pieces, pair.claim, pair.claim_marks)
    post, post_telling = _tokens(pieces, pair.post, pair.post_marks)
    tokens = [BEGIN, *claim, END, END, *post, END]
    sides = [0] * (len(claim) + 2) + [1] * (len(post) + 2)
    telling = [0.0, *claim_telling, 0.0, 0.0, *post_telling, 0.0]
    return Example(tokens, list(range(len(tokens))), sides, telling, float(pair.same))


def _tokens(
    pieces: SentencePieceProcessor, text: str, marks: Sequence[tuple[int, int]]
) -> tuple[list[int], list[float]]:
    found = pieces.encode(text, return_type="proto").pieces
    # Pieces are placed by bytes, marks by characters.
    spans = [(len(text[:start].encode()), len(text[:end].encode())) for start, end in marks]
    telling = [any(piece.begin < end and start < piece.end for start, end in spans) for piece in found]
    return [piece.id for piece in found], [float(one) for one in telling]


def train(model: Path, pairs: Sequence[Pair], out: Path, *, seed: int, threads: int, begin: Path | None = None) -> None:
    """Train on all pairs once and write what was learned to `out` (npz), now and then also before the end.

    With `begin` it goes on from what was learned before.
    """
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    network = Network(BaseLayers(model / "model.onnx"))
    if begin:
        if (learned := weights.read(begin)) is None:
            raise SystemExit(f"{begin} is no file of learned weights")
        network.load_learned(learned)
    pieces = SentencePieceProcessor(model_file=str(model / "tokenizer.model"))
    examples = [example(pieces, pair) for pair in pairs]
    wanted = [value for value in network.parameters() if value.requires_grad]
    steps = -(-len(examples) // BATCH)
    optimiser = torch.optim.AdamW(wanted, LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, LEARNING_RATE, total_steps=steps + 1, pct_start=WARM_UP)
    recent: list[tuple[float, float, float]] = []
    begun = time.monotonic()
    for step, batch in enumerate(batches(examples, Random(seed)), 1):
        loss, token_loss, right = losses(network, batch)
        optimiser.zero_grad()
        (loss + TOKEN_WEIGHT * token_loss).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(wanted, 1.0)
        optimiser.step()
        schedule.step()
        recent.append((loss.item(), token_loss.item(), right))
        if step % LOUD == 0 or step == steps:
            means = np.mean(recent[-LOUD:], axis=0)
            said = {"step": step, "of": steps, "pair": means[0], "token": means[1], "right": means[2]}
            said |= {"seconds": time.monotonic() - begun}
            print(json.dumps({name: round(float(value), 4) for name, value in said.items()}), flush=True)
        if step % SAVED == 0 or step == steps:
            save(network, out)


def batches(examples: Sequence[Example], rng: Random) -> Iterator[list[Example]]:
    """Return all examples once, those of like length together, in an order drawn."""
    order = list(examples)
    rng.shuffle(order)
    for start in range(0, len(order), BATCH * BUCKET):
        some = sorted(order[start : start + BATCH * BUCKET], key=lambda one: len(one.tokens))
        parts = [some[at : at + BATCH] for at in range(0, len(some), BATCH)]
        rng.shuffle(parts)
        yield from parts


def tensors(batch: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor]:
    """Return tokens, places and sides of a batch."""
    return (
        padded([one.tokens for one in batch], PAD),
        padded([one.places for one in batch], 0),
        padded([one.sides for one in batch], 0),
    )


def losses(network: Network, batch: Sequence[Example]) -> tuple[Tensor, Tensor, float]:
    """Return the loss of the pairs, that of the tokens, and the share of pairs judged right."""
    tokens, places, sides = tensors(batch)
    logit, telling = network(tokens, places, sides)
    same = torch.tensor([one.same for one in batch])
    wanted = padded([one.telling for one in batch], 0)
    real = tokens != PAD
    weight = torch.where(wanted > 0, TELLING_WEIGHT, 1.0)[real]
    token_loss = functional.binary_cross_entropy_with_logits(telling[real], wanted[real], weight)
    right = ((logit > 0) == (same > 0)).float().mean().item()
    return functional.binary_cross_entropy_with_logits(logit, same), token_loss, right


def save(network: Network, out: Path) -> None:
    """Write what was learned, in half precision."""
    values = {name: value.astype(np.float16) for name, value in network.learned().items()}
    np.savez_compressed(out, **values)  # type: ignore[arg-type]  # none of them is called `allow_pickle`
