"""Which sentences bring help lines, and which must not: what people write of themselves, and what papers write."""

from __future__ import annotations

import time

import pytest

from intake.help.danger import Need, needs_of
from intake.help.lines import DATA
from tests.support.budget import allowed

SELF_HARM = (
    "Ich will nicht mehr leben.",
    "Ich bringe mich heute um",
    "dann bring ich mich halt um",
    "Ich denke jeden Tag daran, mich umzubringen.",
    "ICH WILL MICH UMBRINGEN!!!",
    "Ich möchte einfach nur noch sterben.",
    "ich wär am liebsten tot",
    "Ohne mich wären alle besser dran.",
    "Mein Leben hat keinen Sinn mehr.",
    "Ich sehe keinen Ausweg mehr",
    "Ich halte das nicht mehr aus.",
    "Ich kann einfach nicht mehr.",
    "Ich habe seit Wochen Suizidgedanken.",
    "Ich bin suizidal und weiß nicht wohin",
    "Ich ritze mich wieder.",
    "Gestern habe ich mich selbst verletzt.",
    "Ich nehme mir das Leben.",
    "Ich überlege, mir das Leben zu nehmen.",
    "Ich springe morgen vor den Zug.",
    "Ich habe alle Tabletten genommen",
    "Ich hab meinen Abschiedsbrief schon geschrieben.",
    "Meine Freundin will sich umbringen, was soll ich tun?",
    "Unser Sohn droht, sich das Leben zu nehmen.",
    "Mein Bruder hat geschrieben, dass er nicht mehr leben will.",
    "Sie will sich umbringen",
    "Ich habe Angst, dass sie sich etwas antut.",
    "Mein Sohn schrieb mir: „Ich bringe mich um.“",
    "Bring dich doch um, keiner mag dich",
    "Häng dich auf!",
    "Ich will mich nicht umbringen, aber ich kann nicht mehr.",
    "I want to kill myself",
    "I just want to die.",
    "i don't want to be here anymore",
    "I can't go on.",
    "They would be better off without me.",
    "I've been thinking about suicide a lot",
    "My friend wants to kill herself. What can I do?",
    "I feel suicidal tonight",
    "I started cutting myself again",
    "kys loser",
)
THREAT = (
    "Ich bring dich um!",
    "Ich stech dich ab, du Hund",
    "Wir wissen, wo du wohnst.",
    "Ich weiß wo deine Familie wohnt",
    "Du bist tot!",
    "Ich werde seit Tagen bedroht.",
    "Wir haben Morddrohungen bekommen.",
    "Ich habe Angst um mein Leben.",
    "Er schlägt mich und die Kinder.",
    "Mein Ex will mich umbringen",
    "Er hat gedroht, mich umzubringen.",
    "Er erpresst mich mit Nacktbildern von mir",
    "Morgen laufe ich Amok an unserer Schule",
    "Ich habe eine Bombe gebaut.",
    "Ich jage die Schule in die Luft",
    "Ich erschieße euch alle.",
    "I will kill you",
    "We know where you live.",
    "I'm being stalked and I am afraid for my life.",
    "He beats me every day",
    "I'm gonna shoot up the school tomorrow",
    "He threatened to kill me.",
)
NOTHING = (
    "Ein Mann wollte sich in Graz umbringen, die Polizei konnte ihn retten.",
    "Die Zahl der Suizide ist im letzten Jahr gesunken.",
    "Der Sänger nahm sich im Alter von 54 Jahren das Leben.",
    "„Ich bringe mich um“, sagte der Angeklagte vor Gericht.",
    "Laut Polizei rief der Täter: „Ich bringe euch alle um!“",
    "“I will kill you,” the suspect said, according to the police.",
    "Das bringt mich um den Schlaf.",
    "Das hat ihn um den Verstand gebracht.",
    "Ich lach mich tot.",
    "Ich sterbe vor Lachen",
    "Ich kann nicht mehr vor Lachen!",
    "Ich kann nicht mehr nachvollziehen, was die Regierung tut.",
    "Niemals würde ich mich umbringen.",
    "Ich würde mich nie umbringen.",
    "Ich will mich nicht umbringen.",
    "Holst du mich um 8 Uhr ab?",
    "Immer mehr Menschen wollen nicht mehr auf dem Land wohnen.",
    "Selbstmordattentat in Kabul: mindestens zehn Tote",
    "Nach dem Amoklauf in Graz: Was wir wissen und was nicht",
    "Bombe aus dem Zweiten Weltkrieg in Linz entschärft",
    "Stimmt es, dass die Impfung tödlich ist?",
    "Die Corona-Impfung bringt alle um, sagt ein Arzt auf Telegram.",
    "Bill Gates will die Menschheit vergiften",
    "Die Grünen wollen das Autofahren verbieten.",
    "Er wurde wegen einer Morddrohung gegen den Bürgermeister verurteilt.",
    "Mordopfer hatte Angst um sein Leben",
    "Die Polizei erschoss den Angreifer.",
    "Todesdrohung gegen Richter: Anklage erhoben",
    "Sie haben ihm das Leben gerettet.",
    "Das Essen war zum Sterben schön.",
    "Sommer 1944: Sie wussten, dass sie sterben würden.",
    "Ab morgen kostet WhatsApp Geld, wenn du diese Nachricht nicht weiterleitest!",
    "Kein Grund zur Sorge, das Leben geht weiter.",
    "I was dying of laughter",
    "You're killing me with these memes",
    "We are just killing time here.",
    "A man killed himself in Vienna last week, police said.",
    "The suicide rate among farmers has doubled.",
    "The bomb was found near the school and defused.",
    "Terrorists threaten to blow up a train, newspapers report.",
    "He died of a heart attack after the vaccination.",
    "I would never kill myself",
    "Kann man mit Essig Krebs heilen?",
    "",
    "   …   ",
)


@pytest.mark.parametrize("text", SELF_HARM)
def test_whoever_may_hurt_themselves_is_heard(text: str) -> None:
    assert Need.SELF_HARM in needs_of(text)


@pytest.mark.parametrize("text", THREAT)
def test_whoever_is_threatened_or_threatens_is_heard(text: str) -> None:
    assert Need.THREAT in needs_of(text)


@pytest.mark.parametrize("text", NOTHING)
def test_news_idioms_and_what_says_no_are_left_alone(text: str) -> None:
    assert needs_of(text) == frozenset()


@pytest.mark.parametrize("text", ["Ich will nicht mehr leben.", "Ich bring dich um!"])
def test_a_sentence_is_heard_in_the_middle_of_a_long_post(text: str) -> None:
    post = "Die Steuer auf Brot wird erhöht. " * 200
    assert needs_of(post + text + " " + post)


def test_whoever_threatens_somebody_else_is_not_asked_whether_they_hurt_themselves() -> None:
    assert needs_of("Ich bring dich um! Wir erschießen dich.") == {Need.THREAT}


def test_two_sentences_make_no_phrase_together() -> None:
    assert needs_of("Das war ich. Er hat es gesehen. Mich. Umbringen") == frozenset()


@pytest.mark.parametrize("text", ["ich " * 5_000, "„" * 20_000, "ich will mich " * 1_400, "." * 20_000])
def test_no_text_takes_long(text: str) -> None:
    began = time.process_time()
    needs_of(text)
    # A hundred times what it takes; a pattern that goes back and forth would take minutes.
    assert time.process_time() - began < allowed(10)


def test_each_phrase_is_written_as_texts_are_read() -> None:
    for path in DATA.glob("*.txt"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert line == line.casefold().strip(), (path.name, line)
            assert not set(line) & set("äöüß'’.,") - {"."}, (path.name, line)
            assert line.replace("..", "").count(".") == 0, (path.name, line)
