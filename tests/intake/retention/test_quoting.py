"""Who quotes: five words in a row that only the erased report had, a short text as a whole, or its link."""

from __future__ import annotations

import pytest

from intake.retention.quoting import Quotation

GONE = "Ab morgen kostet WhatsApp Geld, wenn du diese Nachricht nicht weiterleitest."


@pytest.mark.parametrize(
    "text,quotes",
    [
        (GONE, True),
        (f"Da steht: „{GONE.upper()}“, also Unsinn.", True),
        ("Er schreibt, ab morgen kostet\nWhatsApp Geld. Das ist falsch.", True),
        ("Ab morgen kostet WhatsApp nichts mehr.", False),
        ("Das hatten wir schon einmal.", False),
        ("", False),
    ],
)
def test_five_words_in_a_row_are_a_quotation(text: str, quotes: bool) -> None:
    assert Quotation([GONE], []).is_in(text) is quotes


def test_what_another_report_says_too_is_no_quotation_of_this_one() -> None:
    assert not Quotation([GONE], [GONE]).is_in(GONE)
    assert not Quotation(["Nur drei Worte"], ["Es sind nur drei Worte, sagt sie."]).is_in("nur drei Worte")


def test_a_short_text_is_quoted_by_all_of_it_and_one_word_by_nobody() -> None:
    assert Quotation(["Gurken sind verboten"], []).is_in("Angeblich: Gurken sind verboten!")
    assert not Quotation(["Gurken sind verboten"], []).is_in("Gurken sind gesund")
    assert not Quotation(["Gurken"], []).is_in("Gurken")


def test_its_link_is_a_quotation() -> None:
    assert Quotation([], [], links=["https://example.org/1", ""]).is_in("Siehe https://example.org/1, dort.")
    assert not Quotation([], [], links=[""]).is_in("Siehe dort.")
