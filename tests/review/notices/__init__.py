"""Tests of writing them."""
