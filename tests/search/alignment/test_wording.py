"""What people are shown of a sentence that is read in another spelling: their own words."""

from __future__ import annotations

import pytest

from search.alignment.alignment import aligned
from search.alignment.reading import read
from search.alignment.wording import wording
from search.facts.differences import DifferenceKind


@pytest.mark.parametrize(
    "raw,text,part,expected",
    [
        ("Pupils had to wait", "Pupils usedto must wait", "usedto must", "had to"),
        ("Pupils had to wait", "Pupils usedto must wait", "must", "had to"),
        ("Pupils had to wait", "Pupils usedto must wait", "wait", ""),
        ("Er kommt um halb neun", "Er kommt um 8.30 Uhr", "8.30 Uhr", "halb neun"),
        ("Es regnet", "Es regnet", "regnet", ""),
        ("It rains", "It rains not", "not", ""),
        ("", "not", "not", ""),
        ("", "", "", ""),
    ],
)
def test_what_is_read_stands_for_what_is_between_the_same_words(raw: str, text: str, part: str, expected: str) -> None:
    start = text.index(part)

    assert wording(raw, text).of(start, start + len(part)) == expected


def test_dialect_is_read_word_by_word() -> None:
    found = wording("De Mui is ned zua", "Die Mühle ist nicht zu", by_word=True)

    assert found.of(14, 19) == "ned"


@pytest.mark.parametrize(
    "post,claim,lang,ours,others",
    [
        ("Mehr als 70 Wirte streiken.", "70 Wirte streiken.", "de", ("Mehr als",), ()),
        ("Der Hof öffnet um halb sieben.", "Der Hof öffnet um sechs.", "de", ("halb sieben",), ("sechs",)),
        ("Die Mühle verkauft nicht nur Mehl.", "Die Mühle verkauft Mehl.", "de", ("nicht nur",), ()),
        ("De Mui is ned gsperrt.", "Die Mühle ist gesperrt.", "de", ("ned",), ()),
        ("The mayor failed to sell the mill.", "The mayor sold the mill.", "en", ("failed to",), ()),
        ("Pupils had to wear hats.", "Pupils have to wear hats.", "en", ("had to",), ("have to",)),
        ("Up to half of the sheep died.", "Half of the sheep died.", "en", ("Up to half",), ()),
    ],
)
def test_a_difference_is_told_in_the_words_of_both(
    post: str, claim: str, lang: str, ours: tuple[str, ...], others: tuple[str, ...]
) -> None:
    found = aligned(read(post, lang), read(claim, lang)).differences[0]

    assert (found.post, found.claim) == (ours, others)


@pytest.mark.parametrize(
    "post,claim,lang",
    [
        ("In den Siebzigern war der Bach rot.", "In den Sechzigern war der Bach rot.", "de"),
        ("In den 70er Jahren war der Bach rot.", "In den 80er Jahren war der Bach rot.", "de"),
        ("In the sixties the brook was red.", "In the seventies the brook was red.", "en"),
        ("In the 1960s the brook was red.", "In the 1980s the brook was red.", "en"),
    ],
)
def test_another_decade_is_another_time(post: str, claim: str, lang: str) -> None:
    found = aligned(read(post, lang), read(claim, lang)).differences

    assert [difference.kind for difference in found] == [DifferenceKind.TIME]
    assert not any("jahrzehnt" in word or "decade" in word for word in (*found[0].post, *found[0].claim))
