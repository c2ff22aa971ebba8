"""What an editor is told about a match: the sentences that met, what they share and what differs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from search.comparison.explanation import Explanation, Segment, explain
from search.comparison.said import Said
from search.facts.differences import Difference, DifferenceKind


def explained(post: str, *claim: str, post_lang: str = "de", claim_lang: str = "de") -> Explanation:
    return explain(Said(post, post_lang), Said(claim[0], claim_lang, claim[1:]))


def marked(segments: tuple[Segment, ...]) -> str:
    return "".join(f"[{segment.text}]" if segment.shared else segment.text for segment in segments)


def plain(segments: tuple[Segment, ...]) -> str:
    return "".join(segment.text for segment in segments)


POST = "Hört mal alle her! In Köln wurde gestern eine Schule geschlossen, weil Kinder geimpft waren. Unfassbar, oder?"


def test_the_sentence_that_met_is_shown_with_what_both_sides_share() -> None:
    found = explained(POST, "Eine Kölner Schule schließt wegen der Impfung.", "Schule in Köln bleibt offen für Kinder")
    assert marked(found.post) == ("In [Köln] wurde gestern eine [Schule] geschlossen, weil [Kinder] geimpft waren.")
    assert marked(found.claim) == "[Schule] in [Köln] bleibt offen für [Kinder]"


@pytest.mark.parametrize(
    "post,claim,post_marked,claim_marked",
    [
        ("Die Impfungen wirken", "Impfung wirkt", "Die [Impfungen] wirken", "[Impfung] wirkt"),
        ("Die Coronaimpfung hilft", "Impfung hilft", "Die [Coronaimpfung hilft]", "[Impfung hilft]"),
        ("Viele Coronaimpfungen", "Impfung", "Viele [Coronaimpfungen]", "[Impfung]"),
        ("Alle Demonstranten gehen", "Demonstration geht", "Alle [Demonstranten] gehen", "[Demonstration] geht"),
        ("5.000 Leute kamen", "fünftausend Leute kamen", "[5.000 Leute kamen]", "[fünftausend Leute kamen]"),
        ("am 13.03.2024 in Wien", "13. März 2024: Wien", "am [13.03.2024] in [Wien]", "[13. März 2024]: [Wien]"),
        ("am 13. März kam Regen", "am 12. März kam Regen", "am 13. März [kam Regen]", "am 12. März [kam Regen]"),
        ("Das ist die Haut", "Das ist die Halle", "Das ist die Haut", "Das ist die Halle"),
    ],
)
def test_words_are_shared_by_stem_part_and_value(post: str, claim: str, post_marked: str, claim_marked: str) -> None:
    found = explained(post, claim)
    assert marked(found.post) == post_marked
    assert marked(found.claim) == claim_marked


def test_a_fragment_is_not_the_best_sentence() -> None:
    found = explained("Kinder!\n\nFremde Kinder wurden am Bahnhof gesehen.", "Am Bahnhof wurden fremde Kinder gesehen")
    assert plain(found.post) == "Fremde Kinder wurden am Bahnhof gesehen."


def test_without_a_shared_word_the_first_sentences_stand() -> None:
    found = explained("Erster Satz. Zweiter Satz.", "Ganz andere Worte. Noch mehr davon.")
    assert (plain(found.post), plain(found.claim)) == ("Erster Satz.", "Ganz andere Worte.")
    assert not any(segment.shared for segment in found.post + found.claim)


def test_across_languages_numbers_dates_and_places_meet() -> None:
    found = explained(
        f"Achtung! Am 13. März 2024 brannte in Köln ein Haus. {POST}",
        "Fact check. A house burned in Cologne on March 13, 2024.",
        claim_lang="en",
    )
    assert marked(found.post) == "Am [13. März 2024] brannte in [Köln] ein Haus."
    assert marked(found.claim) == "A house burned in [Cologne] on [March 13, 2024]."
    assert found.languages == ("de", "en")
    assert found.language_names("de") == ("Deutsch", "Englisch")
    assert found.language_names("en") == ("German", "English")


def test_across_languages_similarity_is_asked_when_there_is_one() -> None:
    asked: list[tuple[list[str], list[str]]] = []

    def similarity(posts: Sequence[str], claims: Sequence[str]) -> NDArray[np.float32]:
        asked.append((list(posts), list(claims)))
        scores = np.zeros((len(posts), len(claims)), dtype=np.float32)
        scores[1, 0] = 1
        return scores

    found = explain(
        Said("Guten Morgen. Das Wasser ist giftig.", "de"),
        Said("Tap water is poisonous. It is not.", "en"),
        similarity=similarity,
    )
    assert plain(found.post) == "Das Wasser ist giftig."
    assert plain(found.claim) == "Tap water is poisonous."
    assert asked == [(["Guten Morgen.", "Das Wasser ist giftig."], ["Tap water is poisonous.", "It is not."])]


def test_similarity_is_not_asked_where_words_are_shared() -> None:
    def never(posts: Sequence[str], claims: Sequence[str]) -> NDArray[np.float32]:
        raise AssertionError(posts, claims)

    found = explain(Said(POST, "de"), Said("Eine Schule", "de"), similarity=never)
    assert "Schule" in plain(found.post)


def test_what_differs_is_called_out() -> None:
    found = explained(
        "In Köln haben 5.000 Polizisten keine Schule geschlossen.",
        "In Bonn haben 3.000 Polizisten Schulen geschlossen.",
    )
    assert found.differences == (
        Difference(DifferenceKind.NUMBER, ("5.000",), ("3.000",)),
        Difference(DifferenceKind.NEGATION, ("keine",), ()),
        Difference(DifferenceKind.PLACE, ("Köln",), ("Bonn",)),
    )


def test_a_number_that_the_post_has_elsewhere_does_not_differ() -> None:
    post = "Es waren 5.000 Polizisten vor der Schule. Erst hieß es 3.000."
    found = explained(post, "3.000 Polizisten vor der Schule")
    assert found.differences == ()


def test_a_title_may_deny_what_the_claim_says() -> None:
    title = "Polizisten haben nicht Schulen geschlossen"
    found = explained("Polizisten haben Schulen geschlossen.", "Andere Worte", title)
    assert "nicht" in plain(found.claim)
    assert found.differences == ()


def test_sentences_that_are_worded_freely_do_not_deny_each_other() -> None:
    found = explained(
        "Ich verstehe nicht, warum in dieser Schule so viele Leute jeden Tag ihre Zeit mit Unsinn verbringen müssen.",
        "Eine Schule in Bayern lässt Eltern den Boden wischen und Fenster putzen.",
    )
    assert "Schule" in marked(found.post)
    assert found.differences == ()


@pytest.mark.parametrize(
    "post_lang,claim_lang,languages",
    [
        ("de", "de", None),
        ("de-AT", "de", None),
        ("", "de", None),
        ("de", "", None),
        ("DE", "tr", ("de", "tr")),
        ("xx", "de", ("xx", "de")),
    ],
)
def test_languages_are_named_only_when_they_differ(
    post_lang: str, claim_lang: str, languages: tuple[str, str] | None
) -> None:
    found = explained(POST, "Eine Schule", post_lang=post_lang, claim_lang=claim_lang)
    assert found.languages == languages
    assert (found.language_names("de") is None) is (languages is None)


def test_a_very_long_sentence_is_cut() -> None:
    found = explained("Schule " * 200, "Eine Schule")
    assert plain(found.post).endswith("…")
    assert len(plain(found.post)) <= 401


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "😀" * 20_000,
        "!" * 19_999 + "x",
        "a" * 20_000,
        "5 " * 10_000,
        "Ja. " * 5_000,
        "Es ist so. " * 1_800,
        "אין לזה סוף. " * 1_500,
        "这是一个没有空格的句子" * 1_800,
        "<script>alert('x')</script>" * 700,
        "\x00" * 20_000,
    ],
)
def test_hostile_texts_are_explained_without_breaking(text: str) -> None:
    for post, claim in ((text, "Eine Schule"), ("Eine Schule", text), (text, text)):
        found = explain(Said(post, "de"), Said(claim, "en", ("",)))
        assert len(plain(found.post)) <= 401
        assert len(plain(found.claim)) <= 401
    assert explain(Said(text, "de"), Said("", "de")).claim == ()
