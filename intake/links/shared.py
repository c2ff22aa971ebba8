"""What another app hands over when somebody shares, taken apart: each app fills its fields in its own way."""

from __future__ import annotations

import re
from dataclasses import dataclass

from search.text.links import canonical_url, link_given, links_in

# A chat that is shared as a whole may hold hundreds; more than these change nothing about which one is meant.
MOST_LINKS = 20
_GAPS = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Shared:
    """A text and a link, either of which may be empty."""

    text: str
    url: str


def taken_apart(*, title: str, text: str, url: str) -> Shared:
    """Return what is meant by the three fields of a share; total, for any text.

    Most apps put the link into the text, with the title before it; some into the title; some twice.
    """
    title, text, url = title.strip(), text.strip(), url.strip()
    given = link_given(url) or link_given(title)
    if link_given(title):
        title = ""
    found = list(links_in(text, most=MOST_LINKS))
    meant = {canonical_url(given)} if given else {link.canonical for link in found}
    if len(meant) == 1:
        for link in reversed(found):
            if link.canonical in meant:
                given = given or link_given(text[link.start : link.end])
                text = f"{text[: link.start].rstrip(' ')} {text[link.end :].lstrip(' ')}"
    elif found and not given:
        # Which of several is meant only the reader knows; none is taken out of its sentence.
        given = link_given(text[found[0].start : found[0].end])
    if url and not given:
        text = f"{text}\n{url}"
    if title and title not in text:
        text = f"{title}\n\n{text}"
    lines = "\n".join(line.rstrip(" \t") for line in text.split("\n"))
    return Shared(_GAPS.sub("\n\n", lines).strip(), given)
