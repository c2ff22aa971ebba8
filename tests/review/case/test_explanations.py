"""The cards of a case: their reasons are stored, so that a page reads no text, and made where they are missing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from rq import Queue
from sqlalchemy import select, update

from archive.models import Claim
from core import jobs
from core.db import db, writing
from intake.cases import explaining
from intake.models.cases import Case, CaseState, Kind, Match, MatchAnswer
from review.case.explanations import explanations, old_checks, shares
from search.comparison.explanation import Explanation, Segment
from search.facts.differences import Difference, DifferenceKind
from search.ranking.bands import Band
from tests.support import building, factories
from tests.support.browsing import open_text
from tests.support.counting import calls, files_entered
from tests.support.desk import plain_case, signed_in, suggestion

READERS = (
    "content_of",
    "clean_post",
    "language_of",
    "facts_of",
    "sentences_of",
    "compared",
    "terms_of",
    "Embedder.embed",
    "Now.search",
    "Now.by_words",
    "LiveIndex.search",
    "explain",
)
# Files of the product that take part in showing a case: 30, what knows whether a number agrees with its word
# (calibration, bands), and ten that know who is at it (leases, who is named, to whom it is given), what was typed and
# not sent, and the notes; and eight that know what waits for a second person, what was objected to, and which fact
# check is being written from it; and four that know what readers have added and withdrawn since, and that no other site
# replaces a session; and two that know whose contact is muted. Raise it only with a reason.
MOST_FILES = 79


def explained_case() -> Case:
    case_id = factories.case().id
    explaining.explain_new()
    db.session.expire_all()
    return db.session.get_one(Case, case_id)


def enqueued() -> list[str | None]:
    return [job.func_name for job in Queue(jobs.QUEUE, connection=jobs.connection(), serializer="json").jobs]


def test_the_page_of_a_case_reads_no_text_and_searches_nothing(demo: Flask) -> None:
    case = explained_case()
    browser = signed_in(demo)
    with calls(*READERS) as counted:
        page = browser.get(f"/desk/cases/{case.id}")
    assert page.text.count('class="met"') == len(case.matches) > 0
    assert counted.all == []


@pytest.mark.parametrize("state", [CaseState.CLOSED, CaseState.ANSWERED])
def test_neither_does_the_page_of_a_settled_one(demo: Flask, state: CaseState) -> None:
    case = explained_case()
    with writing() as session:
        session.execute(update(Case).where(Case.id == case.id).values(state=state))
    browser = signed_in(demo)
    with calls(*READERS) as counted:
        page = browser.get(f"/desk/cases/{case.id}").text
    assert 'class="met"' in page
    assert counted.all == []


def test_the_page_of_a_case_enters_few_files(demo: Flask) -> None:
    case = explained_case()
    browser = signed_in(demo)
    address = f"/desk/cases/{case.id}"
    browser.get(address)
    with files_entered() as files:
        assert browser.get(address).status_code == 200
    assert len(files) <= MOST_FILES, sorted(files)


def test_what_is_missing_is_shown_at_once_and_stored_by_the_worker(app: Flask) -> None:
    case = plain_case(factories.POST, state=CaseState.CLOSED)
    match = suggestion(case, factories.claim())
    with calls("facts_of", "sentences_of") as counted:
        first = explanations(case, [match])[match.id]
    assert first is not None
    # Cut into sentences once to be shown, and once to be laid against the claim.
    assert counted.with_text(factories.POST) == {"facts_of": 1, "sentences_of": 2}
    assert enqueued().count("intake.jobs.explain_case") == 1
    assert match.explained_from == "", "a page that is only read writes nothing"

    explaining.explain_case(case.id)

    db.session.expire_all()
    stored = db.session.scalars(select(Match)).one()
    with calls("facts_of", "sentences_of") as counted:
        again = explanations(stored.case, [stored])[stored.id]
    assert again == first
    assert counted.all == []
    assert enqueued().count("intake.jobs.explain_case") == 1


def test_an_outdated_reason_is_never_shown(app: Flask) -> None:
    case = plain_case("WhatsApp kostet bald Geld.")
    match = suggestion(case, factories.claim(), answer=MatchAnswer.SAME)
    explaining.explain_case(case.id)
    with writing() as session:
        session.execute(update(Case).where(Case.id == case.id).values(text="Ein Löwe ist entlaufen."))
    db.session.expire_all()
    shown = open_text(signed_in(app).get(f"/desk/cases/{case.id}").text)
    assert "Ein Löwe ist entlaufen." in shown
    assert "kostet bald Geld" not in shown
    assert match.id


def test_a_pair_without_a_reason_stands_there_without_one(app: Flask) -> None:
    case = plain_case("", url="https://example.org/1")
    suggestion(case, factories.claim())
    explaining.explain_new()
    page = signed_in(app).get(f"/desk/cases/{case.id}").text
    assert "WhatsApp bleibt kostenlos" in page
    assert 'class="met"' not in page


@pytest.mark.parametrize(
    "band, probability, agrees",
    [
        (Band.LIKELY, 0.7, True),
        (Band.SAME, 0.99, True),
        (Band.RELATED, 0.2, True),
        (Band.RELATED, 0.01, True),
        (Band.RELATED, 0.81, False),
        (Band.LIKELY, 0.99, False),
        (Band.SAME, 0.3, False),
        (Band.SAME, None, False),
    ],
)
def test_a_number_that_contradicts_its_word_is_not_shown(
    app: Flask, band: Band, probability: float | None, agrees: bool
) -> None:
    building.keep(model_id="a-model-r1")
    match = suggestion(plain_case(factories.POST), factories.claim(), band=band)
    with writing():
        match.probability = probability
    assert shares([match]) == ({match.id: probability} if agrees else {})


def test_a_number_is_shown_to_whoever_asks_for_it(app: Flask) -> None:
    building.keep(model_id="a-model-r1")
    match = suggestion(plain_case(factories.POST), factories.claim())
    with writing():
        match.probability = 0.7
    page = signed_in(app).get(f"/desk/cases/{match.case_id}").text
    assert "Chance that it fits: 70%" in page
    assert "%" not in open_text(page)
    assert "Probably the same claim" in open_text(page)


def test_a_card_about_the_opposite_says_so(app: Flask) -> None:
    claim = factories.claim()
    match = suggestion(plain_case(factories.POST), claim)
    differ = (Difference(DifferenceKind.NEGATION, (), ("nicht",)),)
    building.keep(model_id="a-model-r1")
    with writing():
        match.probability = 0.7
        match.explanation = Explanation((Segment("Ein Satz.", shared=False),), (), differ, None, reverses=True)
        match.explained_from = match.made_from
    page = signed_in(app).get(f"/desk/cases/{match.case_id}").text
    card = page.split('<article class="match ')[1].split("</article>")[0]
    assert "The opposite" in open_text(card)
    assert f"The article checks the opposite: “ {claim.text} ” – result: False" in open_text(card)
    assert "One difference A “no” on one side: only in the article “ nicht ”" in open_text(card)
    assert "badge-false" not in card
    assert "70%" not in card
    assert "Probably the same claim" not in open_text(card)


def test_the_differences_of_hate_quote_only_the_article(app: Flask) -> None:
    match = suggestion(plain_case("Ein gemeiner Satz.", kind=Kind.HATE), factories.claim())
    differ = (Difference(DifferenceKind.NAME, ("Gemeinheit",), ("Anstand",)),)
    with writing():
        match.explanation = Explanation((Segment("Ein gemeiner Satz.", shared=False),), (), differ, None)
        match.explained_from = match.made_from
    page = open_text(signed_in(app).get(f"/desk/cases/{match.case_id}").text)
    assert "Another name: in the article “ Anstand ”" in page
    assert "Gemeinheit" not in page


@pytest.mark.parametrize(
    "published_on,days",
    [
        (None, None),
        (date(2026, 3, 1), None),
        (date(2024, 3, 1), None),
        (date(2024, 2, 29), 731),
        (date(2026, 3, 5), None),
    ],
)
def test_an_old_check_is_called_old_from_the_day_on_that_it_is_looked_at(
    app: Flask, published_on: date | None, days: int | None
) -> None:
    claim = factories.claim()
    match = suggestion(plain_case(), claim)
    with writing() as session:
        session.execute(update(Claim).where(Claim.id == claim.id).values(published_on=published_on))
    db.session.expire_all()
    expected = {} if days is None else {match.id: timedelta(days=days)}
    assert old_checks([match], today=date(2026, 3, 1)) == expected
