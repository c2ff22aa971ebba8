"""Texts read as sentences and units."""

from __future__ import annotations

import pytest

from search.alignment.reading import LONGEST, MOST_SENTENCES, parts_of_text, read, read_as, read_part
from search.alignment.small_words import Group
from search.alignment.units import Sentence, Sort, Unit


def sentence(text: str, lang: str = "de") -> Sentence:
    (found,) = read(text, lang).sentences
    return found


def unit(text: str, written: str, lang: str = "de") -> Unit:
    return next(found for one in read(text, lang).sentences for found in one.units if found.written == written)


def test_a_sentence_is_words_numbers_and_dates() -> None:
    found = sentence("Am 3. Mai verkaufte der Bäcker 200 Brote.")

    assert [one.sort for one in found.units] == [
        Sort.SMALL, Sort.DATE, Sort.CONTENT, Sort.SMALL, Sort.CONTENT, Sort.NUMBER, Sort.CONTENT
    ]  # fmt: skip
    assert found.lemmas == {"verkaufen", "baecker", "brot"}
    assert [one.place for one in found.units] == list(range(7))


def test_a_comma_ends_a_clause() -> None:
    found = sentence("Der Bus fährt, der Zug steht - leider.")

    assert [(one.written, one.clause) for one in found.content] == [
        ("Bus", 0), ("fährt", 0), ("Zug", 1), ("steht", 1), ("leider", 2)
    ]  # fmt: skip


def test_in_front_of_a_colon_stands_a_head() -> None:
    found = read("Laut Bahn: Der Zug steht.", "de").sentences

    assert [(one.text, one.is_head) for one in found] == [("Laut Bahn", True), ("Der Zug steht.", False)]


def test_a_question_asks() -> None:
    assert sentence("Steht der Zug?").asks
    assert not sentence("Der Zug steht.").asks


def test_tags_at_both_ends_are_optional_and_those_inside_are_words() -> None:
    found = read("#bahn Der Zug nach #Linz steht. #stau #wels", "de").sentences

    optional = {one.written for part in found for one in part.units if one.is_optional}
    assert optional == {"bahn", "stau", "wels"}
    assert not unit("Der Zug nach #Linz steht.", "Linz").is_optional


def test_a_sentence_of_tags_is_optional() -> None:
    found = read("Der Zug steht. #stau #linz", "de").sentences

    assert [one.is_optional for one in found] == [False, True]


def test_a_word_beside_another_with_a_capital_is_named() -> None:
    assert unit("Gestern hat Stadtrat Huber gelogen.", "Huber").is_named
    assert not unit("Gestern hat der Huber gelogen.", "Huber").is_named
    assert unit("Yesterday Anna Hobson lied.", "Hobson", "en").is_named


def test_a_german_word_without_an_article_may_be_a_name() -> None:
    assert unit("Gestern hat Huber gelogen.", "Huber").is_bare
    assert not unit("Gestern hat der Huber gelogen.", "Huber").is_bare
    assert not unit("Gestern hat Wasserversorgung gefehlt.", "Wasserversorgung").is_bare


def test_a_text_in_capitals_has_no_capitals() -> None:
    assert not any(one.is_capital for one in sentence("DER ZUG NACH LINZ STEHT HEUTE").units)


def test_a_particle_at_the_end_of_a_clause_is_a_part_of_its_verb() -> None:
    assert unit("Er dreht das Gas auf.", "auf").sort is Sort.CONTENT
    assert unit("Er wartet auf das Gas.", "auf").sort is Sort.SMALL


def test_a_small_word_has_its_group() -> None:
    assert unit("Er darf nicht kommen.", "darf").groups == ((Group.MODALITY, "may"),)
    assert unit("Er hat keinerlei Schuld.", "keinerlei").groups == ((Group.NEGATION, "no"),)
    assert unit("She must go.", "must", "en").groups == ((Group.MODALITY, "must"),)


def test_a_word_with_a_dot_inside_a_sentence_is_short() -> None:
    assert unit("Die Bezirksh. in Leibnitz warnt.", "Bezirksh").is_short
    assert not unit("Die Stadt warnt.", "warnt").is_short


@pytest.mark.parametrize(
    "text", ["Ja. " * (MOST_SENTENCES + 1), "Wort " * LONGEST], ids=["many sentences", "a long sentence"]
)
def test_a_text_that_is_read_in_part_says_so(text: str) -> None:
    assert read(text, "de").is_cut
    assert not read("Der Zug steht.", "de").is_cut


def test_parts_of_a_text_are_read_like_the_text() -> None:
    text = "Der Zug steht. Warum? #stau"

    read_apart = [found for part in parts_of_text(text) for found in read_part(part, "de").sentences]
    assert [one.units for one in read_apart] == [one.units for one in read(text, "de").sentences]


def test_the_region_of_a_language_says_nothing() -> None:
    assert read("Der Zug steht.", "de-AT").lang == "de"
    assert read_as("Der Zug steht.", "de-AT") == "de"
