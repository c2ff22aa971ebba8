"""A face of one's own on the pages: name, logo, colour, contact, and the serif of the headings."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from core.config import Config
from core.config_values import ConfigError
from core.face.views import FONT_FILE, FONT_PACKAGE
from core.web.headers import CONTENT_SECURITY_POLICY
from tests.support.browsing import Browser, links, open_text
from tests.support.databases import let_go
from tests.support.desk import signed_in
from tests.support.installation import changed, configured

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
OWN = {"DESK_NAME": "Faktenstelle Musterland", "DESK_ACCENT": "#7a1fa2", "DESK_CONTACT": "redaktion@musterland.example"}

Opened = Callable[..., Flask]


@pytest.fixture
def opened(config: Config) -> Iterator[Opened]:
    """Start a web process with settings of its own on the same installation."""
    apps = []

    def start(**environment: str) -> Flask:
        app = create_app(changed(config, **environment))
        apps.append(app)
        return app

    yield start
    for app in apps:
        let_go(app)


def browser(app: Flask) -> Browser:
    return Browser(app, app.response_class)


def logo_file(folder: Path) -> str:
    path = folder / "logo.svg"
    path.write_bytes(SVG)
    return str(path)


def test_without_settings_the_pages_bear_the_name_of_the_product(client: Browser) -> None:
    page = client.get("/").text
    assert re.search(r"<title>[^<]* – Gegencheck</title>", page)
    assert "Runs on" not in page
    assert "Write to us" not in page
    assert client.get("/face/logo").status_code == 404


def test_readers_and_editors_meet_the_name_everywhere_and_the_product_in_small_print(opened: Opened) -> None:
    app = opened(**OWN)
    for path in ("/", "/report", "/status", "/lookup", "/desk/login", "/nothing"):
        shown = open_text(browser(app).get(path).text)
        assert "Faktenstelle Musterland" in shown, path
        assert "Gegencheck" not in shown.replace("Runs on Gegencheck.", ""), path
    with app.app_context():
        desk = open_text(signed_in(app).get("/desk/").text)
    assert desk.count("Faktenstelle Musterland") == 2
    assert "Gegencheck" not in desk


def test_the_contact_stands_in_the_footer_and_on_error_pages(opened: Opened) -> None:
    app = opened(**OWN)
    assert "mailto:redaktion@musterland.example" in links(browser(app).get("/").text)
    missing = browser(app).get("/nothing")
    assert missing.status_code == 404
    assert "If that does not help, write to us: redaktion@musterland.example" in open_text(missing.text)


def test_a_logo_is_shown_in_place_of_our_mark_and_can_do_nothing(opened: Opened, tmp_path: Path) -> None:
    app = opened(DESK_LOGO=logo_file(tmp_path))
    page = browser(app).get("/").text
    (address,) = {link for link in links(page) if link.startswith("/face/logo")}
    answer = browser(app).get(address)
    assert (answer.data, answer.content_type) == (SVG, "image/svg+xml")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "<path" not in page.partition("</header>")[0]
    assert "#icon-mark" not in page


def test_colours_come_as_a_style_sheet_of_ours_and_no_page_needs_more_than_the_policy_allows(opened: Opened) -> None:
    app = opened(**OWN)
    answer = browser(app).get("/")
    assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert "style=" not in answer.text
    (address,) = {link for link in links(answer.text) if link.startswith("/face/face.css")}
    sheet = browser(app).get(address)
    assert sheet.content_type == "text/css; charset=utf-8"
    assert "--petrol:#741d99" in sheet.text
    assert "immutable" in sheet.headers["Cache-Control"]
    plain = browser(opened()).get("/").text
    assert address not in links(plain), "another colour has another address, because browsers keep the old one"


def test_the_serif_comes_from_this_server_packed_for_whoever_unpacks_it(client: Browser) -> None:
    page = client.get("/").text
    (address,) = {link for link in links(page) if link.startswith("/face/serif.ttf")}
    plain, packed = client.get(address), client.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert plain.data[:4] == b"\x00\x01\x00\x00"
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2
    for answer in (plain, packed):
        assert answer.content_type == "font/ttf"
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert "immutable" in answer.headers["Cache-Control"]


def test_the_serif_is_fetched_early_on_readers_pages_only(app: Flask, client: Browser) -> None:
    assert 'rel="preload"' in client.get("/").text
    assert 'rel="preload"' not in signed_in(app).get("/desk/").text


def test_the_serif_may_be_used_by_everybody() -> None:
    package = find_spec(FONT_PACKAGE)
    assert package is not None
    assert package.origin is not None
    licence = (Path(package.origin).parent / FONT_FILE).with_name("LICENSE.txt").read_text()
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


@pytest.mark.parametrize(
    "name, value",
    [
        ("DESK_NAME", "x" * 41),
        ("DESK_NAME", "Fakten\u202estelle"),
        ("DESK_NAME", "Fakten\nstelle"),
        ("DESK_ACCENT", "lila"),
        ("DESK_LOGO", "/nowhere/logo.svg"),
        ("DESK_CONTACT", "redaktion"),
        ("DESK_CONTACT", "http://musterland.example"),
        ("DESK_CONTACT", "javascript:alert(1)"),
        ("DESK_CONTACT", "https://"),
        ("DESK_CONTACT", "https://[x"),
        ("DESK_CONTACT", "https://user:word@musterland.example"),
        ("DESK_CONTACT", "https://musterland.example/a b"),
        ("DESK_CONTACT", 'https://musterland.example/"' + "x" * 300),
    ],
)
def test_a_value_that_cannot_be_used_stops_the_start_with_its_name(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=f"^{name}="):
        configured(tmp_path, redis_url="", **{name: value})


def test_a_contact_is_a_link_in_words_that_people_read(tmp_path: Path) -> None:
    def contact(value: str) -> tuple[str, str]:
        found = configured(tmp_path, redis_url="", DESK_CONTACT=value).face.contact
        assert found is not None
        return found.href, found.words

    assert contact("https://musterland.example/kontakt/") == (
        "https://musterland.example/kontakt/",
        "musterland.example/kontakt",
    )
    assert contact(" a?subject=x&b@musterland.example ") == (
        "mailto:a%3Fsubject%3Dx%26b@musterland.example",
        "a?subject=x&b@musterland.example",
    )
