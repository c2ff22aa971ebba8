"""What makes two texts the same post."""

from __future__ import annotations

import pytest

from search.text.normalise import normalised, text_hash

POST = "Ab Montag dürfen in Wien nur noch 5 Personen gemeinsam auf der Straße stehen, sagt das Amt!"
LETTER = f"{POST}\nWer sich nicht daran hält, zahlt 3.600 Euro."
MAIL_HEADER = """---------- Forwarded message ---------
Von: Erika <e@example.org>
Date: Di., 12. März 2024 um 18:22
Subject: Fwd: Achtung
To: Karl"""

SAME = {
    "capitals": ("STIMMT das?", "stimmt DAS?"),
    "sharp s in capitals and in Switzerland": ("Große Straße", "GROSSE STRASSE"),
    "a Turkish capital": ("İstanbul yanıyor", "istanbul yanıyor"),
    "white space": (" Stimmt\t das?\r\n", "Stimmt das?"),
    "a non-breaking space": ("Stimmt\u00a0das?", "Stimmt das?"),
    "a space before a mark": ("Vraiment ?", "Vraiment?"),
    "a zero-width space": ("Stim\u200bmt das?", "Stimmt das?"),
    "a soft hyphen": ("Nach\u00adricht", "Nachricht"),
    "a direction mark": ("\u200eStimmt das?\u200f", "Stimmt das?"),
    "a turned direction": ("\u202aStimmt\u202c \u2067das\u2069?", "Stimmt das?"),
    "a byte order mark": ("\ufeffStimmt das?", "Stimmt das?"),
    "a zero byte": ("Stimmt\x00 das?", "Stimmt das?"),
    "a blank that is no space": ("Stimmt\u2800 das\u3164?", "Stimmt das?"),
    "a variation selector": ("\u2764\ufe0f fürs Impfen", "\u2764 fürs Impfen"),
    "a skin tone": ("👍🏽 fürs Impfen", "👍 fürs Impfen"),
    "two spellings of ü": ("Mu\u0308nchen", "M\u00fcnchen"),
    "wide letters": ("Ｓｔｉｍｍｔ das?", "Stimmt das?"),
    "mathematical letters": ("𝗦𝘁𝗶𝗺𝗺𝘁 das?", "Stimmt das?"),
    "German and English quotes": ("Er sagt „Nein“ und ‚Ja‘.", "Er sagt \"Nein\" und 'Ja'."),
    "French quotes": ("Er sagt »Nein« und «Ja».", 'Er sagt "Nein" und "Ja".'),
    "apostrophes": ("Wie geht’s, don´t", "Wie geht's, don't"),
    "dashes": ("Wien – 5—6 Tote", "Wien - 5-6 Tote"),
    "three dots": ("Warte…", "Warte..."),
    "repeated marks": ("Unglaublich!!!!! Wirklich???", "Unglaublich! Wirklich?"),
    "mixed marks": ("Wirklich?!?!?!", "Wirklich?!"),
    "repeated dots and lines": ("Warte.......\n--------\nNein", "Warte...\n---\nNein"),
    "bold and italics": ("Das ist *sehr wichtig* und _eilig_", "Das ist sehr wichtig und eilig"),
    "emoji": (f"🚨🚨🚨 {POST} 😡", POST),
    "emoji between words": (POST.replace(" nur ", "😱nur "), POST),
    "a family of emoji": (f"{POST} 👨‍👩‍👧", POST),
    "a mark that is an emoji": (POST.replace("!", "❗️❗️"), POST),
    "a keycap": (POST.replace("5", "5\ufe0f\u20e3"), POST),
    "a tracked link": (f"{POST} https://www.example.org/a?fbclid=x", f"{POST} http://example.org/a/"),
    "a wrapped link": (f"{POST} https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa", f"{POST} example.org/a"),
    "quoting": ("> Stimmt das?\n>> Ja.", "Stimmt das?\nJa."),
    "a forwarded mail": (f"WG: {POST}", POST),
    "a mail forwarded twice": (f"Betreff: Fwd: WG: {POST}", POST),
    "an export of WhatsApp": (f"[12.03.24, 18:22:11] Erika Beispiel: {POST}", POST),
    "an export with a direction mark": (f"\u200e[12.03.24, 18:22:11] ~\u00a0Erika: {POST}", POST),
    "an export from Android": (f"12.03.24, 18:22 - Erika: {POST}", POST),
    "an American export": (f"[3/12/24, 6:22:11\u202fPM] Erika: {POST}", POST),
    "several messages of one sender": (
        "[12.03.24, 18:22:11] Erika: Achtung.\n[12.03.24, 18:22:40] Erika: Weitersagen ist Pflicht.",
        "Achtung.\nWeitersagen ist Pflicht.",
    ),
    "the header of a forwarded mail": (f"{MAIL_HEADER}\n\n{POST}", f"Achtung\n{POST}"),
}  # fmt: skip

ADDED_LINES = [
    "Weitergeleitet",
    "↪️ *Häufig weitergeleitet*",
    "[Häufig weitergeleitet]",
    "Mehrfach weitergeleitet",
    "Weitergeleitete Nachricht:",
    "Weitergeleitet von Erika Beispiel",
    "Weitergeleitet aus: Mein Kanal",
    "-----Ursprüngliche Nachricht-----",
    "Anfang der weitergeleiteten Nachricht:",
    "Bitte weiterleiten!!",
    "BITTE AN ALLE WEITERLEITEN 🙏🙏",
    "Weiterleiten bitte",
    "Bitte an alle Kontakte weiterleiten!",
    "Bitte an eure Freunde weiterschicken",
    "Bitte teilen",
    "Teilen, teilen, teilen!",
    "Bitte bitte verbreiten!!!",
    "Kopiert",
    "Forwarded",
    "Forwarded many times",
    "Forwarded as received",
    "---------- Forwarded message ----------",
    "Forwarded from Erika",
    "Begin forwarded message:",
    "Please share this widely!",
    "Please forward to all",
    "Copied and pasted",
    "Fwd:",
    "Transféré",
    "Transféré de nombreuses fois",
    "Message transféré",
    "Faites tourner !",
    "Inoltrato molte volte",
    "Fate girare!!",
    "İletildi",
    "Birçok kez iletildi",
    "Lütfen paylaşın!",
    "<Medien ausgeschlossen>",
    "\u200eBild weggelassen",
    "<Media omitted>",
]


@pytest.mark.parametrize("one,other", SAME.values(), ids=SAME.keys())
def test_what_changes_when_a_text_is_passed_on_does_not_matter(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)
    assert text_hash(one) == text_hash(other) != ""


@pytest.mark.parametrize("line", ADDED_LINES)
def test_a_line_that_was_added_on_the_way_does_not_matter(line: str) -> None:
    assert text_hash(line) == ""
    for wrapped in (f"{line}\n{LETTER}", f"{LETTER}\n\n{line}", LETTER.replace("\n", f"\n{line}\n")):
        assert normalised(wrapped) == normalised(LETTER)


@pytest.mark.parametrize(
    "one,other",
    [
        ("Stimmt das?", "Stimmt das"),
        ("5 Tote", "6 Tote"),
        ("1.5 Millionen", "15 Millionen"),
        ("1,5 Millionen", "1.5 Millionen"),
        ("5-6 Tote", "56 Tote"),
        ("von 1...5", "von 1.5"),
        ("um ...5 Prozent", "um .5 Prozent"),
        ("2*3", "23"),
        ("② Tote", "③ Tote"),
        ("❷ Tote", "❸ Tote"),
        ("-5 Grad", "5 Grad"),
        ("> 5 Tote", "5 Tote"),
        (">5 Tote", "5 Tote"),
        ("> € 5 Strafe", "€ 5 Strafe"),
        ("~5 Tote", "5 Tote"),
        ("Impfung schützt", "Impfung schützt nicht"),
        ("Das ist ~nicht~ wahr", "Das ist wahr"),
        ("Erika lügt", "Karl lügt"),
        ("schon", "schön"),
        ("Lehrer*innen", "Lehrerinnen"),
        ("Das ist wahr.", "Das ist wahr?"),
        ("Der Brief wurde weitergeleitet an das Amt", "Der Brief wurde an das Amt"),
        (f"Nicht weiterleiten!\n{POST}", POST),
        ("Weitergeleitet von Erika: 5 Tote", "Weitergeleitet von Erika: 6 Tote"),
        ("Weitergeleitet\nVon: Polizei Wien\nAchtung!", "Weitergeleitet\nVon: Polizei Graz\nAchtung!"),
        ("Bitte nicht teilen\nAchtung!", "Achtung!"),
        (
            "[12.03.24, 18:22:11] Erika: Ja\n[12.03.24, 18:22:12] Karl: Nein",
            "[12.03.24, 18:22:11] Karl: Ja\n[12.03.24, 18:22:12] Erika: Nein",
        ),
        ("🐀 raus!", "👮 raus!"),
        (f"✅ {POST}", f"❌ {POST}"),
        (f"🇩🇪 {POST}", f"🇦🇹 {POST}"),
        (f"📈 {POST}", f"📉 {POST}"),
        (f"{POST} ↑", f"{POST} ↓"),
        (POST, POST.replace("5", "6")),
        (POST, POST.replace("nur", "nicht")),
        (POST, POST.replace("Wien", "Graz")),
        (f"{POST} https://youtu.be/AbC-dEf_123", f"{POST} https://youtu.be/aBC-dEf_123"),
        (f"{POST} https://example.org/a--b", f"{POST} https://example.org/a-b"),
    ],
)
def test_texts_that_say_something_else_stay_apart(one: str, other: str) -> None:
    assert text_hash(one) != text_hash(other)
    assert text_hash(one)
    assert text_hash(other)


@pytest.mark.parametrize("text", ["", " \n", "\u200b", "\x00", "Weitergeleitet", "↪️ Häufig weitergeleitet", ">\n>"])
def test_a_text_of_which_nothing_is_left_has_no_hash(text: str) -> None:
    assert text_hash(text) == ""


def test_a_normalised_text_is_its_own_normal_form() -> None:
    for one, other in SAME.values():
        assert normalised(normalised(one)) == normalised(one) == normalised(other)
