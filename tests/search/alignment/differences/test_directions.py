"""What turns a sentence round, and what undoes that."""

from __future__ import annotations

import pytest

from search.alignment.alignment import Finding, aligned
from search.alignment.reading import read

# Claim and post.
UNDONE = {
    "de": [
        ("Der Verein fährt immer mit Bus.", "Der Verein fährt nicht ohne Bus."),
        ("Der Chef kam mit Anwalt.", "Der Chef kam nicht ohne Anwalt."),
        ("Die Stadt hat Geld.", "Die Stadt ist nicht ohne Geld."),
        ("Kinder werden oft krank.", "Kinder werden nicht selten krank."),
        ("Hunde beißen häufig Briefträger.", "Hunde beißen nicht selten Briefträger."),
        ("Jeder Bäcker zahlt Gebühren.", "Kein Bäcker zahlt keine Gebühren."),
        ("Alle Kinder fahren mit Helm.", "Kein Kind fährt ohne Helm."),
        ("Jeder Gast kommt mit Maske in den Saal.", "Kein Gast kommt ohne Maske in den Saal."),
        ("Alle fahren mit Fahrschein.", "Niemand fährt ohne Fahrschein."),
        ("Die Salbe ist gefährlich.", "Es ist nicht so, dass die Salbe nicht gefährlich ist."),
        ("Der See ist vergiftet.", "Es ist nicht wahr, dass der See nicht vergiftet ist."),
        ("Der See ist vergiftet.", "Es stimmt nicht, dass der See nicht vergiftet ist."),
        ("Der See ist nicht vergiftet.", "Es trifft nicht zu, dass der See vergiftet ist."),
        ("Die Brücke ist sicher.", "Die Brücke ist nicht unsicher."),
        ("Das Mittel ist wirksam.", "Das Mittel ist keineswegs unwirksam."),
        ("Viele Ärzte streiken.", "Nicht wenige Ärzte streiken."),
        ("Die Klinik ist immer voll.", "Die Klinik ist nie nicht voll."),
    ],
    "en": [
        ("It is possible to buy the harbour.", "It is not impossible to buy the harbour."),
        ("Dogs often bite postmen.", "Dogs not infrequently bite postmen."),
        ("Children often fall ill.", "Children not rarely fall ill."),
        ("Everybody enters with a ticket.", "Nobody enters without a ticket."),
        ("Every guest enters with a mask.", "No guest enters without a mask."),
        ("He always rides with a helmet.", "He never rides without a helmet."),
        ("The town has money.", "The town is not without money."),
        ("The water is poisoned.", "It is not the case that the water is not poisoned."),
        ("The water is poisoned.", "It isn't true that the water is not poisoned."),
        ("Many doctors strike.", "Not a few doctors strike."),
        ("The bridge is safe.", "The bridge is not unsafe."),
        ("Everyone pays the fee.", "There is nobody who does not pay the fee."),
    ],
}

NOT_UNDONE = {
    "de": [
        ("Kein Kind fährt mit Helm.", "Kein Kind fährt ohne Helm."),
        ("Kinder werden selten krank.", "Kinder werden nicht selten krank."),
        ("Kinder werden oft krank.", "Kinder werden nicht oft krank."),
        ("Jeder Gast kommt ohne Maske.", "Kein Gast kommt ohne Maske."),
        ("Der Chef kam nicht mit Anwalt.", "Der Chef kam nicht ohne Anwalt."),
        ("Die Stadt ist ohne Geld.", "Die Stadt ist nicht ohne Geld."),
        ("Die Salbe ist nicht gefährlich.", "Es ist nicht so, dass die Salbe nicht gefährlich ist."),
        ("Der See ist vergiftet.", "Es ist nicht wahr, dass der See vergiftet ist."),
        ("Der See ist vergiftet.", "Es trifft nicht zu, dass der See vergiftet ist."),
        ("Wenige Ärzte streiken.", "Nicht wenige Ärzte streiken."),
        ("Manche fahren mit Fahrschein.", "Niemand fährt ohne Fahrschein."),
        ("Einige Bäcker zahlen Gebühren.", "Kein Bäcker zahlt keine Gebühren."),
    ],
    "en": [
        ("It is impossible to buy the harbour.", "It is not impossible to buy the harbour."),
        ("Nobody enters with a ticket.", "Nobody enters without a ticket."),
        ("Everybody enters without a ticket.", "Nobody enters without a ticket."),
        ("Some guests enter with a mask.", "No guests enter without a mask."),
        ("The water is not poisoned.", "It is not the case that the water is not poisoned."),
        ("The water is poisoned.", "It is not the case that the water is poisoned."),
        ("Few doctors strike.", "Not a few doctors strike."),
        ("Children rarely fall ill.", "Children not rarely fall ill."),
    ],
}


def finding(post: str, claim: str, lang: str) -> Finding:
    return aligned(read(post, lang), read(claim, lang)).finding


@pytest.mark.parametrize("lang,claim,post", [(lang, *pair) for lang, pairs in UNDONE.items() for pair in pairs])
def test_two_that_turn_a_sentence_round_undo_each_other(lang: str, claim: str, post: str) -> None:
    assert finding(post, claim, lang) is Finding.SAME
    assert finding(claim, post, lang) is Finding.SAME


@pytest.mark.parametrize("lang,claim,post", [(lang, *pair) for lang, pairs in NOT_UNDONE.items() for pair in pairs])
def test_one_that_is_left_over_tells(lang: str, claim: str, post: str) -> None:
    assert finding(post, claim, lang) is Finding.TELLING
    assert finding(claim, post, lang) is Finding.TELLING
