"""`POST /api/v1/lookup`: what programs may send, and what they get."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask

from archive import claims
from archive.models import Claim, ClaimState
from archive.public import lookups
from archive.public.lookups import LONGEST_QUESTION
from core.db import writing
from search.comparison.explanation import explain
from tests.support import factories
from tests.support.browsing import Browser

PATH = "/api/v1/lookup"
LINK = "https://example.org/a"


def test_a_text_is_answered_with_the_claims_that_may_fit(app: Flask, client: Browser) -> None:
    claim = factories.claim(title="Nein, gratis", url="https://example.org/a")
    with writing() as session:
        stored = session.get_one(Claim, claim.id)
        stored.published_on, stored.source = date(2024, 2, 29), "Beispiel"

    response = client.post(PATH, json={"text": factories.CLAIM})

    assert response.status_code == 200
    assert response.json == {
        "matches": [
            {
                "title": "Nein, gratis",
                "claim": factories.CLAIM,
                "claimant": "",
                "verdict": "false",
                "band": "same",
                "differences": [],
                "opposite": False,
                "lanes": ["exact_text", "near_duplicate", "meaning", "words", "grams"],
                "url": "https://example.org/a",
                "published_at": "2024-02-29",
                "lang": "de",
                "source": "Beispiel",
                "sentence": "",
            }
        ],
        "decided": None,
    }


def test_what_differs_and_that_a_claim_says_the_opposite_is_told(
    app: Flask, client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = "In der Donau bei Linz wurden im August 2021 neun Krokodile gefangen und ins Aquarium nach Wels gebracht."
    factories.claim(claim, title="Keine Krokodile")
    monkeypatch.setattr(lookups, "explain", lambda *texts: replace(explain(*texts), reverses=True))

    answer = client.post(PATH, json={"text": claim.replace("neun", "drei").replace("2021", "2019")})

    assert answer.json is not None
    (match,) = answer.json["matches"]
    assert match["differences"] == [
        {"kind": "number", "post": ["drei"], "claim": ["neun"]},
        {"kind": "date", "post": ["August 2019"], "claim": ["August 2021"]},
    ]
    assert (match["claim"], match["verdict"], match["opposite"]) == (claim, "false", True)


def test_a_claim_without_an_article_is_linked_to_its_own_page(app: Flask, client: Browser) -> None:
    claim = factories.claim(title="")

    response = client.post(PATH, json={"text": factories.CLAIM})

    assert response.json is not None
    (match,) = response.json["matches"]
    assert match["title"] == factories.CLAIM
    assert match["url"] == f"http://localhost/claims/{claim.slug}"
    assert match["published_at"] is None
    assert client.get(f"/claims/{claim.slug}").status_code == 200


@pytest.mark.parametrize(
    "question,band",
    [
        ({"url": LINK}, "same"),
        ({"text": LINK}, "same"),
        ({"url": LINK, "text": "Schau!"}, "same"),
        ({"text": f"Stimmt das? {LINK}"}, "same"),
        ({"text": f"Nein, dort steht etwas ganz anderes: {LINK} lest selbst nach"}, "likely"),
    ],
    ids=["a link", "nothing but a link", "a link and a text", "only asked about", "mentioned"],
)
def test_a_link_is_answered_wherever_it_stands(
    app: Flask, client: Browser, question: dict[str, str], band: str
) -> None:
    factories.claim(url=LINK)

    response = client.post(PATH, json=question)

    assert response.json is not None
    assert [match["band"] for match in response.json["matches"]] == [band]


def test_what_is_only_similar_is_answered_with_how_sure_that_is_and_the_rest_is_left_out(
    demo: Flask,
) -> None:
    near = "Habt ihr gewusst, dass der Staat Flüchtlingen gratis neue Handys schenkt?"

    response = demo.test_client().post(PATH, json={"text": near})

    assert response.json is not None
    (match,) = response.json["matches"]
    assert match["claim"].startswith("Geflüchtete bekommen")
    assert (match["band"], match["lanes"]) == ("likely", ["meaning", "words", "grams"])


@pytest.mark.parametrize("state", [ClaimState.RETRACTED, ClaimState.DRAFT])
def test_only_published_claims_are_ever_given(app: Flask, client: Browser, state: ClaimState) -> None:
    claim = factories.claim()
    if state is ClaimState.RETRACTED:
        claims.retract(claim.id)
    else:
        with writing() as session:
            session.get_one(Claim, claim.id).state = state

    assert client.post(PATH, json={"text": factories.CLAIM}).json == {"matches": [], "decided": None}


JSON = "application/json"

BAD_INPUT: list[tuple[str, dict[str, Any], int, list[str]]] = [
    ("nothing", {"data": b"", "content_type": JSON}, 400, []),
    ("no JSON", {"data": b"{", "content_type": JSON}, 400, []),
    ("not UTF-8", {"data": b'{"text": "\xff"}', "content_type": JSON}, 400, []),
    ("nested too deep", {"data": b"[" * 100_000, "content_type": JSON}, 400, []),
    ("a list", {"json": []}, 400, []),
    ("a string", {"json": "text"}, 400, []),
    ("null", {"data": b"null", "content_type": JSON}, 400, []),
    ("no content type", {"data": b'{"text": "x"}'}, 415, []),
    ("a form", {"data": {"text": "x"}}, 415, []),
    ("plain text", {"data": b'{"text": "x"}', "content_type": "text/plain"}, 415, []),
    ("no question", {"json": {}}, 422, ["body"]),
    ("an empty question", {"json": {"text": " ", "url": "\n"}}, 422, ["body"]),
    ("a number", {"json": {"text": 5}}, 422, ["text"]),
    ("null as text", {"json": {"text": None}}, 422, ["text"]),
    ("a list as text", {"json": {"text": ["x"]}}, 422, ["text"]),
    ("both wrong", {"json": {"text": {}, "url": 1}}, 422, ["text", "url"]),
    ("a text too long", {"json": {"text": "x" * (LONGEST_QUESTION + 1)}}, 422, ["text"]),
    ("a link too long", {"json": {"url": "https://a.example/" + "x" * 2048}}, 422, ["url"]),
    ("half an emoji", {"data": b'{"text": "\\ud83d"}', "content_type": JSON}, 422, ["text"]),
    ("a body too large", {"json": {"text": "x", "url": "x" * 1024 * 1024}}, 413, []),
]


@pytest.mark.parametrize("sent,status,fields", [row[1:] for row in BAD_INPUT], ids=[row[0] for row in BAD_INPUT])
def test_bad_input_is_refused_and_its_field_is_named(
    client: Browser, sent: dict[str, Any], status: int, fields: list[str]
) -> None:
    response = client.post(PATH, **sent)

    assert response.status_code == status
    assert response.json is not None
    assert response.json["error"]["status"] == status
    assert sorted(response.json["error"]["fields"]) == fields


@pytest.mark.parametrize(
    "sent,field,sentence",
    [
        ({"text": 5}, "text", "Hier muss Text stehen, in Anführungszeichen."),
        ({}, "body", "Geben Sie einen Text oder einen Link an."),
        ({"text": "x" * (LONGEST_QUESTION + 1)}, "text", "Das ist zu lang."),
    ],
    ids=["a number", "nothing", "too long"],
)
def test_what_is_wrong_is_said_in_the_language_of_whoever_asks(
    client: Browser, sent: dict[str, Any], field: str, sentence: str
) -> None:
    response = client.post(PATH, json=sent, headers={"Accept-Language": "de"})
    assert response.json is not None
    assert response.json["error"]["fields"] == {field: sentence}


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_a_question_is_posted_so_that_it_stands_in_no_log(client: Browser, method: str) -> None:
    assert client.open(f"{PATH}?text=x", method=method).status_code == 405


def test_the_longest_question_is_answered(app: Flask, client: Browser) -> None:
    factories.claim()

    assert client.post(PATH, json={"text": "wort " * (LONGEST_QUESTION // 5)}).status_code == 200


@pytest.mark.parametrize(
    "url",
    [
        *(
            "no link",
            "http://[",
            "http://a.example:99999/",
            "javascript:alert(1)",
            "javascript:1",
            "mailto:a@b.example",
        ),
        *("https://u:p@example.org/", "\u0000", f"{LINK}\u0000", "//", "http://\u202e/"),
    ],
)
def test_what_is_no_link_is_refused_at_its_field(client: Browser, url: str) -> None:
    """That nothing is known of it would say something about a page that there is not."""
    for text in ("", factories.CLAIM):
        response = client.post(PATH, json={"url": url, "text": text})

        assert response.status_code == 422
        assert response.json is not None
        assert response.json["error"]["fields"] == {
            "url": "This is not a link to a web page. It starts with https:// or http://."
        }


def test_a_field_that_is_not_known_yet_does_not_matter(client: Browser) -> None:
    """A program written for a later version still gets its answer."""
    assert client.post(PATH, json={"text": "x", "later": 99}).status_code == 200


def test_a_flood_from_one_network_is_stopped_politely(client: Browser) -> None:
    answers = [client.post(PATH, json={"url": "https://example.org/a"}) for _ in range(121)]

    assert {answer.status_code for answer in answers[:120]} == {200}
    assert answers[120].status_code == 429
    assert answers[120].json is not None
    assert answers[120].json["error"]["status"] == 429


def test_the_service_sets_no_cookie_for_programs(client: Browser) -> None:
    assert "Set-Cookie" not in client.post(PATH, json={"url": "https://example.org/a"}).headers


@pytest.mark.parametrize("text", ["\u200b", "\u2800 \u3164", "\u2060"])
def test_a_text_that_nobody_can_see_asks_nothing(client: Browser, text: str) -> None:
    assert client.post(PATH, json={"text": text}).status_code == 422
    assert client.post(PATH, json={"text": text, "url": text}).status_code == 422


@pytest.mark.parametrize("url", ["", " ", "example.org/a", f"Schau mal: {LINK}", "HTTPS://EXAMPLE.org/a"])
def test_a_link_is_taken_as_people_copy_it(app: Flask, client: Browser, url: str) -> None:
    assert client.post(PATH, json={"url": url, "text": factories.CLAIM}).status_code == 200
