"""What makes two texts or two links the same thing, without any model."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256
from urllib.parse import urlsplit

from w3lib.url import canonicalize_url, url_query_cleaner

# The line a messenger puts above a text that was passed on.
FORWARDED = re.compile(
    r"^\W*(?:(?:häufig|oft|mehrfach|many times|frequently)\s+)?(?:weitergeleitet(?:e nachricht)?|forwarded(?: message)?"
    r"(?: many times)?)\W*$",
    re.IGNORECASE | re.MULTILINE,
)

# Parameters that say where a click came from, never what is shown.
TRACKING_PARAMETERS = [
    "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "mc_cid", "mc_eid", "igsh", "igshid",
    "si", "feature", "ref_src", "ref_url", "wt_mc", "wtmc", "cmpid", "xing_share", "__twitter_impression",
    "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id", "utm_name",
]  # fmt: skip


def normalised(text: str) -> str:
    """Return the text without what changes when it is passed on.

    Gone are: letter case, invisible characters, white space, lines that only say "forwarded".
    """
    text = unicodedata.normalize("NFKC", text)
    text = "".join(char for char in text if char.isspace() or unicodedata.category(char) not in {"Cf", "Cc"})
    text = FORWARDED.sub(" ", text)
    return " ".join(text.casefold().split())


def text_hash(text: str) -> str:
    """Return the hash of the normalised text, 64 hex digits; empty for a text of which nothing is left."""
    kept = normalised(text)
    return sha256(kept.encode()).hexdigest() if kept else ""


def canonical_url(url: str) -> str:
    """Return one spelling for all links to the same page; empty when there is none.

    Nothing is fetched. The scheme, `www.` and parameters that only track a click do not matter.
    """
    if not url:
        return ""
    try:
        cleaned = canonicalize_url(url_query_cleaner(url, TRACKING_PARAMETERS, remove=True))
        parts = urlsplit(cleaned)
    except ValueError:
        return ""
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("mobile.")
    if not host:
        return ""
    port = "" if parts.port in {None, 80, 443} else f":{parts.port}"
    path = parts.path.rstrip("/")
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{port}{path}{query}"


def names_one_page(canonical: str) -> bool:
    """Return whether a canonical link leads to one page and not to the front door of a whole site."""
    return "/" in canonical or "?" in canonical
