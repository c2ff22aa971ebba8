"""How the desk sees pictures that look alike, and keeps those of a case with the article that answers it."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from accounts.permissions import RoleName
from archive.models import ClaimPicture
from core.config import Config
from core.db import db
from intake.models.cases import MatchAnswer
from tests.support import factories, pictured
from tests.support.browsing import Browser, open_text
from tests.support.desk import PASSWORD, plain_case, signed_in, suggestion
from tests.support.installation import work_off
from tests.support.matched import all_cases


def shown(browser: Browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return open_text(answer.text)


def test_similar_cases_tell_how_alike_the_pictures_are(app: Flask) -> None:
    case, alike = pictured.case(pictured.photo(1)), pictured.case(pictured.sent_on(pictured.photo(1)))
    listed = shown(signed_in(app, factories.editor(password=PASSWORD)), f"/desk/cases/{case.id}/similar")
    assert f"Case {alike.id}" in listed
    assert "Similar picture: hardly any difference to be seen" in listed
    assert "Probably the same claim" not in listed


def test_an_article_found_by_its_picture_is_called_similar_and_nothing_more(app: Flask) -> None:
    editor, claim = factories.editor(password=PASSWORD), factories.claim()
    pictured.keep(claim.id, pictured.photo(1), by=editor.id)
    case = pictured.case(pictured.photo(1))
    browser = signed_in(app, editor)
    page = shown(browser, f"/desk/cases/{case.id}")
    assert "Similar picture Found by a machine, not yet checked by a person" in page
    assert "Probably the same claim" not in page
    assert "Similar picture Suggested by a machine" in shown(browser, "/desk/")


def test_from_a_confirmed_match_the_picture_goes_to_the_article_and_off_it_again(app: Flask, config: Config) -> None:
    editor, claim = factories.editor(password=PASSWORD), factories.claim()
    case = pictured.case(pictured.photo(1))
    match = suggestion(case, claim, answer=MatchAnswer.SAME)
    browser, page, article = signed_in(app, editor), f"/desk/cases/{case.id}", f"/desk/articles/{claim.id}"
    claim_id = claim.id
    assert "Keep the pictures with this article" in shown(browser, page)

    browser.send(f"/desk/matches/{match.id}/pictures", {}, seen_at=page)

    assert "Keep the pictures with this article" not in shown(browser, page)
    columns = ClaimPicture.id, ClaimPicture.claim_id, ClaimPicture.case_id, ClaimPicture.preview_key
    ((kept_id, *kept),) = db.session.execute(select(*columns)).all()
    assert kept == [claim_id, case.id, None]
    assert f"From case {case.id}" in shown(browser, article)
    pictured.report(pictured.sent_on(pictured.photo(1)))
    work_off(config)
    assert [found.claim_id for found in all_cases()[-1].matches] == [claim_id]

    browser.send(f"{article}/pictures/{kept_id}/remove", {}, seen_at=article)

    assert "From case" not in shown(browser, article)
    work_off(config)
    assert all_cases()[-1].matches == []


def test_pictures_are_kept_only_with_what_was_confirmed(app: Flask) -> None:
    case = pictured.case(pictured.photo(1))
    match = suggestion(case, factories.claim())
    browser = signed_in(app, factories.editor(password=PASSWORD))
    assert "Keep the pictures with this article" not in shown(browser, f"/desk/cases/{case.id}")
    refused = browser.send(f"/desk/matches/{match.id}/pictures", {}, seen_at=f"/desk/cases/{case.id}")
    assert refused.status_code == 409
    assert db.session.scalars(select(ClaimPicture)).all() == []


def test_without_a_picture_there_is_nothing_to_keep(app: Flask) -> None:
    case = plain_case()
    suggestion(case, factories.claim(), answer=MatchAnswer.SAME)
    page = shown(signed_in(app, factories.editor(password=PASSWORD)), f"/desk/cases/{case.id}")
    assert "Keep the pictures with this article" not in page


def test_who_only_reads_along_removes_no_picture(app: Flask) -> None:
    claim = factories.claim()
    pictured.keep(claim.id, pictured.chat(1), by=factories.editor(password=PASSWORD).id)
    page = shown(
        signed_in(app, factories.editor(password=PASSWORD, role=RoleName.VIEWER)), f"/desk/articles/{claim.id}"
    )
    assert "Foto.jpg" in page
    assert "Mostly words" in page
    assert "Remove the picture" not in page
