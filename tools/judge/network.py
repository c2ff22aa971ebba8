"""The judge as a network of torch: the frozen first layers of the built model, low-rank additions, and a head."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from search.judge.base import MATRICES, BaseLayers
from search.judge.weights import HIDDEN, LAYERS, RANKS, SCALE, TELLS, WIDE

PAD = 1
LOW = torch.bfloat16


class Adapted(nn.Module):
    """A frozen matrix with a low-rank addition, which begins at nothing."""

    weight: Tensor
    bias: Tensor

    def __init__(self, matrix: NDArray[np.float32], bias: NDArray[np.float32], rank: int) -> None:
        super().__init__()
        self.register_buffer("weight", torch.from_numpy(matrix.T.copy()).to(LOW))
        self.register_buffer("bias", torch.from_numpy(bias.copy()).to(LOW))
        wide, out = matrix.shape
        self.down = nn.Parameter(torch.randn(rank, wide) / wide**0.5)
        self.up = nn.Parameter(torch.zeros(out, rank))

    def forward(self, hidden: Tensor) -> Tensor:
        """Return the product with the addition."""
        added = functional.linear(functional.linear(hidden, self.down.to(LOW)), (self.up * SCALE).to(LOW))
        return functional.linear(hidden, self.weight, self.bias) + added


class Layer(nn.Module):
    """One layer of the encoder."""

    def __init__(self, base: BaseLayers, number: int) -> None:
        super().__init__()
        self.heads = base.heads
        parts = {name: base.matrix(number, name) for name in MATRICES}
        self.parts = nn.ModuleDict({name: Adapted(*parts[name], RANKS[name]) for name in MATRICES})
        self.norms = nn.ModuleList(_norm(base, f"l{number}.{name}.") for name in ("aln", "oln"))

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """Return the tokens after this layer; `mask` is added to what each attends to."""
        batch, length, width = hidden.shape
        joint = self.parts["qkv"](hidden).view(batch, length, 3, self.heads, width // self.heads)
        query, key, value = joint.permute(2, 0, 3, 1, 4)
        attended = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        attended = attended.transpose(1, 2).reshape(batch, length, width)
        hidden = self.norms[0](hidden + self.parts["ao"](attended))
        inner = functional.gelu(self.parts["fi"](hidden))
        out: Tensor = self.norms[1](hidden + self.parts["fo"](inner))
        return out


def _norm(base: BaseLayers, prefix: str) -> nn.LayerNorm:
    norm = nn.LayerNorm(HIDDEN, eps=base.epsilon)
    norm.weight.data, norm.bias.data = (torch.from_numpy(base.plain(prefix + part).copy()) for part in "wb")
    return norm.to(LOW).requires_grad_(requires_grad=False)


class Network(nn.Module):
    """Pairs of token rows to a logit each (both say the same) and one for each token (this tells)."""

    words: Tensor
    scales: Tensor
    positions: Tensor

    def __init__(self, base: BaseLayers) -> None:
        super().__init__()
        words, scales = base.words()
        self.register_buffer("words", torch.from_numpy(words.copy()), persistent=False)
        self.register_buffer("scales", torch.from_numpy(scales.copy()), persistent=False)
        self.register_buffer("positions", torch.from_numpy(base.plain("positions").copy()), persistent=False)
        self.embedded = _norm(base, "emb.ln.")
        self.sides = nn.Parameter(torch.zeros(2, HIDDEN))
        self.layers = nn.ModuleList(Layer(base, number) for number in range(LAYERS))
        self.tells = nn.Linear(HIDDEN, TELLS)
        self.inner = nn.Linear(2 * HIDDEN + TELLS, WIDE)
        self.outer = nn.Linear(WIDE, 1)

    def forward(self, tokens: Tensor, places: Tensor, sides: Tensor) -> tuple[Tensor, Tensor]:
        """Take token ids, their positions and their side (0 claim, 1 post), each (pairs, length)."""
        real = tokens != PAD
        looked_up = self._words(tokens) + self.positions[places]
        hidden = self.embedded(looked_up.to(LOW)) + functional.embedding(sides, self.sides).to(LOW)
        mask = torch.zeros(real.shape, dtype=LOW).masked_fill(~real, -1e4)[:, None, None, :]
        for layer in self.layers:
            hidden = layer(hidden, mask)
        wide = hidden.float()
        tells = self.tells(wide).masked_fill(~real[..., None], -1e4)
        mean = (wide * real[..., None]).sum(1) / real.sum(1, keepdim=True)
        found = torch.cat([wide[:, 0], mean, tells.amax(1)], dim=1)
        logit = self.outer(functional.gelu(self.inner(found)))[:, 0]
        return logit, tells[..., 0]

    def _words(self, tokens: Tensor) -> Tensor:
        """Look up words; the whole table would take 400 MB as floats."""
        packed, scales = self.words[tokens], self.scales[tokens]
        values = torch.stack([packed & 15, packed >> 4], dim=-1).float() - 8
        return (values.view(*scales.shape, -1) * scales[..., None]).flatten(-2)

    def learned(self) -> dict[str, NDArray[np.float32]]:
        """Return what was learned, by name."""
        return {name: value.detach().numpy() for name, value in self.named_parameters() if value.requires_grad}

    def load_learned(self, values: dict[str, NDArray[np.float32]]) -> None:
        """Take what was learned before."""
        own = dict(self.named_parameters())
        with torch.no_grad():
            for name, value in values.items():
                own[name].copy_(torch.from_numpy(value.astype(np.float32)))


def padded(rows: Sequence[Sequence[float]], filling: int) -> Tensor:
    """Return rows as one tensor, filled up to the longest."""
    longest = max(map(len, rows))
    return torch.tensor([[*row, *[filling] * (longest - len(row))] for row in rows])
