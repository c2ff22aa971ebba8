"""What cleaning takes out of a post before it is searched for, and what it leaves alone."""

from __future__ import annotations

import pytest

from search.text.cleaning import clean_post


@pytest.mark.parametrize(
    "text,cleaned",
    [
        pytest.param("Stimmt das?\n\n  Bitte  prüfen", "Stimmt das? Bitte prüfen", id="space is collapsed"),
        pytest.param("ﬁnale Ｚahlen", "finale Zahlen", id="compatibility characters are made plain"),
        pytest.param("Lest das: https://example.org/a?b=c#d jetzt", "Lest das: jetzt", id="an address is cut"),
        pytest.param("Lest www.example.org/x jetzt", "Lest jetzt", id="an address without a scheme is cut"),
        pytest.param("Unglaublichpic.twitter.com/Ab12 oder", "Unglaublich oder", id="a glued picture is cut"),
        pytest.param("Die tagesschau.de meldet", "Die tagesschau.de meldet", id="the name of a site stays"),
        pytest.param("Laut @polizei_berlin wahr", "Laut polizei_berlin wahr", id="a handle becomes a name"),
        pytest.param("Mail an ich@example.org", "Mail an ich@example.org", id="a mail address stays"),
        pytest.param("#StopptDasImpfen", "Stoppt Das Impfen", id="a tag is spelt out"),
        pytest.param("#AfDVerbot", "AfD Verbot", id="a party in a tag keeps its name"),
        pytest.param("#StopUSAKrieg", "Stop USA Krieg", id="an abbreviation in a tag stays whole"),
        pytest.param("#COVID19", "COVID19", id="a tag in capitals stays whole"),
        pytest.param("#ÖffnetDieSchulen", "Öffnet Die Schulen", id="umlauts count as letters"),
        pytest.param("#corona_lüge #5G", "corona lüge 5G", id="underscores part words"),
        pytest.param("Wir lernen C# und F#", "Wir lernen C# und F#", id="a sign after a letter is no tag"),
        pytest.param(
            "Das ist gelogen — Erika Beispiel (@erika) November 5, 2020",
            "Das ist gelogen — Erika Beispiel November 5, 2020",
            id="the signature of an embedded post keeps who and when",
        ),
        pytest.param(
            "Das ist gelogen — Erika (@erika) 5. November 2020 https://example.org/1",
            "Das ist gelogen — Erika 5. November 2020",
            id="a signature before an address loses its handle too",
        ),
        pytest.param(
            "Alle lügen – sagt Erika (@erika) heute",
            "Alle lügen – sagt Erika (erika) heute",
            id="a dash in a sentence is no signature",
        ),
        pytest.param(
            "Jan sagt: DIE IMPFUNG IST GIFT!! Sagt er",
            "Jan sagt: Die impfung ist gift!! Sagt er",
            id="a shouted run is calmed",
        ),
        pytest.param("Die EU und die NATO", "Die EU und die NATO", id="abbreviations stay"),
        pytest.param("CDU, CSU, SPD und FDP", "CDU, CSU, SPD und FDP", id="a list of abbreviations stays"),
        pytest.param("Das ist GANZ WICHTIG", "Das ist GANZ WICHTIG", id="two loud words are no shouting"),
        pytest.param("https://example.org/a", "https://example.org/a", id="an address alone is kept"),
        pytest.param("😡😡", "😡😡", id="emoji are kept"),
        pytest.param("  \n ", "", id="nothing stays nothing"),
    ],
)
def test_a_text_is_cleaned(text: str, cleaned: str) -> None:
    assert clean_post(text) == cleaned


def test_cleaning_twice_changes_nothing_more() -> None:
    text = "HÖRT IHR MICH ENDLICH? #StoppDieLüge @erika https://example.org"
    once = clean_post(text)
    assert clean_post(once) == once
