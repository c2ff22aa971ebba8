"""Whole numbers out of addresses and forms."""

from __future__ import annotations

import pytest

from core.web.numbers import LARGEST_NUMBER, whole_number


@pytest.mark.parametrize("text,number", [("0", 0), ("7", 7), ("0007", 7), (str(LARGEST_NUMBER), LARGEST_NUMBER)])
def test_a_number_in_plain_digits_is_read(text: str, number: int) -> None:
    assert whole_number(text) == number


NO_NUMBER = [
    "",
    " 7",
    "7\n",
    "+7",
    "-7",
    "-" + "9" * 40,
    "1_000",
    "1e3",
    "7.0",
    "0x7",
    "٣",
    "７",
    "²",
    "\x00",
    "😱",
    str(LARGEST_NUMBER + 1),
    str(2**63),
    str(10**30),
    "9" * 5_000,
]


@pytest.mark.parametrize("text", NO_NUMBER, ids=lambda text: ascii(text)[:30])
def test_anything_else_is_none(text: str) -> None:
    assert whole_number(text) is None


def test_both_ends_may_be_drawn_closer() -> None:
    assert [whole_number(text, smallest=3, largest=12) for text in ("2", "3", "12", "13")] == [None, 3, 12, None]
