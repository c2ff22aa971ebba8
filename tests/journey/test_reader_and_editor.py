"""In a real browser: from a reader's report to the editor's answer."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from bench.support.service import Service, wait_for
from tests.support.watched import Watched

pytestmark = pytest.mark.browser

POST = (
    "Leute, wacht auf! Seit die neuen 5G-Masten in unserer Straße stehen, ist hier einer nach dem anderen "
    "krank. 5G hat uns Corona gebracht, und keiner sagt etwas!"
)
ARTICLE = "Nein, 5G verbreitet kein Coronavirus"
SENTENCE = "Nein. Viren verbreiten sich nicht über Funk; der Artikel erklärt, woher die Behauptung kommt."
UNKNOWN = "Unser Bäcker im Ort hat angeblich das Rezept für seine Mohnschnecken im Kartenspiel verloren."
RECEIPT = re.compile(r"^(\d{4}-){4}\d{4}$")


def send(page: Page) -> None:
    page.locator("main form button[type=submit]:not([name], .visually-hidden)").click()


def report(page: Page, service: Service, text: str) -> str:
    """Send a report with the form, wait until the worker had it, and return its receipt."""
    page.goto(f"{service.url}/report/one-page")
    page.locator("[name=kind][value=check]").check()
    page.locator("[name=text]").fill(text)
    send(page)
    expect(page).to_have_url(f"{service.url}/receipt")
    receipt = page.locator("#receipt").inner_text().strip()
    assert RECEIPT.match(receipt)
    wait_for(lambda: service.waiting() == 0, seconds=120, what=lambda: f"still waits:\n{service.output}")
    return receipt


def open_status(page: Page, service: Service, receipt: str) -> None:
    page.goto(f"{service.url}/status")
    page.locator("[name=receipt]").fill(receipt)
    send(page)


def look_up(page: Page, service: Service, question: str) -> None:
    page.goto(f"{service.url}/lookup")
    page.locator("[name=text]").fill(question)
    send(page)


def open_case(page: Page, service: Service, text: str) -> None:
    page.goto(f"{service.url}/desk/?sort=newest")
    # The row of another case may quote a claim in the same words.
    page.locator(".row-link", has=page.locator(".row-words", has_text=text[:60])).click()
    expect(page.locator("#case-title")).to_be_visible()


def answer_with_article(page: Page, article: str) -> None:
    page.locator("[name=outcome][value=answered]").check()
    page.locator("[name=claim_id]").select_option(label=article)
    page.locator("#decision-form [name=public_sentence]").fill(SENTENCE)
    page.locator("[name=reason_code]").select_option("article")
    page.locator("#decision-form [name=reason]").fill("Wortgleich mit der Behauptung, die der Artikel prüft.")
    page.locator("#decision-form button[data-key=s]").click()


def test_a_reader_gets_the_answer_of_an_editor(service: Service, browser: Browser, editor: StorageState) -> None:
    with Watched(browser, service) as reader, Watched(browser, service, signed_in=editor) as desk:
        receipt = report(reader.page, service, POST)

        open_case(desk.page, service, POST)
        expect(desk.page.locator(".match").first).to_contain_text(ARTICLE)
        answer_with_article(desk.page, ARTICLE)
        expect(desk.page.locator(".flashes")).to_be_visible()
        expect(desk.page.locator(".undo-note")).to_contain_text("Mit Artikel beantwortet")

        open_status(reader.page, service, receipt)
        expect(reader.page.locator(".card-answer")).to_contain_text(SENTENCE)
        reader.page.locator(".card-answer a", has_text=ARTICLE).click()
        expect(reader.page.locator("h1")).to_contain_text(ARTICLE)


def test_similar_cases_stand_in_the_case_and_without_scripts_behind_a_link(
    service: Service, browser: Browser, editor: StorageState
) -> None:
    texts = [
        "Flugzeuge versprühen mit ihren weißen Streifen am Himmel heimlich giftige Chemikalien, sogenannte Chemtrails!",
        "Schaut nach oben: Die weißen Streifen der Flugzeuge sind Chemtrails, da versprühen sie heimlich ihr Gift.",
    ]
    with Watched(browser, service) as reader:
        for text in texts:
            report(reader.page, service, text)
    with Watched(browser, service, signed_in=editor) as desk:
        open_case(desk.page, service, texts[0])
        expect(desk.page.locator("#similar .similar-cases li")).to_contain_text(texts[1][:60])
        expect(desk.page.locator("#similar [data-fetch]")).to_have_count(0)
        desk.photograph("desk-case-similar")
    with Watched(browser, service, signed_in=editor, scripts=False) as desk:
        open_case(desk.page, service, texts[0])
        expect(desk.page.locator("#similar li")).to_have_count(0)
        desk.page.locator("#similar [data-fetch] a").click()
        expect(desk.page.locator(".similar-cases li")).to_contain_text(texts[1][:60])
        desk.photograph("desk-similar")


def test_looking_up_finds_the_claim(service: Service, browser: Browser) -> None:
    with Watched(browser, service) as reader:
        look_up(reader.page, service, POST)

        expect(reader.page.locator(".card").first).to_contain_text(ARTICLE)


def test_the_form_works_without_scripts(service: Service, browser: Browser) -> None:
    with Watched(browser, service, scripts=False) as reader:
        receipt = report(reader.page, service, f"Ohne Skripte gesendet: {UNKNOWN}")
        expect(reader.page.locator("button[data-action]:visible")).to_have_count(0)

        open_status(reader.page, service, receipt)

        expect(reader.page.locator(".phases li").first).to_have_class("is-done")


def test_a_report_can_be_sent_with_the_keyboard_alone(service: Service, browser: Browser) -> None:
    with Watched(browser, service) as reader:
        page = reader.page
        page.goto(f"{service.url}/report/one-page")
        page.keyboard.press("Tab")
        expect(page.locator(".skip-link")).to_be_focused()
        page.keyboard.press("Enter")
        tab_to(page, "[name=kind]")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        expect(page.locator("[name=kind]").nth(1)).to_be_checked()
        page.keyboard.press("ArrowUp")
        expect(page.locator("[name=kind]").nth(0)).to_be_checked()
        tab_to(page, "[name=text]")
        page.keyboard.type(f"Nur mit Tasten geschrieben: {UNKNOWN}")
        tab_to(page, "[name=url]")
        page.keyboard.type("https://forum.example/beitrag/17")
        tab_to(page, "[name=platform]")
        tab_to(page, "[name=why]")
        page.keyboard.type("Klingt ausgedacht.")
        tab_to(page, ".button-main")
        page.keyboard.press("Enter")

        expect(page).to_have_url(f"{service.url}/receipt")
        expect(page.locator("#receipt")).to_have_text(RECEIPT)


def tab_to(page: Page, selector: str) -> None:
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} cannot be reached with the Tab key")


def test_every_public_page_fits_every_screen(service: Service, browser: Browser) -> None:
    with Watched(browser, service) as reader:
        page = reader.page
        reader.refusing |= {f"{service.url}/report/one-page", f"{service.url}/nowhere"}
        for name, path in (("home", "/"), ("report", "/report/one-page"), ("status", "/status"), ("lookup", "/lookup")):
            page.goto(f"{service.url}{path}")
            reader.photograph(name)
        page.goto(f"{service.url}/report/one-page")
        send(page)
        expect(page.locator("#error-summary")).to_be_focused()
        reader.photograph("report-incomplete")
        page.goto(f"{service.url}/nowhere")
        reader.photograph("not-found")
        look_up(page, service, UNKNOWN)
        reader.photograph("lookup-unknown")
        look_up(page, service, POST)
        reader.photograph("lookup-found")
        page.locator(".card a").first.click()
        reader.photograph("claim")
        receipt = report(
            page, service, "Mir hat jemand erzählt, 5G sei schuld an Corona. Stimmt das wirklich, oder ist es erfunden?"
        )
        reader.photograph("receipt")
        open_status(page, service, receipt)
        reader.photograph("status-waiting")


def test_every_page_of_the_desk_fits_every_screen(service: Service, browser: Browser, editor: StorageState) -> None:
    # Worded anew: a copy of the post with another greeting would join its case.
    text = "Mein Schwager schwört, dass Corona von den 5G-Masten kommt, die seit dem Sommer in seiner Gasse stehen."
    with Watched(browser, service) as reader:
        receipt = report(reader.page, service, text)
        reader.page.goto(f"{service.url}/desk/")
        reader.photograph("desk-sign-in")
        with Watched(browser, service, signed_in=editor) as desk:
            desk.page.goto(f"{service.url}/desk/")
            desk.photograph("desk-queue")
            desk.page.goto(f"{service.url}/desk/?state=forwarded")
            desk.photograph("desk-queue-empty")
            open_case(desk.page, service, text)
            desk.photograph("desk-case")
            answer_with_article(desk.page, ARTICLE)
            expect(desk.page.locator(".flashes")).to_be_visible()
            desk.photograph("desk-case-decided")
            desk.page.goto(f"{service.url}/desk/audit")
            desk.photograph("desk-audit")
        open_status(reader.page, service, receipt)
        reader.photograph("status-answered")
