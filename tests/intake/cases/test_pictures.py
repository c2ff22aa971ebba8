"""What the pictures of reports do: one file makes one case, and whatever only looks alike is told beside it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import TypeAlias

import pytest
from flask import Flask
from PIL import Image, ImageDraw, ImageFont, ImageOps
from sqlalchemy import delete, select

from audit.models import Event
from core.config import Config
from core.db import db, writing
from core.events import Subject, happened
from intake.cases import joining, merging, pictures
from intake.cases.keys import hold_grouping
from intake.cases.similar import similar_cases
from intake.jobs import tidy_files
from intake.models.cases import Case, CaseAction, Kind
from intake.models.files import Attachment
from intake.models.reports import Submission
from search.engine import engine
from search.pictures.likeness import Likeness
from search.pictures.models import PictureHash
from search.ranking.bands import Lane
from tests.support import pictured
from tests.support.installation import work_off
from tests.support.matched import all_cases

Change: TypeAlias = Callable[[Image.Image], Image.Image]

WORDS = "Diese Brücke in Köln ist gestern Nacht angeblich eingestürzt, sagt mein Nachbar."
OTHER_WORDS = "In Graz steht seit einer Woche das ganze Krankenhaus unter Wasser."


def cases(*reports: Submission) -> list[Case]:
    """Match what waits, and return the case of each report."""
    ids = [report.id for report in reports]
    joining.match_all_waiting()
    db.session.expire_all()
    found = [db.session.get_one(Submission, number).case for number in ids]
    assert None not in found
    return [case for case in found if case is not None]


def likenesses(case: Case) -> dict[int, Likeness | None]:
    return {similar.case.id: similar.likeness for similar in similar_cases(case)}


def test_one_file_that_comes_twice_makes_one_case(app: Flask, config: Config) -> None:
    photo = pictured.photo(1)
    first, later = pictured.report(photo), pictured.report(photo, text="Stimmt das?")
    case, same = cases(first, later)
    assert case.id == same.id
    pictured.report(photo)
    work_off(config)
    (case,) = all_cases()
    assert (case.submission_count, case.has_news) == (3, False)
    joined = db.session.scalars(select(Event.details).where(Event.action == CaseAction.SUBMISSION_JOINED))
    assert [details["lane"] for details in joined] == [Lane.SAME_PICTURE, Lane.SAME_PICTURE]


@pytest.mark.parametrize(
    "later",
    [
        {"text": OTHER_WORDS},
        {"url": "https://www.beispiel.example/artikel/7"},
        {"kind": Kind.HATE},
    ],
)
def test_a_file_joins_no_report_that_says_something_else(app: Flask, later: dict[str, str]) -> None:
    photo = pictured.photo(1)
    first = {"url": "https://www.beispiel.example/artikel/3"} if "url" in later else {}
    case, other = cases(pictured.report(photo, **first), pictured.report(photo, **later))  # type: ignore[arg-type]
    assert case.id != other.id


def test_one_photo_under_two_claims_stays_two_cases_that_know_of_each_other(app: Flask) -> None:
    photo = pictured.photo(1)
    case, other = cases(pictured.report(photo, text=WORDS), pictured.report(photo, text=OTHER_WORDS))
    assert likenesses(case) == {other.id: Likeness.CLOSE}


def test_a_file_among_others_is_another_report(app: Flask) -> None:
    photo, second = pictured.photo(1), pictured.photo(2)
    case, more, turned = cases(pictured.report(photo), pictured.report(photo, second), pictured.report(second, photo))
    assert case.id != more.id == turned.id
    assert likenesses(case) == {more.id: Likeness.CLOSE}


def _with_sign(picture: Image.Image, number: str) -> Image.Image:
    changed = picture.copy()
    draw = ImageDraw.Draw(changed)
    draw.rectangle((150, 150, 210, 190), fill="white")
    draw.text((160, 155), number, fill="black", font=ImageFont.load_default(size=30))
    return changed


@pytest.mark.parametrize(
    "change, likeness",
    [
        (pictured.sent_on, Likeness.CLOSE),
        (lambda picture: _with_sign(picture, "71"), Likeness.CLOSE),
        (lambda picture: ImageOps.expand(picture, 30, "black"), Likeness.CLOSE),
        (ImageOps.mirror, Likeness.MIRRORED),
    ],
    ids=["sent on", "changed", "framed", "mirrored"],
)
def test_a_picture_that_looks_alike_is_told_and_never_joins(app: Flask, change: Change, likeness: Likeness) -> None:
    photo = _with_sign(pictured.photo(1), "17")
    case, other, elsewhere = cases(
        pictured.report(photo), pictured.report(change(photo)), pictured.report(pictured.photo(2))
    )
    assert len({case.id, other.id, elsewhere.id}) == 3
    (similar,) = similar_cases(case)
    assert (similar.case.id, similar.likeness, similar.band) == (other.id, likeness, None)
    assert likenesses(elsewhere) == {}


def test_chats_with_other_words_are_neither_one_case_nor_alike(app: Flask) -> None:
    found = cases(*[pictured.report(pictured.chat(number)) for number in range(6)])
    assert len({case.id for case in found}) == 6
    assert all(likenesses(case) == {} for case in found)


def test_the_same_chat_compressed_again_is_alike(app: Flask) -> None:
    chat = pictured.chat(1)
    compressed = Image.open(BytesIO(pictured.jpeg(chat, 60)))
    case, other = cases(pictured.report(chat), pictured.report(compressed))
    assert case.id != other.id
    assert likenesses(case) == {other.id: Likeness.CLOSE}


def test_hate_is_only_like_hate(app: Flask) -> None:
    photo = pictured.photo(1)
    check, hate = cases(pictured.report(photo), pictured.report(photo, kind=Kind.HATE))
    assert (check.id != hate.id, likenesses(check), likenesses(hate)) == (True, {}, {})


def test_reports_that_are_split_off_take_the_key_of_their_file_along(app: Flask) -> None:
    photo, second = pictured.photo(1), pictured.photo(2)
    case, other = cases(pictured.report(photo), pictured.report(second))
    assert likenesses(case) == {}
    with writing():
        move = merging.merge(*merging.locked(other.id, case.id))
        happened(CaseAction.SUBMISSION_JOINED, Subject("case", case.id))
    assert [one.id for one in cases(pictured.report(second))] == [case.id]
    with writing():
        merging.locked(other.id, case.id)
        merging.undo(move)
    (again,) = cases(pictured.report(second))
    assert again.id == other.id
    # What came while they were one stays where it is.
    assert likenesses(db.session.get_one(Case, case.id)) == {other.id: Likeness.CLOSE}


def test_what_is_split_off_is_found_by_its_file(app: Flask) -> None:
    text, photo = WORDS, pictured.photo(1)
    case, _ = cases(pictured.report(text=text), pictured.report(photo, text=text))
    alone = pictured.report(photo)
    with writing():
        hold_grouping()
        report = db.session.get_one(Submission, alone.id)
        report.case_id = case.id
    with writing():
        (held,) = merging.locked(case.id)
        new_id = merging.split(held, [alone.id]).to_case_id
    (later,) = cases(pictured.report(photo))
    assert later.id == new_id


def test_an_erased_file_is_nowhere_any_more(app: Flask) -> None:
    photo = pictured.photo(1)
    case, other = cases(pictured.report(photo, text=WORDS), pictured.report(photo, text=OTHER_WORDS))
    index = engine().pictures(pictures.PICTURES)
    assert likenesses(case) == {other.id: Likeness.CLOSE}
    assert len(index) == 2
    of_other = Attachment.submission_id.in_(select(Submission.id).where(Submission.case_id == other.id))
    with writing() as session:
        # As a row that is erased by whoever knows nothing of the index.
        session.execute(delete(Attachment).where(of_other))
    assert likenesses(case) == {}
    case_id = case.id
    tidy_files()
    assert likenesses(db.session.get_one(Case, case_id)) == {}
    assert len(index) == 1
    assert db.session.scalars(select(PictureHash.bits).where(PictureHash.bits.is_(None))).all() == [None]
