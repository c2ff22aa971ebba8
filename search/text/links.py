"""What makes two links the same page, from the address alone, and where in a text links stand.

Nothing is ever fetched: shortened links (bit.ly, t.co, vm.tiktok.com) stay as they are, because only
their owner knows where they lead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from urllib.parse import SplitResult, parse_qsl, unquote, urljoin, urlsplit

import idna
from w3lib.url import canonicalize_url

from search.text.link_spelling import plain_host, spelled
from search.text.link_tables import ENDINGS, FRONT_DOOR, PARAMETER_WRAPPERS, PATH_WRAPPERS, ROOMS
from search.text.platforms import POSTS

# Longer ones are no addresses of pages, and servers refuse them.
LONGEST_LINK = 2_048
# A name in the domain name system (RFC 1035) and one label of it; what is longer costs much to spell and leads nowhere.
LONGEST_HOST, LONGEST_LABEL = 253, 63
# Only short ones are remembered: the memory is counted in links, not in letters.
LONGEST_REMEMBERED = 512
# Real ones are wrapped twice or three times; the limit only bounds the work that a stranger can cause.
MOST_WRAPPINGS = 5
# Where one link was asked for, so many are looked at.
MOST_GIVEN = 5

_HOST = re.compile(r"[a-z0-9_-]++(?:\.[a-z0-9_-]++)++|(?=[^:]*+:.)[0-9a-f:.]++")
_DOTS = re.compile(r"[.。．｡]")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)
_SPACE = re.compile(r"\s")
_WITH_SCHEME = re.compile(r"https?:/\S+", re.IGNORECASE)
# Search engines name what they keep a copy of by a code and the address.
_IN_CACHE = re.compile(r"cache:(?:[\w-]+:)?(?=[\w.-]+[:/.])")
_ONE_SLASH = re.compile(r"(https?):/+", re.IGNORECASE)

# Quotes, emoji and East Asian signs end a link; within one they are written with percent signs.
_CHARACTER = (
    r"[^\s<>\"`^{}\\„“”‟«»‹›\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\u3000-\u303f\ufe0f\uff00-\uffef"
    r"\U0001f000-\U0001faff]"
)
# Two links glued together are two, but a redirector carries a second one behind a stroke, `=` or `?`.
_TAIL = rf"(?:(?!(?<![/=?])https?://){_CHARACTER})+"
_ALONE = r"(?<![\w@./-])"
_LINK = re.compile(
    rf"https?:/{{1,2}}{_TAIL}"
    rf"|{_ALONE}www\.{_TAIL}"
    rf"|{_ALONE}(?:[^\W_][\w-]{{0,62}}\.){{0,5}}[^\W_][\w-]{{1,62}}\.(?:{'|'.join(sorted(ENDINGS))})(?::\d+)?/{_TAIL}"
    rf"|{_ALONE}(?:t\.me|t\.co|x\.com|g\.co)/{_TAIL}",
    re.IGNORECASE,
)
_WORD = re.compile(r"\S+")
_BRACKETS = {")": "(", "]": "["}
_ENDS_A_SENTENCE = frozenset(".,;:!?'*~&|‘’‚´")
# What is shown of a long link ends so; it names no page any more. Three full stops may also end the sentence around a
# link, which then has to be the whole one of a post.
_CUT_SHORT = "…"
_MAYBE_CUT_SHORT = "..."
# Around a link that somebody copied with what stood beside it.
_AROUND = " \t\r\n<>\"'„“”‟«»‹›‚‘’`"


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
    url = _without_tail(url.strip(_AROUND))
    if _SPACE.search(url):
        # Somebody copied the sentence around it, too.
        given = {link.canonical for link in links_in(url, most=MOST_GIVEN)}
        return given.pop() if len(given) == 1 else ""
    try:
        parts = _parsed(url)
        for _ in range(MOST_WRAPPINGS):
            inner = parts and _wrapped(parts)
            if not inner:
                break
            parts = inner
        spelling = spelled(parts) if parts else ""
    except ValueError:
        # Brackets, ports and foreign letters are read late; a link that cannot be read is none.
        return ""
    # Percent signs make a link up to twelve times as long, which no index of a database takes.
    return spelling if len(spelling) <= LONGEST_LINK else ""


# A report is read several times on its way, and a chain letter comes with the same link each time.
_remembered = lru_cache(maxsize=1_024)(_canonical)


def names_one_page(canonical: str) -> bool:
    """Return whether a canonical link leads to one post or article.

    The front door and the rooms of a site do not: profiles, channels, groups, lists, tags and searches. Of a platform
    that is known, only what is known as a post does.
    """
    if not canonical or is_front_door(canonical):
        return False
    host = canonical.partition("/")[0].partition("?")[0]
    if posts := POSTS.get(host):
        return posts.fullmatch(canonical[len(host) :]) is not None
    return not any(pattern.fullmatch(canonical) for pattern in ROOMS)


def is_front_door(canonical: str) -> bool:
    """Return whether a canonical link only says which site it was: its first page, or a main room such as politics."""
    return FRONT_DOOR.fullmatch(canonical) is not None


def link_given(value: str) -> str:
    """Return the one link that somebody gave where a link was asked for, with its scheme; empty when there is none.

    People copy what stands around it, and phones show it without its scheme.
    """
    value = value.strip(_AROUND)
    link = _without_tail(value).rstrip()
    if _SPACE.search(link):
        # It stands at the end, behind words: what stands behind a link may be the rest of a broken one.
        before, link = _before_last(link)
        if any(other.canonical != canonical_url(link) for other in links_in(before, most=MOST_GIVEN)):
            return ""
    if not _is_link(link) or value.endswith(_CUT_SHORT):
        return ""
    # As browsers write it.
    link = link.replace("|", "%7C")
    return _ONE_SLASH.sub(r"\1://", link, count=1) if _SCHEME.match(link) else f"https://{link}"


def _before_last(text: str) -> tuple[str, str]:
    before, last = text.rsplit(maxsplit=1)
    return before, _without_tail(last.lstrip(f"{_AROUND}(["))


def _is_link(link: str) -> bool:
    """Return whether a text without white space is a link; without a scheme only where it can be nothing else."""
    host = link.partition("/")[0].lower()
    surely = _SCHEME.match(link) or host.startswith("www.") or plain_host(host) in POSTS
    return bool(surely and canonical_url(link))


def links_in(text: str, *, most: int) -> Iterator[FoundLink]:
    """Yield the links of a text in their order, at most `most`, also those without a scheme."""
    for match in islice(_candidates(text), most):
        link = match[0]
        if "|" in link and text[match.start() - 1 : match.start()] == "<":
            # Some messengers write a link with its title so: `<https://example.org/a|here>`.
            link = link.partition("|")[0]
        link = _without_tail(link)
        canonical = canonical_url(link)
        if canonical and (not match[0].endswith(_MAYBE_CUT_SHORT) or _is_whole_post(canonical)):
            yield FoundLink(match.start(), match.start() + len(link), canonical)


def _is_whole_post(canonical: str) -> bool:
    return canonical.partition("/")[0] in POSTS and names_one_page(canonical)


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
        split = urlsplit(url)
        if not _may_be_host(split.netloc):
            return None
        url = split._replace(netloc=_ascii(split.netloc)).geturl()
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


def _ascii(netloc: str) -> str:
    """Return a host in punycode, as browsers spell it (IDNA 2008): `straße.de` and `strasse.de` are two sites."""
    host, colon, port = netloc.partition(":")
    host = unquote(host)
    if host.isascii():
        return netloc
    try:
        return idna.encode(host, uts46=True, std3_rules=False).decode() + colon + port
    except idna.IDNAError:
        # Names with a heart or a rocket, which only the older rules allow, and which exist.
        return host.encode("idna").decode() + colon + port


def _wrapped(parts: SplitResult) -> SplitResult | None:
    """Return the link that a redirector, archive or cache carries; nothing when it is none."""
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    if host.endswith(".translate.goog"):
        return _translated(host, parts)
    for pattern, names in PARAMETER_WRAPPERS:
        if pattern.fullmatch(host + parts.path):
            values = {name.lower(): value for name, value in parse_qsl(parts.query)}
            for name in names:
                if found := _target(values.get(name, ""), parts):
                    return found
    address = f"{host}{parts.path}?{parts.query}" if parts.query else host + parts.path
    address += f"#{parts.fragment}" if parts.fragment else ""
    for pattern in PATH_WRAPPERS:
        if match := pattern.fullmatch(address):
            return _target(match[1], parts)
    return None


def _target(target: str, around: SplitResult) -> SplitResult | None:
    if "://" not in target and "%3a%2f%2f" in target.lower():
        target = unquote(target)
    target = _IN_CACHE.sub("", target.strip(), count=1)
    if _SPACE.search(target):
        # A message with a link in it, as the buttons for sharing write it; without a scheme it is only words.
        found = _WITH_SCHEME.search(target)
        target = _without_tail(found[0]) if found else ""
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
