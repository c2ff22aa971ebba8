"""How sure a match is: cut in one place from all that is known about it."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from search.ranking.bands import Band, Cuts, Evidence, Lane, band_of, weaker

CUTS = Cuts(same=0.9, likely=0.5, related=0.1, related_cosine=0.8)
ALIKE = Evidence(lanes=(Lane.MEANING,), cosine=0.85, probability=0.95, cuts=CUTS)
UNLIKE = replace(ALIKE, probability=0.01)


@pytest.mark.parametrize(
    "evidence,band",
    [
        (Evidence(), None),
        (ALIKE, Band.SAME),
        (replace(ALIKE, probability=0.89), Band.LIKELY),
        (replace(ALIKE, probability=0.49), Band.RELATED),
        (UNLIKE, None),
        (replace(ALIKE, contradicts=True), Band.LIKELY),
        (replace(ALIKE, probability=0.6, contradicts=True), Band.LIKELY),
        (replace(ALIKE, is_short=True), Band.RELATED),
        (replace(ALIKE, is_short=True, contradicts=True), Band.RELATED),
        (replace(UNLIKE, is_short=True), None),
        (replace(ALIKE, probability=None), Band.RELATED),
        (replace(ALIKE, probability=None, cosine=0.79), None),
        (replace(ALIKE, probability=None, cuts=None, cosine=0.1), Band.RELATED),
        (replace(ALIKE, cuts=Cuts(2.0, 2.0, 0.1, 0.8)), Band.RELATED),
        # A threshold that lies above the one over it takes nothing away from that one.
        (replace(ALIKE, probability=0.6, cuts=replace(CUTS, related=0.7)), Band.LIKELY),
    ],
)
def test_similarity_is_cut_by_what_was_measured(evidence: Evidence, band: Band | None) -> None:
    assert band_of(evidence) is band


@pytest.mark.parametrize("lane", [Lane.EXACT_TEXT, Lane.NEAR_DUPLICATE])
@pytest.mark.parametrize("rest", [Evidence(), UNLIKE, replace(ALIKE, is_short=True, contradicts=True)])
def test_the_same_words_are_the_same_whatever_else_is_known(lane: Lane, rest: Evidence) -> None:
    assert band_of(replace(rest, lanes=(*rest.lanes, lane))) is Band.SAME


@pytest.mark.parametrize("rest,mentioned", [(Evidence(), Band.LIKELY), (UNLIKE, Band.LIKELY), (ALIKE, Band.SAME)])
def test_a_link_is_sure_where_it_is_asked_about_and_likely_where_it_is_mentioned(
    rest: Evidence, mentioned: Band
) -> None:
    linked = replace(rest, lanes=(Lane.SAME_LINK, *rest.lanes))
    assert band_of(linked) is mentioned
    assert band_of(replace(linked, is_subject=True)) is Band.SAME
    assert band_of(replace(rest, is_subject=True)) is band_of(rest), "what was asked about is no lane by itself"


def test_the_weaker_of_two_bands_is_the_less_sure_one() -> None:
    for one, other in permutations(Band, 2):
        assert weaker(one, other) is weaker(other, one)
    assert weaker(Band.SAME, Band.LIKELY) is Band.LIKELY
    assert weaker(Band.RELATED, Band.LIKELY) is Band.RELATED
    assert weaker(Band.SAME) is Band.SAME
