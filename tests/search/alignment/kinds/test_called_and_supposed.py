"""Calls by name, what is only supposed, some for all, and before a year for in it."""

from __future__ import annotations

import pytest

from search.alignment.alignment import Finding, aligned
from search.alignment.reading import read
from tests.search.alignment.kinds.misses import pairs

SAME = """
en | Some schools in Kent stay closed. | A few schools in Kent stay closed.
de | Es gibt Risse in der Mauer. | Es gibt einige Risse in der Mauer.
en | The mill has cracks. | The mill has some cracks.
de | Ab 1. Mai müssen Imker in Graz Helme tragen. | Ab dem 1. Mai müssen Imker in Graz Helme tragen.
de | Wenn es schneit, fährt der Bus nach Lienz nicht. | Der Bus nach Lienz fährt nicht, wenn es schneit.
en | The dairy in Lorne closes. | In Lorne, the dairy closes.
"""

TELLING = """
en | Bill Gates steps down as head of the museum. | Bill Gates, step down as head of the museum!
en | Canada gives every student a bike. | Canada, give every student a bike!
de | Deutschland liefert Wasser an Ungarn. | Deutschland, liefere Wasser an Ungarn!
de | Herbert Kickl tritt als Parteichef zurück. | Herbert Kickl, treten Sie als Parteichef zurück!
de | Die Polizei räumt den Markt in Graz. | Polizei, räumt den Markt in Graz!
de | Die Polizei räumt den Markt in Graz. | Liebe Polizei, räumt den Markt in Graz!
en | The council closes the mill. | Dear council, close the mill!
en | The council closes the mill. | Council, please close the mill.
en | Canada gives every student a bike. | Canada, please give every student a bike
de | Schulen in Linz bleiben zu. | Manche Schulen in Linz bleiben zu.
de | Schulen in Linz bleiben zu. | Einige Schulen in Linz bleiben zu.
de | Schulen in Linz bleiben zu. | Einzelne Schulen in Linz bleiben zu.
de | Schulen in Linz bleiben zu. | Wenige Schulen in Linz bleiben zu.
de | Schulen in Linz bleiben zu. | Ein paar Schulen in Linz bleiben zu.
de | Die Schulen in Linz bleiben zu. | Mehrere Schulen in Linz bleiben zu.
de | Die Schulen in Linz bleiben zu. | Ein Teil der Schulen in Linz bleibt zu.
en | Schools in Kent stay closed. | Some schools in Kent stay closed.
en | Schools in Kent stay closed. | A few schools in Kent stay closed.
en | Schools in Kent stay closed. | Several schools in Kent stay closed.
en | Schools in Kent stay closed. | Certain schools in Kent stay closed.
en | Some schools in Kent stay closed. | Schools in Kent stay closed.
de | Ein Kind starb in Linz. | Einige Kinder starben in Linz.
de | Die Mühle in Imst wurde 2021 gesperrt. | Die Mühle in Imst wurde vor 2021 gesperrt.
de | Die Mühle in Imst wurde 2021 gesperrt. | Die Mühle in Imst wurde bis 2021 gesperrt.
de | Die Mühle in Imst wurde im Jahr 2021 gesperrt. | Die Mühle in Imst wurde nach dem Jahr 2021 gesperrt.
de | Die Mühle in Imst ist ab 2021 gesperrt. | Die Mühle in Imst ist bis 2021 gesperrt.
de | Die Mühle in Imst wurde im Mai 2021 gesperrt. | Die Mühle in Imst wurde vor Mai 2021 gesperrt.
en | The mill was sold in 2021. | The mill was sold before 2021.
en | The mill was sold in 2021. | The mill was sold after 2021.
en | The mill was sold in 2021. | The mill was sold until 2021.
en | The mill will close in 2030. | The mill will close by 2030.
en | The mill was sold in May 2021. | The mill was sold before May 2021.
de | Die Bank in Graz sperrt alle Konten. | Würde die Bank in Graz alle Konten sperren, wäre das schlimm.
de | Die Bank in Graz sperrt alle Konten. | Falls die Bank in Graz alle Konten sperrt, wandere ich aus.
de | Die Bank in Graz sperrt alle Konten. | Wenn die Bank in Graz alle Konten sperrt, ziehe ich um.
en | The bank in Kent blocks all accounts. | If the bank in Kent blocks all accounts, I will move.
en | The bank in Kent blocks all accounts. | Should the bank in Kent block all accounts, I will move.
de | Brot ist gesünder als Reis. | Brot ist so gesund wie Reis.
en | Bread is healthier than rice. | Bread is as healthy as rice.
"""


@pytest.mark.parametrize("lang,claim,post", pairs(SAME))
def test_what_looks_like_one_of_these_is_harmless(lang: str, claim: str, post: str) -> None:
    assert aligned(read(post, lang), read(claim, lang)).finding is Finding.SAME


@pytest.mark.parametrize("lang,claim,post", pairs(TELLING))
def test_it_tells_a_post_from_the_claim(lang: str, claim: str, post: str) -> None:
    assert aligned(read(post, lang), read(claim, lang)).finding is Finding.TELLING


@pytest.mark.parametrize(
    "claim,post",
    [("The mill exported flour to Malta.", "The mill exports flour to Malta."), ("He runs.", "He ran.")],
)
def test_what_was_is_not_one_text_with_what_is(claim: str, post: str) -> None:
    assert not aligned(read(post, "en"), read(claim, "en")).is_tight
