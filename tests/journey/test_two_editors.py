"""In a real browser: two editors at one case, and text that is not lost whatever happens to its page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import select

from accounts.models import Editor
from core.db import db
from intake.models.cases import Case, CaseState
from review.models import Decision
from tests.support import factories
from tests.support.desk import SENTENCE, plain_case, reread, suggestion
from tests.support.holding import editor, end_session, kept
from tests.support.served import desk_of, open_case, served, sign_in

pytestmark = pytest.mark.browser

WORDS = "Der Anbieter hat es auf Nachfrage bestätigt."


@pytest.fixture
def alva(app: Flask) -> Editor:
    """An editor with a password of her own."""
    return editor("Alva")


@pytest.fixture
def bo(app: Flask) -> Editor:
    """Her colleague."""
    return editor("Bo")


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Where the app is served."""
    with served(app) as url:
        yield url


def write(page: Page, words: str = WORDS) -> None:
    """Type at the end of what stands there. Until a page is loaded, being led to a part of it takes the focus away."""
    page.wait_for_load_state()
    page.locator("#decision-form [name=reason]").press("Control+End")
    page.keyboard.type(words)


def fill_in(page: Page) -> None:
    page.locator("[name=outcome][value=closed]").check()
    page.locator("#decision-form [name=public_sentence]").fill(SENTENCE)
    page.locator("[name=reason_code]").select_option("too_little")
    page.locator("#decision-form [name=reason]").fill(WORDS)


def send(page: Page) -> None:
    page.locator("#decision-form button[data-key=s]").click()


def wait_until_kept(page: Page) -> None:
    expect(page.locator("#decision-form [data-draft-state]")).to_contain_text("Kept as a draft at")


def reason(page: Page) -> str:
    return page.locator("#decision-form [name=reason]").input_value()


def test_a_colleague_sees_who_writes_takes_over_and_the_text_stays_with_its_author(
    browser: Browser, address: str, alva: Editor, bo: Editor
) -> None:
    case = plain_case()
    first, second = desk_of(browser, address, alva), desk_of(browser, address, bo)
    open_case(first, case)
    expect(first.locator(".presence")).to_contain_text("Nobody is working on this")

    write(first)
    expect(first.locator(".presence")).to_contain_text("You are working on this, 10 more minutes")
    wait_until_kept(first)
    open_case(second, case)
    expect(second.locator(".presence")).to_contain_text("Alva is working on this")
    expect(second.locator(".presence")).to_contain_text("Also looking: Alva")
    fill_in(second)
    send(second)
    expect(second.locator("h1")).to_have_text("This changed in the meantime")
    expect(second.locator("main")).to_contain_text("What you wrote is kept as a draft.")
    second.get_by_role("link", name="Back to the case").click()
    expect(second.locator("#draft-decision")).to_contain_text("is here")
    assert reason(second) == WORDS
    second.get_by_text("Take over …").click()
    second.get_by_role("button", name="Take this case over").click()
    expect(second.locator(".presence")).to_contain_text("You are working on this")

    first.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(first.locator(".presence")).to_contain_text("Bo has taken this case over from you")
    assert reason(first) == WORDS
    send(second)
    expect(second.locator(".flashes")).to_contain_text("The answer is sent")
    assert kept(case, bo) == {}
    open_case(first, case)
    expect(first.locator("#draft-decision")).to_contain_text("Meanwhile Bo decided this case")
    expect(first.locator("#draft-decision")).to_contain_text(WORDS)


def test_writing_on_and_sending_after_the_session_ended_leads_back_to_the_text(
    browser: Browser, address: str, alva: Editor
) -> None:
    case = plain_case()
    page = desk_of(browser, address, alva)
    open_case(page, case)
    fill_in(page)
    wait_until_kept(page)
    end_session(alva)

    write(page, " Schriftlich.")
    expect(page.locator("#decision-form [data-draft-state]")).to_contain_text("You are signed out")
    send(page)
    expect(page.locator(".flashes")).to_contain_text("What you wrote is kept: sign in")
    sign_in(page, alva)

    expect(page).to_have_url(f"{address}/desk/cases/{case.id}")
    expect(page.locator("#draft-decision")).to_be_visible()
    assert reason(page) == f"{WORDS} Schriftlich."
    send(page)
    expect(page.locator(".flashes")).to_contain_text("The answer is sent")
    assert kept(case, alva) == {}


def test_a_closed_tab_and_the_back_button_lose_nothing(browser: Browser, address: str, alva: Editor) -> None:
    case = plain_case()
    page = desk_of(browser, address, alva)
    open_case(page, case)
    write(page, "Im geschlossenen Fenster.")
    # Closed at once, before the pause in which a draft is kept while typing.
    page.close(run_before_unload=True)
    page = page.context.new_page()
    open_case(page, case)
    expect(page.locator("#draft-decision")).to_be_visible()
    assert reason(page) == "Im geschlossenen Fenster."

    write(page, " Und weiter.")
    page.locator(".wordmark").click()
    expect(page).to_have_url(f"{address}/desk/")
    page.go_back()
    expect(page.locator("#draft-decision")).to_be_visible()
    assert reason(page) == "Im geschlossenen Fenster. Und weiter."


def test_a_form_from_before_the_decision_decides_nothing_a_second_time(
    browser: Browser, address: str, alva: Editor
) -> None:
    case = plain_case()
    page = desk_of(browser, address, alva)
    open_case(page, case)
    forgotten = page.context.new_page()
    open_case(forgotten, case)
    fill_in(page)
    send(page)
    expect(page.locator(".flashes")).to_contain_text("The answer is sent")

    page.go_back()
    expect(page.locator("#decision")).to_contain_text(SENTENCE)
    expect(page.locator("#decision-form")).to_have_count(0)

    fill_in(forgotten)
    forgotten.locator("#decision-form [name=public_sentence]").fill("Etwas anderes.")
    send(forgotten)
    expect(forgotten.locator("main")).to_contain_text("This case was worked on in the meantime")
    forgotten.get_by_role("link", name="Back to the case").click()
    expect(forgotten.locator("#draft-decision")).to_contain_text(WORDS)
    db.session.rollback()
    assert len(db.session.scalars(select(Decision.id)).all()) == 1


def test_another_button_keeps_the_text_and_discarding_throws_it_away_for_good(
    browser: Browser, address: str, alva: Editor
) -> None:
    case = plain_case()
    suggestion(case, factories.claim())
    page = desk_of(browser, address, alva)
    open_case(page, case)

    write(page)
    page.get_by_role("button", name="Not the same").click()
    expect(page.locator(".match-line .answered").first).to_be_visible()
    assert reason(page) == WORDS
    write(page, " Doch nicht.")
    page.get_by_role("button", name="Discard draft").click()
    expect(page.locator(".flashes")).to_contain_text("Your draft is thrown away.")

    assert reason(page) == ""
    page.reload()
    assert (reason(page), kept(case, alva)) == ("", {})


def test_what_is_sent_is_no_draft_even_while_one_is_being_kept(browser: Browser, address: str, alva: Editor) -> None:
    case = plain_case()
    page = desk_of(browser, address, alva)
    open_case(page, case)

    # The answer to what is kept comes after the button was pressed.
    def late(route: Route) -> None:
        page.wait_for_timeout(500)
        route.continue_()

    page.route("**/desk/drafts", late)
    with page.expect_request("**/desk/drafts"):
        fill_in(page)
    send(page)
    expect(page.locator(".flashes")).to_contain_text("The answer is sent")

    page.wait_for_timeout(300)
    assert kept(case, alva) == {}
    assert reread(case).state is CaseState.CLOSED


def test_a_lost_connection_is_said_and_the_text_kept_as_soon_as_it_is_back(
    browser: Browser, address: str, alva: Editor
) -> None:
    case = plain_case()
    page = desk_of(browser, address, alva)
    open_case(page, case)

    page.context.set_offline(True)
    write(page)
    expect(page.locator("#decision-form [data-draft-state]")).to_contain_text("no connection")
    page.context.set_offline(False)

    wait_until_kept(page)
    assert kept(case, alva)["reason"] == WORDS


def test_without_scripts_a_case_is_taken_given_back_and_its_text_kept(
    browser: Browser, address: str, alva: Editor, bo: Editor
) -> None:
    case = plain_case()
    suggestion(case, factories.claim())
    page = desk_of(browser, address, alva, scripts=False)
    open_case(page, case)
    page.get_by_role("button", name="Take it").click()
    expect(page.locator(".presence")).to_contain_text("You are working on this")
    write(page, "Erst einmal das.")
    page.get_by_role("button", name="Not the same").click()
    expect(page.locator(".match-line .answered").first).to_be_visible()
    assert reason(page) == "Erst einmal das."
    decide_meanwhile(browser, address, bo, case)

    fill_in(page)
    send(page)
    page.get_by_role("link", name="Back to the case").click()

    expect(page.locator("#draft-decision")).to_contain_text("Meanwhile Bo decided this case")
    expect(page.locator("#draft-decision")).to_contain_text(WORDS)
    expect(page.locator("#decision")).to_contain_text(SENTENCE)


def decide_meanwhile(browser: Browser, address: str, colleague: Editor, case: Case) -> None:
    page = desk_of(browser, address, colleague, scripts=False)
    open_case(page, case)
    page.get_by_text("Take over …").click()
    page.get_by_role("button", name="Take this case over").click()
    fill_in(page)
    send(page)
    expect(page.locator(".flashes")).to_contain_text("The answer is sent")
