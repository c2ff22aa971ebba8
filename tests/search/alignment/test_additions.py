"""What a sentence beside a claim does: deny it, call on people to act, or nothing that matters."""

from __future__ import annotations

import pytest

from search.alignment.additions import Addition, addition_of
from search.alignment.assertions import denies
from search.alignment.reading import read

DENIALS = {
    "de": [
        "Das ist ein Fake.", "Stimmt nicht!", "Alles gelogen.", "Das Foto ist eine Montage.",
        "Die Polizei dementiert das.",
        "Da ist nichts dran.", "Das glaube ich nicht.", "Wurde inzwischen widerlegt.", "Nur ein Aprilscherz.",
        "Das ist Satire.", "Richtigstellung der Stadt.", "Das ist nie passiert.", "Die Zeitungsente des Tages.",
        "Der Wirt hat nichts bestätigt.", "Reine Erfindung.", "Fehlalarm, alles ruhig.",
        "Die Meldung wurde zurückgezogen.",
    ],
    "en": [
        "This is fake.", "That is not true.", "A complete hoax.", "The photo was doctored.", "Police deny it.",
        "It never happened.", "The story was debunked.", "Pure fiction.", "It was satire.", "That is a lie.",
        "They issued a correction.", "The claim is baseless.", "I do not believe it.", "It is a rumour.",
        "The video is staged.", "This was made-up.",
    ],
}  # fmt: skip

CALLS = {
    "de": [
        "Sperrt ihn endlich ein!", "Abschieben, alle.", "Der gehört eingesperrt.", "Man sollte das Lokal boykottieren.",
        "Zündet ihm das Haus an!", "Der muss weg.", "Werft ihn hinaus!", "Raus mit ihm!", "Kauft dort nichts mehr!",
        "Teilt das!", "Die sollten alle verklagen.", "Erschießen, sofort.", "Steckt sie in den Keller!",
        "Weg mit dem Gesindel.", "Der Wirt verdient Prügel.",
    ],
    "en": [
        "Lock him up!", "They should be jailed.", "Somebody must stop him.", "Boycott the shop.", "Hang them.",
        "Burn it down!", "Deport them all.", "He deserves prison.", "Kick him out!", "Share this!",
        "Let's beat the landlord.", "Everyone sue them.", "String them up.", "Shoot the lot.",
        "Throw eggs at the house!",
    ],
}  # fmt: skip

HARMLESS = {
    "de": [
        "Ich würde ihn anzeigen.", "Ich habe das gestern selbst gesehen.", "Mir ist schlecht.",
        "Meine Nachbarin hat mir davon erzählt.", "Das hat mich geärgert.", "Ich fasse es nicht an.",
        "Mein Bruder arbeitet dort.", "Wir waren dabei, ich auch.", "Stimmt das?", "Weiß jemand mehr?",
        "Ist da was dran?", "Kommt ihr morgen?", "Fake oder echt?", "Was meint ihr?", "Könnt ihr das prüfen?",
        "Es geht mir nicht gut.",
    ],
    "en": [
        "I would sue him.", "I saw it myself yesterday.", "My neighbour told me.", "It made me sick.", "I'm off home.",
        "My brother works there.", "Told me so yesterday.", "I've seen worse.", "Is that true?",
        "Does anyone know more?", "Can you check?", "Fake or real?", "What do you think?", "Anybody heard of it?",
        "Is this legit?",
    ],
}  # fmt: skip

# What else is said may say anything; that it is not denied is all that is known.
OTHER = {
    "de": ["Es regnet in Linz.", "Die Straße bleibt gesperrt.", "Das ist kein Scherz mit Bäumen.", "Wann öffnet es?"],
    "en": ["It is raining in Leeds.", "The road stays closed.", "It is not a rumour of trees.", "When does it open?"],
}  # fmt: skip


def told(text: str, lang: str) -> set[Addition]:
    return {addition_of(sentence) for sentence in read(text, lang).sentences}


def rows(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(lang, text) for lang, texts in table.items() for text in texts]


@pytest.mark.parametrize("lang,text", rows(DENIALS))
def test_a_sentence_can_deny_the_claim_beside_it(lang: str, text: str) -> None:
    assert told(text, lang) == {Addition.DENIAL}


@pytest.mark.parametrize("lang,text", rows(CALLS))
def test_a_sentence_can_call_on_people_to_act(lang: str, text: str) -> None:
    assert told(text, lang) == {Addition.CALL}


@pytest.mark.parametrize("lang,text", rows(HARMLESS))
def test_what_is_about_the_writer_or_asks_does_nothing(lang: str, text: str) -> None:
    assert told(text, lang) == {Addition.HARMLESS}


@pytest.mark.parametrize("lang,text", rows(OTHER))
def test_what_else_is_said_is_neither(lang: str, text: str) -> None:
    assert told(text, lang) == {Addition.OTHER}


@pytest.mark.parametrize(
    "lang,words,expected",
    [
        ("de", "das ist kein gerücht", False),
        ("de", "ein gerücht", True),
        ("de", "nicht", False),
        ("de", "nicht wahr", True),
        ("en", "no joke", False),
        ("en", "a joke", True),
        ("en", "it is true", False),
        ("en", "not true", True),
        ("fr", "fake", False),
    ],
)
def test_a_no_before_a_word_of_denial_takes_it_back(lang: str, words: str, expected: bool) -> None:
    assert denies(words.split(), lang) is expected


def test_of_a_language_without_words_nothing_is_known() -> None:
    assert told("C'est faux.", "fr") == {Addition.OTHER}
