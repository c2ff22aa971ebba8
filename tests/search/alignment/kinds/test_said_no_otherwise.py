"""A "no" said beside another one, a "not" beside an opposite, and what denies without a "no"."""

from __future__ import annotations

import pytest

from search.alignment.alignment import Finding, aligned
from search.alignment.reading import read
from tests.search.alignment.kinds.misses import pairs

SAME = """
de | Imker dürfen in Melk nicht parken. | Nein, Imker dürfen in Melk nicht parken.
de | Imker dürfen in Melk nicht parken. | Imker dürfen in Melk nicht parken, nein.
en | The dairy in Lorne is not closing. | No, the dairy in Lorne is not closing.
en | The dairy in Lorne is not closing. | The dairy in Lorne isn't closing, nope.
de | Knoblauch vertreibt Zecken. | Knoblauch vertreibt Zecken 👍 #garten
de | Knoblauch vertreibt Zecken. | 🌿 Knoblauch v e r t r e i b t Zecken
en | Garlic repels ticks. | Garlic repels ticks #garden
de | Der Fuchs ist tot. | Der Fuchs ist nicht am Leben.
en | The gate is open. | The gate is not shut.
en | The town allows kites. | The town does not forbid kites.
"""

OTHER = """
de | Knoblauch vertreibt Zecken. | Nein, Knoblauch vertreibt Zecken nicht.
de | Knoblauch vertreibt Zecken. | Faktencheck: Nein, Knoblauch vertreibt keine Zecken.
de | Knoblauch vertreibt Zecken. | Nein, Knoblauch vertreibt Zecken nicht, niemals.
de | Knoblauch vertreibt Zecken. | Nein, nein, Knoblauch vertreibt Zecken nicht.
de | Knoblauch vertreibt Zecken. | Nö, Knoblauch vertreibt keine Zecken.
de | Knoblauch vertreibt Zecken. | Nein, es stimmt nicht, dass Knoblauch Zecken vertreibt.
de | Knoblauch vertreibt Zecken. | Knoblauch vertreibt Zecken nicht, nein.
de | Knoblauch vertreibt Zecken. | Nie und nimmer vertreibt Knoblauch keine Zecken.
de | Knoblauch vertreibt Zecken. | Nie und nimmer vertreibt Knoblauch Zecken.
de | Knoblauch vertreibt Zecken. | Nein: Knoblauch vertreibt keine Zecken.
de | Knoblauch vertreibt Zecken. | Nein – Knoblauch vertreibt keine Zecken.
de | Wer nicht raucht, lebt länger. | Nein, wer nicht raucht, lebt länger.
de | Der Bürgermeister von Imst hat 12 Autos. | Nein, der Bürgermeister von Imst hat nicht 12 Autos.
de | Die Stadt Linz überwacht die Imker. | FAKTENCHECK: Nein, die Stadt Linz überwacht die Imker nicht
en | The dairy in Lorne is closing. | No, the dairy in Lorne is not closing.
en | The dairy in Lorne is closing. | Fact check: No, the dairy in Lorne isn't closing.
en | The dairy in Lorne is closing. | The dairy in Lorne isn't closing, no.
en | The dairy in Lorne is closing. | Nope, the dairy in Lorne is not closing, never.
en | Norway has banned all diesel cars. | No, Norway has not banned all diesel cars
en | Norway has banned all diesel cars. | No – Norway has not banned all diesel cars
en | Norway has banned all diesel cars. | No. Norway has not banned all diesel cars
en | Norway has banned all diesel cars. | No, Norway hasn't banned any diesel cars
en | People who do not drink live longer. | No, people who do not drink live longer.
de | Tee senkt den Blutdruck. | Tee erhöht den Blutdruck nicht.
de | Tee senkt den Blutdruck. | Tee steigert den Blutdruck nicht.
de | Die Mieten in Graz sind gestiegen. | Die Mieten in Graz sind nicht gesunken.
de | Die Mieten in Graz sind um 20 Prozent gestiegen. | Die Mieten in Graz sind nicht um 20 Prozent gefallen.
de | Der Bäcker wurde verurteilt. | Der Bäcker wurde nicht freigesprochen.
de | Er dreht das Gas zu. | Er dreht das Gas nicht auf.
en | Rents in Leeds rose in May. | Rents in Leeds did not fall in May.
en | The minister admitted the error. | The minister did not deny the error.
en | Spain exports olives to Malta. | Spain does not import olives to Malta.
en | Spain exports olives to Malta. | Spain does not import olives from Malta.
en | The council voted for the bridge. | The council did not vote against the bridge.
en | The pool was opened. | The pool was not closed.
en | The tea lowers blood pressure. | The tea does not raise blood pressure.
"""

BY_SIGNS_AND_TURNS = """
de | Knoblauch vertreibt Zecken. | Knoblauch vertreibt Zecken – von wegen!
de | Knoblauch vertreibt Zecken. | Knoblauch vertreibt Zecken. Von wegen!
de | Knoblauch vertreibt Zecken. | Von wegen Knoblauch vertreibt Zecken!
de | Knoblauch vertreibt Zecken. | Als ob Knoblauch Zecken vertreibt.
de | Knoblauch vertreibt Zecken. | Als ob Knoblauch Zecken vertreiben würde!
de | Knoblauch vertreibt Zecken. | Wer behauptet, Knoblauch vertreibt Zecken, lügt.
de | Knoblauch vertreibt Zecken. | Wer sagt, dass Knoblauch Zecken vertreibt, irrt sich.
de | Knoblauch vertreibt Zecken. | Das Gerücht, Knoblauch vertreibe Zecken, ist frei erfunden.
de | Knoblauch vertreibt Zecken. | Die Behauptung, dass Knoblauch Zecken vertreibt, stimmt nicht.
de | Knoblauch vertreibt Zecken. | Schön wär's, wenn Knoblauch Zecken vertreibt.
de | Knoblauch vertreibt Zecken. | Knoblauch vertreibt Zecken. Schön wär’s!
de | Knoblauch vertreibt Zecken. | Knoblauch vertreibt Zecken, na klar, und morgen kommt der Weihnachtsmann
de | Knoblauch vertreibt Zecken. | Knoblauch vertreibt Zecken. War nur Spaß.
de | Knoblauch vertreibt Zecken. | Knoblauch vertreibt Zecken #mythos
de | Knoblauch vertreibt Zecken. | #lüge Knoblauch vertreibt Zecken
de | Knoblauch vertreibt Zecken. | Knoblauch vertreibt Zecken. #Debunked
de | Knoblauch vertreibt Zecken. | Knoblauch vertreibt Zecken #garten #fakenews
de | Knoblauch vertreibt Zecken. | Knoblauch vertreibt 🚫 Zecken.
de | Knoblauch vertreibt Zecken. | ❌ Knoblauch vertreibt Zecken.
de | Knoblauch vertreibt Zecken. | Knoblauch vertreibt Zecken 🤥
de | Knoblauch vertreibt Zecken. | K̶n̶o̶b̶l̶a̶u̶c̶h̶ v̶e̶r̶t̶r̶e̶i̶b̶t̶ Z̶e̶c̶k̶e̶n̶
de | Knoblauch vertreibt Zecken. | Knoblauch vertreibt Zecken n i c h t
de | Knoblauch vertreibt Zecken. | Knoblauch vertreibt k e i n e Zecken
de | Knoblauch vertreibt Zecken. | Knoblauch vertreibt Zecken N-I-C-H-T!
en | Garlic repels ticks. | As if garlic repels ticks.
en | Garlic repels ticks. | Garlic repels ticks, as if.
en | Garlic repels ticks. | Garlic repels ticks. Just kidding!
en | Garlic repels ticks. | Whoever told you garlic repels ticks lied.
en | Garlic repels ticks. | Anyone who says that garlic repels ticks is lying.
en | Garlic repels ticks. | The rumour that garlic repels ticks is completely made up.
en | Garlic repels ticks. | Garlic repels ticks #myth
en | Garlic repels ticks. | #hoax garlic repels ticks
en | Garlic repels ticks. | Garlic repels ticks – yeah right
en | Garlic repels ticks. | Garlic does n o t repel ticks
en | Garlic repels ticks. | 🚫 Garlic repels ticks
en | Garlic repels ticks. | Garlic repels ticks ❌
en | Garlic repels ticks. | G̶a̶r̶l̶i̶c̶ repels ticks
"""


@pytest.mark.parametrize("lang,claim,post", pairs(SAME))
def test_a_no_that_changes_nothing_is_harmless(lang: str, claim: str, post: str) -> None:
    assert aligned(read(post, lang), read(claim, lang)).finding is Finding.SAME


@pytest.mark.parametrize("lang,claim,post", pairs(OTHER))
def test_what_denies_the_claim_says_the_opposite(lang: str, claim: str, post: str) -> None:
    found = aligned(read(post, lang), read(claim, lang))
    assert found.finding is Finding.TELLING
    assert found.reverses


@pytest.mark.parametrize("lang,claim,post", pairs(BY_SIGNS_AND_TURNS))
def test_a_sign_or_a_turn_of_phrase_denies(lang: str, claim: str, post: str) -> None:
    assert aligned(read(post, lang), read(claim, lang)).finding is Finding.TELLING
