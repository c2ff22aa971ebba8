"""Sentences that are turned into their contrary by rule."""

from __future__ import annotations

from search.alignment.alignment import Finding
from search.comparison.said import Said
from search.learning.contraries import contraries, one_each

CLAIM = "Die Stadt hat 2021 die Miete von Anna Moser bezahlt, sagt Bernd Lang."


def test_each_rule_that_fits_makes_another_sentence() -> None:
    found = list(contraries(CLAIM, "de", ["Carla"]))

    assert len(set(found)) == 5
    assert CLAIM not in found
    assert any("hat nicht" in text for text in found)
    assert any("2021" not in text for text in found)
    assert any("Carla" in text for text in found)


def test_a_word_with_a_listed_opposite_becomes_that_one() -> None:
    assert "Der Rat anheben die Steuer" in list(contraries("Der Rat senkt die Steuer", "de"))


def test_none_of_them_is_the_same_as_what_it_was_made_of() -> None:
    claim = Said(CLAIM, "de")

    findings = [Said(text, "de").laid_against(claim).finding for text in contraries(CLAIM, "de", ["Carla"])]

    assert Finding.SAME not in findings


def test_a_sentence_in_a_language_without_lists_or_without_anything_to_turn_has_none() -> None:
    assert list(contraries("Le maire de Lyon a 3 chiens.", "fr")) == []
    assert list(contraries("Na so etwas", "de")) == []
    assert one_each([("Na so etwas", "de"), ("The mayor has 5 dogs", "en")]) == [None, "The mayor has 19 dogs"]


def test_the_rules_take_turns() -> None:
    texts = [(f"The mayor has {number} dogs", "en") for number in (5, 6)]

    assert one_each(texts) == ["The mayor has not 5 dogs", "The mayor has 22 dogs"]
