"""When something happens, and whether it is done or suffered."""

from __future__ import annotations

import pytest

from search.alignment.differences.tense import Tense, is_passive, tense_of
from search.alignment.reading import read
from search.alignment.units import Sentence


def sentence(text: str, lang: str) -> Sentence:
    (found,) = read(text, lang).sentences
    return found


@pytest.mark.parametrize(
    "lang,text,tense",
    [
        ("de", "Der Bäcker verkauft das Haus.", Tense.PRESENT),
        ("de", "Der Bäcker verkaufte das Haus.", Tense.PAST),
        ("de", "Der Bäcker hat das Haus verkauft.", Tense.PAST),
        ("de", "Der Bäcker hat ein Haus.", Tense.PRESENT),
        ("de", "Der Bäcker wird das Haus kaufen.", Tense.FUTURE),
        ("de", "Das Haus wird verkauft.", Tense.PRESENT),
        ("de", "Das Haus wurde verkauft.", Tense.PAST),
        ("de", "Das Haus ist verkauft.", Tense.PRESENT),
        ("de", "Das Haus war offen.", Tense.PAST),
        ("de", "Der Bäcker starb.", Tense.PAST),
        ("en", "The baker sells the house.", Tense.PRESENT),
        ("en", "The baker sold the house.", Tense.PAST),
        ("en", "The baker has sold the house.", Tense.PAST),
        ("en", "The baker has a house.", Tense.PRESENT),
        ("en", "The baker will sell the house.", Tense.FUTURE),
        ("en", "The house is old.", Tense.PRESENT),
        ("en", "The house was old.", Tense.PAST),
        ("en", "The baker used to sell houses.", Tense.PAST),
        ("en", "The baker may sell the house.", Tense.PRESENT),
        ("en", "The baker painted the house.", Tense.PAST),
    ],
)
def test_a_sentence_has_a_tense(lang: str, text: str, tense: Tense) -> None:
    assert tense_of(sentence(text, lang)) is tense


@pytest.mark.parametrize(
    "lang,text",
    [
        ("de", "Das Haus wurde vom Bäcker verkauft."),
        ("de", "Das Haus wird durch den Bäcker geräumt."),
        ("en", "The house was sold by the baker."),
        ("en", "The house is painted by the baker."),
    ],
)
def test_a_sentence_that_says_by_whom_is_passive(lang: str, text: str) -> None:
    assert is_passive(sentence(text, lang))


@pytest.mark.parametrize(
    "lang,text",
    [
        ("de", "Der Bäcker kommt von Linz."),
        ("de", "Das Haus wird alt."),
        ("en", "The baker sold it by phone."),
        ("en", "The house is by the river."),
    ],
)
def test_other_sentences_are_not(lang: str, text: str) -> None:
    assert not is_passive(sentence(text, lang))
