"""Slurs are masked however they are dressed, and no harmless word with them."""

from __future__ import annotations

import pytest

from review.care.slur_words import WORDS
from review.care.slurs import Segment, masked, segments, slurs

MASKED = {
    # Inflections and compounds.
    "Neger": "N••••",
    "NEGERIN": "N••••••",
    "der Negerbande": "der N•••••••••",
    "Drecksneger!": "D••••••••••!",
    "Kanaken": "K••••••",
    "„Judenpack“": "„J••••••••“",
    "Judensäuen": "J•••••••••",
    "Hurensöhne": "H•••••••••",
    "Schwuchteln und Fotzen": "S•••••••••• und F•••••",
    "Missgeburt, Mißgeburt": "M•••••••••, M••••••••",
    "two faggots": "two f••••••",
    # Umlauts as people type them.
    "Kuemmeltuerken": "K•••••••••••••",
    "SCHEISSJUDEN": "S•••••••••••",
    # Digits, signs and accents for letters.
    "N3ger": "N••••",
    "n1gg3r": "n•••••",
    "F0tze": "F••••",
    "Hürensohn, Hurénsohn": "Hürensohn, H••••••••",
    # Starred out, but not so far that nothing is left.
    "N*ger": "N••••",
    "H*rens*hn": "H••••••••",
    "N*ger*innen": "N••••*innen",
    "F****": "F****",
    # Letters apart, marks between, and what nobody sees.
    "J u d e n s a u": "J••••••••••••••",
    "du J u d e n s a u da": "du J•••••••••••••• da",
    "J.u.d.e.n.s.a.u": "J••••••••••••••",
    "Juden-Sau": "J••••••••",
    "Ne\u00adger, Ne\u200bger": "N•••••, N•••••",
}

# Each has a slur in it, or looks like one.
HARMLESS = (
    "Juden Judentum Jüdin Judenhass Judenverfolgung Schwule Schwulenberatung Schwulenverband Lesben Lesbe lesbisch trans "
    "transgender Transfrau trans*Personen Transport Transit Muslime Islam Roma Sinti Behinderung behindert Behinderte "
    "Rollstuhl Asylant Ausländer Mohr Mohrrübe Niger Nigeria nigerianisch Negev Asien Asiate Asiatin as-is Assistent "
    "Scunthorpe Penistone Tischlampe Nachttischlampe Schreibtischlampe Schlamperei schlampig verschlampen Nusspaste "
    "Anchovispaste Spastik spastisch schüren schürten Uhren Huhn Hurrikan Fagott Fotograf Fotografie Minute Mongolei "
    "mongolisch MongoDB Krüppelkiefer Kaffernbüffel verkrüppelt Emanzipation Proletariat Prolog Penne Muselin Kanada "
    "Kanaken-frei? Mannweiler snigger sniggered niggardly cocktail Retard retardiert spazieren Bitcoin Fagus Chinchilla "
    "Leser*innen Türk*innen Jüd*innen Bürger*innen schwul*lesbisch A-s-i B. A. U. z. B. i. d. R."
).replace("Kanaken-frei? ", "")


@pytest.mark.parametrize("text", MASKED)
def test_a_slur_keeps_its_first_letter_and_its_length(text: str) -> None:
    assert masked(text) == MASKED[text]


def test_no_harmless_word_is_masked() -> None:
    assert [HARMLESS[start:end] for start, end in slurs(HARMLESS)] == []


@pytest.mark.parametrize("motive", WORDS)
def test_every_word_of_the_table_is_masked(motive: str) -> None:
    read = []
    for word in WORDS[motive].split():
        plain = word.strip("-!")
        read += [
            text for text in (plain, plain.upper(), plain.title()) if masked(f"Ein {text}.") != f"Ein {shown(text)}."
        ]
    assert read == []


def shown(word: str) -> str:
    return word[0] + "•" * (len(word) - 1)


def test_no_word_stands_twice_in_the_table() -> None:
    words = [word for text in WORDS.values() for word in text.split()]
    assert sorted(words) == sorted(set(words))
    assert len(words) > 80


def test_the_segments_are_the_text() -> None:
    text = "Sagt der Neger: „J u d e n s a u“ <b>&amp; N*ger</b>\n und Tschüss."
    found = segments(text)

    assert "".join(piece.text for piece in found) == text
    assert [piece.text for piece in found if piece.is_slur] == ["Neger", "J u d e n s a u", "N*ger"]
    assert segments("") == ()
    assert segments("Neger") == (Segment("Neger", is_slur=True),)
    assert segments("Nichts.") == (Segment("Nichts.", is_slur=False),)


@pytest.mark.parametrize(
    "piece", ["neger", "n*g ", "n e ", "N.e.", "a-", "neger ", "Juden-Sau-", "*", "ä ", "n*e*", "1"]
)
def test_a_word_is_looked_at_once_however_long_it_is(piece: str) -> None:
    """Twice the text is twice the work: every place of the text belongs to at most one mask, and none is lost."""
    short, long = piece * 1_000, piece * 2_000
    assert sum(end - start for start, end in slurs(long)) <= len(long)
    assert "".join(segment.text for segment in segments(long)) == long
    assert len(slurs(long)) <= 2 * len(slurs(short)) + 1
