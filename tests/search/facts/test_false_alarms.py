"""Two texts that say the same in other figures or words raise no alarm, and those that differ still do."""

from __future__ import annotations

import pytest

from search.facts.comparing import differences, facts_of


@pytest.mark.parametrize(
    "lang,one,other",
    [
        ("de", "Um 19:45 geht das Licht aus", "Um 19.45 Uhr geht das Licht aus"),
        ("de", "Um 19 Uhr 45 geht das Licht aus", "Um 19:45 Uhr geht das Licht aus"),
        ("de", "Um 7 Uhr abends", "Um 19 Uhr"),
        ("en", "It starts at 9 pm", "It starts at 21:00"),
        ("en", "It starts at 9:30 a.m.", "It starts at 9:30"),
        ("en", "It cost $7m", "It cost 7 million dollars"),
        ("en", "Thirty seven cows", "37 cows"),
        ("en", "Three hundred and fifty cows", "350 cows"),
        ("de", "Der Tunnel ist 2,5 km lang", "Der Tunnel ist 2500 m lang"),
        ("de", "Ein Stein von 1,2 Tonnen", "Ein Stein von 1200 kg"),
        ("de", "Es dauert 90 Minuten", "Es dauert 1,5 Stunden"),
        ("en", "It was 68 °F", "It was 20 °C"),
        ("de", "Zwei Jahre Haft", "24 Monate Haft"),
        ("de", "am ersten Oktober", "am 1. Oktober"),
        ("de", "Es ist nicht unwahrscheinlich, dass es regnet", "Es ist wahrscheinlich, dass es regnet"),
        ("de", "Das geht nicht ohne Geld", "Das geht mit Geld"),
        ("de", "Keine Sorge, das Wasser ist sauber", "Das Wasser ist sauber"),
        ("de", "Das Wasser ist ohne Zweifel sauber", "Das Wasser ist sauber"),
        ("de", "Das Wasser ist sauber, kein Scherz", "Das Wasser ist sauber"),
        ("en", "No joke, the water is clean", "The water is clean"),
        ("de", "Wer diesen Brief nicht weiterschickt, hat Pech", "Wer diesen Brief löscht, hat Pech"),
        ("de", "Es sind minus 5 Grad", "Es sind -5 Grad"),
        ("de", "Streik in WIEN und in graz", "Streik in Wien und in Graz"),
    ],
)
def test_the_same_in_other_words_raises_no_alarm(lang: str, one: str, other: str) -> None:
    assert differences(facts_of(one, lang), facts_of(other, lang)) == ()


@pytest.mark.parametrize(
    "lang,one,other",
    [
        ("de", "Um 19:45 geht das Licht aus", "Um 19:30 Uhr geht das Licht aus"),
        ("en", "It starts at 9 pm", "It starts at 9 am"),
        ("de", "Der Tunnel ist 2,5 km lang", "Der Tunnel ist 2,5 m lang"),
        ("de", "Es dauert 90 Minuten", "Es dauert 90 Stunden"),
        ("de", "Es sind -5 Grad", "Es sind 5 Grad"),
        ("de", "Wir gewinnen 3:0", "Wir gewinnen 3:1"),
        ("de", "Kinder haben keine Angst vor Hunden", "Kinder haben Angst vor Hunden"),
        ("de", "Das ist nicht möglich", "Das ist möglich"),
        ("de", "Das ist unmöglich", "Das ist möglich"),
        ("de", "Das ist nicht unbedingt wahr", "Das ist wahr"),
        ("de", "Die Bank will Daten nicht weiterleiten", "Die Bank will Daten weiterleiten"),
        ("en", "There is no doubtful case", "There is a doubtful case"),
    ],
)
def test_what_differs_is_still_called_out(lang: str, one: str, other: str) -> None:
    assert differences(facts_of(one, lang), facts_of(other, lang))
