"""What makes two links the same page, from the address alone, and where in a text links stand.

Nothing is ever fetched: shortened links (bit.ly, t.co, vm.tiktok.com) stay as they are, because only
their owner knows where they lead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from urllib.parse import SplitResult, parse_qsl, unquote, urljoin, urlsplit

from publicsuffixlist import PublicSuffixList
from w3lib.url import canonicalize_url

from search.text.link_tables import (
    AMP_CHOICES,
    AMP_FLAGS,
    AMP_PATHS,
    CASELESS,
    DECIDING_PARAMETERS,
    ENDINGS,
    HOST_ALIASES,
    MOBILE_LABELS,
    NOT_ONE_PAGE,
    PARAMETER_WRAPPERS,
    PATH_WRAPPERS,
    PLATFORM_SPELLINGS,
    SITE_PARAMETERS,
    TRACKING_PARAMETERS,
    TRACKING_PREFIXES,
)

# Longer ones are no addresses of pages, and servers refuse them.
LONGEST_LINK = 2_048
# A name in the domain name system (RFC 1035) and one label of it; what is longer costs much to spell and leads nowhere.
LONGEST_HOST, LONGEST_LABEL = 253, 63
# Only short ones are remembered: the memory is counted in links, not in letters.
LONGEST_REMEMBERED = 512
# Real ones are wrapped twice or three times; the limit only bounds the work that a stranger can cause.
MOST_WRAPPINGS = 5

_HOST = re.compile(r"[a-z0-9_-]++(?:\.[a-z0-9_-]++)++|(?=[^:]*+:.)[0-9a-f:.]++")
_DOTS = re.compile(r"[.。．｡]")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)
_ONE_SLASH = re.compile(r"(https?):/+", re.IGNORECASE)
# Routes of applications that live in the fragment; every other fragment is a place on the same page.
_ROUTES = ("!", "/")

# Quotes, emoji and East Asian signs end a link; within one they are written with percent signs.
_CHARACTER = (
    r"[^\s<>\"`^{}|\\„“”‟«»‹›\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\u3000-\u303f\ufe0f\uff00-\uffef"
    r"\U0001f000-\U0001faff]"
)
# Two links glued together are two, but a redirector carries a second one behind a stroke, `=` or `?`.
_TAIL = rf"(?:(?!(?<![/=?])https?://){_CHARACTER})+"
_ALONE = r"(?<![\w@./-])"
_LINK = re.compile(
    rf"https?://{_TAIL}"
    rf"|{_ALONE}www\.{_TAIL}"
    rf"|{_ALONE}(?:[^\W_][\w-]{{0,62}}\.){{0,5}}[^\W_][\w-]{{1,62}}\.(?:{'|'.join(sorted(ENDINGS))})(?::\d+)?/{_TAIL}"
    rf"|{_ALONE}(?:t\.me|t\.co|x\.com|g\.co)/{_TAIL}",
    re.IGNORECASE,
)
_WORD = re.compile(r"\S+")
_BRACKETS = {")": "(", "]": "["}
_ENDS_A_SENTENCE = frozenset(".,;:!?'*~&‘’‚´")
# What is shown of a long link ends so; it names no page any more.
_CUT_SHORT = ("…", "...")


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link in a text: `text[start:end]`, and its canonical spelling."""

    start: int
    end: int
    canonical: str


def canonical_url(url: str) -> str:
    """Return one spelling for all links to the same page, without scheme; empty when `url` is no web link.

    Redirectors are resolved as far as their address tells where they lead. Names and passwords in front
    of the host are refused: they only serve to make a link look like another one.
    """
    return _remembered(url) if len(url) <= LONGEST_REMEMBERED else _canonical(url)


def _canonical(url: str) -> str:
    parts = _parsed(url)
    for _ in range(MOST_WRAPPINGS):
        inner = parts and _wrapped(parts)
        if not inner:
            break
        parts = inner
    spelled = _spelled(parts) if parts else ""
    # Percent signs make a link up to twelve times as long, which no index of a database takes.
    return spelled if len(spelled) <= LONGEST_LINK else ""


# A report is read several times on its way, and a chain letter comes with the same link each time.
_remembered = lru_cache(maxsize=1_024)(_canonical)


def names_one_page(canonical: str) -> bool:
    """Return whether a canonical link leads to one post or article.

    The front door and the main rooms of a site, and the profile, channel or group of a platform, do not.
    """
    return bool(canonical) and not any(pattern.fullmatch(canonical) for pattern in NOT_ONE_PAGE)


def links_in(text: str, *, most: int) -> Iterator[FoundLink]:
    """Yield the links of a text in their order, at most `most`, also those without a scheme."""
    for match in islice(_candidates(text), most):
        link = _without_tail(match[0])
        canonical = canonical_url(link)
        if canonical:
            yield FoundLink(match.start(), match.start() + len(link), canonical)


def _candidates(text: str) -> Iterator[re.Match[str]]:
    """Yield what looks like a link, in the words that can hold one: most texts have none, and are read fast."""
    for word in _WORD.finditer(text):
        if "/" not in word[0] and "www." not in word[0].lower():
            continue
        for match in _LINK.finditer(text, word.start(), word.end()):
            if len(match[0]) <= LONGEST_LINK and not match[0].endswith(_CUT_SHORT):
                yield match


def _without_tail(link: str) -> str:
    """Take off what belongs to the sentence around a link: full stops, and brackets opened before it."""
    # Markdown repeats a link in brackets: "[https://…](https://…)".
    link = link.partition("](")[0]
    surplus = {close: link.count(close) - link.count(opened) for close, opened in _BRACKETS.items()}
    end = len(link)
    while end:
        last = link[end - 1]
        if surplus.get(last, 0) > 0:
            surplus[last] -= 1
        elif last not in _ENDS_A_SENTENCE:
            break
        end -= 1
    return link[:end]


def _parsed(url: str) -> SplitResult | None:
    """Return the parts of a link to a web page, percent signs, punycode and query in order; or nothing."""
    url = url.strip()
    url = _ONE_SLASH.sub(r"\1://", url, count=1) if _SCHEME.match(url) else f"https://{url.lstrip('/')}"
    if not 0 < len(url) <= LONGEST_LINK or not url.lower().startswith(("https://", "http://")):
        return None
    try:
        # Addresses copied out of a page's source carry `&amp;`.
        url = url.replace("&amp;", "&")
        if not _may_be_host(urlsplit(url).netloc):
            return None
        parts = urlsplit(canonicalize_url(url, keep_fragments=True))
        _ = parts.port
    except ValueError:
        return None
    if "@" in parts.netloc or not _HOST.fullmatch((parts.hostname or "").rstrip(".")):
        return None
    return parts


def _may_be_host(netloc: str) -> bool:
    """Return whether a host is short enough to be one, before it is spelled in punycode."""
    host = netloc.rpartition("@")[2].partition(":")[0]
    return len(host) <= LONGEST_HOST and all(len(label) <= LONGEST_LABEL for label in _DOTS.split(unquote(host)))


def _wrapped(parts: SplitResult) -> SplitResult | None:
    """Return the link that a redirector, archive or cache carries; nothing when it is none."""
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    if host.endswith(".translate.goog"):
        return _translated(host, parts)
    for pattern, names in PARAMETER_WRAPPERS:
        if pattern.fullmatch(host + parts.path):
            values = {name.lower(): value for name, value in parse_qsl(parts.query)}
            return next((found for name in names if (found := _target(values.get(name, ""), parts))), None)
    address = f"{host}{parts.path}?{parts.query}" if parts.query else host + parts.path
    for pattern in PATH_WRAPPERS:
        if match := pattern.fullmatch(address):
            return _target(match[1], parts)
    return None


def _target(target: str, around: SplitResult) -> SplitResult | None:
    if "://" not in target and "%3a%2f%2f" in target.lower():
        target = unquote(target)
    if target.startswith("/"):
        try:
            target = urljoin(around.geturl(), target)
        except ValueError:
            # Two strokes begin a host, and this one cannot be read ("//["): so the redirector leads nowhere.
            return None
    return _parsed(target) if target else None


def _translated(host: str, parts: SplitResult) -> SplitResult | None:
    """Undo how Google's translating proxy writes a host: a dot becomes `-`, and `-` becomes `--`."""
    values = dict(parse_qsl(parts.query))
    label = values.get("_x_tr_hp", "") + host.removesuffix(".translate.goog")
    encoding = values.get("_x_tr_enc", "").split(",")
    if "1" in encoding:
        label = label.removeprefix("1-")
    international = "0" in encoding and label.startswith("0-")
    label = re.sub(r"\b-\b", ".", label.removeprefix("0-") if international else label).replace("--", "-")
    return _parsed(parts._replace(netloc=f"xn--{label}" if international else label).geturl())


def _spelled(parts: SplitResult) -> str:
    host, path = _plain_host((parts.hostname or "").rstrip(".")), _plain_path(parts.path)
    port = "" if parts.port in {None, 80, 443} else f":{parts.port}"
    query = _kept_query(parts.query, host, path)
    fragment = f"#{parts.fragment}" if parts.fragment.startswith(_ROUTES) else ""
    address = host + port + path + (f"?{query}" if query else "") + fragment
    for pattern, template in PLATFORM_SPELLINGS:
        if match := pattern.fullmatch(address):
            address = match.expand(template)
            break
    return address.lower() if CASELESS.fullmatch(address) else address


def _plain_host(host: str) -> str:
    if ":" in host:
        return f"[{host}]"
    labels = host.split(".")
    fixed = len(labels) if MOBILE_LABELS.isdisjoint(labels) else _registered(labels)
    plain = ".".join([label for label in labels[:-fixed] if label not in MOBILE_LABELS] + labels[-fixed:])
    return next((alias for pattern, alias in HOST_ALIASES if pattern.fullmatch(plain)), plain)


def _registered(labels: list[str]) -> int:
    """Return how many of the last labels of a host are somebody's name: 2 of `m.orf.at`, 3 of `m.bbc.co.uk`."""
    suffix = _suffixes().publicsuffix(".".join(labels)) or ""
    names = suffix.count(".") + 2
    # `www.gov.uk` is the site of the suffix itself, but of `www.at` nothing would be left that is a name.
    return names - 1 if names > 2 and labels[-names:][0] == "www" else names


@cache
def _suffixes() -> PublicSuffixList:
    # The list that comes with the package; nothing is fetched. With its private part, so that `m.github.io`, which is
    # the site of somebody called m, stays what it is.
    return PublicSuffixList()


def _plain_path(path: str) -> str:
    for pattern, replacement in AMP_PATHS:
        path = pattern.sub(replacement, path)
    return path.rstrip("/")


def _kept_query(query: str, host: str, path: str) -> str:
    """Return the parameters that decide what is shown, still encoded and in order."""
    pairs = [pair for pair in query.split("&") if pair]
    if deciding := DECIDING_PARAMETERS.get(host + path):
        return "&".join(pair for pair in pairs if pair.partition("=")[0] in deciding)
    own = SITE_PARAMETERS.get(host, frozenset())
    return "&".join(pair for pair in pairs if not _only_tracks(pair, own))


def _only_tracks(pair: str, own: frozenset[str]) -> bool:
    name, _, value = pair.partition("=")
    name = unquote(name).lower()
    return (
        name in TRACKING_PARAMETERS
        or name in own
        or name in AMP_FLAGS
        or (name in AMP_CHOICES and value.lower() == "amp")
        or name.startswith(TRACKING_PREFIXES)
    )
