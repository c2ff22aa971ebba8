"""A text with marks as a page: headings, paragraphs, lists, emphasis and links, and nothing else.

Whoever may write these pages is trusted, but their account may be in somebody else's hands: what stands here is seen by
everybody. So a text can bring no markup of its own, no picture, and no address that does something.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

SCHEMES = frozenset({"https", "http", "mailto", "tel"})
# The page itself has the first heading.
_DEEPER = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}


def rendered(body: str) -> Markup:
    """Return a text as HTML that a page may show as it is."""
    tokens = _MARKDOWN.parse(body)
    for token in _all(tokens):
        if token.tag in _DEEPER:
            token.tag = _DEEPER[token.tag]
        elif token.type == "link_open":
            token.attrs["rel"] = "noreferrer"
    return Markup(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))  # noqa: S704 (no HTML is let through)


def _all(tokens: Sequence[Token]) -> Sequence[Token]:
    return [one for token in tokens for one in (token, *(token.children or ()))]


class _Marked(MarkdownIt):
    """Reads marks, and takes an address for a link where it leads to a page of ours, the web, a letter or a call."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 (the package calls it so)
        """Return whether a link may lead there."""
        if url.startswith("/") and not url.startswith("//"):
            return True
        try:
            return urlsplit(url).scheme.lower() in SCHEMES
        except ValueError:
            return False


_MARKDOWN = _Marked("commonmark", {"html": False}).disable(["image", "html_block", "html_inline", "code", "fence"])
