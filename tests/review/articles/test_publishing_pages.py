"""The look at a fact check before it is public, publishing it, and the list of all."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from accounts.models import Editor
from accounts.permissions import RoleName
from archive.models import Claim, ClaimState
from core.db import db
from intake.models.cases import Case, Kind
from review.articles import page, writing
from review.articles.models import WrittenArticle
from review.holding import named
from tests.support.articles import SOURCE, WHOLE, address, draft, drafted, published, save, written
from tests.support.browsing import Browser, links, open_text
from tests.support.desk import plain_case, signed_in
from tests.support.holding import editor
from tests.support.statements import statements

SLUR = "Judensau"


@pytest.fixture
def alva(app: Flask) -> Editor:
    return editor("Alva")


@pytest.fixture
def browser(app: Flask, alva: Editor) -> Browser:
    return signed_in(app, alva)


def publish(browser: Browser, case: Case, **changed: str) -> TestResponse:
    look = f"{address(case)}/preview"
    return browser.send(f"{address(case)}/publish", changed, seen_at=look)


def test_the_look_says_what_is_missing_and_offers_to_publish_only_what_is_whole(browser: Browser) -> None:
    case = plain_case()
    answer = save(browser, case, source_title=[], source_url=[], summary="", then="look")
    assert answer.location == f"{address(case)}/preview"

    shown = browser.get(answer.location).text
    assert {f"{address(case)}#source_title", f"{address(case)}#summary"} <= set(links(shown))
    assert f"{address(case)}/publish" not in links(shown)
    refused = browser.post(f"{address(case)}/publish", data={"version": "1", **_csrf(shown)})
    assert refused.status_code == 400
    assert "Name at least one source" in open_text(refused.text)

    save(browser, case, version=1)
    shown = browser.get(f"{address(case)}/preview").text
    assert f"{address(case)}/publish" in links(shown)
    assert SOURCE.url in links(shown)


def _csrf(page: str) -> dict[str, str]:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    return {"csrf_token": found.group(1) if found else ""}


def test_publishing_leads_to_the_case_where_one_click_answers(browser: Browser) -> None:
    case = plain_case()
    save(browser, case)

    answer = publish(browser, case)

    assert answer.location == f"/desk/cases/{case.id}#matches"
    shown = open_text(browser.get(f"/desk/cases/{case.id}").text)
    assert "nobody is told before you answer with it" in shown
    assert "Yes, answer with this" in shown


def test_a_look_at_what_a_colleague_changed_since_publishes_nothing(browser: Browser) -> None:
    case = plain_case()
    save(browser, case)
    writing.save(case.id, written(title="Von Bo"), version=1, editor=editor("Bo"))

    answer = publish(browser, case, version="1")

    assert answer.location == f"{address(case)}/preview"
    assert "Bo has changed this draft" in open_text(browser.get(answer.location).text)
    assert draft(case).state is ClaimState.DRAFT


def test_slurs_are_shown_masked_and_published_only_when_meant(browser: Browser) -> None:
    case = plain_case(kind=Kind.HATE)
    save(browser, case, summary=f"{SLUR} ist ein Schimpfwort.")

    refused = publish(browser, case)

    assert refused.status_code == 400
    assert "Slurs stand in it: J•••••••" in open_text(refused.text)
    assert "Say that the slurs are meant to be read" in open_text(refused.text)
    assert publish(browser, case, means_slurs="yes").status_code == 302


def test_a_draft_is_thrown_away_only_as_it_was_seen(browser: Browser) -> None:
    case = plain_case()
    save(browser, case)

    assert browser.send(f"{address(case)}/discard", {"version": "0"}, seen_at=address(case)).location == address(case)
    assert writing.draft_of(case.id) is not None
    assert browser.send(f"{address(case)}/discard", {"version": "1"}, seen_at=address(case)).location.endswith(
        f"/cases/{case.id}"
    )
    assert db.session.scalars(select(Claim.id)).all() == []


def test_whoever_is_named_in_the_case_does_not_even_see_the_form(browser: Browser, alva: Editor) -> None:
    case = plain_case()
    drafted(case, editor("Bo"))
    named.say(case.id, editor=alva)

    answers = [browser.get(address(case)), browser.get(f"{address(case)}/preview")]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert not any(WHOLE.title in answer.text for answer in answers)


def test_the_list_says_who_wrote_what_when_and_from_which_case(app: Flask, browser: Browser, alva: Editor) -> None:
    case, other = plain_case(), plain_case()
    drafted(case, alva, title="Noch ein Entwurf")
    claim = published(other, alva, title="Schon zu lesen")
    drafted(plain_case(), alva, title="", claim="")

    drafts = browser.get("/desk/articles").text
    assert [name in open_text(drafts) for name in ("Noch ein Entwurf", "begun by Alva", "(no title yet)")] == [True] * 3
    assert "Schon zu lesen" not in drafts
    assert {address(case), f"/desk/cases/{case.id}"} <= set(links(drafts))
    shown = browser.get("/desk/articles?state=published").text
    assert "Noch ein Entwurf" not in shown
    assert f"/claims/{claim.slug}" in links(shown)
    assert "Nothing here." in open_text(browser.get("/desk/articles?state=retracted").text)
    # Whoever reads along sees the list, and no way to write.
    along = signed_in(app, editor("Vera", role=RoleName.VIEWER)).get("/desk/articles").text
    assert "Noch ein Entwurf" in along
    assert address(case) not in links(along)


def test_the_list_goes_on_page_by_page_and_asks_no_more_for_more_rows(
    browser: Browser, alva: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "PAGE", 3)

    def asked() -> int:
        with statements() as told:
            page.written_articles(ClaimState.DRAFT, before=None)
        return len(told)

    for number in range(page.PAGE + 2):
        drafted(plain_case(), alva, title=f"Entwurf {number}")
    few = asked()
    first, more = page.written_articles(ClaimState.DRAFT, before=None)
    rest, end = page.written_articles(ClaimState.DRAFT, before=first[-1].id)

    assert ([len(first), more, len(rest), end], few) == ([page.PAGE, True, 2, False], 1)
    assert [one.id for one in (*first, *rest)] == sorted(db.session.scalars(select(WrittenArticle.id)), reverse=True)
    assert f"/desk/articles?state=draft&before={first[-1].id}" in links(browser.get("/desk/articles").text)
