"""In a real browser: every page of the desk in every state, on every screen, in every colour, for every eye."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from accounts.permissions import RoleName
from tests.support import looks
from tests.support.browsing import Browser as Client
from tests.support.desk import PASSWORD, SENTENCE, signed_in
from tests.support.furnished import Furnished, furnish
from tests.support.holding import editor
from tests.support.second_step import half_way
from tests.support.served import served

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only("what a page looks like does not depend on the database")]

# Addresses of the desk that answer with something else than a page.
NO_PAGES = {
    "review.queue_top",
    "figures.one_table",
    "figures.all_tables",
    "care.opened_without_script",
    "review.file_preview",
    "archived.picture",
}
# At 1280 by 900, which is a laptop.
LEAST_ROWS = 14
LEAD, READER, CAREFUL, NOBODY = "lead", "reader", "careful", "nobody"


def as_it_is(_page: Page) -> None:
    """Look at a page as it was opened."""


@dataclass(frozen=True, slots=True)
class State:
    """One page in one state: where it is, for whom, and what is done there before it is looked at."""

    name: str
    # Names in braces are those of cases of the furnished desk, and `link`, `person`, `passkey`.
    address: str
    who: str = LEAD
    act: Callable[[Page], None] = as_it_is


def send(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()


def sign_in(page: Page, email: str, password: str) -> None:
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(password)
    send(page)


def forget_token(page: Page) -> None:
    """Send a form that was open for too long."""
    page.evaluate("document.querySelectorAll('[name=csrf_token]').forEach(one => { one.value = 'x'; })")
    with page.expect_navigation():
        page.locator("#decision-form button[data-key=s]").click()


def send_incomplete(page: Page) -> None:
    with page.expect_navigation():
        page.locator("#decision-form button[data-key=s]").click()


def send_late(page: Page) -> None:
    """Send a form about a version of the case that is none any more."""
    page.locator("#decision-form [name=version]").evaluate("one => { one.value = '-1'; }")
    page.locator("[name=outcome][value=closed]").check()
    page.locator("#decision-form [name=public_sentence]").fill(SENTENCE)
    page.locator("[name=reason_code]").select_option("too_little")
    send_incomplete(page)


def unfold(page: Page) -> None:
    """Open all that is folded."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")


def show_keys(page: Page) -> None:
    page.keyboard.press("?")


def show_codes(page: Page) -> None:
    page.locator("[name=password]").fill(PASSWORD)
    send(page)


def send_no_hours(page: Page) -> None:
    page.locator("[name=hours]").fill("viele")
    send(page)


def make_token(page: Page) -> None:
    page.locator("[name=name]").fill("Der Bot der Nachbarzeitung")
    send(page)


EMPTY = (
    State("empty-list", "/desk/"),
    State("empty-start", "/desk/start"),
    State("empty-figures", "/desk/figures/"),
    State("empty-attention", "/desk/attention/"),
    State("empty-learning", "/desk/learning/"),
    State("empty-mentions", "/desk/mentions"),
    State("empty-retention", "/desk/retention"),
    State("empty-quarantine", "/desk/quarantine/"),
)
FULL = (
    State("list", "/desk/"),
    State("list-reader", "/desk/", READER),
    State("list-filtered", "/desk/?kind=check&platform=whatsapp&state=all"),
    State("list-nothing-fits", "/desk/?kind=scam&state=forwarded"),
    State("list-all", "/desk/?state=all&opened={answered}"),
    State("list-view", "/desk/?kind=scam"),
    State("list-view-kept", "/desk/?kind=hate", LEAD, unfold),
    State("list-undo", "/desk/?undo=1"),
    State("start", "/desk/start"),
    State("case-likely", "/desk/cases/{likely}"),
    State("case-unfolded", "/desk/cases/{likely}", LEAD, unfold),
    State("case-unknown", "/desk/cases/{unknown}"),
    State("talk", "/desk/reports/1/talk"),
    State("case-keys", "/desk/cases/{unknown}", LEAD, show_keys),
    State("case-related", "/desk/cases/{related}"),
    State("case-search", "/desk/cases/{unknown}?q=Zwiebeln ziehen Krankheiten aus der Luft"),
    State("case-reader", "/desk/cases/{likely}", READER),
    State("case-long", "/desk/cases/{long}"),
    State("case-several", "/desk/cases/{several}", LEAD, unfold),
    State("case-merged", "/desk/cases/{merged}"),
    State("case-hate", "/desk/cases/{hate}"),
    State("case-hate-unfolded", "/desk/cases/{hate}", LEAD, unfold),
    State("case-broken", "/desk/cases/{broken}"),
    State("case-answered", "/desk/cases/{answered}?state=all"),
    State("case-closed", "/desk/cases/{closed}?state=all"),
    State("case-mine", "/desk/cases/{mine}"),
    State("case-held", "/desk/cases/{held}", LEAD, unfold),
    State("case-draft", "/desk/cases/{draft}"),
    State("case-conflict", "/desk/cases/{conflict}?state=all"),
    State("case-named", "/desk/cases/{named}"),
    State("case-incomplete", "/desk/cases/{unknown}", LEAD, send_incomplete),
    State("merge", "/desk/cases/{likely}/merge?other={several}"),
    State("similar", "/desk/cases/{several}/similar"),
    State("split", "/desk/cases/{several}/split?reports=1"),
    State("attention", "/desk/attention/"),
    State("trainings", "/desk/trainings/"),
    State("trainings-incomplete", "/desk/trainings/", LEAD, send_no_hours),
    State("trainings-opened", "/desk/trainings/", LEAD, send),
    State("quarantine", "/desk/quarantine/", LEAD, unfold),
    State("mute", "/desk/quarantine/mute/{reached}"),
    State("mute-incomplete", "/desk/quarantine/mute/{reached}", LEAD, send),
    State("quarantine-later", "/desk/quarantine/?held=later"),
    State("quarantine-discarded", "/desk/quarantine/?held=discarded"),
    State("quarantine-reader", "/desk/quarantine/", READER),
    State("search", "/desk/search?q=Banken"),
    State("search-nothing", "/desk/search?q=Quietscheentchen"),
    State("bulk", "/desk/bulk/?what=close&case={unknown}.0&case={hate}.0"),
    State("automatic", "/desk/automatic/"),
    State("waiting", "/desk/held/"),
    State("objections", "/desk/objections/"),
    State("objection", "/desk/objections/1"),
    State("articles", "/desk/articles"),
    State("article", "/desk/articles/1"),
    State("article-pictures", "/desk/articles/2"),
    State("article-pictures-unfolded", "/desk/articles/2", LEAD, unfold),
    State("article-pictures-reader", "/desk/articles/2", READER),
    State("article-write", "/desk/cases/{unknown}/article"),
    State("article-preview", "/desk/cases/{unknown}/article/preview"),
    State("audit", "/desk/audit"),
    State("audit-nothing-fits", "/desk/audit?case=99999"),
    State("learning", "/desk/learning/"),
    State("mentions", "/desk/mentions"),
    State("care", "/desk/care/"),
    State("figures", "/desk/figures/"),
    State("figures-unfolded", "/desk/figures/?range=this-week", LEAD, unfold),
    State("help", "/desk/help/"),
    State("help-add", "/desk/help/add"),
    State("help-add-incomplete", "/desk/help/add", LEAD, send),
    State("help-edit", "/desk/help/zara"),
    State("notices", "/desk/pages/"),
    State("notice", "/desk/pages/privacy"),
    State("notice-empty", "/desk/pages/imprint"),
    State("notice-incomplete", "/desk/pages/imprint", LEAD, send),
    State("programs", "/desk/programs/"),
    State("programs-incomplete", "/desk/programs/", LEAD, send),
    State("programs-token", "/desk/programs/", LEAD, make_token),
    State("locked", "/desk/files/locked"),
    State("retention", "/desk/retention"),
    State("retention-erase", "/desk/retention/reports/1"),
    State("retention-erase-incomplete", "/desk/retention/reports/1", LEAD, send),
    State("unsent", "/desk/mail/unsent"),
    State("reader", "/desk/mail/readers/{contact}"),
    State("people", "/desk/people/"),
    State("person", "/desk/people/{person}"),
    State("invite", "/desk/people/invite"),
    State("invite-incomplete", "/desk/people/invite", LEAD, send),
    State("account", "/desk/account"),
    State("password", "/desk/password"),
    State("password-wrong", "/desk/password", LEAD, send),
    State("app", "/desk/account/app", READER),
    State("app-remove", "/desk/account/app/remove"),
    State("passkeys", "/desk/account/passkeys"),
    State("passkey-remove", "/desk/account/passkeys/{passkey}/remove"),
    State("recovery-codes", "/desk/account/recovery-codes"),
    State("recovery-codes-shown", "/desk/account/recovery-codes", LEAD, show_codes),
    State("error-403", "/desk/people/", READER),
    State("error-404", "/desk/nowhere"),
    State("error-409", "/desk/cases/{unknown}", LEAD, send_late),
    State("error-expired", "/desk/cases/{unknown}", LEAD, forget_token),
    State("sign-in", "/desk/login", NOBODY),
    State("sign-in-wrong", "/desk/login", NOBODY, lambda page: sign_in(page, "bo@desk.test", "wrong")),
    State("link", "/desk/link/{link}", NOBODY),
    State("link-gone", "/desk/link/no-such-link", NOBODY),
    State("second-step", "/desk/login/second-step", CAREFUL),
)


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    with served(app) as url:
        yield url


class Windows:
    """A window for each that looks at a page; its pages are German and its scripts must not break."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self._address = browser, address
        self._pages: dict[str, Page] = {}
        self.broken: list[str] = []

    def open(self, who: str, client: Client | None = None) -> None:
        """Open a window, with the session of a browser that has signed in."""
        context = self._browser.new_context(
            locale="de-DE",
            reduced_motion="reduce",
            base_url=self._address,
            viewport={"width": looks.PHONE, "height": looks.HEIGHT},
        )
        context.set_default_timeout(30_000)
        cookie = client and client.get_cookie("gegencheck")
        if cookie:
            context.add_cookies([{"name": "gegencheck", "value": cookie.value, "url": self._address}])
        context.on("weberror", lambda error: self.broken.append(str(error.error)))
        self._pages[who] = context.new_page()

    def look(self, state: State, names: Mapping[str, object]) -> Iterator[str]:
        """Open a page in a state and yield what is wrong with it."""
        page = self._pages[state.who]
        page.goto(state.address.format_map(names))
        moved = looks.shift(page)
        if moved > looks.MOST_SHIFT:
            yield f"{state.name} jumps by {moved:.3f} while it loads"
        state.act(page)
        yield from looks.faults(page, state.name)

    def rows_in_view(self) -> list[float]:
        """Return how high the rows of the list are that stand wholly on a screen of 1280 by 900 pixels."""
        page = self._pages[LEAD]
        page.set_viewport_size({"width": looks.SCREEN, "height": looks.HEIGHT})
        page.goto("/desk/")
        boxes = [row.bounding_box() for row in page.locator(".case-row").all()]
        return [box["height"] for box in boxes if box and box["y"] + box["height"] <= looks.HEIGHT]


def names_of(desk: Furnished) -> Mapping[str, object]:
    return {**desk.cases, "link": desk.link, "person": desk.invited.id, "passkey": 1}


def test_every_page_looks_right_to_everybody(app: Flask, browser: Browser, address: str) -> None:
    lead = editor("Alva Berg", role=RoleName.LEAD)
    windows = Windows(browser, address)
    windows.open(LEAD, signed_in(app, lead))
    wrong = [fault for state in EMPTY for fault in windows.look(state, {})]
    desk = furnish(lead)
    windows.open(READER, signed_in(app, desk.reader))
    windows.open(CAREFUL, half_way(app, desk.careful))
    windows.open(NOBODY)
    for state in FULL:
        wrong += windows.look(state, names_of(desk))
    heights = windows.rows_in_view()

    assert wrong + windows.broken == []
    assert len(heights) >= LEAST_ROWS
    assert all(44 <= height <= 56 for height in heights), heights


def test_no_page_of_the_desk_is_forgotten(app: Flask) -> None:
    places = app.url_map.bind("localhost")
    names: Mapping[str, object] = defaultdict(lambda: 1)
    visited = {
        places.match(urlsplit(state.address.format_map(names)).path)[0]
        for state in (*EMPTY, *FULL)
        if state.name != "error-404"
    }
    pages = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/desk") and "GET" in (rule.methods or ()) and rule.endpoint not in NO_PAGES
    }
    assert pages - visited == set(), "add a line to FULL for each, and to NO_PAGES what is no page"
