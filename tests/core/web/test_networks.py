"""Which addresses count as one caller."""

from __future__ import annotations

import pytest
from flask import Flask

from core.web.limits import network_key
from core.web.networks import UNKNOWN, network_of

SAME_CALLER = {
    "IPv4 written into IPv6": ("203.0.113.7", "::ffff:203.0.113.7", "::FFFF:cb00:7107", "0:0:0:0:0:ffff:cb00:7107"),
    "IPv4 behind a translator": ("203.0.113.7", "64:ff9b::203.0.113.7", "64:ff9b::cb00:7107", "64:ff9b:1::cb00:7107"),
    "IPv4 in a tunnel": ("203.0.113.7", "2002:cb00:7107::1", "2002:cb00:7107:ffff::2"),
    "a household": ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:DB8:1:2::7%eth0"),
    "an interface": ("fe80::1", "fe80::1%eth0", "fe80::2%25wlan0"),
    "a port": ("203.0.113.7", "203.0.113.7:4711", "[::ffff:203.0.113.7]:4711", " 203.0.113.7 "),
    "a port of a household": ("2001:db8:1:2::1", "[2001:db8:1:2::9]:4711", "[2001:db8:1:2::9]"),
}
OTHER_CALLERS = [
    ("203.0.113.7", "203.0.113.8"),
    ("::ffff:203.0.113.7", "::ffff:203.0.113.8"),
    ("64:ff9b::203.0.113.7", "64:ff9b::203.0.113.8"),
    ("2001:db8:1:2::1", "2001:db8:1:3::1"),
    ("2001:0:cb00:7107::ffff", "2001:0:cb00:7107::fffe"),
    ("203.0.113.7", "::1"),
]
NO_ADDRESS = [
    "",
    "unknown",
    "unix:",
    "localhost",
    "203.0.113",
    "203.0.113.007",
    "203.0.113.256",
    "２０３.0.113.7",
    "203.0.113.7/8",
    "203.0.113.7:",
    "[203.0.113.7",
    "::ffff:203.0.113.7:4711:1:1",
    "fe80::1%",
    "1" * 10_000,
    "::" + "1" * 10_000,
    "\x00",
    "\ud83d",
    "😱",
    "203.0.113.7, 198.51.100.1",
]


@pytest.mark.parametrize("addresses", SAME_CALLER.values(), ids=SAME_CALLER.keys())
def test_every_spelling_of_a_network_is_one_caller(addresses: tuple[str, ...]) -> None:
    assert len({network_of(address) for address in addresses}) == 1
    assert network_of(addresses[0]) != UNKNOWN


@pytest.mark.parametrize("one,other", OTHER_CALLERS)
def test_two_networks_are_two_callers(one: str, other: str) -> None:
    assert network_of(one) != network_of(other)


@pytest.mark.parametrize("text", NO_ADDRESS, ids=lambda text: ascii(text)[:30])
def test_what_is_no_address_is_unknown(text: str) -> None:
    assert network_of(text) == UNKNOWN


def test_readers_of_a_dual_stack_socket_do_not_share_a_limit(app: Flask) -> None:
    def key(address: str) -> str:
        with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            return network_key()

    assert key("::ffff:203.0.113.7") == key("203.0.113.7") != key("::ffff:203.0.113.8")
