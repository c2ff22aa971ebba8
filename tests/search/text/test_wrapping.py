"""What is taken off round a message, and that the message itself stays."""

from __future__ import annotations

import pytest

from search.text.normalise import text_hash
from search.text.wrapping import undressed

POST = "Im Freibad von Oberau gilt ab Juni ein Verbot von Badehosen, die länger sind als 20 Zentimeter."
SHORT = "Oberau verbietet lange Badehosen."

HEADS = [
    "WICHTIG!!! ",
    "Dringende Warnung: ",
    "🚨🚨 Achtung 🚨: ",
    "Breaking: ",
    "Das kam gerade in der Elterngruppe rum: ",
    "Hat mir eben mein Onkel geschickt:\n",
    "Hallo liebes Team, ich habe das heute per Mail erhalten: ",
    "Sehr geehrte Redaktion, bitte prüfen:\n\n",
    "@faktencheck ist das wahr? ",
    "Wisst ihr, ob das stimmt?\n",
    "Kanal Oberland, [03.02.2025 07:45]\n",
    "Kanal Oberland, [2/3/25 7:45 AM]:\n",
    "Gerda Muster @gerda · 3. Februar 2025\n",
    "Gerda Muster\n@gerda\n·\n5 Std.\n",
    "Gerda Muster (@gerda)\n",
    "Gerda Muster\n3. Februar um 07:45 · \n",
    "Gerda Muster hat einen Beitrag geteilt.\n",
    "Am Mo., 3. Feb. 2025 um 07:45 schrieb Gerda <g@example.org>:\n> ",
    "On Mon, 3 Feb 2025 at 07:45, Gerda wrote:\n\n> ",
    "From: Gerda\nSent: Monday, 3 February 2025\nTo: Karl\nSubject: ",
]
TAILS = [
    "\n\nVon meinem Tablet gesendet",
    "\nGesendet mit der Telekom Mail App",
    " Sent from my Galaxy",
    " 07:45 ✓✓",
    "\n9.876 Aufrufe · 54 Kommentare",
    "\n1.2K views",
    " via @oberland",
    " @orf_tirol @presse",
    " pic.twitter.com/abcDEF12",
    "\nLiebe Grüße\nGerda",
    "\nLG, eure Gerda",
    " Ist da was dran?",
    " Bitte an alle weiterleiten!!",
    "\n07:45 · 3. Feb. 2025 · 321 Aufrufe",
    "\nGefällt mir · Kommentieren · Teilen",
]


@pytest.mark.parametrize("message", [POST, SHORT], ids=["long", "short"])
@pytest.mark.parametrize("head", HEADS)
def test_what_stands_before_a_message_is_taken_off(head: str, message: str) -> None:
    assert undressed(head + message) == message
    assert text_hash(head + message) == text_hash(message)


@pytest.mark.parametrize("message", [POST, SHORT], ids=["long", "short"])
@pytest.mark.parametrize("tail", TAILS)
def test_what_stands_after_a_message_is_taken_off(tail: str, message: str) -> None:
    assert undressed(message + tail) == message
    assert text_hash(message + tail) == text_hash(message)


def test_one_dress_over_the_other_is_taken_off_too() -> None:
    tail = "Bitte teilen!\nLG Gerda\n\nVon meinem Handy gesendet"
    text = f"WG: Hallo zusammen,\n@faktencheck stimmt das?\nWICHTIG!!! {POST} {tail}"
    assert undressed(text) == POST


@pytest.mark.parametrize(
    "text",
    [
        "Das neue iPhone von meinem Bruder wurde aus China gesendet",
        "Wer teilt, gewinnt ein Fahrrad.",
        "Wichtig ist, dass alle Kinder geimpft sind.",
        "Achtung vor falschen Polizisten in Oberau!",
        "Alle haben Post bekommen. Es war eine Rechnung.",
        "Das Video hat schon 1.234 Aufrufe",
        "Das sagte gestern @orf_at",
        "Der Zug fährt um 18:05",
        "Die Redaktion prüft keine Texte mehr.",
        "Demo am Ring\n12. März um 18:05\nKommt zahlreich nach Oberau",
        "Stimmt das?",
        "Stimmt das?\nBitte prüfen",
        "Bitte teilen, teilen, dann wird Oberau reich",
        "Gerda sagt: Das Wasser ist vergiftet",
        "Von: Polizei Oberau\nAn alle Bürger: bleibt zu Hause",
        "Schau dir dieses Video an pic.twitter.com/abc",
        "Fake! Das Wasser in Oberau ist sauber.",
        "Das Wasser in Oberau ist vergiftet. Das ist Satire.",
        "Das Wasser in Oberau ist vergiftet. Stimmt nicht!",
        "✅ Das Wasser in Oberau ist sauber ❌",
        "-5 Grad im Juli",
    ],
)
def test_a_message_stays_as_it_is(text: str) -> None:
    assert undressed(text) == text


@pytest.mark.parametrize(
    "one,other",
    [
        (f"{POST} Das ist erfunden.", POST),
        (f"Keine Warnung: {POST}", POST),
        (f"Nicht teilen! {POST}", POST),
        (f"{POST} Eine Ente!", POST),
        (f"{POST} Weg mit dem Bürgermeister!", POST),
        ("Hallo Wien, ab morgen gilt Maskenpflicht.", "Hallo Graz, ab morgen gilt Maskenpflicht."),
        ("Das sagte @orf_at", "Das sagte @servus_tv"),
        ("Schau dir dieses Video an pic.twitter.com/abc", "Schau dir dieses Video an pic.twitter.com/xyz"),
    ],
)
def test_what_says_something_keeps_texts_apart(one: str, other: str) -> None:
    assert text_hash(one) != text_hash(other)


def test_nothing_is_left_of_lines_that_programs_add() -> None:
    assert undressed("Weitergeleitet\n") == ""
