"""What in the words of a post or its reader calls for haste."""

from __future__ import annotations

from typing import Any

import pytest

from intake.cases.signals import Signal, said_in, signals_in, told
from intake.models.cases import Kind
from intake.models.reports import Concern, Submission


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


SAID = [
    ({"is_danger": True}, {Signal.DANGER}),
    ({"concern": Concern.AFFECTED}, {Signal.AFFECTED}),
    ({"concern": Concern.ON_BEHALF}, {Signal.ON_BEHALF}),
    ({"concern": Concern.WITNESS}, set()),
    ({"concern": Concern.UNSAID}, set()),
]


@pytest.mark.parametrize("answers, signals", SAID, ids=[str(signals) for _, signals in SAID])
def test_what_a_reader_answers_is_no_guess(answers: dict[str, Any], signals: set[Signal]) -> None:
    plain = {"is_danger": False, "concern": Concern.UNSAID}
    assert said_in([Submission(**plain), Submission(**(plain | answers))]) == signals


def test_nobody_is_told_a_guess_about_what_a_reader_has_said() -> None:
    assert told([Signal.AFRAID.value, Signal.CONCERNED.value, Signal.THREAT.value]) == [
        Signal.THREAT,
        Signal.AFRAID,
        Signal.CONCERNED,
    ]
    every = [signal.value for signal in Signal]
    assert {Signal.AFRAID, Signal.CONCERNED}.isdisjoint(told(every))
    assert {Signal.DANGER, Signal.AFFECTED, Signal.EXPOSED} <= set(told(every))
