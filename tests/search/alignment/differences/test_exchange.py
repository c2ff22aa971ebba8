"""Two words that changed places while all others stayed."""

from __future__ import annotations

import pytest

from search.alignment.alignment import Alignment, Finding, aligned
from search.alignment.reading import read
from search.facts.differences import DifferenceKind


def laid(post: str, claim: str, lang: str) -> Alignment:
    return aligned(read(post, lang), read(claim, lang))


@pytest.mark.parametrize(
    "post,claim,lang",
    [
        ("Der Lift fährt täglich von Imst nach Telfs.", "Der Lift fährt täglich von Telfs nach Imst.", "de"),
        ("Hohenems zahlt Strafe wegen Bregenz an die EU.", "Bregenz zahlt Strafe wegen Hohenems an die EU.", "de"),
        ("The Twitter tax passed the senate via Google.", "The Google tax passed the senate via Twitter.", "en"),
        ("Sharks in aquariums fear divers at night.", "Divers in aquariums fear sharks at night.", "en"),
    ],
)
def test_each_has_the_part_of_the_other(post: str, claim: str, lang: str) -> None:
    found = laid(post, claim, lang)

    assert found.finding is Finding.TELLING
    assert [difference.kind for difference in found.differences] == [DifferenceKind.ROLE]


@pytest.mark.parametrize(
    "post,claim,lang",
    [
        ("In Graz tanzt Anna bis Mitternacht.", "Anna tanzt in Graz bis Mitternacht.", "de"),
        ("In Wien, Linz und Graz fällt Schnee.", "In Graz, Linz und Wien fällt Schnee.", "de"),
        ("Den Hund beißt der Briefträger.", "Der Briefträger beißt den Hund.", "de"),
        ("Leeds or Hull wins the cup.", "Hull or Leeds wins the cup.", "en"),
    ],
)
def test_words_that_moved_with_their_small_ones_or_are_only_counted_up_have_no_other_part(
    post: str, claim: str, lang: str
) -> None:
    assert laid(post, claim, lang).finding is Finding.SAME


def test_both_numbers_of_one_word_are_read() -> None:
    claim = "Rapid gewann gegen Sturm mit 3-1 im Heimspiel."

    assert laid(claim.replace("3-1", "2-1"), claim, "de").finding is Finding.TELLING
    assert laid(claim.replace("3-1", "3-2"), claim, "de").finding is Finding.TELLING


def test_nearly_all_words_the_same_and_one_more_is_never_the_same_unseen() -> None:
    claim = "Der Bürgermeister von Imst verkauft den Stadtpark."

    assert (
        laid("Der Bürgermeister von Imst verkauft notfalls den Stadtpark.", claim, "de").finding is Finding.UNEXPLAINED
    )
