"""What is read off our own picture: links in codes."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import urlsplit

import zxingcpp
from PIL import Image

MOST_LINKS = 10
LONGEST_LINK = 2000
_CODES = zxingcpp.barcode_formats_from_str("QRCode|MicroQRCode|Aztec|DataMatrix")


def links(image: Image.Image) -> list[str]:
    """Return the web addresses in codes that stand in a picture, each once; whatever else codes hold is left out."""
    found = (code.text.strip() for code in zxingcpp.read_barcodes(image.convert("L"), formats=_CODES))
    return list(dict.fromkeys(filter(_is_link, found)))[:MOST_LINKS]


def _is_link(text: str) -> bool:
    if len(text) > LONGEST_LINK or not text.isprintable() or " " in text:
        return False
    with suppress(ValueError):
        parts = urlsplit(text)
        return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)
    return False
