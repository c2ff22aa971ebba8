"""Which numeric addresses are those of the public internet: the only ones that a stranger's link may lead to."""

from __future__ import annotations

import ipaddress
import socket
from contextlib import closing
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

# What `ipaddress` calls global in some version, or what is global and yet nobody's web page. The last one answers the
# machines of a cloud (Azure) on a public number; the services of the others have private ones.
_CLOSED_V4 = tuple(
    map(
        IPv4Network,
        (
            *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
            *("192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24"),
            *("192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),
            *("224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32"),
        ),
    )
)
# Everything that has been given out for use so far; the rest is private, link-local, multicast, mapped or reserved.
_OPEN_V6 = IPv6Network("2000::/3")
# Of it: protocols and Teredo, documentation, 6to4. Tunnels carry an IPv4 address that nobody here would check.
_CLOSED_V6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
# Networks without IPv4 reach it by a translator: the last 32 bits are the real address.
_TRANSLATOR = IPv6Network("64:ff9b::/96")
# The interface part of tunnels within a site (ISATAP, RFC 5214), without the bit that says whether it is unique.
_TUNNEL_MARK, _MARK_BITS = 0x00005EFE, 0xFDFFFFFF
_PORT_OF_NOBODY = 9


def is_public(address: str) -> bool:
    """Return whether an address is one of the public internet; total, for any text.

    What is written in an unusual way (`127.1`, `0x7f.1`, `0177.0.0.1`), or with the name of an interface, is none.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return _is_public_v4(parsed) if isinstance(parsed, IPv4Address) else _is_public_v6(parsed)


def is_of_this_machine(address: str) -> bool:
    """Return whether an address belongs to this machine, a public one of it too; nothing is sent.

    Behind its own address a machine may answer what it refuses to others. Whoever connects to themselves is given the
    address itself as their own; a connection without a handshake asks nobody but the system.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_DGRAM)) as asking:
        try:
            asking.connect((address, _PORT_OF_NOBODY))
        except OSError:
            # There is no way to it from here: then it is not ours.
            return False
        own: str = asking.getsockname()[0]
    return ipaddress.ip_address(own) == ipaddress.ip_address(address)


def _is_public_v4(address: IPv4Address) -> bool:
    return address.is_global and not any(address in network for network in _CLOSED_V4)


def _is_public_v6(address: IPv6Address) -> bool:
    if address.scope_id is not None:
        return False
    if address in _TRANSLATOR:
        return _is_public_v4(IPv4Address(int(address) & 0xFFFFFFFF))
    if address not in _OPEN_V6 or any(address in network for network in _CLOSED_V6):
        return False
    return (int(address) >> 32 & _MARK_BITS) != _TUNNEL_MARK
