"""The page on learning: what was learned with who and when, what is in effect, and one click that takes it back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Editor
from archive.matching import is_calibrated
from archive.models import ArchiveAction
from core.config import Config
from core.db import db, writing
from intake.models.cases import Kind, MatchAnswer
from review.case import answers
from review.lessons import page
from search.learning import in_effect
from search.learning.figures import LearnedFigures
from search.learning.models import Learned, LearnedKind, LearnedState
from tests.support import factories
from tests.support.browsing import Browser, open_text
from tests.support.desk import PASSWORD, plain_case, signed_in, suggestion
from tests.support.lessons import OTHER, fresh, standing, taught, trail, work
from tests.support.wordings import NEARLY_SAID, SAID

PAGE = "/desk/learning/"


@pytest.fixture
def editor(app: Flask) -> Editor:
    return factories.editor(password=PASSWORD)


@pytest.fixture
def browser(app: Flask, editor: Editor) -> Browser:
    return signed_in(app, editor)


def test_the_page_lists_what_was_learned_with_claim_text_case_and_editor(browser: Browser, editor: Editor) -> None:
    same, different = taught(editor), taught(editor, MatchAnswer.DIFFERENT, text=OTHER)

    page = browser.get(PAGE).text
    told = open_text(page)

    assert told.index(OTHER) < told.index(SAID), "newest first"
    assert told.count(editor.desk_name) >= 2 + 1
    assert told.count(same.claim.headline) == 2
    for match in (same, different):
        assert f'href="/desk/cases/{match.case_id}"' in page
    assert take_back_forms(page) == [
        f"/desk/learning/apart/{different.kept_apart_id}/take-back",
        f"/desk/learning/wordings/{same.learned_wording_id}/take-back",
    ]


def take_back_forms(page: str) -> list[str]:
    return re.findall(r'action="(/desk/learning/[^"]*/take-back[^"]*)"', page)


@pytest.mark.parametrize("answer", [MatchAnswer.SAME, MatchAnswer.DIFFERENT])
def test_one_click_takes_back_what_was_learned_and_leaves_the_answer(
    browser: Browser, editor: Editor, answer: MatchAnswer
) -> None:
    match = taught(editor, answer)
    (address,) = take_back_forms(browser.get(PAGE).text)

    taken = browser.send(address, {}, seen_at=PAGE)

    assert taken.status_code == 302
    assert standing() == (0, 0)
    match = fresh(match)
    assert (match.answer, match.learned_wording_id, match.kept_apart_id) == (answer, None, None)
    page = browser.get(PAGE).text
    assert take_back_forms(page) == []
    assert f"Taken back by {editor.desk_name}" in open_text(page)
    action, details = trail()[-1]
    assert action == ArchiveAction.LEARNED_TAKEN_BACK
    assert details["match"] == match.id
    # A second click, from a page that was still open, changes nothing.
    before = trail()
    assert browser.send(address, {}, seen_at=PAGE).status_code == 302
    assert trail() == before


def test_what_is_learned_again_stands_once_with_a_button(browser: Browser, editor: Editor) -> None:
    match = taught(editor)
    answers.answer_match(match.id, MatchAnswer.OPEN, editor=editor)
    answers.answer_match(match.id, MatchAnswer.SAME, editor=editor)

    lines, _ = page.lesson_lines()

    assert [line.in_effect for line in lines] == [True, False]
    assert len(take_back_forms(browser.get(PAGE).text)) == 1


def test_the_list_is_paged_without_skipping_or_repeating(
    app: Flask, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "PAGE", 2)
    claim = factories.claim()
    matches = [taught(editor, claim=claim, text=f"Der Satz Nummer {number}.") for number in range(5)]
    seen: list[int] = []
    before: int | None = None
    for _ in range(3):
        lines, before = page.lesson_lines(before=before)
        seen += [line.id for line in lines]

    assert before is None
    assert seen == [match.learned_wording_id for match in reversed(matches)]


def test_words_of_a_hate_case_are_learned_and_stay_folded(browser: Browser, editor: Editor) -> None:
    match = suggestion(plain_case(SAID, kind=Kind.HATE), factories.claim())
    answers.answer_match(match.id, MatchAnswer.SAME, editor=editor)

    page = browser.get(PAGE).text

    assert standing() == (1, 0)
    assert SAID in page
    assert SAID not in open_text(page)


def test_a_wording_is_never_shown_to_the_public(app: Flask, config: Config, client: Browser, editor: Editor) -> None:
    claim = factories.claim()
    taught(editor, claim=claim, text=f"{SAID} Geheimes Zeichen 4711.")
    work(config, claim)

    pages = [
        client.send("/lookup", {"text": f"{NEARLY_SAID} Geheimes Zeichen."}).text,
        client.get(f"/claims/{claim.slug}").text,
    ]

    assert claim.headline in pages[1]
    assert not [page for page in pages if "4711" in page]


def test_the_page_is_closed_to_strangers_and_its_forms_need_their_token(
    app: Flask, client: Browser, browser: Browser, editor: Editor
) -> None:
    match = taught(editor)
    address = f"/desk/learning/wordings/{match.learned_wording_id}/take-back"

    assert client.get(PAGE).status_code == 302
    assert client.post(address).status_code == 302
    assert browser.post(address).status_code == 400
    assert standing() == (1, 0)
    assert browser.get(address).status_code == 405


@pytest.mark.parametrize("what", ["wordings", "apart", "learned"])
def test_what_does_not_exist_cannot_be_taken_back(browser: Browser, what: str) -> None:
    assert browser.send(f"/desk/learning/{what}/999/take-back", {}, seen_at=PAGE).status_code == 404


def test_an_empty_page_says_what_to_do(browser: Browser) -> None:
    told = open_text(browser.get(PAGE).text)

    assert "Nothing has been learned yet." in told
    assert "too few to say" not in told


def test_a_share_of_few_is_not_told_but_what_it_would_be_of(browser: Browser, editor: Editor) -> None:
    claim = factories.claim()
    for _ in range(4):
        taught(editor, claim=claim)
    assert "too few to say (4 of 4)" in open_text(browser.get(PAGE).text)

    taught(editor, MatchAnswer.DIFFERENT, claim=claim)

    assert re.search(r"80\s?% \(4 of 5\)", open_text(browser.get(PAGE).text))


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "1"])
def test_an_address_that_leads_nowhere_in_the_list_is_no_error(browser: Browser, before: str) -> None:
    assert browser.get(f"{PAGE}?before={before}").status_code == 200


def test_a_model_that_nobody_has_measured_is_said_to_only_suggest(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    sentence = "Nothing has been measured for this language model yet"
    assert (sentence in open_text(browser.get(PAGE).text)) is not is_calibrated()

    monkeypatch.setattr(in_effect, "SHIPPED", in_effect.SHIPPED / "nowhere")
    in_effect._shipped.cache_clear()
    assert not is_calibrated()
    assert sentence in open_text(browser.get(PAGE).text)
    in_effect._shipped.cache_clear()


# As they stand in the database.
ADAPTED = {
    "per_language": {
        "de": {"pairs": 210, "dense_before": 0.61, "dense_after": 0.66, "before": 0.7412, "after": 0.7631},
        "en": {"pairs": 987, "dense_before": 0.71, "dense_after": 0.72, "before": 0.8701, "after": 0.8822},
    },
    "scale": 0.5,
    "kept": True,
    "of a later version": 1,
}


def calibrated(precision: float, coverage: float, error: float, surprise: float | None) -> dict[str, Any]:
    return {
        "bands": {"same": {"threshold": 0.9, "precision": precision, "coverage": coverage, "matches": 120}},
        "reliability": {"bins": [], "error": error},
        "before": None if surprise is None else {"surprise": surprise},
        "after": {"surprise": 0.2},
    }


def keep(kind: LearnedKind, figures: dict[str, Any], state: LearnedState = LearnedState.ACTIVE) -> Learned:
    with writing():
        return in_effect.keep(
            kind, "another-model-r1", b"", figures=LearnedFigures.model_validate(figures), state=state
        )


def test_what_a_machine_learned_is_listed_dated_and_compared_with_before(browser: Browser) -> None:
    keep(LearnedKind.ADAPTER, ADAPTED)
    keep(LearnedKind.CALIBRATION, calibrated(0.97, 0.4, 0.09, None))
    keep(LearnedKind.CALIBRATION, calibrated(0.5, 0.5, 0.5, None), LearnedState.REJECTED)
    keep(LearnedKind.CALIBRATION, calibrated(0.985, 0.55, 0.031, 0.3))
    keep(LearnedKind.ADAPTER, ADAPTED, LearnedState.REJECTED)

    told = open_text(browser.get(PAGE).text)

    for words in (
        "German 210 pairs 0.741 0.763",
        "English 987 pairs 0.870 0.882",
        "Mean error of the probabilities 0.090 0.031",
        "Same claim: share that was right 0.970 0.985",
        "Same claim: share of all answers that it found 0.400 0.550",
        "Surprise at your answers 0.300 0.200",
        "Mean error of the probabilities – 0.090",
        "Not used: it was not surely better than before",
    ):
        assert words in told


def test_an_adapter_is_taken_back_with_one_click_and_the_one_before_is_in_effect_again(
    browser: Browser, editor: Editor
) -> None:
    first, second = keep(LearnedKind.ADAPTER, ADAPTED), keep(LearnedKind.ADAPTER, ADAPTED)
    page = browser.get(PAGE).text
    (address,) = take_back_forms(page)
    assert address == f"/desk/learning/learned/{second.id}/take-back"

    assert browser.send(address, {}, seen_at=PAGE).status_code == 302

    states = {row.id: row.state for row in db.session.scalars(select(Learned))}
    assert states == {first.id: LearnedState.ACTIVE, second.id: LearnedState.TAKEN_BACK}
    assert trail() == [(ArchiveAction.LEARNED_TAKEN_BACK, {"learned": second.id, "kind": "adapter"})]
    assert take_back_forms(browser.get(PAGE).text) == [f"/desk/learning/learned/{first.id}/take-back"]
    before = trail()
    assert browser.send(address, {}, seen_at=PAGE).status_code == 302
    assert trail() == before
