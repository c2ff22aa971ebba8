"""Takes the title and the words out of a page, in a process of its own: HTML of strangers is hostile.

Run as a file, with the content type as its argument and the page on its standard input; answers with one JSON object.
It imports nothing of the product, so that it starts fast and holds no secret.
"""

from __future__ import annotations

import json
import resource
import sys
from contextlib import suppress
from html.parser import HTMLParser

from w3lib.encoding import html_to_unicode

# A page of 2 MB takes a fifth of this, and a second.
MOST_MEMORY = 512 * 1024 * 1024
MOST_CPU_SECONDS = 5
LONGEST_TITLE = 300
LONGEST_TEXT = 20_000

# What is no word of the page, or stands around its words.
_LEFT_OUT = frozenset(
    {
        *("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "canvas", "head"),
        *("nav", "header", "footer", "aside", "form", "button", "select", "dialog"),
    }
)
_BLOCKS = frozenset(
    {
        *("p", "div", "section", "article", "main", "li", "ul", "ol", "br", "hr", "tr", "table", "blockquote", "pre"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "figure", "figcaption", "dd", "dt"),
    }
)
# In these stands what a page is about; without one, everything does.
_MATTER = frozenset({"article", "main"})
# Titles and descriptions for sharing: of platforms whose pages are made by a script they are all there is.
_TITLES, _DESCRIPTIONS = ("og:title", "twitter:title"), ("og:description", "twitter:description", "description")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self.told: dict[str, str] = {}
        self.all: list[str] = []
        self.matter: list[str] = []
        self._left_out: list[str] = []
        self._in_matter = 0
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "title" and not self.title:
            self._in_title = True
        elif tag == "meta":
            values = {name: value or "" for name, value in attrs}
            name = (values.get("property") or values.get("name") or "").lower()
            self.told.setdefault(name, values.get("content", ""))
        if tag == "body":
            # The end of a head is often not written.
            self._left_out.clear()
        elif tag in _LEFT_OUT:
            self._left_out.append(tag)
        self._in_matter += tag in _MATTER
        if tag in _BLOCKS:
            self._add("\n")

    def handle_endtag(self, tag: str) -> None:
        self._in_title = self._in_title and tag != "title"
        if tag in self._left_out:
            # What was opened inside and never closed ends with it.
            del self._left_out[len(self._left_out) - 1 - self._left_out[::-1].index(tag) :]
        self._in_matter = max(0, self._in_matter - (tag in _MATTER))
        if tag in _BLOCKS:
            self._add("\n")

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
        else:
            self._add(data)

    def _add(self, text: str) -> None:
        if self._left_out:
            return
        self.all.append(text)
        if self._in_matter:
            self.matter.append(text)


def read(content_type: str, body: bytes) -> dict[str, str]:
    """Return the title and the text of a page, both cut to what is kept."""
    page = html_to_unicode(content_type or None, body, default_encoding="utf-8")[1]
    if content_type.partition(";")[0].strip().lower() == "text/plain":
        return {"title": "", "text": _lines(page)[:LONGEST_TEXT]}
    reader = _Reader()
    reader.feed(page)
    reader.close()
    told = next((reader.told[name] for name in _TITLES if reader.told.get(name)), "")
    about = next((reader.told[name] for name in _DESCRIPTIONS if reader.told.get(name)), "")
    text = _lines("".join(reader.matter)) or _lines("".join(reader.all))
    if about and _lines(about) not in text:
        text = f"{_lines(about)}\n{text}".strip()
    return {"title": " ".join((reader.title or told).split())[:LONGEST_TITLE], "text": text[:LONGEST_TEXT]}


def _lines(text: str) -> str:
    """Return a text with one space between words, and without characters that nobody sees."""
    lines = (" ".join("".join(c if c.isprintable() else " " for c in line).split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _limit() -> None:
    # Not every system knows each of them; the parent's clock ends what is left.
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    _limit()
    json.dump(read(sys.argv[1], sys.stdin.buffer.read()), sys.stdout)
