"""The public pages can be installed, under the name and in the colour of the desk."""

from __future__ import annotations

import re
from io import BytesIO

from flask import Flask
from PIL import Image

from app import create_app
from core.config import Config
from tests.support.browsing import Browser
from tests.support.installation import changed


def content(browser: Browser, path: str) -> bytes:
    """Return a file of ours, and close it."""
    with browser.get(path) as answer:
        assert answer.status_code == 200, path
        content: bytes = answer.data
    return content


def test_the_manifest_has_what_browsers_ask_for(app: Flask) -> None:
    browser = Browser(app, app.response_class)
    answer = browser.get("/manifest.webmanifest")
    manifest = answer.get_json()
    assert answer.content_type == "application/manifest+json"
    assert (manifest["name"], manifest["start_url"], manifest["display"]) == ("Gegencheck", "/", "standalone")
    assert manifest["share_target"]["action"] == "/share"
    for icon in manifest["icons"]:
        picture = Image.open(BytesIO(content(browser, icon["src"])))
        assert f"{picture.width}x{picture.height}" == icon["sizes"]
    # What is cut to a circle has to be filled to its edges.
    maskable = next(icon for icon in manifest["icons"] if icon["purpose"] == "maskable")
    edge = Image.open(BytesIO(content(browser, maskable["src"]))).convert("RGBA").getpixel((0, 0))
    assert edge == (0x0A, 0x47, 0x52, 255)


def test_it_wears_the_face_of_the_desk(config: Config) -> None:
    house = create_app(changed(config, DESK_NAME="Faktenstelle", DESK_ACCENT="#7a1fa2"))
    manifest = Browser(house, house.response_class).get("/manifest.webmanifest").get_json()
    # Darkened until letters on it can be read, as everywhere.
    assert (manifest["name"], manifest["theme_color"]) == ("Faktenstelle", "#741d99")


def test_the_script_for_the_time_without_a_connection_has_power_over_all_pages(app: Flask) -> None:
    with Browser(app, app.response_class).get("/sw.js") as answer:
        assert answer.content_type.startswith("text/javascript")
        assert answer.headers["Cache-Control"] == "no-cache"


def test_everything_that_it_keeps_is_there_and_nobodys(app: Flask) -> None:
    browser = Browser(app, app.response_class)
    script = content(browser, "/sw.js").decode()
    parts = re.findall(r'^  "(/[\w/.-]+)",$', script, re.MULTILINE)
    assert len(parts) > 8
    assert all(content(browser, part) for part in parts)
    assert all(part.startswith("/static/") for part in parts)
    page = browser.get("/offline").text
    assert "csrf" not in page, "a token would belong to somebody"
    used = set(re.findall(r'(?:href|src)="(/static/[^"#?]+)', page))
    # Nobody needs an icon to write.
    assert used - set(parts) == {"/static/icons/maskable-512.png"}
