"""A draft is seen by nobody outside the desk, through whichever door they ask; what is published is seen at once."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Editor
from archive import claims, indexing
from archive.jobs import embed_missing_claims
from archive.matching import find_matches
from archive.models import CLAIMS, Claim, ClaimState
from core.db import db
from core.refusals import NotFound
from intake.cases import rematching
from intake.jobs import rematch_changed
from intake.models.cases import CaseState, Match
from processes import clock
from review.articles import writing
from review.case import one_act
from review.searching import articles
from search.index.models import Vector
from search.text.content import content_of
from tests.support import factories
from tests.support.articles import SOURCE, WHOLE, drafted, published
from tests.support.browsing import Browser, links, open_text
from tests.support.desk import plain_case
from tests.support.holding import editor

URL = "https://example.org/fakten/whatsapp-bleibt-gratis"


@pytest.fixture
def alva(app: Flask) -> Editor:
    return editor("Alva Beispiel")


def found(text: str) -> list[int]:
    """Return the claims that are found for a text or a link."""
    (one,) = find_matches([content_of(text)], only_shown=False)
    return [match.claim.id for match in one.matches]


def test_a_draft_is_found_through_no_door(app: Flask, client: Browser, alva: Editor) -> None:
    hidden = drafted(plain_case(), alva, url=URL)

    assert indexing.embed_missing() == 0
    assert db.session.scalars(select(Vector.id).where(Vector.collection == CLAIMS)).all() == []
    assert [found(text) for text in (WHOLE.claim, f"Stimmt das? {WHOLE.claim}", URL, WHOLE.title)] == [[]] * 4
    assert articles.beside_a_case(WHOLE.claim) == []
    assert client.get(f"/claims/{hidden.slug}").status_code == 404
    assert WHOLE.title not in client.post("/lookup", data={"text": WHOLE.claim}).text
    for asked in ({"text": WHOLE.claim}, {"url": URL}):
        assert client.post("/api/v1/lookup", json=asked).get_json()["matches"] == []
    # A report of the same words gets no match.
    assert factories.case(WHOLE.claim).matches == []


def test_no_command_publishes_a_draft_or_takes_it_back(app: Flask, alva: Editor) -> None:
    hidden = drafted(plain_case(), alva, sources=())

    for command in (claims.publish, claims.retract):
        with pytest.raises(NotFound, match="is a draft"):
            command(hidden.id)

    assert db.session.get_one(Claim, hidden.id).state is ClaimState.DRAFT


def test_what_is_published_is_found_and_its_page_shows_sources_and_the_desk_but_nobodys_name(
    app: Flask, client: Browser, alva: Editor
) -> None:
    claim_id = published(plain_case(), alva).id
    # By its words at once, whether or not the worker lives.
    assert found(WHOLE.claim) == [claim_id]
    embed_missing_claims()

    assert found(f"Stimmt das? {WHOLE.claim}") == [claim_id]
    shown = client.get("/claims/whatsapp-bleibt-gratis")
    assert shown.status_code == 200
    assert SOURCE.url in links(shown.text)
    for words in (WHOLE.title, WHOLE.claimant, WHOLE.summary, SOURCE.title, "whatsapp.com", "Unsere Redaktion"):
        assert words in open_text(shown.text)
    assert "Alva" not in shown.text
    assert 'rel="noopener noreferrer"' in shown.text


def test_a_worker_that_dies_before_it_embeds_is_made_up_for_by_the_clock(app: Flask, alva: Editor) -> None:
    waiting = factories.case().id
    claim_id = published(plain_case(), alva).id
    of_waiting = select(Match.claim_id).where(Match.case_id == waiting)
    assert db.session.scalars(of_waiting).all() == []

    # What the queue was given is lost. The clock asks for both all the same.
    assert {"archive.jobs.embed_missing_claims", "intake.jobs.rematch_changed"} <= clock.SCHEDULE.keys()
    embed_missing_claims()
    rematch_changed()

    assert db.session.scalars(of_waiting).all() == [claim_id]
    assert (indexing.embed_missing(), rematching.rematch_changed()) == (0, 0)


def test_from_a_report_to_the_reporters_answer(app: Flask, client: Browser, alva: Editor) -> None:
    receipt = factories.report()
    case = factories.case()
    drafted(case, alva)
    of_case, asked = select(Match).where(Match.case_id == case.id), {"receipt": receipt.receipt}
    assert WHOLE.title not in client.send("/status", asked).text
    writing.publish(case.id, version=1, means_slurs=False, source="Unsere Redaktion", editor=alva)
    embed_missing_claims()
    rematch_changed()

    match = db.session.scalars(of_case).one()
    assert (match.is_by_hand, match.case.state) == (True, CaseState.OPEN)
    slug, person = match.claim.slug, db.session.scalars(select(Editor)).one()
    one_act.answer(match, sentence="Es bleibt gratis.", version=match.case.version, names_person=False, editor=person)

    answer = client.send("/status", asked).text
    assert "Es bleibt gratis." in open_text(answer)
    assert f"/claims/{slug}" in links(answer)
    assert client.get(f"/claims/{slug}").status_code == 200
