"""Tests of the pages that an operator answers for."""
