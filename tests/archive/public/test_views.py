"""The public pages of claims."""

from __future__ import annotations

import pytest
from flask import Flask

from archive import claims
from archive.models import Claim, ClaimState
from core.db import writing
from tests.support import factories
from tests.support.browsing import Browser, open_text

ENGLISH = {"Accept-Language": "en"}


def test_a_claim_has_a_page_of_its_own(app: Flask, client: Browser) -> None:
    claim = factories.claim(title="Nein, gratis", summary="Es bleibt gratis.", url="https://example.org/a")

    response = client.get(f"/claims/{claim.slug}", headers=ENGLISH)

    assert response.status_code == 200
    for words in ("<h1", "Nein, gratis", "Es bleibt gratis.", factories.CLAIM, "False"):
        assert words in response.text
    assert 'href="https://example.org/a"' in response.text


@pytest.mark.parametrize("state", [ClaimState.RETRACTED, ClaimState.DRAFT])
def test_the_page_of_a_claim_that_is_not_published_does_not_exist(
    app: Flask, client: Browser, state: ClaimState
) -> None:
    claim = factories.claim()
    assert client.get(f"/claims/{claim.slug}").status_code == 200

    if state is ClaimState.RETRACTED:
        claims.retract(claim.id)
    else:
        with writing() as session:
            session.get_one(Claim, claim.id).state = state

    assert client.get(f"/claims/{claim.slug}").status_code == 404


@pytest.mark.parametrize("slug", ["nothing", "%00", "..%2f..", "a'--"])
def test_the_page_of_a_claim_that_never_was_does_not_exist(client: Browser, slug: str) -> None:
    assert client.get(f"/claims/{slug}").status_code == 404


def test_the_page_of_a_claim_names_who_put_it_about_where_somebody_is_known(app: Flask, client: Browser) -> None:
    named, unknown = factories.claim(claimant="Karin Hofer"), factories.claim("Bielefeld gibt es nicht.")

    pages = [client.get(f"/claims/{claim.slug}", headers=ENGLISH).text for claim in (named, unknown)]

    assert "Claimed by: Karin Hofer" in open_text(pages[0])
    assert "Claimed by" not in pages[1]
