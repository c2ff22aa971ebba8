"""How texts are taken apart: which language, which stems, which words say nothing, and which parts."""

from __future__ import annotations

import pytest

from search.text import language, words

LANGUAGES_TOLD = [
    ("Der Eiffelturm wird nächste Woche nach Graz verlegt, heißt es.", "de"),
    ("Stimmt das?", "de"),
    ("Is it true that the Eiffel Tower will move to Graz next week?", "en"),
    ("La tour Eiffel va être déplacée à Graz la semaine prochaine.", "fr"),
    ("La Torre Eiffel verrà spostata a Graz la prossima settimana.", "it"),
    ("La Torre Eiffel será trasladada a Graz la próxima semana, dicen.", "es"),
    ("Wieża Eiffla zostanie przeniesiona do Grazu w przyszłym tygodniu.", "pl"),
    ("Eyfel Kulesi gelecek hafta Graz'a taşınacakmış, doğru mu bu?", "tr"),
    ("Пенсии отменят уже на следующей неделе, пишут в интернете.", "ru"),
    ("برج ايفل سينتقل الى غراتس الاسبوع القادم حسب ما يقولون", "ar"),
]


@pytest.mark.parametrize("text,lang", LANGUAGES_TOLD, ids=[lang for _, lang in LANGUAGES_TOLD])
def test_the_language_of_a_sentence_is_told(text: str, lang: str) -> None:
    assert language.language_of(text) == lang


@pytest.mark.parametrize("text", ["", " ", "ok", "hallo", "12345", "😀😀", "\u200b"])
def test_a_text_that_could_be_anything_has_no_language(text: str) -> None:
    assert language.language_of(text) == ""


def test_the_local_midnight_a_text_tells_its_language() -> None:
    german = "Der Eiffelturm wird nächste Woche nach Graz verlegt, heißt es in einer Nachricht. " * 8
    assert len(german) > language.READ_FOR_LANGUAGE

    assert language.language_of(german + "The tower of Paris moves to another town. " * 500) == "de"


@pytest.mark.parametrize(
    "lang,one,other",
    [
        ("de", "impfung", "impfungen"),
        ("de", "häuser", "haus"),
        ("en", "vaccine", "vaccines"),
        ("fr", "vaccins", "vaccin"),
        ("tr", "kitaplar", "kitap"),
    ],
)
def test_the_forms_of_a_word_have_one_stem(lang: str, one: str, other: str) -> None:
    assert words.stems(one, lang) == words.stems(other, lang)


@pytest.mark.parametrize("lang", ["", "xx", "pl", "cs"])
def test_without_a_stemmer_a_word_is_its_own_stem(lang: str) -> None:
    assert words.stems("impfungen", lang) == ["impfungen"]


@pytest.mark.parametrize(
    "word,lang,expected",
    [("und", "de", True), ("impfung", "de", False), ("the", "en", True), ("the", "de", False), ("und", "", False)],
)
def test_a_stop_word_is_one_of_its_language_only(word: str, lang: str, expected: bool) -> None:
    assert (words.stems(word, lang) == []) is expected


def test_stems_leave_out_stop_words_and_keep_the_order() -> None:
    text = "Die IMPFUNGEN und der Virus: 5G ist es nicht!"

    expected = [*words.stems("impfungen", "de"), *words.stems("virus", "de"), *words.stems("5g", "de")]
    assert words.stems(text, "de") == expected
    assert words.stems(text, "") == ["die", "impfungen", "und", "der", "virus", "5g", "ist", "es", "nicht"]


@pytest.mark.parametrize(
    "text,expected",
    [
        ("", []),
        ("Im", ["_im_"]),
        ("a", ["_a_"]),
        ("5G!", ["_5g_"]),
        ("die", ["_die", "die_"]),
        ("Impfung", ["_imp", "impf", "mpfu", "pfun", "fung", "ung_"]),
        ("ja, nein", ["_ja_", "_nei", "nein", "ein_"]),
        ("Œuvre", ["_œuv", "œuvr", "uvre", "vre_"]),
    ],
)
def test_parts_of_words_have_four_characters_and_mark_the_edges(text: str, expected: list[str]) -> None:
    assert words.grams(text) == expected


def test_a_compound_and_a_slip_of_the_keyboard_share_parts_with_the_word() -> None:
    impfung = set(words.grams("Impfung"))

    assert len(impfung & set(words.grams("Coronaimpfung"))) >= 4
    assert len(impfung & set(words.grams("Impfnug"))) >= 2
    assert impfung.isdisjoint(words.grams("Marathon"))
