"""Which network an address belongs to: what the limits count as one caller."""

from __future__ import annotations

import ipaddress
import re
from ipaddress import IPv4Address, IPv6Address, IPv6Network

UNKNOWN = "unknown"
LONGEST_ADDRESS = 100

# Addresses that translators give to IPv4: the last 32 bits are the caller's own.
_TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
# Some proxies pass on the port of the caller, too; each connection would then count as another one.
_WITH_PORT = re.compile(r"\[([0-9A-Fa-f:.]+)\](?::[0-9]{1,5})?|([0-9.]+):[0-9]{1,5}")


def network_of(address: str) -> str:
    """Return the network that stands for whoever calls from an address; total, for any text.

    An IPv4 address counts alone, however it is written into an IPv6 one: in the first 64 bits of such all callers
    may be the same. An IPv6 household owns a whole /64. What is no address is `UNKNOWN`.
    """
    parsed = _parsed(address.strip())
    if parsed is None:
        return UNKNOWN
    if isinstance(parsed, IPv6Address):
        inner = _inner(parsed)
        # By number: the text of an address may name an interface, as `fe80::1%eth0`, which a network cannot have.
        return str(inner or IPv6Network((int(parsed) >> 64 << 64, 64)))
    return str(parsed)


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    if len(address) > LONGEST_ADDRESS:
        return None
    with_port = _WITH_PORT.fullmatch(address)
    try:
        return ipaddress.ip_address((with_port[1] or with_port[2]) if with_port else address)
    except ValueError:
        return None


def _inner(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that an IPv6 address stands for, if it stands for one."""
    if any(int(network.network_address) <= int(address) <= int(network.broadcast_address) for network in _TRANSLATED):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if address.teredo is not None:
        return address.teredo[1]
    return address.ipv4_mapped or address.sixtofour
