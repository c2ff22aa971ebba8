"""Tests of the programs that send reports."""
