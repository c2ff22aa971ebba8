"""German and English as they are spoken, read as the standard."""

from __future__ import annotations

import pytest

from search.alignment.alignment import Finding, aligned
from search.alignment.dialect import in_standard, may_be, with_words_of
from search.alignment.reading import read
from search.alignment.units import Sort


@pytest.mark.parametrize(
    "spoken,standard,lang",
    [
        ("I hob koa Geld", "ich habe kein Geld", "de"),
        ("De Bruckn is ned sicher", "die Brücke ist nicht sicher", "de"),
        ("D'Stadt hot nix gsogt", "die Stadt hat nichts gesagt", "de"),
        ("Uff'm Dach is wat", "auf dem Dach ist was", "de"),
        ("Do hob i nia koa Geld ned ghobt", "da habe ich nie Geld ghobt", "de"),
        ("They cannae swim", "They can not swim", "en"),
        ("There's nowt runnin' here", "There's nothing running here", "en"),
    ],
)
def test_small_words_of_a_dialect_stand_in_a_table(spoken: str, standard: str, lang: str) -> None:
    read_as, is_dialect = in_standard(spoken, lang)

    assert is_dialect
    assert read_as.split()[:3] == standard.split()[:3]
    if "ghobt" not in spoken:
        assert read_as == standard


def test_two_denials_of_a_dialect_are_one() -> None:
    assert "nicht" not in in_standard("Des hod er nia ned gsogt", "de")[0]
    assert "nicht" not in in_standard("Mir ham koa Brot ned kafft", "de")[0]


@pytest.mark.parametrize(
    "text,lang",
    [
        ("San Marino schließt die Grenze", "de"),
        ("Ana Huber tritt zurück", "de"),
        ("Die S-Bahn fährt z. B. nach Wien", "de"),
        ("Das Gericht hob das Urteil auf", "de"),
        ("Da die Straße gesperrt ist, fährt kein Bus", "de"),
        ("The mayor sold the hall", "en"),
    ],
)
def test_what_the_standard_has_as_well_stays(text: str, lang: str) -> None:
    assert in_standard(text, lang) == (text, False)


@pytest.mark.parametrize(
    "spoken,standard,lang",
    [
        ("vakauft", "verkauft", "de"),
        ("gfaelscht", "gefaelscht", "de"),
        ("daschossn", "erschossen", "de"),
        ("freibod", "freibad", "de"),
        ("geschtern", "gestern", "de"),
        ("abjestellt", "abgestellt", "de"),
        ("verchauft", "verkauft", "de"),
        ("shuttin", "shutting", "en"),
    ],
)
def test_the_sounds_of_a_word_may_have_become_others(spoken: str, standard: str, lang: str) -> None:
    assert may_be(spoken, standard, lang)


@pytest.mark.parametrize(
    "spoken,standard",
    [
        ("vakauft", "gekauft"),
        ("freibod", "hallenbad"),
        ("gsperrt", "geoeffnet"),
        ("ogschoit", "angeschaltet"),
        ("ogschoit", "abgeschaltet"),
        ("zua", "auf"),
        ("k", "kein"),
        ("a" * 300, "a" * 301),
    ],
)
def test_no_sound_becomes_just_any_other(spoken: str, standard: str) -> None:
    assert not may_be(spoken, standard, "de")


def test_only_words_that_no_list_has_are_read_as_those_of_another_sentence() -> None:
    claim = read("Die Gemeinde hat das Freibad verkauft.", "de").sentences[0]
    spoken = read("De Gmoa hod des Freibod vakauft.", "de").sentences[0]
    bought = read("De Gmoa hod des Freibod gekauft.", "de").sentences[0]

    assert with_words_of(spoken, claim).lemmas == claim.lemmas
    assert "kaufen" in with_words_of(bought, claim).lemmas
    assert with_words_of(claim, spoken) is claim


def test_what_is_read_by_its_sounds_is_the_same_but_never_one_text() -> None:
    in_table, by_sound = "Die Bruckn in Graz is gesperrt.", "Da Gosthof in Graz is gesperrt."

    table = aligned(read(in_table, "de"), read("Die Brücke in Graz ist gesperrt.", "de"))
    sound = aligned(read(by_sound, "de"), read("Der Gasthof in Graz ist gesperrt.", "de"))

    assert (table.finding, sound.finding) == (Finding.SAME, Finding.SAME)
    assert (table.is_tight, sound.is_tight) == (True, False)


def test_a_short_word_that_no_list_has_is_small_unless_it_may_say_no() -> None:
    claim = read("Der Turm ist offen.", "de").sentences[0]
    post = read("Da Turm is oiw offn naa.", "de").sentences[0]
    sorts = {unit.form: unit.sort for unit in with_words_of(post, claim).units}

    assert sorts["naa"] is Sort.CONTENT
