"""The look-up page: what is shown of what is known about a text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from archive.models import Verdict
from archive.public import lookups
from archive.public.lookups import LONGEST_QUESTION
from search.comparison.explanation import Explanation, explain
from tests.support import factories
from tests.support.browsing import Browser, open_text

ENGLISH = {"Accept-Language": "en"}
SCRIPT = "<script>alert(1)</script>"


def look_up(client: Browser, text: str, *, status: int = 200) -> str:
    response = client.post("/lookup", data={"text": text}, headers=ENGLISH)
    assert response.status_code == status
    return response.text


def test_a_question_shows_what_was_checked_with_its_verdict_and_how_sure_the_machine_is(
    app: Flask, client: Browser
) -> None:
    claim = factories.claim(title="Nein, gratis", summary="Es bleibt gratis.", verdict=Verdict.MISLEADING)

    page = look_up(client, factories.CLAIM)

    assert "1 article found" in page
    assert f'href="/claims/{claim.slug}"' in page
    for words in ("Nein, gratis", "Es bleibt gratis.", factories.CLAIM, "Misleading", "Same claim"):
        assert words in page
    assert "Found by a machine." in page


def test_it_is_told_whose_claim_a_verdict_is_about(app: Flask, client: Browser) -> None:
    factories.claim(title="Nein, gratis", claimant="Posts on <b>Facebook</b>")

    page = look_up(client, factories.CLAIM)

    assert "– result: False Claimed by: Posts on &lt;b&gt;Facebook" in open_text(page).replace("<", "&lt;").replace(
        ">", "&gt;"
    )
    assert "<b>Facebook" not in page


ROOF = "Auf dem Dach des Bahnhofs von Tulln nisten 40 Störche, und die Feuerwehr füttert sie mit Fischstäbchen."
VERDICT_COLOUR = 'class="badge badge-false'


def reversing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each claim be found to say the opposite of what is asked."""
    real: Callable[..., Explanation] = explain
    monkeypatch.setattr(lookups, "explain", lambda *texts, **named: replace(real(*texts, **named), reverses=True))


def test_a_verdict_stands_in_one_sentence_with_the_claim_it_judges(app: Flask, client: Browser) -> None:
    factories.claim(ROOF, title="Störche in Tulln")
    page = look_up(client, f"Stimmt das? {ROOF}")
    assert f"The article checks: “ {ROOF} ” – result: False" in open_text(page)
    assert page.count(VERDICT_COLOUR) == 1
    assert "%" not in open_text(page)


def test_an_article_about_the_opposite_says_so_and_its_verdict_has_no_colour(
    app: Flask, client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.claim(ROOF, title="Störche in Tulln")
    reversing(monkeypatch)
    page = look_up(client, ROOF)
    shown = open_text(page)
    assert f"The article checks the opposite: “ {ROOF} ” – result: False" in shown
    assert "That result is about the claim in the article, not about your text." in shown
    assert "Same claim" not in shown
    assert VERDICT_COLOUR not in page


def test_what_differs_is_told_on_both_sides(demo: Flask, client: Browser) -> None:
    factories.claim(ROOF, title="Störche in Tulln")
    page = look_up(client, ROOF.replace("40", "70"))
    shown = open_text(page)
    # A screen reader speaks the words of an article in its language.
    assert '<bdi lang="de">40</bdi>' in page
    assert "One difference Another number: here “ 70 ”, in the article “ 40 ”" in shown


def test_a_similar_topic_is_told_in_words_without_a_colour(demo: Flask, client: Browser) -> None:
    page = look_up(client, "Flüchtlinge bekommen Handys")
    shown = open_text(page)
    assert "Similar topic" in shown
    assert shown.count("The article checks: “") == shown.count("– result:") == page.count('class="card"') > 0
    assert 'class="badge badge-related"' in page
    assert VERDICT_COLOUR not in page


def test_an_article_without_a_verdict_of_its_own_is_said_to_hold_the_result(app: Flask, client: Browser) -> None:
    claim = factories.claim(ROOF, verdict=Verdict.UNRATED)
    for page in (look_up(client, ROOF), client.get(f"/claims/{claim.slug}", headers=ENGLISH).text):
        assert f"The article checks: “ {ROOF} ” – the result is in the article." in open_text(page)
        assert 'class="badge badge-unrated' not in page


def test_a_pair_that_cannot_be_compared_costs_its_colour_and_nothing_else(
    app: Flask, client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.claim(ROOF)

    def broken(*_texts: object) -> Explanation:
        raise ValueError(ROOF)

    monkeypatch.setattr(lookups, "explain", broken)
    page = look_up(client, ROOF)
    assert f"The article checks: “ {ROOF} ” – result: False" in open_text(page)
    assert VERDICT_COLOUR not in page


def test_only_the_surest_matches_are_compared(app: Flask, client: Browser) -> None:
    for place in ("Tulln", "Krems", "Melk", "Baden"):
        factories.claim(ROOF, title=f"Störche in {place}", url="https://example.org/dach")
    page = look_up(client, ROOF)
    assert page.count("The article checks: “") == 4
    assert page.count(VERDICT_COLOUR) == lookups.COMPARED


def test_the_question_stands_in_the_field_but_in_no_address(app: Flask, client: Browser) -> None:
    factories.claim()
    question = "Unverwechselbar: WhatsApp kostet ab morgen Geld, wenn man nicht weiterleitet"

    page = look_up(client, question)

    assert re.search(r'<form[^>]*method="post"[^>]*action="/lookup"', re.sub(r"\s+", " ", page))
    assert question in page
    addresses = re.findall(r'(?:href|src|action)="([^"]*)"', page)
    assert addresses
    assert not [address for address in addresses if "Unverwechselbar" in address]


def test_a_question_in_the_address_is_not_answered(app: Flask, client: Browser) -> None:
    factories.claim(title="Nein, gratis")

    response = client.get("/lookup", query_string={"text": factories.CLAIM}, headers=ENGLISH)

    assert response.status_code == 200
    assert "Nein, gratis" not in response.text


def test_what_was_typed_is_shown_as_text_and_never_as_a_page(app: Flask, client: Browser) -> None:
    page = look_up(client, f"</textarea>{SCRIPT}")

    assert SCRIPT not in page
    assert "&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_what_was_imported_is_shown_as_text_and_never_as_a_page(app: Flask, client: Browser) -> None:
    claim = factories.claim(
        f"Behauptung {SCRIPT}", title=f"Titel {SCRIPT}", summary=f"Text {SCRIPT}", url='https://a.example/"onclick="x'
    )

    for page in (look_up(client, claim.text), client.get(f"/claims/{claim.slug}").text):
        assert f"Titel {SCRIPT.replace('<', '&lt;').replace('>', '&gt;')}" in page
        assert SCRIPT not in page
        assert '"onclick="' not in page


def test_finding_nothing_is_not_taken_for_truth(client: Browser) -> None:
    page = look_up(client, factories.CLAIM)

    assert "We found nothing." in page
    assert "That does not mean it is true." in page
    assert 'action="/report"' in page
    assert f'<input type="hidden" name="text" value="{factories.CLAIM}">' in page


def test_a_lone_link_is_looked_up_as_a_link(app: Flask, client: Browser) -> None:
    factories.claim(title="Nein, gratis", url="https://example.org/a")

    assert "Nein, gratis" in look_up(client, " https://www.example.org/a/?fbclid=1 \n")


def test_other_words_of_the_same_meaning_are_shown_as_probable_and_the_rest_not_at_all(demo: Flask) -> None:
    page = look_up(Browser(demo), "Habt ihr gewusst, dass der Staat Flüchtlingen gratis neue Handys schenkt?")

    assert "1 article found" in page
    assert "Probably the same claim" in page
    assert "Gratis-Smartphone" in page


@pytest.mark.parametrize(
    "text,sentence",
    [
        ("", "Enter a sentence, a post or a link, or choose a picture."),
        ("x" * (LONGEST_QUESTION + 1), "Please use at most 20,000 characters."),
    ],
)
def test_a_question_that_cannot_be_taken_is_said_at_its_field_and_kept(
    client: Browser, text: str, sentence: str
) -> None:
    page = look_up(client, text, status=400)

    assert sentence in page
    assert text in page
    assert "Error:" in page.split("</title>")[0]


def test_a_question_of_blanks_only_does_not_claim_to_have_found_anything(app: Flask, client: Browser) -> None:
    factories.claim(title="Nein, gratis")

    assert "Nein, gratis" not in client.post("/lookup", data={"text": "  \n "}, headers=ENGLISH).text


def test_bytes_that_are_no_text_do_not_break_the_page(client: Browser) -> None:
    response = client.post("/lookup", data=b"text=%ff%fe%00", content_type="application/x-www-form-urlencoded")

    assert response.status_code in {200, 400}


def test_looking_up_needs_no_cookie(client: Browser) -> None:
    assert "Set-Cookie" not in client.get("/lookup").headers
    assert "Set-Cookie" not in client.post("/lookup", data={"text": "x"}).headers


def test_a_question_that_nobody_can_see_is_asked_for_again(app: Flask, client: Browser) -> None:
    response = client.post("/lookup", data={"text": "\u2800\u200b"}, headers=ENGLISH)

    assert response.status_code == 400
    assert "Enter a sentence, a post or a link, or choose a picture." in response.text


def test_of_a_long_text_the_sentence_that_met_is_shown(demo: Flask, client: Browser) -> None:
    claim = "Der Mobilfunkstandard 5G hat die Corona-Pandemie ausgelöst oder verbreitet das Coronavirus."
    around = "Gestern haben wir im Garten die letzten Bohnen geerntet und danach lange auf der Bank gesessen. "

    page = client.post("/lookup", data={"text": 3 * around + claim + " " + 2 * around}, headers=ENGLISH).text

    assert "It fits this sentence of your text:" in page
    assert page.count(claim) >= 2
