"""The name that `modules.json` of a model built by an earlier version gives to its encoder."""

from __future__ import annotations

from search.model.onnx_encoder import OnnxEncoder

__all__ = ["OnnxEncoder"]
