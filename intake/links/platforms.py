"""Where a post stands, as far as its link tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from intake.models.reports import Platform
from search.text.links import canonical_url
from search.text.platforms import POSTS

# By host, which counts for all below it, too. Other names of theirs (`m.facebook.com`, `twitter.com`, `telegram.me`,
# front ends such as nitter) and redirectors are resolved by `canonical_url`; here are those that it must leave alone.
_OF_HOST: Final[Mapping[str, Platform]] = {
    **dict.fromkeys(("whatsapp.com", "wa.me", "whatsapp.net", "wl.co"), Platform.WHATSAPP),
    **dict.fromkeys(("t.me", "telegram.org", "telegra.ph", "tg.dev"), Platform.TELEGRAM),
    **dict.fromkeys(
        ("facebook.com", "fb.com", "fb.watch", "fb.me", "fb.gg", "messenger.com", "m.me", "fbcdn.net"),
        Platform.FACEBOOK,
    ),
    **dict.fromkeys(("instagram.com", "ig.me", "cdninstagram.com"), Platform.INSTAGRAM),
    **dict.fromkeys(("tiktok.com", "tiktokcdn.com", "tiktokv.com"), Platform.TIKTOK),
    **dict.fromkeys(("youtube.com", "youtu.be", "youtube-nocookie.com", "ytimg.com"), Platform.YOUTUBE),
    **dict.fromkeys(("x.com", "t.co", "twimg.com"), Platform.X),
    # Nobody but their owner knows where they lead.
    **dict.fromkeys(
        (
            *("bit.ly", "tinyurl.com", "ow.ly", "is.gd", "v.gd", "buff.ly", "cutt.ly", "rb.gy", "t.ly", "goo.gl"),
            *("shorturl.at", "lnk.to", "dlvr.it", "g.co", "s.id", "rebrand.ly", "tiny.cc", "kurzelinks.de"),
        ),
        Platform.UNKNOWN,
    ),
}
# These stand among what is known of platforms, and only show what others wrote.
_SEARCH_ENGINES: Final = frozenset({"google.com", "bing.com", "duckduckgo.com", "ecosia.org", "startpage.com"})


def platform_of(link: str) -> Platform:
    """Return where the post behind a link stands; unknown for what is no link, and for shortened ones."""
    host = canonical_url(link).partition("/")[0].partition("?")[0].partition("#")[0].partition(":")[0]
    if not host:
        return Platform.UNKNOWN
    labels = host.split(".")
    names = [".".join(labels[start:]) for start in range(len(labels))]
    known = next((name for name in names if name in _OF_HOST), None)
    if known is not None:
        return _OF_HOST[known]
    # The rest of the platforms that are known readers are not offered by name.
    elsewhere = any(name in POSTS and name not in _SEARCH_ENGINES for name in names)
    return Platform.ELSEWHERE if elsewhere else Platform.WEBSITE
