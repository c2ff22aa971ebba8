"""What the words in pictures mean for matching: as good as typed ones when they are sure, nothing when not."""

from __future__ import annotations

from collections.abc import Sequence
from secrets import token_bytes

import pytest
from flask import Flask
from sqlalchemy import select

from archive.matching import Found, FoundMatch
from archive.models import Claim
from core.db import db, writing
from intake.cases import joining, merging, rehashing, suggesting
from intake.models.cases import Case, CaseKey, Match, TextSource
from intake.models.moves import Loosened
from search.ranking.bands import Band, Lane
from search.text.content import content_of
from tests.support import factories, sent_pictures
from tests.support.factories import CLAIM, POST

RUMOUR = "Die Klinik Ottakring bestätigt: 1.200 Kinder wurden nach der Impfung mit Lähmungen eingeliefert."
OTHER_NUMBER = RUMOUR.replace("1.200", "7.200")
STORY = "Meine Tante in Wels hat mir das geschickt und glaubt jetzt, dass niemand mehr zum Arzt gehen soll."


def read(text: str, *, typed: str = "", is_doubtful: bool = False, url: str = "") -> int:
    """Send a report with a picture of its own in which something was read."""
    report = sent_pictures.sent(token_bytes(), text=typed, url=url)
    sent_pictures.read_as(report, text, is_doubtful=is_doubtful)
    return report


def case_of(report: int) -> Case:
    joining.match_all_waiting()
    found = sent_pictures.reload(report).case
    assert found is not None
    return found


def typed(text: str, **fields: str) -> int:
    return factories.submission(text, **fields).id


def test_a_screenshot_joins_the_case_of_the_typed_text_and_the_other_way_round(app: Flask) -> None:
    first = case_of(typed(RUMOUR))
    assert case_of(read(RUMOUR)).id == first.id

    second = case_of(read(POST))
    assert (second.text, second.text_source) == (POST, TextSource.READ)
    assert second.lang == "de"
    assert case_of(typed(POST)).id == second.id


def test_what_only_asks_leaves_the_word_to_the_picture(app: Flask) -> None:
    asked = case_of(read(RUMOUR, typed="Stimmt das?"))

    assert asked.text == RUMOUR
    assert case_of(typed(RUMOUR)).id == asked.id


def test_what_was_typed_speaks_for_the_case_and_the_picture_is_a_key_beside_it(app: Flask) -> None:
    told = case_of(read(RUMOUR, typed=STORY))
    assert (told.text, told.further_text, told.text_source) == (STORY, RUMOUR, TextSource.TYPED)

    assert case_of(read(RUMOUR)).id == told.id
    assert case_of(typed(RUMOUR)).id == told.id
    assert case_of(typed(STORY)).id == told.id


def test_the_picture_beside_typed_words_leads_to_the_case_that_is_there(app: Flask) -> None:
    there = case_of(typed(RUMOUR))

    assert case_of(read(f"Bitte alle lesen! {RUMOUR}", typed=STORY)).id == there.id, "almost the same text"


def test_the_picture_beside_typed_words_finds_its_article_and_keeps_it(app: Flask) -> None:
    claim = factories.claim()

    told = case_of(read(CLAIM, typed=STORY))
    suggesting.rematch_case(told.id)

    assert claim.id in [match.claim_id for match in db.session.scalars(select(Match).where(Match.case_id == told.id))]


def test_what_the_picture_says_surely_is_not_hidden_by_a_weak_match_of_what_was_typed(app: Flask) -> None:
    claim = factories.claim()
    typed_beside = "In unserer Gruppe geht es nur noch um WhatsApp und ob es kostenpflichtig wird, das nervt mich sehr."
    weak = suggesting.ask({1: content_of(typed_beside)}).found[1]
    assert [match.band for match in weak.matches] == [Band.RELATED], "or this tests nothing"

    told = case_of(read(CLAIM, typed=typed_beside))
    assert bands(told) == [Band.SAME]
    suggesting.rematch_case(told.id)

    (match,) = db.session.scalars(select(Match).where(Match.case_id == told.id))
    assert (match.claim_id, match.band, match.lanes[0]) == (claim.id, Band.SAME, Lane.EXACT_TEXT)
    assert told.best_band is Band.SAME


def found(*bands: tuple[int, Band, tuple[Lane, ...]]) -> Found:
    claim = Claim(text=CLAIM)
    return Found(
        [FoundMatch(number, None, claim, band, lanes, None, None, None, "model") for number, band, lanes in bands],
        None,
        None,
    )


@pytest.mark.parametrize(
    "own, beside, expected",
    [
        ([(1, Band.RELATED)], [(1, Band.SAME)], [(1, Band.SAME, Lane.MEANING)]),
        ([(1, Band.SAME)], [(1, Band.RELATED)], [(1, Band.SAME, Lane.WORDS)]),
        ([(1, Band.LIKELY)], [(1, Band.LIKELY)], [(1, Band.LIKELY, Lane.WORDS)]),
        (
            [(1, Band.RELATED), (2, Band.RELATED)],
            [(3, Band.SAME), (2, Band.LIKELY)],
            [(3, Band.SAME, Lane.MEANING), (2, Band.LIKELY, Lane.MEANING), (1, Band.RELATED, Lane.WORDS)],
        ),
    ],
)
def test_the_surest_of_two_ways_to_a_claim_counts_and_says_what_it_was(
    own: Sequence[tuple[int, Band]], beside: Sequence[tuple[int, Band]], expected: Sequence[tuple[int, Band, Lane]]
) -> None:
    typed_words = found(*((number, band, (Lane.WORDS,)) for number, band in own))
    in_picture = found(*((number, band, (Lane.MEANING,)) for number, band in beside))
    answers = suggesting.Answers({7: typed_words, -7: in_picture})

    both = suggesting.together(answers, 7, is_doubtful=False)

    assert both is not None
    assert [(match.claim_id, match.band, *match.lanes) for match in both.matches] == expected


def test_that_a_picture_looks_alike_is_told_beside_its_words(app: Flask) -> None:
    seen = found((1, Band.RELATED, (Lane.MEANING, Lane.SIMILAR_PICTURE)))
    answers = suggesting.Answers({7: seen, -7: found((1, Band.SAME, (Lane.EXACT_TEXT,)))})
    both = suggesting.together(answers, 7, is_doubtful=False)
    assert both is not None
    assert [match.lanes for match in both.matches] == [(Lane.EXACT_TEXT, Lane.SIMILAR_PICTURE)]


def test_a_doubtful_number_joins_nothing_and_nothing_joins_it(app: Flask) -> None:
    there = case_of(typed(RUMOUR))
    doubtful = case_of(read(RUMOUR, is_doubtful=True))
    assert doubtful.id != there.id
    assert doubtful.text_source is TextSource.DOUBTFUL

    alone = case_of(read(OTHER_NUMBER, is_doubtful=True))
    assert [key.lane for key in db.session.scalars(select(CaseKey).where(CaseKey.case_id == alone.id))] == [
        Lane.SAME_PICTURE
    ]
    assert case_of(typed(OTHER_NUMBER)).id != alone.id
    assert case_of(typed(f"Bitte alle lesen! {OTHER_NUMBER}")).id != alone.id


def test_two_doubtful_ones_in_one_batch_stay_two(app: Flask) -> None:
    first, second = read(RUMOUR, is_doubtful=True), read(RUMOUR, is_doubtful=True)

    assert case_of(first).id != case_of(second).id


def test_what_is_doubtful_is_never_surely_the_same_as_an_article(app: Flask) -> None:
    factories.claim()
    sure, doubtful = case_of(read(CLAIM)), case_of(read(CLAIM, is_doubtful=True))

    suggesting.rematch_case(doubtful.id)

    assert bands(sure) == [Band.SAME]
    assert bands(doubtful) == [Band.LIKELY], "it stands there as a suggestion"
    assert doubtful.best_band is Band.LIKELY


def bands(case: Case) -> list[Band]:
    return list(db.session.scalars(select(Match.band).where(Match.case_id == case.id)))


def test_a_doubtful_picture_beside_typed_words_is_no_key(app: Flask) -> None:
    there = case_of(typed(RUMOUR))

    told = case_of(read(RUMOUR, typed=STORY, is_doubtful=True))

    assert told.id != there.id
    assert case_of(typed(STORY)).id == told.id, "what was typed is sure"


def test_the_link_that_a_reader_gave_is_a_key_however_doubtful_the_picture(app: Flask) -> None:
    url = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
    there = case_of(typed("", url=url))

    assert case_of(read(RUMOUR, is_doubtful=True, url=url)).id == there.id


def test_the_link_in_a_code_counts_only_where_nothing_else_is_said(app: Flask) -> None:
    url = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
    there = case_of(typed("", url=url))

    def with_code(words: str) -> int:
        report = sent_pictures.sent(token_bytes(), code_links=(url,))
        sent_pictures.read_as(report, words)
        return report

    assert case_of(with_code("")).id == there.id
    assert case_of(with_code(RUMOUR)).id != there.id


def test_merging_splitting_and_taking_back_know_the_words_of_pictures(app: Flask) -> None:
    first, by_picture = typed(RUMOUR), read(RUMOUR)
    case = case_of(first)
    assert case_of(by_picture).id == case.id
    other = case_of(read(POST))
    with writing():
        merged = merging.merge(*merging.locked(other.id, case.id))
    with writing():
        merging.locked(other.id, case.id)
        merging.undo(merged)
    db.session.refresh(other)
    assert (other.text, other.text_source, other.submission_count) == (POST, TextSource.READ, 1)

    with writing():
        (locked,) = merging.locked(case.id)
        move = merging.split(locked, [by_picture])
    split = db.session.get_one(Case, move.to_case_id)
    assert (split.text, split.text_source) == (RUMOUR, TextSource.READ)


def test_reading_all_texts_again_gives_the_same_keys_and_loosens_nothing(app: Flask) -> None:
    for report in (
        read(RUMOUR, typed=STORY),
        read(RUMOUR),
        typed(STORY),
        read(POST),
        read(OTHER_NUMBER, is_doubtful=True),
    ):
        case_of(report)
    before = keys()

    rehashing.rehash()

    assert keys() == before
    assert db.session.scalars(select(Loosened)).all() == []


def keys() -> set[tuple[int, Lane, str]]:
    db.session.rollback()
    return {(key.case_id, key.lane, key.value) for key in db.session.scalars(select(CaseKey))}
