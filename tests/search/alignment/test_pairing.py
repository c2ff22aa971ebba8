"""Which words of two sentences are the same one."""

from __future__ import annotations

import pytest

from search.alignment.pairing import How, paired
from search.alignment.reading import read
from search.alignment.slips import is_slip
from search.alignment.units import Unit


def units(text: str, lang: str) -> tuple[Unit, ...]:
    return tuple(unit for sentence in read(text, lang).sentences for unit in sentence.content)


def pairs(post: str, claim: str, lang: str) -> set[tuple[str, str, How]]:
    found = paired(units(post, lang), units(claim, lang), lang)
    return {(one.written, other.written, how) for one, other, how in found.pairs}


@pytest.mark.parametrize(
    "lang,post,claim,how",
    [
        ("de", "die Brücke", "eine BRÜCKE", How.LETTERS),
        ("de", "die Brücken", "eine Brücke", How.FORM),
        ("de", "er verkaufte", "sie verkaufen", How.FORM),
        ("de", "das Krankenhuas", "das Krankenhaus", How.SLIP),
        ("de", "der Mediziner", "der Arzt", How.SYNONYM),
        ("en", "the lorry", "a truck", How.SYNONYM),
        ("en", "the houses", "a house", How.FORM),
        ("en", "the hospitla", "the hospital", How.SLIP),
    ],
)
def test_a_word_is_found_again_in_another_form(lang: str, post: str, claim: str, how: How) -> None:
    assert {found for _, _, found in pairs(post, claim, lang)} == {how}


@pytest.mark.parametrize(
    "lang,post,claim",
    [
        ("de", "die Zuckersteuer", "eine Steuer auf Zucker"),
        ("de", "die Steuer auf Zucker", "die Zuckersteuern"),
        ("de", "die EZB", "die Europäische Zentralbank"),
        ("en", "record breaking snow", "record-breaking snow"),
    ],
)
def test_one_word_can_be_several(lang: str, post: str, claim: str) -> None:
    found = paired(units(post, lang), units(claim, lang), lang)

    assert not found.post
    assert not found.claim
    assert found.loosest in {How.APART, How.COMPOUND}


@pytest.mark.parametrize(
    "lang,one,other",
    [
        ("de", "beschossen", "beschlossen"),
        ("de", "verbrannt", "verbannt"),
        ("de", "Meier", "Maier"),
        ("de", "Steinach", "Steinbach"),
        ("de", "Kuh", "Kuhn"),
        ("en", "raise", "raze"),
        ("en", "Williams", "William"),
    ],
)
def test_two_words_that_look_alike_are_two(lang: str, one: str, other: str) -> None:
    found = paired(units(f"so {one} heute", lang), units(f"so {other} heute", lang), lang)

    assert one in {unit.written for unit in found.post}
    assert other in {unit.written for unit in found.claim}


def test_letters_that_changed_places_are_a_slip_of_a_name_and_another_letter_is_a_name() -> None:
    (right,), (turned,), (another,) = (units(f"{name}.", "de") for name in ("Strache", "Strahce", "Stracke"))

    assert is_slip(turned, right, "de")
    assert not is_slip(another, right, "de")


def test_words_in_the_same_order_are_paired_first() -> None:
    post, claim = units("Wien schlug Linz, Linz schlug Graz", "de"), units("Linz schlug Graz", "de")
    found = paired(post, claim, "de")

    assert [one.place for one, other, _ in found.pairs if other.written == "Linz"] == [3]
