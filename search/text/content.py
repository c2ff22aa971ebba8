"""What a report or question consists of, for form, API and worker alike: its text and its links."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from search.text.links import FoundLink, canonical_url, links_in, names_one_page
from search.text.normalise import MOST_LINKS, text_hash, without_unseen

# Words that only hand a link over and ask about it. `nicht` and everything else that claims something is
# not among them: "stimmt nicht" is a statement of its own.
_ASKING = frozenset(
    """
    stimmt das ist es dies diese dieser dieses wahr echt richtig fake fakt fakenews oder was ist dran davon zu halten
    bitte prüfen prüft prüfe prüfung checken check mal schaut schau euch hier link quelle der die den im kann könnt
    können sie ihr hallo liebes liebe team danke vielen dank gesehen gefunden auf facebook instagram tiktok telegram
    whatsapp youtube twitter x video post beitrag artikel seite
    is this that it true real fake or correct please check verify fact factcheck link source the here hello hi thanks
    thank you team seen found on video post article page what about can could
    """.split()  # noqa: SIM905 (a list of so many words is not read any better)
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Content:
    """What was sent, taken apart once.

    `text` is as it came, but empty when it was nothing but one link. `links` are canonical, each once: the
    one that was named as the link first, then those of the text in their order. `text_hash` is that of
    `search.text.normalise`, empty without a text.

    `subject` is the one link that the whole report is about: the one that was named, or the only one of a text
    that claims nothing itself. It is empty when there is none or when it leads to more than one page.
    """

    text: str
    links: tuple[str, ...]
    text_hash: str
    subject: str


def content_of(text: str, url: str = "") -> Content:
    """Return what a text and the link beside it, either of them empty perhaps, consist of."""
    text = text.strip()
    seen = without_unseen(text)
    found = list(links_in(seen, most=MOST_LINKS))
    words = _words_around(seen, found)
    named = canonical_url(url)
    links = tuple(dict.fromkeys([link for link in (named, *(link.canonical for link in found)) if link]))[:MOST_LINKS]
    alone = len(found) == 1 and not words
    subject = named or (links[0] if len(links) == 1 and _ASKING.issuperset(words) else "")
    return Content(
        text="" if alone else text,
        links=links,
        text_hash="" if alone else text_hash(text),
        subject=subject if names_one_page(subject) else "",
    )


def _words_around(text: str, found: Sequence[FoundLink]) -> set[str]:
    starts, ends = [0, *(link.end for link in found)], [*(link.start for link in found), len(text)]
    between = " ".join(text[start:end] for start, end in zip(starts, ends, strict=True))
    return set(_WORD.findall(between.casefold()))
