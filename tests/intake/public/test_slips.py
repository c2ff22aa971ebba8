"""What a reader keeps of a receipt: a file, a code for a camera, and one press in the same browser."""

from __future__ import annotations

import html
import io
import re

import pytest
import zxingcpp
from flask import Flask
from PIL import Image, ImageDraw

from tests.support.browsing import Browser, links, open_text
from tests.support.door import cookies_of

FIELDS = {"kind": "check", "text": "Ab morgen kostet WhatsApp Geld!"}


def sent(client: Browser) -> tuple[str, str, str]:
    """Send a report; return the page of its receipt, its number and the receipt."""
    client.send("/report/one-page", FIELDS)
    page = client.get("/receipt").text
    receipt = page.partition('id="receipt"')[2].partition("</strong>")[0].rpartition(">")[2].strip()
    found = re.search(r"GC-\d{4}-\d{6}", page)
    assert found is not None
    return page, found[0], receipt


def test_the_file_says_what_it_is_and_stands_in_no_address_and_no_store(client: Browser) -> None:
    page, reference, receipt = sent(client)
    answer = client.send("/receipt/file", {"reference": reference}, seen_at="/receipt")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{reference}.txt"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert f"Receipt (secret, please keep it): {receipt}\r\n" in answer.text
    assert "/status" in answer.text
    for spelled in (receipt, receipt.replace("-", "")):
        assert not [link for link in links(page) if spelled in link]


def test_the_whole_file_pasted_opens_the_report(client: Browser) -> None:
    _, reference, _ = sent(client)
    saved = client.send("/receipt/file", {"reference": reference}, seen_at="/receipt").text
    status = client.send("/status", {"receipt": saved})
    assert status.status_code == 200
    assert reference in status.text
    # What its buttons hand on is the receipt alone.
    assert "Quittung" not in status.text
    assert "(secret" not in status.text


def test_what_a_browser_holds_of_receipts_ends_with_it(client: Browser) -> None:
    stored = cookies_of(client.send("/report/one-page", FIELDS))
    assert stored, "the receipt is held in a cookie"
    assert [cookie for cookie in stored.values() if cookie["expires"] or cookie["max-age"]] == []


def test_the_file_of_another_browser_is_not_to_be_had(app: Flask, client: Browser) -> None:
    _, reference, receipt = sent(client)
    stranger = Browser(app, app.response_class)
    stranger.get("/status")
    answer = stranger.send("/receipt/file", {"reference": reference}, seen_at="/status")
    assert answer.status_code == 303
    assert receipt not in answer.text


def test_a_camera_reads_the_receipt_and_no_address(client: Browser) -> None:
    page, _, receipt = sent(client)
    svg = html.unescape(page[page.index("<svg", page.index("slip-picture")) :]).partition("</svg>")[0]
    (found,) = zxingcpp.read_barcodes(drawn(svg))
    assert found.text == receipt


def drawn(svg: str) -> Image.Image:
    """Draw the lines of a code as a browser does, so that it can be read."""
    size = re.search(r'viewBox="0 0 (\d+) ', svg)
    path = re.search(r' d="([^"]+)"', svg)
    assert size is not None
    assert path is not None
    scale, x, y = 8, 0.0, 0.0
    picture = Image.new("L", (int(size[1]) * scale,) * 2, 255)
    pen = ImageDraw.Draw(picture)
    for letter, numbers in re.findall(r"([MmHh])([^MmHh]*)", path[1]):
        values = [float(number) for number in re.findall(r"-?\d*\.?\d+", numbers)]
        if letter == "M":
            x, y = values
        elif letter == "m":
            x, y = x + values[0], y + values[1]
        else:
            end = x + values[0]
            pen.rectangle((x * scale, (y - 0.5) * scale, end * scale - 1, (y + 0.5) * scale - 1), fill=0)
            x = end
    return Image.open(io.BytesIO(_png(picture)))


def _png(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def test_what_this_browser_sent_opens_by_one_press_and_by_its_number_only_here(app: Flask, client: Browser) -> None:
    _, first, _ = sent(client)
    _, second, _ = sent(client)
    page = client.get("/status").text
    assert [part.partition('"')[0] for part in re.split(r'name="mine"\s+value="', page)[1:]] == [second, first]
    opened = client.send("/status", {"mine": first})
    assert opened.status_code == 200
    assert f"Report {first}" in open_text(opened.text)
    stranger = Browser(app, app.response_class)
    refused = stranger.send("/status", {"mine": first})
    assert refused.status_code == 400
    assert f"Report {first}" not in open_text(refused.text)


@pytest.mark.parametrize("asked", ["/status", "/status?letters=1"])
def test_a_phone_shows_a_keypad_of_digits_unless_the_receipt_has_letters(client: Browser, asked: str) -> None:
    field = client.get(asked).text.partition('id="receipt"')[2].partition(">")[0]
    assert ('inputmode="text"' in field) == ("letters" in asked)
    again = client.send("/status", {"receipt": "ABCD-EFGH-JKLM-NPQR-STUV-WXYZ"}).text
    assert 'inputmode="text"' in again
