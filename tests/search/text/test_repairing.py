"""What programs did to a text is mended, and what only looks like it stays."""

from __future__ import annotations

import pytest

from search.text.repairing import repaired


@pytest.mark.parametrize(
    "text,meant",
    [
        ("K&auml;se f&#252;r &quot;alle&quot; &amp; Brot", 'Käse für "alle" & Brot'),
        ("M&amp;uuml;ll", "Müll"),
        ("Zeile eins<br>Zeile <b>zwei</b>", "Zeile eins\nZeile zwei"),
        ("KÃ¤se fÃ¼r die GroÃŸmutter â€“ â€žsagt sieâ€œ", "Käse für die Großmutter – „sagt sie“"),
        ("Ãœberfall in Ã–tz", "Überfall in Ötz"),
        ("KÃƒÂ¤se", "Käse"),
        ("Geld ðŸ˜¡", "Geld 😡"),
        ("5 â‚¬ Gebühr", "5 € Gebühr"),
        ("Ð\u009cÐ¸Ñ\u0080", "Мир"),
        ("Impfpflісht", "Impfpflicht"),
        ("Μinister", "Minister"),
        ("Мocква", "Москва"),
        ("10² Meter, 2³, 1½ Liter", "10^2 Meter, 2^3, 1 1⁄2 Liter"),
        ("CO₂ und m²", "CO2 und m2"),
    ],
)
def test_a_text_reads_as_it_was_meant(text: str, meant: str) -> None:
    assert repaired(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Er sagt „JÄ“ und „SÅ“.",
        "São Paulo, NÃO",
        "β-Carotin, TGFβ und kΩ",
        "Москва und Wien",
        "a & b; 5 < 6 > 4",
        "https://example.org/?a=1&copy=2&lang=de",
        "Größe, Ärger, Øl, Ñandú, naïve",
    ],
)
def test_what_is_meant_so_stays(text: str) -> None:
    assert repaired(text) == text
