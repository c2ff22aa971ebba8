"""What in the words of a post or its reader calls for haste."""

from __future__ import annotations

import pytest

from intake.cases.signals import Signal, signals_in
from intake.models.cases import Kind


@pytest.mark.parametrize(
    "post,signal",
    [
        ("Solche wie dich sollte man an die Wand stellen!", Signal.THREAT),
        ("Wir  finden\neuch alle", Signal.THREAT),
        ("ich weiß, wo du wohnst", Signal.THREAT),
        ("Somebody should shoot them all", Signal.THREAT),
        ("Besucht sie doch mal: Ahornstraße 12!", Signal.EXPOSED),
        ("She lives at 12 Maple Street, go and tell her", Signal.EXPOSED),
    ],
)
def test_a_post_that_spreads_hate_may_threaten_or_expose(post: str, signal: Signal) -> None:
    assert signals_in(Kind.HATE, post, []) == {signal}
    # A chain letter about a murder threatens nobody.
    assert signals_in(Kind.CHECK, post, []) == frozenset()


@pytest.mark.parametrize(
    "why,signal",
    [
        ("Meine Tochter geht auf diese Schule", Signal.CONCERNED),
        ("Das bin ich auf dem Foto.", Signal.CONCERNED),
        ("this is about me", Signal.CONCERNED),
        ("Ich habe Angst, dass jemand kommt", Signal.AFRAID),
        ("I am scared", Signal.AFRAID),
    ],
)
def test_a_reader_may_say_that_it_is_about_them(why: str, signal: Signal) -> None:
    assert signals_in(Kind.CHECK, "Ein Post.", ["", why]) == {signal}


@pytest.mark.parametrize(
    "words", ["Die Umbruchphase beginnt am Platz.", "Mein Telefon ist teuer, das stimmt doch nicht.", ""]
)
def test_ordinary_words_call_for_nothing(words: str) -> None:
    assert signals_in(Kind.HATE, words, [words]) == frozenset()


def test_only_the_beginning_is_read() -> None:
    assert signals_in(Kind.HATE, "la " * 2_000 + "ich weiß wo du wohnst", []) == frozenset()
