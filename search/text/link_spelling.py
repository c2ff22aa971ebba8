"""One spelling for all links to a page: what of a link that was taken apart decides what is shown."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import SplitResult, unquote

from publicsuffixlist import PublicSuffixList

from search.text.link_tables import (
    AMP_CHOICES,
    AMP_FLAGS,
    AMP_PATHS,
    AMP_VALUES,
    ENTRY,
    MOBILE_LABELS,
    NAMES_A_PAGE,
    ORIGIN_PARAMETERS,
    ORIGINS,
    PLACE_ON_A_PAGE,
    SESSION_IN_PATH,
    TICKER,
    TRACKING_PARAMETERS,
    TRACKING_PREFIXES,
    USUALLY_TRACKING,
    WITH_SHARE,
)
from search.text.platforms import (
    ANYWHERE,
    CASELESS,
    DECIDING_PARAMETERS,
    HOST_ALIASES,
    NAMED_BY_LABEL,
    PLATFORM_SPELLINGS,
    SITE_PARAMETERS,
)

_SLASHES = re.compile(r"/{2,}")
# Routes of applications that live in the fragment.
_ROUTES = ("!", "/")


def spelled(parts: SplitResult) -> str:
    """Return the spelling of a link, without scheme."""
    host, path = plain_host((parts.hostname or "").rstrip(".")), _plain_path(parts.path)
    if named := NAMED_BY_LABEL.fullmatch(host):
        host, path = named[2], f"/{named[1]}{path}"
    port = "" if parts.port in {None, 80, 443} else f":{parts.port}"
    query = _kept_query(parts.query, host, path)
    fragment = f"#{parts.fragment}" if _names_an_entry(parts.fragment, path) else ""
    rest = path + (f"?{query}" if query else "") + fragment
    address = _as_post(host, rest) if not port else host + port + rest
    caseless = CASELESS.match(address)
    return address[: caseless.end()].lower() + address[caseless.end() :] if caseless else address


def _as_post(host: str, rest: str) -> str:
    """Return the one spelling of a post on a platform, and any other link as it is."""
    for pattern, template in PLATFORM_SPELLINGS.get(host, ()):
        if match := pattern.fullmatch(rest):
            return match.expand(template)
    for pattern, template in ANYWHERE:
        if match := pattern.fullmatch(rest):
            return host + match.expand(template)
    return host + rest


def _names_an_entry(fragment: str, path: str) -> bool:
    """Return whether a fragment is a page or an entry of its own; every other one is a place on the same page."""
    if fragment.startswith(_ROUTES):
        return True
    if TICKER.fullmatch(path):
        return not PLACE_ON_A_PAGE.fullmatch(fragment)
    return ENTRY.fullmatch(fragment) is not None


def plain_host(host: str) -> str:
    """Return the host that all doors to a site stand for: without `www` and `m`, and under its one name."""
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
    path = _SLASHES.sub("/", SESSION_IN_PATH.sub("", path))
    for pattern, replacement in AMP_PATHS:
        path = pattern.sub(replacement, path)
    return path.rstrip("/")


def _kept_query(query: str, host: str, path: str) -> str:
    """Return the parameters that decide what is shown, still encoded and in order."""
    pairs = [pair for pair in query.split("&") if pair]
    if deciding := DECIDING_PARAMETERS.get(host + path):
        return "&".join(pair for pair in pairs if pair.partition("=")[0] in deciding)
    own = SITE_PARAMETERS.get(host, frozenset())
    kept = [pair for pair in pairs if not _only_tracks(pair, own)]
    if len(kept) < len(pairs) and any(_name(pair) == "share" for pair in pairs):
        kept = [pair for pair in kept if _name(pair) != WITH_SHARE]
    # What carries the only identity of a page stays, whatever its name.
    telling = [pair for pair in kept if _name(pair) not in USUALLY_TRACKING]
    return "&".join(telling if telling or NAMES_A_PAGE.fullmatch(path.rpartition("/")[2]) else kept)


def _name(pair: str) -> str:
    return unquote(pair.partition("=")[0]).lower()


def _only_tracks(pair: str, own: frozenset[str]) -> bool:
    name, value = _name(pair), pair.partition("=")[2]
    return (
        name in TRACKING_PARAMETERS
        or name in own
        or name in AMP_FLAGS
        or (name in AMP_CHOICES and value.lower() in AMP_VALUES)
        or (name in ORIGIN_PARAMETERS and ORIGINS.fullmatch(value) is not None)
        or name.startswith(TRACKING_PREFIXES)
    )
