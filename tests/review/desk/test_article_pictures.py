"""Pictures that an editor brings to an article: the next report finds it by them, and without them no more."""

from __future__ import annotations

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select

from accounts.permissions import RoleName
from app import create_app
from archive.models import PICTURES, ClaimPicture
from archive.pictures import fingerprints_of
from core.config import Config
from core.db import db
from core.files.sealed import sealed_files
from intake.files import locking
from search.pictures.hashing import bits_of
from search.pictures.live import LivePictures
from search.ranking.bands import Lane
from tests.support import factories, pictured, pictures
from tests.support.attached import attached
from tests.support.browsing import Browser, hidden_fields, open_text
from tests.support.desk import PASSWORD, signed_in
from tests.support.installation import work_off
from tests.support.matched import all_cases
from tests.support.uploading import post_files

PHOTO = pictured.jpeg(pictured.photo(1))


@pytest.fixture
def desk(app: Flask) -> Browser:
    return signed_in(app, factories.editor(password=PASSWORD))


def bring(browser: Browser, claim_id: int, *files: tuple[str, bytes]) -> str:
    """Send the form of an article's page with a file, and return the page that follows."""
    address = f"/desk/articles/{claim_id}"
    token = hidden_fields(browser.get(address).text)["csrf_token"]
    answer = post_files(browser, {"csrf_token": token}, *files, path=f"{address}/pictures")
    assert answer.status_code == 302, answer.text
    assert answer.location == f"{address}#pictures"
    return browser.get(address).text


def kept() -> list[ClaimPicture]:
    return list(db.session.scalars(select(ClaimPicture).order_by(ClaimPicture.id)))


def test_a_picture_leads_later_reports_to_the_article_until_it_is_taken_off(
    app: Flask, config: Config, desk: Browser
) -> None:
    claim_id = factories.claim().id
    assert "This article has no picture yet." in desk.get(f"/desk/articles/{claim_id}").text

    page = bring(desk, claim_id, ("Foto vom Handy.jpg", PHOTO))

    assert "Kept. Whoever sends one like it is led to this article." in page
    assert "Foto vom Handy.jpg" in open_text(page)
    (picture,) = kept()
    picture_id = picture.id
    assert list(sealed_files().keys()) == [picture.preview_key], "of the file itself nothing is kept"
    shown = desk.get(f"/desk/articles/{claim_id}/pictures/{picture_id}")
    assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
    assert shown.headers["Content-Security-Policy"].startswith("default-src 'none'")
    pictured.report(pictured.sent_on(pictured.photo(1)))
    work_off(config)
    (match,) = all_cases()[-1].matches
    assert (match.claim_id, match.lanes) == (claim_id, [Lane.SIMILAR_PICTURE])

    address = f"/desk/articles/{claim_id}"
    desk.send(f"{address}/pictures/{picture_id}/remove", {}, seen_at=address)

    work_off(config)
    assert (all_cases()[-1].matches, kept(), list(sealed_files().keys())) == ([], [], [])
    assert desk.get(f"{address}/pictures/{picture_id}").status_code == 404


def test_a_process_that_starts_anew_knows_it_from_the_rows(app: Flask, config: Config, desk: Browser) -> None:
    claim_id = factories.claim().id
    bring(desk, claim_id, ("foto.jpg", PHOTO))
    (picture,) = kept()

    (found,) = LivePictures(PICTURES).near([bits_of(picture.image_hash)], within=0)
    assert [near.picture_id for near in found] == [picture.id]

    with create_app(config).app_context():
        pictured.report(pictured.sent_on(pictured.photo(1)))
        work_off(config)
        assert [match.claim_id for match in all_cases()[-1].matches] == [claim_id]


@pytest.mark.parametrize(
    "name, content, said",
    [
        ("", b"", "Choose a picture first."),
        ("brief.txt", b"no picture at all", "We cannot take this kind of file."),
        ("leer.png", pictures.packed(Image.new("RGB", (300, 300), "white")), "too little in this picture"),
        ("gross.jpg", PHOTO + bytes(11 * 1024 * 1024), "more than 10 MB"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence_and_leaves_nothing(
    app: Flask, desk: Browser, name: str, content: bytes, said: str
) -> None:
    page = bring(desk, factories.claim().id, *([(name, content)] if name else []))
    assert said in page
    assert (kept(), list(sealed_files().keys())) == ([], [])


def test_the_same_picture_again_changes_nothing(app: Flask, desk: Browser) -> None:
    claim_id = factories.claim().id
    bring(desk, claim_id, ("eins.jpg", PHOTO))
    (first,) = kept()
    number, key = first.id, first.preview_key
    bring(desk, claim_id, ("zwei.jpg", PHOTO))
    (picture,) = kept()
    assert (picture.id, picture.name, list(sealed_files().keys())) == (number, "eins.jpg", [key])


def test_what_the_desk_has_locked_is_kept_with_no_article(app: Flask, desk: Browser) -> None:
    file = attached(factories.case().id, content=PHOTO)
    locking.lock(file.id, by=factories.editor().id)
    before = sorted(sealed_files().keys())
    page = bring(desk, factories.claim().id, ("bild.jpg", PHOTO))
    assert "The desk has locked this file" in page
    assert (kept(), sorted(sealed_files().keys())) == ([], before)


def test_only_who_answers_matches_brings_one_and_only_from_our_page(app: Flask, desk: Browser) -> None:
    claim_id = factories.claim().id
    address = f"/desk/articles/{claim_id}/pictures"
    assert post_files(desk, {"csrf_token": "made up"}, ("a.jpg", PHOTO), path=address).status_code == 400
    reader = signed_in(app, factories.editor(password=PASSWORD, role=RoleName.VIEWER))
    page = reader.get(f"/desk/articles/{claim_id}").text
    assert "Add a picture" not in page
    token = hidden_fields(page)["csrf_token"]
    assert post_files(reader, {"csrf_token": token}, ("a.jpg", PHOTO), path=address).status_code == 403
    assert post_files(desk, {}, ("a.jpg", PHOTO), path="/desk/articles/4711/pictures").status_code in {400, 404}
    assert db.session.scalar(select(func.count()).select_from(ClaimPicture)) == 0
    assert fingerprints_of([claim_id]) == []
