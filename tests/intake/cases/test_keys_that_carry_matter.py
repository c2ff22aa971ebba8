"""Two readers send something through the real verbs: when they meet in one case, and when they must not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import db, writing
from intake.cases import joining, merging
from intake.models.cases import Case, CaseKey
from intake.models.reports import Submission
from tests.support import factories
from tests.support.case_moves import check_what_always_holds

ONE, OTHER = "https://example.org/film/1", "https://example.org/film/2"
RUMOUR = "Ab nächster Woche darf im Stadtpark von Neustadt niemand mehr Hunde ausführen, sagt das Amt für Grünflächen."
SHOWN = "Seht euch bitte dieses entsetzliche Video an, das am Sonntag im Stadtpark von Neustadt gedreht worden ist"


def cases_of(*reports: tuple[str, str], together: bool = True) -> list[int]:
    """Send texts with their links one after the other, and return the number of the case of each."""
    sent = []
    for text, url in reports:
        sent.append(factories.submission(text, url=url).id)
        if not together:
            joining.match_all_waiting()
    joining.match_all_waiting()
    db.session.expire_all()
    check_what_always_holds()
    found = [db.session.get_one(Submission, number).case_id for number in sent]
    return [case_id for case_id in found if case_id is not None]


def pattern(cases: Sequence[int]) -> str:
    """Return `aab` for cases of which the first two are one."""
    return "".join("abcdefgh"[list(dict.fromkeys(cases)).index(case)] for case in cases)


@pytest.mark.parametrize("together", [True, False], ids=["in one batch", "one by one"])
@pytest.mark.parametrize(
    "text",
    ["Ist das wirklich so passiert?", "Fake!!!", "😱😱", "Reine Hetze.", "Bitte prüfen, hat mir mein Onkel geschickt"],
)
def test_words_that_say_nothing_join_nobody(app: Flask, text: str, together: bool) -> None:
    reports = [(text, ONE), (text, OTHER), (f"{text} {ONE}", ""), ("", OTHER), (text, ""), (text, "")]
    assert pattern(cases_of(*reports, together=together)) == "ababcd"


@pytest.mark.parametrize("together", [True, False], ids=["in one batch", "one by one"])
@pytest.mark.parametrize("text", [RUMOUR, SHOWN])
def test_two_reports_about_two_links_never_join_by_their_words(app: Flask, text: str, together: bool) -> None:
    again = f"Hallo zusammen! {text} 🙏"
    assert pattern(cases_of((text, ONE), (text, OTHER), (again, ONE), (again, OTHER), together=together)) == "abab"


@pytest.mark.parametrize("together", [True, False], ids=["in one batch", "one by one"])
@pytest.mark.parametrize(
    "order,expected",
    [
        (("", ONE, ONE, ""), "aaaa"),
        ((ONE, "", ""), "aaa"),
        # The first link decides which one the case is about.
        (("", ONE, OTHER, ""), "aaba"),
        ((ONE, OTHER, ""), "aba"),
    ],
)
def test_words_that_say_something_meet_with_and_without_one_link(
    app: Flask, order: tuple[str, ...], expected: str, together: bool
) -> None:
    assert pattern(cases_of(*((RUMOUR, url) for url in order), together=together)) == expected


def test_a_near_duplicate_about_another_link_does_not_come_in_by_the_back_door(app: Flask) -> None:
    nearly = f"Achtung, bitte weiterleiten! {RUMOUR}"
    reports = [(RUMOUR, ""), (nearly, ONE), (f"Liebe Leute, {RUMOUR}", OTHER), (f"Wichtig! {RUMOUR}", "")]
    assert pattern(cases_of(*reports, together=False)) == "aaba"


@pytest.mark.parametrize("together", [True, False], ids=["in one batch", "one by one"])
def test_near_duplicates_that_show_two_films_are_two_cases(app: Flask, together: bool) -> None:
    reports = [(f"{SHOWN} {ONE}", ""), (f"{SHOWN}: {OTHER}", ""), (f"Hallo! {SHOWN} {ONE}", ""), ("", OTHER)]
    assert pattern(cases_of(*reports, together=together)) == "abab"


def test_a_chain_letter_with_its_source_and_without_is_one_case_and_with_another_source_two(app: Flask) -> None:
    letter = f"{RUMOUR} Das steht auch in der Zeitung von gestern, also bitte sofort allen Bekannten sagen."
    reports = [(f"{letter} {ONE}", ""), (letter, ""), (f"Liebe Leute! {letter} {OTHER}", "")]
    found = cases_of(*reports, together=False)
    assert found[0] == found[1]
    assert found[2] != found[0]


@pytest.mark.parametrize("link", ["https://t.me/heimatfunk", "https://www.youtube.com/@heimatfunk/videos"])
def test_all_who_report_a_channel_have_cases_of_their_own(app: Flask, link: str) -> None:
    assert (
        pattern(cases_of(("", link), ("", link), ("Ist das Hetze?", link), (f"Prüft das bitte {link}", ""))) == "abcd"
    )


def test_the_same_words_about_two_channels_are_two_cases(app: Flask) -> None:
    channels = ["https://t.me/heimatfunk", "https://t.me/nordfunk"]
    assert pattern(cases_of(*((RUMOUR, link) for link in (*channels, *channels)))) == "abab"


def test_a_front_door_beside_a_text_changes_nothing(app: Flask) -> None:
    assert (
        pattern(cases_of((RUMOUR, ""), (RUMOUR, "https://www.facebook.com/"), (RUMOUR, "https://example.org"))) == "aaa"
    )


def test_words_that_say_nothing_over_the_same_two_links_are_one_case(app: Flask) -> None:
    both = f"Was stimmt denn nun? {ONE} {OTHER}"
    assert pattern(cases_of((both, ""), (both, ""), (f"Was stimmt denn nun? {ONE} {ONE}3", ""))) == "aab"


def test_a_report_that_was_split_off_is_about_its_own_link(app: Flask) -> None:
    first, second = cases_of((RUMOUR, ""), (RUMOUR, ONE))
    assert first == second
    leaving = db.session.scalars(select(Submission).where(Submission.url == ONE)).one()
    with writing():
        (case,) = merging.locked(first)
        new = merging.split(case, [leaving.id]).to_case_id
    old, new_case = db.session.get_one(Case, first), db.session.get_one(Case, new)
    assert (old.about, new_case.about) == ("", "example.org/film/1")
    assert cases_of((RUMOUR, OTHER), (RUMOUR, ONE)) == [first, new]


def test_a_case_into_which_another_was_merged_is_about_the_same_link(app: Flask) -> None:
    plain, linked = cases_of((RUMOUR, ""), ("", ONE))
    assert plain != linked
    with writing():
        merging.merge(*merging.locked(linked, plain))
    assert db.session.get_one(Case, plain).about == "example.org/film/1"
    assert cases_of((RUMOUR, OTHER), ("", ONE))[1] == plain


def test_no_case_has_a_key_made_of_words_that_say_nothing(app: Flask) -> None:
    cases_of(("Stimmt das?", ""), ("Krass", ""), ("Stimmt das?", "https://t.me/heimatfunk"))
    assert db.session.scalars(select(CaseKey)).all() == []
