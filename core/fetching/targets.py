"""Where a link leads, read as strictly as a browser reads it generously."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import idna

from core.fetching.outcomes import NotFetched, Outcome

LONGEST_LINK = 2_048
PORTS = {"http": 80, "https": 443}

_UNFIT = re.compile(r"[\x00-\x20\x7f\\<>\"^`{|}]")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
# The last label of what some reader takes for a number: `2130706433`, `0x7f000001`, `127.1`, `0177.0.0.1`.
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
# Names of this machine, of its own network, of clouds for what runs in them, and names that are kept free for good.
_CLOSED_ENDS = frozenset(
    {
        *("localhost", "localdomain", "local", "internal", "intranet", "private", "corp", "home", "lan", "mail"),
        *("arpa", "test", "example", "invalid", "onion", "i2p", "alt"),
    }
)


@dataclass(frozen=True, slots=True)
class Target:
    """A page to ask for: `host` in ASCII, without a full stop at its end, and `path` with the query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def is_address(self) -> bool:
        """Whether the host is a numeric address."""
        return ":" in self.host or self.host.replace(".", "").isdigit()

    @property
    def authority(self) -> str:
        """The host as it stands in a link and in the head of a request."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole link."""
        return f"{self.scheme}://{self.authority}{self.path}"


def target_of(link: str, *, own_hosts: Collection[str] = (), ports: Collection[int] | None = None) -> Target:
    """Return where a link leads; `ports` beside the two of the web are for tests.

    Errors: `NotFetched` for what is no address of a public web page, whatever its host may resolve to.
    """
    link = link.strip()
    if not 0 < len(link) <= LONGEST_LINK or _UNFIT.search(link):
        raise NotFetched(Outcome.NO_ADDRESS)
    try:
        parts = urlsplit(link)
        named, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise NotFetched(Outcome.NO_ADDRESS) from error
    if parts.scheme not in PORTS or not named:
        raise NotFetched(Outcome.NO_ADDRESS)
    if "@" in parts.netloc:
        raise NotFetched(Outcome.CREDENTIALS)
    host = _host(named, is_bracketed="[" in parts.netloc)
    if host in own_hosts:
        raise NotFetched(Outcome.OURSELVES)
    chosen = PORTS[parts.scheme] if port is None else port
    # Each scheme on its own port, too: TLS on port 80 is nobody's web page.
    if chosen not in (ports or ()) and chosen != PORTS[parts.scheme]:
        raise NotFetched(Outcome.PORT)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return Target(parts.scheme, host, chosen, f"{path}?{query}" if query else path)


def _host(named: str, *, is_bracketed: bool) -> str:
    """Return a host in one spelling. Errors: `NotFetched` for one that only looks like a public name."""
    if is_bracketed:
        return _numeric(named)
    # A percent sign would be read again by somebody behind us.
    if "%" in named:
        raise NotFetched(Outcome.NO_ADDRESS)
    host = _ascii(named).removesuffix(".")
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        return _numeric(host)
    if len(labels) == 1 or labels[-1] in _CLOSED_ENDS:
        # Short names are those of the network that this machine stands in.
        raise NotFetched(Outcome.NOT_PUBLIC)
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise NotFetched(Outcome.NO_ADDRESS)
    return host


def _numeric(host: str) -> str:
    if "%" in host:
        # The name of an interface means something on this machine only.
        raise NotFetched(Outcome.NO_ADDRESS)
    try:
        return str(ipaddress.ip_address(host))
    except ValueError as error:
        # Written in octal, in hex or with fewer parts: whoever does so wants to be misread.
        raise NotFetched(Outcome.NO_ADDRESS) from error


def _ascii(host: str) -> str:
    """Return a name as it is looked up: letters that look like others become what they are (IDNA 2008)."""
    if host.isascii():
        return host.lower()
    try:
        # Also maps wide digits and full stops, so that what looks like an address is checked as one.
        return idna.encode(host, uts46=True, std3_rules=False).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError) as error:
        raise NotFetched(Outcome.NO_ADDRESS) from error
