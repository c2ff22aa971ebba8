"""Which edits leave a text the same, and which make another one of it."""

from __future__ import annotations

import pytest

from search.comparison.near_duplicate import FEWEST_WORDS, LONG_TEXT, are_near_duplicates, compared
from tests.support.building import is_near_duplicate

CHAIN_LETTER = "Ab morgen wird WhatsApp kostenpflichtig, wenn du diese Nachricht nicht an zwanzig Kontakte schickst."
VAN = (
    "In der Innenstadt fährt ein weißer Transporter herum, aus dem heraus fremde Männer Kinder ansprechen "
    "und mitnehmen."
)
RECALL = (
    "Der Hersteller ruft seinen gemahlenen Kaffee zurück, weil in mehreren Packungen kleine Splitter aus Glas "
    "gefunden wurden."
)
STUDY = "Neue Studie aus Schweden zeigt, dass geimpfte Menschen doppelt so oft krank werden wie ungeimpfte Menschen."
POOLS = (
    "The city council has decided to close every public swimming pool during the summer because energy is too "
    "expensive."
)
BANK = (
    "Die Sparkasse sperrt ab Montag alle Konten von Kunden, die ihre Daten nicht über den Link in der Mail bestätigen."
)
HOSPITAL = (
    "Ein Arzt aus der Klinik hat mir erzählt, dass die Betten auf der Intensivstation seit Wochen leer stehen. "
    "Die Zeitungen dürfen darüber nicht schreiben. Wer den Mund aufmacht, verliert seine Stelle."
)

# What chain letters go through on their way: name of the edit, one text, the other.
SAME = [
    ("signed anew", CHAIN_LETTER + " LG Sabine", CHAIN_LETTER + "\nDanke, Euer Karl"),
    ("signed on one side", CHAIN_LETTER, CHAIN_LETTER + " Bussi Oma 😘"),
    ("greeting with pictures", CHAIN_LETTER, "Liebe Nachbarn 🙏🙏 ACHTUNG: " + CHAIN_LETTER),
    ("emoji", CHAIN_LETTER, "⚠️⚠️ " + CHAIN_LETTER + " 😱😱"),
    ("capitals", CHAIN_LETTER, CHAIN_LETTER.upper()),
    ("no marks", CHAIN_LETTER, CHAIN_LETTER.replace(",", "").replace(".", "")),
    ("greeting line", CHAIN_LETTER, "Liebe Freunde!\n" + CHAIN_LETTER),
    ("other greeting", "Hallo zusammen,\n" + CHAIN_LETTER, "Liebe Familie und Freunde,\n" + CHAIN_LETTER),
    ("greeting in the sentence", CHAIN_LETTER, "Achtung an alle: " + CHAIN_LETTER),
    ("forward request", CHAIN_LETTER, CHAIN_LETTER + " Bitte unbedingt an alle weiterleiten!!!"),
    ("forwarded line", CHAIN_LETTER, "Häufig weitergeleitet\n" + CHAIN_LETTER),
    ("article dropped", CHAIN_LETTER, CHAIN_LETTER.replace("diese Nachricht", "Nachricht")),
    ("letter doubled", CHAIN_LETTER, CHAIN_LETTER.replace("Kontakte", "Kontaktte")),
    ("letters swapped", CHAIN_LETTER, CHAIN_LETTER.replace("Nachricht", "Nachrihct")),
    ("number in figures", CHAIN_LETTER, CHAIN_LETTER.replace("zwanzig", "20")),
    ("with address", CHAIN_LETTER, CHAIN_LETTER + " https://beispiel.example/abc"),
    ("umlauts spelt out", VAN, VAN.replace("ß", "ss").replace("ä", "ae")),
    ("particle added", VAN, VAN.replace("fährt", "fährt jetzt wirklich")),
    ("compound apart", VAN, VAN.replace("Innenstadt", "Innen Stadt")),
    ("hyphen", VAN, VAN.replace("Innenstadt", "Innen-Stadt")),
    ("article changed", VAN, VAN.replace("ein weißer", "der weiße")),
    ("greeting and request", VAN, "‼️ Wichtig ‼️ " + VAN + "\nBitte teilen, teilen, teilen!"),
    ("letter missing", VAN, VAN.replace("ansprechen", "ansprchen")),
    ("two slips", VAN, VAN.replace("Transporter", "Transpoter").replace("mitnehmen", "mitnemen")),
    ("line breaks", VAN, VAN.replace(", ", ",\n")),
    ("comment before", RECALL, "Unbedingt lesen! " + RECALL),
    ("comment with content after", RECALL, RECALL + " Ich habe mein Glas sofort weggeworfen."),
    ("sentence missing", HOSPITAL, HOSPITAL.replace("Wer den Mund aufmacht, verliert seine Stelle.", "")),
    ("first sentence added", HOSPITAL, "Das habe ich eben von meiner Nachbarin bekommen. " + HOSPITAL),
    ("inflection", RECALL, RECALL.replace("kleine Splitter", "kleiner Splitter")),
    ("plural", RECALL, RECALL.replace("Packungen", "Packung")),
    ("invisible characters", RECALL, RECALL.replace("e", "e\u200b", 3)),
    ("quotation marks", RECALL, "„" + RECALL + "“"),
    ("today added", BANK, "Heute: " + BANK),
    ("please added", BANK, BANK + " Danke!"),
    ("hashtag marks", BANK, BANK.replace("Sparkasse", "#Sparkasse")),
    ("percent spelt", STUDY + " Das betrifft 50 % der Fälle.", STUDY + " Das betrifft 50 Prozent der Fälle."),
    ("thousands mark", STUDY + " Befragt wurden 5.000 Menschen.", STUDY + " Befragt wurden 5000 Menschen."),
    ("date format", STUDY + " Erschienen am 13. März 2024.", STUDY + " Erschienen am 13.03.2024."),
    ("short", "Morgen kommt das große Beben in Wien.", "Morgen kommt das große Beben in Wien!!"),
    ("english greeting", POOLS, "Hi everyone! " + POOLS),
    ("english request", POOLS, POOLS + " Please share with all your friends."),
    ("english article", POOLS, POOLS.replace("the summer", "summer")),
    ("english slip", POOLS, POOLS.replace("swimming", "swiming").replace("expensive", "expensiv")),
    ("english capitals", POOLS, POOLS.upper()),
]

# Small edits that say something else.

DIFFERENT = [
    ("thanks to somebody else", CHAIN_LETTER + " Danke Merkel!", CHAIN_LETTER + " Danke Scholz!"),
    ("somebody else says so", CHAIN_LETTER + " Das sagt Sabine Moser.", CHAIN_LETTER + " Das sagt Karl Huber."),
    ("number", CHAIN_LETTER, CHAIN_LETTER.replace("zwanzig", "zehn")),
    ("number in figures", CHAIN_LETTER, CHAIN_LETTER.replace("zwanzig", "12")),
    ("negation gone", CHAIN_LETTER, CHAIN_LETTER.replace("nicht ", "")),
    ("negation added", VAN, VAN.replace("fährt", "fährt nicht")),
    ("kein", RECALL, RECALL.replace("kleine Splitter", "keine Splitter")),
    ("product", RECALL, RECALL.replace("Kaffee", "Tee")),
    ("cause", RECALL, RECALL.replace("Glas", "Metall")),
    ("other company", BANK, BANK.replace("Sparkasse", "Volksbank")),
    ("other service", CHAIN_LETTER, CHAIN_LETTER.replace("WhatsApp", "Telegram")),
    ("other country", STUDY, STUDY.replace("Schweden", "Norwegen")),
    ("other country one letter", STUDY.replace("Schweden", "Iran"), STUDY.replace("Schweden", "Irak")),
    (
        "turned round",
        STUDY,
        STUDY.replace("geimpfte Menschen doppelt", "ungeimpfte Menschen doppelt").replace(
            "wie ungeimpfte", "wie geimpfte"
        ),
    ),
    ("one word turned", STUDY, STUDY.replace("geimpfte Menschen doppelt", "ungeimpfte Menschen doppelt")),
    ("other factor", STUDY, STUDY.replace("doppelt", "dreimal")),
    ("other group", STUDY, STUDY.replace("Menschen", "Kinder")),
    ("colour", VAN, VAN.replace("weißer", "schwarzer")),
    ("victim", VAN, VAN.replace("Kinder", "Hunde")),
    ("rhyme", VAN, VAN.replace("Kinder", "Rinder")),
    ("place", VAN, VAN.replace("Innenstadt", "Nordstadt")),
    (
        "template name",
        "Heute ist völlig überraschend der bekannte Schauspieler Karl Muster in Wien gestorben.",
        "Heute ist völlig überraschend der bekannte Schauspieler Emil Beispiel in Wien gestorben.",
    ),
    (
        "template surname one letter",
        "Der Sänger Peter Müller ist heute Nacht überraschend im Krankenhaus gestorben, melden Freunde.",
        "Der Sänger Peter Möller ist heute Nacht überraschend im Krankenhaus gestorben, melden Freunde.",
    ),
    (
        "template thing",
        "Dieses Bild zeigt angeblich eine riesige Menge von Müll nach einer Demonstration für das Klima.",
        "Dieses Bild zeigt angeblich eine riesige Menge von Müll nach einer Demonstration für die Polizei.",
    ),
    (
        "swapped roles",
        "Der Hund des Nachbarn hat gestern Abend im Park den Mann gebissen, schreibt die Zeitung.",
        "Der Mann hat gestern Abend im Park den Hund des Nachbarn gebissen, schreibt die Zeitung.",
    ),
    (
        "year",
        "Bei der Wahl 2017 wurden in vielen Orten Stimmen doppelt gezählt und nie geprüft.",
        "Bei der Wahl 2021 wurden in vielen Orten Stimmen doppelt gezählt und nie geprüft.",
    ),
    ("day", BANK.replace("ab Montag", "ab dem 1. März"), BANK.replace("ab Montag", "ab dem 1. Mai")),
    ("weekday", BANK, BANK.replace("Montag", "Freitag")),
    (
        "amount",
        "Jede Familie bekommt im Januar 300 Euro vom Staat auf das Konto überwiesen, ganz ohne Antrag.",
        "Jede Familie bekommt im Januar 3.000 Euro vom Staat auf das Konto überwiesen, ganz ohne Antrag.",
    ),
    (
        "percent or euro",
        "Die Miete steigt für alle Wohnungen der Stadt im nächsten Jahr um 50 Euro.",
        "Die Miete steigt für alle Wohnungen der Stadt im nächsten Jahr um 50 Prozent.",
    ),
    (
        "for and against",
        "Die Minister haben sich gestern klar für ein Verbot von alten Heizungen ausgesprochen.",
        "Die Minister haben sich gestern klar gegen ein Verbot von alten Heizungen ausgesprochen.",
    ),
    (
        "before and after",
        "Der Mann starb kurz vor der Impfung an einem schweren Infarkt im Krankenhaus.",
        "Der Mann starb kurz nach der Impfung an einem schweren Infarkt im Krankenhaus.",
    ),
    (
        "allowed",
        "Ab dem Sommer ist das Grillen auf Balkonen in der ganzen Stadt erlaubt, sagt das Amt.",
        "Ab dem Sommer ist das Grillen auf Balkonen in der ganzen Stadt verboten, sagt das Amt.",
    ),
    (
        "only",
        "Nach dem neuen Gesetz dürfen Ärzte Masken für Kinder verschreiben und abrechnen lassen.",
        "Nach dem neuen Gesetz dürfen nur Ärzte Masken für Kinder verschreiben und abrechnen lassen.",
    ),
    (
        "doubt",
        "Der Minister hat den Vertrag mit dem Hersteller heimlich unterschrieben und vernichtet.",
        "Der Minister hat den Vertrag mit dem Hersteller angeblich heimlich unterschrieben und vernichtet.",
    ),
    (
        "possible",
        "Es ist nach Meinung der Ärzte möglich, mit dieser Krankheit hundert Jahre alt zu werden.",
        "Es ist nach Meinung der Ärzte unmöglich, mit dieser Krankheit hundert Jahre alt zu werden.",
    ),
    (
        "direction",
        "Die Soldaten sind in der Nacht von Polen nach Litauen gezogen, ohne dass jemand berichtet.",
        "Die Soldaten sind in der Nacht nach Polen von Litauen gezogen, ohne dass jemand berichtet.",
    ),
    ("added denial", HOSPITAL, HOSPITAL + " Das stimmt aber alles nicht."),
    (
        "other ending",
        HOSPITAL,
        HOSPITAL.replace(
            "Wer den Mund aufmacht, verliert seine Stelle.", "Jetzt ermittelt die Polizei gegen den Chef."
        ),
    ),
    (
        "only wrapping",
        "Hallo liebe Freunde, bitte unbedingt an alle eure Kontakte weiterleiten, danke!",
        "Hallo liebe Freunde, bitte unbedingt an alle eure Kontakte weiterleiten, danke euch!",
    ),
    (
        "english number",
        "The mayor has promised to build 50 new schools before the next election is held.",
        "The mayor has promised to build 500 new schools before the next election is held.",
    ),
    ("english not", POOLS, POOLS.replace("has decided", "has not decided")),
    (
        "english name",
        POOLS.replace("The city council", "Mayor John Smith"),
        POOLS.replace("The city council", "Mayor Anna Jones"),
    ),
    ("english thing", POOLS, POOLS.replace("swimming pool", "library")),
    (
        "english direction",
        "Hundreds of trucks full of weapons drove from Russia to Belarus during the night.",
        "Hundreds of trucks full of weapons drove to Russia from Belarus during the night.",
    ),
    ("other topic, same words", VAN, RECALL),
    ("one noun of many", HOSPITAL, HOSPITAL.replace("Arzt", "Koch")),
    (
        "pronouns",
        "Gestern hat sie ihn vor dem Haus mit dem Messer schwer verletzt, sagt die Polizei.",
        "Gestern hat er sie vor dem Haus mit dem Messer schwer verletzt, sagt die Polizei.",
    ),
    (
        "country and people",
        "Nach dem Spiel haben Leute aus Syrien den Bus mit Steinen und Flaschen beworfen.",
        "Nach dem Spiel haben Leute aus Serbien den Bus mit Steinen und Flaschen beworfen.",
    ),
    (
        "austria",
        "A law in Austria now forces parents to pay a fine for every missed school day.",
        "A law in Australia now forces parents to pay a fine for every missed school day.",
    ),
]


@pytest.mark.parametrize("one,other", [pytest.param(*pair, id=name) for name, *pair in SAME])
def test_an_edit_of_passing_on_leaves_a_text_the_same(one: str, other: str) -> None:
    assert is_near_duplicate(one, other)
    assert is_near_duplicate(other, one)


@pytest.mark.parametrize("one,other", [pytest.param(*pair, id=name) for name, *pair in DIFFERENT])
def test_an_edit_that_says_something_else_makes_another_text(one: str, other: str) -> None:
    assert not is_near_duplicate(one, other)
    assert not is_near_duplicate(other, one)


def test_greetings_and_requests_do_not_count() -> None:
    assert compared(f"Hallo zusammen! {VAN} Bitte weiterleiten!").words == compared(VAN).words


def test_a_text_is_read_once_for_any_number_of_comparisons() -> None:
    read = {text: compared(text) for _, one, other in SAME + DIFFERENT for text in (one, other)}
    assert all(are_near_duplicates(read[one], read[other]) for _, one, other in SAME)
    assert not any(are_near_duplicates(read[one], read[other]) for _, one, other in DIFFERENT)


def test_a_text_of_two_words_is_never_a_near_duplicate() -> None:
    words = ["gestern", "kamen", "fremde", "Wagen"][:FEWEST_WORDS]
    assert is_near_duplicate(" ".join(words), " ".join(words))
    assert not is_near_duplicate(" ".join(words[1:]), " ".join(words[1:]))


def test_a_long_text_may_have_another_comment_on_each_side() -> None:
    one, other = f"Das glaube ich sofort. {HOSPITAL} {VAN}", f"Ich weiß nicht recht. {HOSPITAL} {VAN}"
    assert len(f"{HOSPITAL} {VAN}".split()) > LONG_TEXT
    assert is_near_duplicate(one.replace("nicht recht", "es selbst"), other.replace("nicht recht", "es selbst"))
    assert not is_near_duplicate(f"Das glaube ich sofort. {VAN}", f"Mir ist ganz schlecht. {VAN}")


def test_a_denial_beside_a_text_makes_another_one_of_it() -> None:
    for denial in ("Unfug, aber lest selbst.", "Das ist eine Ente!", "Die Polizei hat es dementiert."):
        assert not is_near_duplicate(f"{HOSPITAL} {VAN}", f"{HOSPITAL} {VAN} {denial}")


HOSTILE = {
    "nothing": "",
    "white space": " \n" * 10_000,
    "one letter": "a" * 20_000,
    "one word": "Haus " * 4_000,
    "marks": "!" * 19_999 + "x",
    "emoji": "😀" * 20_000,
    "short sentences": "Ja. " * 5_000,
    "numbers": "5 " * 10_000,
    "from right to left": "אין לזה סוף. " * 1_500,
    "no spaces": "这是一个没有空格的句子" * 1_800,
    "control characters": "\x00" * 20_000,
}


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in HOSTILE.items()])
def test_hostile_texts_are_compared_without_breaking(text: str) -> None:
    assert not is_near_duplicate(text, VAN)
    assert not is_near_duplicate(VAN, text)
    assert not are_near_duplicates(compared(text[::-1]), compared(VAN))


def test_other_scripts_have_near_duplicates_too() -> None:
    text = "Завтра утром в городе отключат воду во всех домах на три дня"
    assert is_near_duplicate(text, f"⚠️ {text}!!!")
    assert not is_near_duplicate(text, text.replace("воду", "газ"))


@pytest.mark.parametrize(
    "post", ["Essig heilt 🚫 Krebs im Alter.", "❌ Essig heilt Krebs im Alter.", "Essig heilt K̶r̶e̶b̶s̶ im Alter."]
)
def test_a_sign_that_denies_makes_another_text_of_the_same_words(post: str) -> None:
    claim = "Essig heilt Krebs im Alter."

    assert not is_near_duplicate(post, claim)
    assert is_near_duplicate(f"{claim} 🙏🙏", claim)
