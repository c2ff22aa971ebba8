"""Tests of the processes that `serve.py` starts."""
