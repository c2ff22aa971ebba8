"""What a report or question consists of, for form, API and worker alike: its text and its links."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from search.text.links import FoundLink, canonical_url, is_front_door, links_in, names_one_page
from search.text.matter import contradicts, has_matter, points_at_its_link
from search.text.normalise import MOST_LINKS, hash_of, normalised, without_unseen

_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Content:
    """What was sent, taken apart once.

    `text` is as it came, but empty when it was nothing but one link. `links` are canonical, each once: the
    one that was named as the link first, then those of the text in their order. `text_hash` is that of
    `search.text.normalise`, empty without a text. `has_matter` says whether the text tells anything by itself.

    `about` is the one link that the whole report is about: the one that was named, or the only one of a text that says
    nothing itself or speaks of "this video". It is empty when there is none, or when it only says which site it was.
    `subject` is the same link where it leads to one page: a channel or a list is none.
    `stands_alone` says whether the text may be read without that link and still says the same.
    """

    text: str
    links: tuple[str, ...]
    text_hash: str
    subject: str
    # What follows from the text and its links, and so takes no part in comparing two contents.
    about: str = field(default="", compare=False)
    has_matter: bool = field(default=False, compare=False)
    stands_alone: bool = field(default=False, compare=False)

    @property
    def together(self) -> str:
        """The hash of the text with what it is about; empty where the text says nothing, so that nothing is the same.

        The same words under two videos are two posts.
        """
        if not self.has_matter or not self.about:
            return self.text_hash if self.has_matter else ""
        return hash_of(f"{self.text_hash} {self.about}")


def content_of(text: str, url: str = "") -> Content:
    """Return what a text and the link beside it, either of them empty perhaps, consist of."""
    text = text.strip()
    seen = without_unseen(text)
    found = list(links_in(seen, most=MOST_LINKS))
    named = canonical_url(url)
    links = tuple(dict.fromkeys([link for link in (named, *(link.canonical for link in found)) if link]))[:MOST_LINKS]
    if len(found) == 1 and not _has_words_around(seen, found[0]):
        return _of_link(links, named)
    plain = normalised(text)
    words = _without_links(plain, found)
    matter = has_matter(words)
    points = bool(links) and points_at_its_link(words)
    about = _about(named, links, needs_link=points or not (matter or contradicts(words)))
    return Content(
        text=text,
        links=links,
        text_hash=hash_of(plain),
        subject=about if names_one_page(about) else "",
        about=about,
        has_matter=matter,
        stands_alone=matter and not (points and about),
    )


def _of_link(links: tuple[str, ...], named: str) -> Content:
    about = _about(named, links, needs_link=True)
    return Content("", links, "", about if names_one_page(about) else "", about)


def _about(named: str, links: Sequence[str], *, needs_link: bool) -> str:
    """Return the link that a report is about; without one that was named the only one, where the text `needs_link`."""
    only = links[0] if needs_link and len(links) == 1 else ""
    return next((link for link in (named, only) if link and not is_front_door(link)), "")


def _has_words_around(text: str, link: FoundLink) -> bool:
    return _WORD.search(text, 0, link.start) is not None or _WORD.search(text, link.end) is not None


def _without_links(plain: str, found: Sequence[FoundLink]) -> str:
    """Return a normalised text without the links that were found in it, which stand there in their one spelling."""
    # The longest first: one may be the beginning of another.
    for link in sorted({link.canonical for link in found}, key=len, reverse=True):
        plain = plain.replace(link, " ")
    return " ".join(plain.split())


def differ_in_links(one: Content, other: Content) -> bool:
    """Return whether two texts, however alike, came with links that make two posts of them.

    One may have links that the other lacks: a chain letter is passed on with its source and without. But what is about
    another link is another post.
    """
    if one.about and other.about and one.about != other.about:
        return True
    ours, theirs = set(one.links), set(other.links)
    return not (ours <= theirs or theirs <= ours)


def says_something(text: str) -> bool:
    """Return whether a text without a link beside it has matter."""
    return content_of(text).has_matter
