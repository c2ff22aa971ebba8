"""In a real browser: somebody is invited, chooses a password, and signs in with an app, a code on paper, a passkey."""

from __future__ import annotations

import time
from dataclasses import fields
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from bench.support.service import Service
from tests.support.second_factor import code_of
from tests.support.watched import Watched

pytestmark = pytest.mark.browser

ADDRESS = "neu@desk.test"
PASSWORD = "fünf Wörter sind noch besser"


class ByName(Service):
    """A service that is asked for by a name: there browsers allow passkeys, and at a number they do not."""

    @property
    def url(self) -> str:
        """The address of the first page, without a slash at the end."""
        return f"http://localhost:{self.port}"


def by_name(service: Service) -> Service:
    known = {field.name: getattr(service, field.name) for field in fields(service) if field.init}
    return ByName(**known)


def send(page: Page) -> None:
    page.locator("main form button[type=submit]:visible").first.click()


def invite(desk: Watched, service: Service) -> str:
    """Invite somebody, and return the path of the link."""
    page = desk.page
    page.goto(f"{service.url}/desk/people/")
    page.locator("a[href='/desk/people/invite']").click()
    page.locator("[name=email]").fill(ADDRESS)
    page.locator("[name=desk_name]").fill("Neu im Haus")
    page.locator("[name=roles][value=editor]").check()
    desk.photograph("desk-invite")
    send(page)
    link = page.locator("#link").inner_text().strip()
    desk.photograph("desk-link")
    page.goto(f"{service.url}/desk/people/")
    page.locator("summary").click()
    desk.photograph("desk-people")
    page.locator(".people-list a", has_text="Neu im Haus").click()
    expect(page.locator("h1")).to_have_text("Neu im Haus")
    desk.photograph("desk-person")
    return urlsplit(link).path


def first_step(page: Page, service: Service) -> None:
    page.goto(f"{service.url}/desk/login")
    page.locator("[name=email]").fill(ADDRESS)
    page.locator("[name=password]").fill(PASSWORD)
    send(page)
    expect(page).to_have_url(f"{service.url}/desk/login/second-step")


def sign_out(page: Page) -> None:
    page.locator("header form[action$=logout] button").click()
    expect(page.locator("[name=email]")).to_be_visible()


def type_code(page: Page, code: str) -> None:
    page.locator("[name=code]").fill(code)
    page.locator("[name=code]").press("Enter")


def set_up_app(own: Watched, service: Service) -> tuple[str, list[str]]:
    """Set up an app; return its secret and the recovery codes."""
    page = own.page
    page.goto(f"{service.url}/desk/account")
    page.locator("a[href='/desk/account/app']").click()
    expect(page.locator(".qr")).to_be_visible()
    own.photograph("desk-app")
    secret = page.locator(".secret").inner_text()
    page.locator("[name=code]").fill(code_of(secret))
    page.locator("[name=password]").fill(PASSWORD)
    send(page)
    expect(page.locator("#codes li")).to_have_count(10)
    own.photograph("desk-recovery-codes")
    return secret, page.locator("#codes li").all_inner_texts()


def plug_in_a_key(own: Watched) -> None:
    """Give the browser an authenticator that says yes by itself."""
    tools = own.context.new_cdp_session(own.page)
    tools.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": key})


def add_passkey(own: Watched, service: Service) -> None:
    page = own.page
    page.goto(f"{service.url}/desk/account/passkeys")
    page.locator("[name=name]").fill("Laptop")
    page.locator("[name=password]").fill(PASSWORD)
    own.photograph("desk-passkey")
    send(page)
    expect(page).to_have_url(f"{service.url}/desk/account")
    expect(page.locator(".account-list")).to_contain_text("Laptop")
    own.photograph("desk-account")


def test_from_an_invitation_to_a_passkey(service: Service, browser: Browser, editor: StorageState) -> None:
    with Watched(browser, service, signed_in=editor) as desk:
        link = invite(desk, service)
    named = by_name(service)
    with Watched(browser, named) as own:
        page = own.page
        page.goto(named.url + link)
        own.photograph("desk-choose-password")
        page.locator("[name=new_password]").fill(PASSWORD)
        page.locator("[name=new_password_confirm]").fill(PASSWORD)
        send(page)
        expect(page).to_have_url(f"{named.url}/desk/login")
        own.refusing.add(named.url + link)
        page.goto(named.url + link)
        own.photograph("desk-link-gone")
        page.goto(f"{named.url}/desk/login")
        page.locator("[name=email]").fill(ADDRESS)
        page.locator("[name=password]").fill(PASSWORD)
        send(page)
        expect(page).to_have_url(f"{named.url}/desk/")

        secret, codes = set_up_app(own, named)
        sign_out(page)
        first_step(page, named)
        # The code that set the app up was used; the next one counts already.
        code = code_of(secret, steps=1)
        type_code(page, code)
        expect(page).to_have_url(f"{named.url}/desk/")
        sign_out(page)
        first_step(page, named)
        type_code(page, code)
        expect(page.locator("#error-summary")).to_be_focused()
        own.photograph("desk-second-step")
        type_code(page, codes[0])
        expect(page).to_have_url(f"{named.url}/desk/")

        plug_in_a_key(own)
        add_passkey(own, named)
        sign_out(page)
        first_step(page, named)
        page.locator("[data-passkey-button]").click()
        expect(page).to_have_url(f"{named.url}/desk/")


def test_without_scripts_or_a_name_the_page_for_passkeys_says_so(
    service: Service, browser: Browser, editor: StorageState
) -> None:
    with Watched(browser, service, signed_in=editor) as desk:
        desk.page.goto(f"{service.url}/desk/account/passkeys")
        expect(desk.page.locator(".note-amber")).to_contain_text("https")
        expect(desk.page.locator("[data-passkey]")).to_have_count(0)


def test_the_keyboard_reaches_every_part_of_the_account(
    service: Service, browser: Browser, editor: StorageState
) -> None:
    with Watched(browser, service, signed_in=editor) as desk:
        page = desk.page
        reached: set[str] = set()
        page.goto(f"{service.url}/desk/account")
        wanted = page.locator("main a, main button, main input:not([type=hidden])").count()
        deadline = time.monotonic() + 20
        while len(reached) < wanted and time.monotonic() < deadline:
            page.keyboard.press("Tab")
            seen = "document.activeElement.closest('main') ? document.activeElement.outerHTML : ''"
            visible = "getComputedStyle(document.activeElement).outlineStyle"
            place = page.evaluate(seen)
            if place:
                assert page.evaluate(visible) != "none", f"the focus cannot be seen: {place[:80]}"
                reached.add(place)
        assert len(reached) == wanted
        unlabelled = "[...document.querySelectorAll('main input:not([type=hidden])')].filter(one => !one.labels.length)"
        assert page.evaluate(f"{unlabelled}.length") == 0
