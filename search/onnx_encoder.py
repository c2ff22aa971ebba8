"""The name that `modules.json` of a model built by an earlier version gives to its encoder."""

from __future__ import annotations

from search.model.sentence_module import SentenceModule as OnnxEncoder

__all__ = ["OnnxEncoder"]
