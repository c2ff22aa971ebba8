"""How messages greet and take their leave."""

from __future__ import annotations

import pytest

from search.alignment.greetings import greets, ungreeted


@pytest.mark.parametrize(
    "said,lang",
    [
        ("Liebe Redaktion, der Turm fällt", "de"),
        ("Sehr geehrte Damen und Herren, der Turm fällt", "de"),
        ("Moin! der Turm fällt", "de"),
        ("Servus beinand, der Turm fällt", "de"),
        ("Dear fact checkers, the tower falls", "en"),
        ("Hello there, the tower falls", "en"),
    ],
)
def test_a_greeting_in_front_is_taken_off(said: str, lang: str) -> None:
    assert ungreeted(said, lang) == ("der Turm fällt" if lang == "de" else "the tower falls")


@pytest.mark.parametrize(
    "said,lang",
    [
        ("Liebe, Hass und Tod", "de"),
        ("Liebe Lügner, der Turm fällt", "de"),
        ("Hallo nicht, der Turm fällt", "de"),
        ("Hibiskus, Rosen und Flieder", "de"),
        ("Dear liars, the tower falls", "en"),
        ("Lieber Otto als Hans, der Turm fällt", "de"),
        ("Salut, la tour tombe", "fr"),
    ],
)
def test_what_says_something_is_no_greeting(said: str, lang: str) -> None:
    assert ungreeted(said, lang) == said


@pytest.mark.parametrize(
    "said,lang,expected",
    [
        ("Mit freundlichen Grüßen, Petra Moser", "de", True),
        ("Vielen Dank im Voraus!", "de", True),
        ("Danke für nichts", "de", False),
        ("Danke, Bürgermeister Huber", "de", False),
        ("Cheers", "en", True),
        ("Yours sincerely, Ann Hall", "en", True),
        ("Take to the streets", "en", False),
        ("Thanks to the mayor", "en", False),
        ("Best schools closed", "en", False),
        ("Merci", "fr", False),
    ],
)
def test_a_sentence_may_do_nothing_but_greet(said: str, lang: str, expected: bool) -> None:
    assert greets(said, lang) is expected
