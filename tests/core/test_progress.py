"""The bar that shows how far long work is."""

from __future__ import annotations

import pytest

from core.progress import progress


def test_the_bar_counts_what_is_told_as_more_and_as_the_whole_so_far(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("importing", "claims", total=10, always=True) as bar:
        bar.more(3)
        bar.more(2)
        bar.now(9)
    told = capsys.readouterr().err
    assert "importing" in told
    assert "9/10" in told
    assert "claims" in told


def test_where_there_is_no_terminal_nothing_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("importing", "claims") as bar:
        bar.more(3)
    assert capsys.readouterr().err == ""
