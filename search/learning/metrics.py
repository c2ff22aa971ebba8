"""Figures for rankings: how near the top the right answers stand."""

from __future__ import annotations

from collections.abc import Sequence


def average_precision(hits: Sequence[bool], *, relevant: int, cut: int) -> float:
    """Return the average precision at `cut` of one ranking, as the CheckThat! labs score it."""
    total, seen = 0.0, 0
    for rank, hit in enumerate(hits[:cut], start=1):
        if hit:
            seen += 1
            total += seen / rank
    return total / min(relevant, cut) if relevant else 0.0
