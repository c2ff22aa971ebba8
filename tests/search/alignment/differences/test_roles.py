"""Who does what to whom."""

from __future__ import annotations

import pytest

from search.alignment.differences.roles import parts_of, swapped
from search.alignment.pairing import paired
from search.alignment.reading import read


def have_changed_places(post: str, claim: str, lang: str) -> bool:
    (mine,), (theirs,) = read(post, lang).sentences, read(claim, lang).sentences
    found = paired(mine.content, theirs.content, lang)
    return swapped(mine, theirs, [(one, other) for one, other, _ in found.pairs]) is not None


@pytest.mark.parametrize(
    "lang,claim,post",
    [
        ("de", "Der Hirte fing den Wolf.", "Der Wolf fing den Hirten."),
        ("de", "Den Hirten jagte der Wolf.", "Den Wolf jagte der Hirte."),
        ("de", "Anna schlug Berta.", "Berta schlug Anna."),
        ("de", "Der Wolf wurde vom Hirten erlegt.", "Der Hirte wurde vom Wolf erlegt."),
        ("de", "Der Zug fährt von Linz nach Wels.", "Der Zug fährt von Wels nach Linz."),
        ("de", "Fans von Rapid verprügelten Fans von Sturm.", "Fans von Sturm verprügelten Fans von Rapid."),
        ("en", "The wolf caught the shepherd.", "The shepherd caught the wolf."),
        ("en", "The wolf was shot by the shepherd.", "The shepherd was shot by the wolf."),
        ("en", "The bus runs from Hull to Leeds.", "The bus runs from Leeds to Hull."),
    ],
)
def test_two_nouns_that_changed_places_are_seen(lang: str, claim: str, post: str) -> None:
    assert have_changed_places(post, claim, lang)


@pytest.mark.parametrize(
    "lang,claim,post",
    [
        ("de", "Der Hirte fing den Wolf.", "Den Wolf fing der Hirte."),
        ("de", "Der Hirte erlegte den Wolf.", "Der Wolf wurde vom Hirten erlegt."),
        ("de", "Im Mai fährt der Zug nach Wels.", "Der Zug nach Wels fährt im Mai."),
        ("de", "Weil der Zug steht, warten die Leute.", "Die Leute warten, weil der Zug steht."),
        ("en", "The shepherd shot the wolf.", "The wolf was shot by the shepherd."),
        ("en", "On Monday the bus runs to Leeds.", "The bus runs to Leeds on Monday."),
    ],
)
def test_another_order_is_not_another_part(lang: str, claim: str, post: str) -> None:
    assert not have_changed_places(post, claim, lang)


def test_a_part_is_told_by_preposition_article_and_head() -> None:
    (sentence,) = read("Der Hund des Nachbarn biss den Boten im Hof.", "de").sentences
    places = {unit.written: unit.place for unit in sentence.units}
    parts = {
        unit.written: parts_of(sentence)[unit.place] for unit in sentence.units if unit.place in parts_of(sentence)
    }

    assert parts["Nachbarn"].head == places["Hund"]
    assert parts["Boten"].is_object
    assert not parts["Hund"].is_object
    assert parts["Hof"].preposition == "im"
