"""In a real browser: what hurts cannot be read before it is opened, and opening it needs no mouse and no script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from threading import Thread

import pytest
from flask import Flask, render_template_string
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from accounts.models import Editor
from accounts.permissions import Permission
from app import PUBLIC_ENDPOINTS
from core.web.access import needs
from intake.models.cases import Kind
from review.care import exposure, preferences
from tests.support import factories
from tests.support.desk import PASSWORD, signed_in
from tests.support.wearing import HATE, MARKER, hate_case, hurt_everywhere

pytestmark = pytest.mark.browser

PICTURE = """{% extends "layout/desk.html" %}{% from "parts/shielded.html" import picture %}
{% block title %}Bild{% endblock %}
{% block content %}{{ picture(url_for("static", filename="favicon.svg"), "Ein Plakat", true) }}{% endblock %}"""


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Where the app is served."""

    @needs(Permission.READ_CASES)
    def with_picture() -> str:
        return render_template_string(PICTURE)

    # Pictures come later; the macro that they will go through is there already.
    app.add_url_rule("/desk/picture", view_func=with_picture)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def editor(app: Flask) -> Editor:
    return factories.editor(password=PASSWORD)


@pytest.fixture
def page(app: Flask, address: str, editor: Editor, browser: Browser) -> Iterator[Page]:
    """A window in which the editor is signed in; the scripts of its pages must not break."""
    yield from window(app, address, editor, browser, scripts=True)


@pytest.fixture
def plain_page(app: Flask, address: str, editor: Editor, browser: Browser) -> Iterator[Page]:
    """The same in a browser that runs no script."""
    yield from window(app, address, editor, browser, scripts=False)


def window(app: Flask, address: str, editor: Editor, browser: Browser, *, scripts: bool) -> Iterator[Page]:
    cookie = signed_in(app, editor).get_cookie("gegencheck")
    assert cookie is not None
    context = browser.new_context(locale="de-DE", java_script_enabled=scripts, base_url=address)
    context.set_default_timeout(20_000)
    context.add_cookies([{"name": "gegencheck", "value": cookie.value, "url": address}])
    broken: list[str] = []
    context.on("weberror", lambda error: broken.append(str(error.error)))
    yield context.new_page()
    context.close()
    assert broken == []


def text_of(page: Page) -> str:
    """Return what can be read on a page."""
    return page.locator("body").inner_text()


def addresses(app: Flask, case_ids: list[int]) -> list[str]:
    """Return every page of the desk that needs no more than a case, for each of the cases."""
    rules = [
        rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/desk") and "GET" in (rule.methods or ()) and rule.endpoint not in PUBLIC_ENDPOINTS
    ]
    build = app.url_map.bind("localhost").build
    query = f"?state=all&other={case_ids[1]}&reports=1&reports=2"
    return [
        build(rule.endpoint, {"case_id": case_id} if rule.arguments else {}) + query
        for rule in rules
        if rule.arguments <= {"case_id"}
        for case_id in (case_ids if rule.arguments else case_ids[:1])
    ]


@pytest.mark.parametrize("shielding", ["fold", "blur"])
def test_no_page_of_the_desk_shows_a_hurtful_text_before_it_is_opened(
    app: Flask, page: Page, editor: Editor, shielding: str
) -> None:
    preferences.choose({"shielding": shielding}, editor=editor)
    pages = addresses(app, hurt_everywhere(editor))
    bare, holding = [], []
    for address in pages:
        if address.partition("?")[0].endswith(".csv"):
            # A table is saved, not shown, and no fold is in it.
            assert MARKER not in page.request.get(address).text()
            continue
        page.goto(address)
        # Neither by eye nor by ear.
        if MARKER in text_of(page) or MARKER in page.locator("body").aria_snapshot():
            bare.append(address)
        if MARKER in page.content():
            holding.append(address.partition("?")[0].strip("/0123456789"))
    assert bare == []
    seen = {re.sub(r"/\d+", "", place) for place in holding}
    assert seen >= {"desk/cases", "desk/cases/merge", "desk/cases/split", "desk/attention", "desk/learning"}


def test_a_text_is_opened_by_keyboard_then_its_masked_words_one_by_one_or_all(page: Page, editor: Editor) -> None:
    case = hate_case(f"{HATE} Der zweite Neger auch.")
    page.goto(f"/desk/cases/{case.id}")
    fold = page.locator("#case details.shielded")

    fold.locator("summary").focus()
    page.keyboard.press("Enter")

    expect(fold.locator("blockquote")).to_be_visible()
    assert MARKER in text_of(page)
    assert "sagt der N•••• von nebenan. Der zweite N•••• auch." in " ".join(text_of(page).split())
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert "sagt der Neger von nebenan. Der zweite N•••• auch." in " ".join(text_of(page).split())
    fold.get_by_label("Alle verdeckten Wörter zeigen").check()
    assert "sagt der Neger von nebenan. Der zweite Neger auch." in " ".join(text_of(page).split())


def test_what_looks_blurred_is_an_outline_and_a_click_opens_it(page: Page, editor: Editor) -> None:
    preferences.choose({"shielding": "blur", "masking": "off"}, editor=editor)
    page.goto(f"/desk/cases/{hate_case().id}")
    outline = page.locator("#case .blurred")

    assert outline.inner_text() == re.sub(r"\S", "x", HATE)
    assert "blur" in outline.evaluate("one => getComputedStyle(one).filter")
    outline.click()

    expect(outline).to_be_hidden()
    expect(page.locator("#case blockquote")).to_have_text(HATE)


def test_what_is_opened_is_counted_once_and_at_last_a_pause_is_suggested(page: Page, editor: Editor) -> None:
    preferences.choose({"hint_after": "1"}, editor=editor)
    page.goto(f"/desk/cases/{hate_case().id}")
    page.get_by_label("Notiz für die Redaktion").fill("Ein angefangener Satz.")
    hint = page.get_by_text("Sie haben heute 1 belastenden Text gelesen. Eine Pause tut gut.")
    expect(hint).to_be_hidden()

    page.locator("#case details.shielded summary").click()
    expect(hint).to_be_visible()
    page.get_by_role("button", name="Heute kein Hass mehr").click()

    expect(page.get_by_text("Bis morgen zeigt Ihre Liste keinen Hass.")).to_be_visible()
    expect(page.get_by_label("Notiz für die Redaktion")).to_have_value("Ein angefangener Satz.")
    assert preferences.of(editor).not_today == {Kind.HATE}
    assert exposure.count(editor=editor) == 1


def test_whoever_reads_on_stays_where_they_are_and_is_left_alone(page: Page, editor: Editor) -> None:
    preferences.choose({"hint_after": "1"}, editor=editor)
    page.goto(f"/desk/cases/{hate_case().id}")
    page.get_by_label("Notiz für die Redaktion").fill("Ein angefangener Satz.")
    page.locator("#case details.shielded summary").click()

    page.get_by_role("button", name="Weiterlesen").click()

    hint = page.get_by_text("Eine Pause tut gut.")
    expect(hint).to_be_hidden()
    expect(page.get_by_label("Notiz für die Redaktion")).to_have_value("Ein angefangener Satz.")
    page.reload()
    expect(hint).to_be_hidden()


def test_who_closes_a_text_at_once_has_not_read_it(page: Page, editor: Editor) -> None:
    preferences.choose({"hint_after": "1"}, editor=editor)
    page.goto(f"/desk/cases/{hate_case().id}")
    summary = page.locator("#case details.shielded summary")

    summary.click()
    summary.click()
    page.wait_for_timeout(1_200)

    assert exposure.count(editor=editor) == 0


def test_what_is_open_at_once_is_counted_too(page: Page, editor: Editor) -> None:
    preferences.choose({"shielding": "open", "hint_after": "1"}, editor=editor)

    page.goto(f"/desk/cases/{hate_case().id}")

    assert MARKER in text_of(page)
    expect(page.get_by_text("Eine Pause tut gut.")).to_be_visible()


def test_without_a_script_a_text_opens_and_its_page_counts(plain_page: Page, editor: Editor) -> None:
    plain_page.goto(f"/desk/cases/{hate_case().id}", wait_until="networkidle")

    plain_page.locator("#case details.shielded summary").click()
    assert MARKER in text_of(plain_page)
    plain_page.locator("#case .slur").click()
    assert "Neger" in text_of(plain_page)
    assert exposure.count(editor=editor) == 1


@pytest.mark.parametrize("shielding", ["fold", "blur"])
def test_forced_colours_and_letters_twice_as_large_hide_nothing_and_show_nothing_early(
    page: Page, editor: Editor, shielding: str
) -> None:
    preferences.choose({"shielding": shielding, "hint_after": "1"}, editor=editor)
    page.emulate_media(forced_colors="active")
    page.set_viewport_size({"width": 640, "height": 900})
    page.goto(f"/desk/cases/{hate_case().id}")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert MARKER not in text_of(page)

    page.locator("#case details.shielded summary").click()
    expect(page.get_by_text("Eine Pause tut gut.")).to_be_visible()

    assert MARKER in text_of(page)
    for part in ("#case blockquote", "#case .slur", "#case .unmask-all", ".care-note", "#care-place button"):
        box = page.locator(part).first.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 640
        assert min(box["width"], box["height"]) >= 20
    page.goto("/desk/care/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.locator("main").evaluate("one => one.scrollWidth - one.clientWidth") <= 0


def test_a_picture_of_hate_is_not_even_loaded_before_it_is_opened_and_has_no_colour(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.resource_type))
    page.goto("/desk/picture", wait_until="networkidle")
    picture = page.get_by_role("img", name="Ein Plakat")
    expect(picture).to_be_hidden()
    assert "image" not in asked

    page.get_by_text("Bild zeigen (kann verletzen)").click()

    expect(picture).to_be_visible()
    expect(picture).to_have_css("filter", "grayscale(1)")


def test_a_blurred_picture_becomes_clear_when_it_is_opened(page: Page, editor: Editor) -> None:
    preferences.choose({"shielding": "blur", "greyscale": "off"}, editor=editor)
    page.goto("/desk/picture")
    picture = page.locator("main img")
    expect(picture).to_have_css("filter", "grayscale(1) blur(24px)")

    page.get_by_text("Bild zeigen (kann verletzen)").click()

    expect(picture).to_have_css("filter", "none")
