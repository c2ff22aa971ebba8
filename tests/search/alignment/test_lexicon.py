"""What is known about single words."""

from __future__ import annotations

import pytest

from search.alignment import lexicon


@pytest.mark.parametrize(
    "word,lang,base",
    [
        ("Häuser", "de", "haus"),
        ("verkaufte", "de", "verkaufen"),
        ("beschossen", "de", "beschiessen"),
        ("Stand", "de", "stehen"),
        ("houses", "en", "house"),
        ("gone", "en", "go"),
        ("metres", "en", "metre"),
        # A town has no base form, nor has an unknown word.
        ("Steyr", "de", "steyr"),
        ("Xqzt", "de", "xqzt"),
        ("maisons", "fr", "maisons"),
    ],
)
def test_a_word_has_a_base_form(word: str, lang: str, base: str) -> None:
    assert lexicon.lemma(word, lang) == base


@pytest.mark.parametrize("word,lang", [("Entlasten", "de"), ("haus", "de"), ("Harbour", "en"), ("harbor", "en")])
def test_a_word_is_known_however_it_begins(word: str, lang: str) -> None:
    assert lexicon.in_dictionary(word, lang)
    assert lexicon.is_known(word, lang)


@pytest.mark.parametrize("word", ["Habeck", "Strache", "Feldkirchen", "Zwettl"])
def test_names_and_places_are_known_without_a_dictionary(word: str) -> None:
    assert lexicon.is_known(word, "de")


@pytest.mark.parametrize("word", ["Trinkwassser", "Kochslaz", "nihct", "Krankenhuas", "a" * 5_000])
def test_a_slip_is_no_word(word: str) -> None:
    assert not lexicon.is_known(word, "de")


def test_a_word_in_small_letters_is_no_name() -> None:
    assert lexicon.is_small_word("Bread", "en")
    assert not lexicon.is_small_word("Hobson", "en")


@pytest.mark.parametrize(
    "one,other,lang",
    [("arzt", "mediziner", "de"), ("jaenner", "januar", "de"), ("lorry", "truck", "en"), ("gray", "grey", "en")],
)
def test_words_can_mean_the_same(one: str, other: str, lang: str) -> None:
    assert lexicon.mean_the_same(one, other, lang)
    assert lexicon.mean_the_same(other, one, lang)


def test_words_of_no_list_or_language_mean_nothing() -> None:
    assert not lexicon.mean_the_same("arzt", "steuer", "de")
    assert not lexicon.mean_the_same("xqzt", "xqzt", "de")
    assert not lexicon.mean_the_same("lorry", "truck", "fr")


@pytest.mark.parametrize(
    "one,other,lang",
    [
        ("senken", "erhoehen", "de"),
        ("gueltig", "ungueltig", "de"),
        ("aufdrehen", "zudrehen", "de"),
        ("belasten", "entlasten", "de"),
        ("kostenfrei", "kostenpflichtig", "de"),
        ("sinnlos", "sinnvoll", "de"),
        ("buy", "sell", "en"),
        ("legal", "illegal", "en"),
        ("useful", "useless", "en"),
        # Of WordNet, not of the own table.
        ("abaxial", "adaxial", "en"),
        ("authorize", "ban", "en"),
    ],
)
def test_words_can_say_the_opposite(one: str, other: str, lang: str) -> None:
    assert lexicon.are_opposites(one, other, lang)
    assert lexicon.are_opposites(other, one, lang)


@pytest.mark.parametrize(
    "one,other,lang",
    [
        ("anschaffen", "abschaffen", "de"),
        ("bestehen", "entstehen", "de"),
        ("uhr", "unuhr", "de"),
        ("haus", "haus", "de"),
        ("gueltig", "ungueltig", "fr"),
        ("come", "income", "fr"),
    ],
)
def test_a_syllable_in_front_does_not_turn_every_word(one: str, other: str, lang: str) -> None:
    assert not lexicon.are_opposites(one, other, lang)


def test_a_word_can_name_an_office_a_time_a_people_or_a_place() -> None:
    assert lexicon.is_title("buergermeister")
    assert lexicon.is_title("councillor")
    assert lexicon.is_time("maerz")
    assert lexicon.is_time("tuesday")
    assert lexicon.is_people("ukrainer", "de")
    assert lexicon.is_people("ukrainisch", "de")
    assert lexicon.is_place("Wiener Neustadt")
    assert lexicon.is_place("LINZ")


def test_most_words_name_none_of_these() -> None:
    for word in ("tisch", "steuer", "vertrag"):
        assert not lexicon.is_title(word)
        assert not lexicon.is_time(word)
        assert not lexicon.is_people(word, "de")
        assert not lexicon.is_place(word)


def test_a_word_of_every_day_may_be_a_village_too() -> None:
    assert lexicon.is_place("Essen")
    assert lexicon.is_everyday_word("Essen")
    assert lexicon.is_everyday_word("Straße")
    assert not lexicon.is_everyday_word("Graz")
