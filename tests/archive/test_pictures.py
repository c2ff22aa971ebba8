"""The pictures of articles: whoever sends one like it is led to the article, and never told that it is the same."""

from __future__ import annotations

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from archive import claims, pictures
from archive.models import PICTURES, ArchiveAction, ClaimPicture
from archive.pictures import Given
from audit.models import Event
from core.config import Config
from core.db import db
from core.files.sealed import sealed_files
from core.refusals import InvalidInput, NotFound
from intake.cases import joining
from intake.files import keeping
from intake.jobs import tidy_files
from intake.models.cases import Match, MatchAnswer
from search.engine import engine
from search.pictures.hashing import fingerprint_of
from search.ranking.bands import Band, Lane
from tests.support import factories, pictured
from tests.support.installation import work_off
from tests.support.matched import all_cases

WORDS = "Diese Brücke in Köln ist gestern Nacht angeblich eingestürzt, sagt mein Nachbar."
ABOUT_PICTURE = "Das Foto zeigt einen Stausee in Norwegen."


def seen() -> list[tuple[Band, list[str]]]:
    """Return how sure the matches are that a picture had part in, and by what they were found."""
    db.session.expire_all()
    rows = db.session.scalars(select(Match).order_by(Match.case_id, Match.rank))
    return [(match.band, match.lanes) for match in rows if Lane.SIMILAR_PICTURE in match.lanes]


def found(picture: Image.Image) -> list[int]:
    """Return the claims that a picture finds at once, before any match is written."""
    fingerprint = fingerprint_of(picture)
    assert fingerprint is not None
    return [*pictures.claims_with([fingerprint])]


def test_a_picture_like_that_of_an_article_suggests_it(app: Flask, config: Config) -> None:
    editor, claim = factories.editor().id, factories.claim(ABOUT_PICTURE).id
    pictured.keep(claim, pictured.photo(1), by=editor)
    pictured.report(pictured.sent_on(pictured.photo(1)))
    pictured.report(pictured.photo(2))
    work_off(config)
    alike, other = all_cases()
    (match,) = alike.matches
    assert (match.claim_id, match.band, match.lanes) == (claim, Band.LIKELY, [Lane.SIMILAR_PICTURE])
    assert (match.score, match.probability, match.explanation) == (None, None, None)
    assert not match.presented.is_coloured
    assert other.matches == []


def test_with_words_beside_it_a_picture_only_hints(app: Flask, config: Config) -> None:
    editor, claim = factories.editor().id, factories.claim(ABOUT_PICTURE).id
    pictured.keep(claim, pictured.photo(1), by=editor)
    pictured.report(pictured.photo(1), text=WORDS)
    work_off(config)
    ((band, lanes),) = seen()
    assert (band, lanes[-1]) == (Band.RELATED, Lane.SIMILAR_PICTURE)


def test_what_words_found_stays_as_sure_as_they_made_it(app: Flask, config: Config) -> None:
    editor, claim = factories.editor().id, factories.claim(WORDS).id
    pictured.keep(claim, pictured.photo(1), by=editor)
    pictured.report(pictured.photo(1), text=WORDS)
    work_off(config)
    ((band, lanes),) = seen()
    assert (band, lanes[0], lanes[-1]) == (Band.SAME, Lane.EXACT_TEXT, Lane.SIMILAR_PICTURE)


def test_the_very_picture_of_an_article_is_never_the_same_claim(app: Flask, config: Config) -> None:
    editor, claim = factories.editor().id, factories.claim(ABOUT_PICTURE).id
    for picture in (pictured.photo(1), pictured.chat(1)):
        pictured.keep(claim, picture, by=editor)
        pictured.report(picture)
    pictured.report(pictured.chat(2))
    work_off(config)
    assert seen() == [(Band.LIKELY, [Lane.SIMILAR_PICTURE])] * 2


def test_matches_follow_when_pictures_come_and_go(app: Flask, config: Config) -> None:
    editor, claim = factories.editor().id, factories.claim(ABOUT_PICTURE).id
    pictured.report(pictured.photo(1))
    work_off(config)
    assert seen() == []
    picture = pictured.keep(claim, pictured.photo(1), by=editor).id
    work_off(config)
    assert len(seen()) == 1
    assert pictures.remove(claim, picture, by=editor)
    assert found(pictured.photo(1)) == []
    work_off(config)
    assert seen() == []
    assert len(engine().pictures(PICTURES)) == 0


def test_a_retracted_article_is_found_by_no_picture_until_it_is_back(app: Flask, config: Config) -> None:
    editor, claim = factories.editor().id, factories.claim(ABOUT_PICTURE).id
    pictured.keep(claim, pictured.photo(1), by=editor)
    pictured.report(pictured.photo(1))
    work_off(config)
    assert len(seen()) == 1
    claims.retract(claim)
    assert found(pictured.photo(1)) == []
    work_off(config)
    assert seen() == []
    claims.publish(claim)
    work_off(config)
    assert len(seen()) == 1


def test_an_answer_of_an_editor_stays(app: Flask, config: Config) -> None:
    editor, claim = factories.editor().id, factories.claim(ABOUT_PICTURE).id
    picture = pictured.keep(claim, pictured.photo(1), by=editor)
    pictured.report(pictured.photo(1))
    joining.match_all_waiting()
    match = db.session.scalars(select(Match)).one()
    match.answer = MatchAnswer.DIFFERENT
    db.session.commit()
    pictures.remove(claim, picture.id, by=editor)
    work_off(config)
    assert [match.answer for match in all_cases()[0].matches] == [MatchAnswer.DIFFERENT]


def test_what_is_kept_and_removed_stands_in_the_trail(app: Flask) -> None:
    editor, claim = factories.editor().id, factories.claim().id
    picture = pictured.keep(claim, pictured.photo(1), by=editor)
    assert pictured.keep(claim, pictured.photo(1), by=editor).id == picture.id
    picture_id = picture.id
    assert pictures.remove(claim, picture_id, by=editor)
    assert not pictures.remove(claim, picture_id, by=editor)
    rows = select(Event).where(Event.action.in_([ArchiveAction.PICTURE_ADDED, ArchiveAction.PICTURE_REMOVED]))
    told = [(event.action, event.editor_id, event.details) for event in db.session.scalars(rows.order_by(Event.id))]
    details = {"claim": claim, "picture": picture_id}
    assert [(action, by) for action, by, _ in told] == [
        (ArchiveAction.PICTURE_ADDED, editor),
        (ArchiveAction.PICTURE_REMOVED, editor),
    ]
    assert all(set(its.items()) <= set(details.items()) for _, _, its in told)


def test_what_cannot_be_kept_is_refused(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    editor, claim = factories.editor().id, factories.claim().id
    blank = fingerprint_of(Image.new("RGB", (300, 300), "white"))
    with pytest.raises(InvalidInput):
        pictures.add(claim, [Given(blank)], by=editor)
    with pytest.raises(NotFound):
        pictured.keep(claim + 1, pictured.photo(1), by=editor)
    monkeypatch.setattr(pictures, "MOST_PICTURES", 1)
    pictured.keep(claim, pictured.photo(1), by=editor)
    with pytest.raises(InvalidInput):
        pictured.keep(claim, pictured.photo(2), by=editor)
    assert db.session.scalars(select(ClaimPicture.claim_id)).all() == [claim]


def test_what_the_desk_sees_of_a_picture_is_kept_as_long_as_the_picture(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "NAMED_AFTER_SECONDS", -1.0)
    editor, claim = factories.editor().id, factories.claim().id
    sealed = sealed_files().put([b"preview"], most=100)
    sealed_files().put([b"nobody's"], most=100)
    given = Given(fingerprint_of(pictured.photo(1)), preview_key=sealed.key)
    (picture,) = pictures.add(claim, [given, given], by=editor)
    tidy_files()
    assert list(sealed_files().keys()) == [sealed.key]
    assert pictures.remove(claim, picture.id, by=editor)
    assert list(sealed_files().keys()) == []
