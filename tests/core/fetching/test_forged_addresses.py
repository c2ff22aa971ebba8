"""Links by which a stranger could have the server ask where they cannot ask themselves: none leads to a connection."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.fetching.addresses import is_of_this_machine, is_public
from core.fetching.fetching import Fetcher
from core.fetching.outcomes import NotFetched, Outcome
from core.fetching.targets import target_of
from tests.support.strange_sites import Site, connections_begun, leads_to, reaching, says, site

OWN = "melden.gegencheck-desk.de"

NO_ADDRESS = (
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0x0.0x0.0x1/",
    "http://017700000001/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://0/",
    "http://127.0.0.1.0x/",
    "http://1.2.3.4.5/",
    "http://[fe80::1%25eth0]/",
    "http://[fe80::1%eth0]/",
    "http://[::1",
    "http://127。0。1/",
    "http://site.de\\@127.0.0.1/",
    "http://site%2ede/",
    "http://site..de/",
    "http://-site.de/",
    "http://site.de:http/",
    "http://site.de:99999/",
    "http:///etc/passwd",
    "http://site.de/\r\nHost: 127.0.0.1",
    "http://site.de/a b",
    "ftp://site.de/",
    "file:///etc/passwd",
    "gopher://site.de:70/_",
    "dict://127.0.0.1:11211/stats",
    "javascript:alert(1)",
    "//site.de/",
    "site.de",
    "",
    "http://" + "a" * 3000 + ".de/",
    "http://" + ".".join(["a" * 60] * 5) + ".de/",
    "http://" + "ä" * 70 + ".de/",
)
CREDENTIALS = (
    "http://user@site.de/",
    "http://user:word@site.de/",
    "http://site.de@127.0.0.1/",
    "http://@site.de/",
    "http://127.0.0.1%2f@site.de/",
)
PORTS = (
    "http://site.de:22/",
    "http://site.de:6379/",
    "http://site.de:8080/",
    "http://site.de:443/",
    "https://site.de:80/",
    "http://site.de:0/",
)
OURSELVES = (f"https://{OWN}/", f"https://{OWN}./", f"https://{OWN.upper()}/", "https://melden.gegencheck－desk.de/")
# Refused by the name or number alone; nobody is asked what it resolves to.
NOT_PUBLIC = (
    "http://localhost/",
    "http://LOCALHOST./",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "http://sub.localhost/",
    "http://localhost.localdomain/",
    "http://intranet/",
    "http://metadata/",
    "http://metadata.google.internal/computeMetadata/v1/",
    "http://instance-data.ec2.internal/",
    "http://nas.local/",
    "http://router.lan/",
    "http://fritz.home.arpa/",
    "http://1.0.0.127.in-addr.arpa/",
    "http://abcdefgh.onion/",
    "http://127.0.0.1/",
    "http://127.0.0.1./",
    "http://127.255.255.254/",
    "http://１２７.０.０.１/",
    "http://127。0。0。1/",
    "http://0.0.0.0/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.178.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://169.254.170.2/",
    "http://100.64.0.1/",
    "http://100.100.100.200/",
    "http://168.63.129.16/",
    "http://192.0.0.192/",
    "http://192.0.2.1/",
    "http://192.88.99.1/",
    "http://198.18.0.1/",
    "http://198.51.100.1/",
    "http://203.0.113.1/",
    "http://224.0.0.1/",
    "http://239.255.255.250/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://[::]/",
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::127.0.0.1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:169.254.169.254]/",
    "http://[::ffff:8.8.8.8]/",
    "http://[::ffff:0:127.0.0.1]/",
    "http://[64:ff9b::127.0.0.1]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[64:ff9b:1::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2002:c0a8:b201::1]/",
    "http://[2001:0:7f00:1::]/",
    "http://[2001:0:4136:e378:8000:63bf:80ff:fffe]/",
    "http://[2a00:1450:4001:800:0:5efe:7f00:1]/",
    "http://[2a00:1450:4001:800:200:5efe:a00:1]/",
    "http://[2001:db8::1]/",
    "http://[3fff::1]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[fe80::1]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://[100::1]/",
    "http://[5f00::1]/",
)
CORPUS = [
    *((link, Outcome.NO_ADDRESS) for link in NO_ADDRESS),
    *((link, Outcome.CREDENTIALS) for link in CREDENTIALS),
    *((link, Outcome.PORT) for link in PORTS),
    *((link, Outcome.OURSELVES) for link in OURSELVES),
    *((link, Outcome.NOT_PUBLIC) for link in NOT_PUBLIC),
]


@pytest.mark.parametrize("link, outcome", CORPUS)
def test_a_forged_link_is_refused_before_anything_is_asked(link: str, outcome: Outcome) -> None:
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    fetcher = Fetcher("Gegencheck", own_hosts=frozenset({OWN}), resolve=resolve)
    with connections_begun() as begun, pytest.raises(NotFetched) as refused:
        fetcher.fetch(link)
    assert (refused.value.outcome, begun, asked) == (outcome, [], [])
    assert str(outcome.label)


# What a name may resolve to, each of them beside a public address or alone.
PRIVATE = (
    *("127.0.0.1", "10.1.2.3", "169.254.169.254", "100.100.100.200", "0.0.0.1", "::1", "::ffff:10.0.0.1"),
    *("64:ff9b::a00:1", "fd00:ec2::254", "fe80::1%eth0", "fe80::1", "2002:7f00:1::", "no address", "127.1"),
)


@pytest.mark.parametrize("address", PRIVATE)
@pytest.mark.parametrize("before", [[], ["93.184.215.14"]])
def test_a_name_that_resolves_into_a_closed_network_is_not_asked(address: str, before: list[str]) -> None:
    fetcher = Fetcher("Gegencheck", resolve=lambda _host, _port: [*before, address])
    with connections_begun() as begun, pytest.raises(NotFetched) as refused:
        fetcher.fetch("https://127.0.0.1.nip.io/")
    assert (refused.value.outcome, begun) == (Outcome.NOT_PUBLIC, [])


def test_a_name_is_looked_up_once_and_the_connection_goes_to_what_was_checked() -> None:
    """Rebinding: whoever answers with a public address first and a private one then wins nothing."""
    with site(says(b"<p>Hallo")) as public, site(says(b"secret")) as private:
        answers = iter([["127.0.0.1"], ["127.0.0.2"]])
        fetcher = reaching(public, private)
        fetcher = Fetcher(
            "Gegencheck",
            resolve=lambda _host, _port: next(answers),
            allows=fetcher.allows,
            more_ports=fetcher.more_ports,
        )
        with connections_begun() as begun:
            assert fetcher.fetch(public.url()).body == b"<p>Hallo"
        assert begun == [("127.0.0.1", public.port)]
        # The second look-up belongs to the second fetch, and is checked as well.
        with pytest.raises(NotFetched, match="not_public"):
            fetcher.fetch(private.url())
        assert private.requests == []


@pytest.fixture
def inner() -> Iterator[Site]:
    """A service of the inner network, which must never be asked."""
    with site(says(b"secret")) as running:
        yield running


@pytest.mark.parametrize(
    "place, outcome",
    [
        ("http://127.0.0.2:{port}/", Outcome.NOT_PUBLIC),
        ("http://inner.gegencheck-stranger.de:{port}/", Outcome.NOT_PUBLIC),
        ("//127.0.0.2:{port}/", Outcome.NOT_PUBLIC),
        ("http://localhost:{port}/", Outcome.NOT_PUBLIC),
        ("http://[::ffff:127.0.0.1]:{port}/", Outcome.NOT_PUBLIC),
        ("http://2130706434:{port}/", Outcome.NO_ADDRESS),
        ("http://user@127.0.0.2:{port}/", Outcome.CREDENTIALS),
        ("http://site.de:6379/", Outcome.PORT),
        ("file:///etc/passwd", Outcome.NO_ADDRESS),
        ("http://[::1", Outcome.NO_ADDRESS),
        (f"https://{OWN}/desk/", Outcome.OURSELVES),
    ],
)
def test_a_redirect_is_checked_like_the_first_link(inner: Site, place: str, outcome: Outcome) -> None:
    with site(leads_to(place.format(port=inner.port))) as leading:
        names = {"inner.gegencheck-stranger.de": ["127.0.0.2"]}
        fetcher = reaching(leading, inner, names=names, own_hosts=frozenset({OWN}))
        with connections_begun() as begun, pytest.raises(NotFetched) as refused:
            fetcher.fetch(leading.url())
    assert refused.value.outcome is outcome
    assert begun == [("127.0.0.1", leading.port)]
    assert inner.requests == []


def test_a_chain_of_redirects_is_followed_five_times_and_checked_at_its_end(inner: Site) -> None:
    with site(leads_to("/1", "/2", "/3", "/4", f"http://127.0.0.2:{inner.port}/")) as leading:
        with pytest.raises(NotFetched, match="not_public"):
            reaching(leading, inner).fetch(leading.url("/0"))
        assert len(leading.requests) == 5
    with site(leads_to(*(f"/{number}" for number in range(1, 9)))) as leading:
        with pytest.raises(NotFetched, match="too_many_redirects"):
            reaching(leading).fetch(leading.url("/0"))
        assert len(leading.requests) == 6
    assert inner.requests == []


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "93.184.215.14", "2606:4700:4700::1111", "2a00:1450:4001:800::200e", "64:ff9b::808:808"],
)
def test_addresses_of_the_public_internet_are_open(address: str) -> None:
    assert is_public(address)


def test_an_address_of_this_machine_is_known_without_a_connection() -> None:
    with connections_begun() as begun:
        assert is_of_this_machine("127.0.0.1")
        assert not is_of_this_machine("192.0.2.77")
    assert begun == []


@pytest.mark.parametrize(
    "link, url",
    [
        ("https://Straße.DE./a?b=c#d", "https://xn--strae-oqa.de/a?b=c"),
        ("http://site.de:80", "http://site.de/"),
        ("https://site.de/ä/%C3%A4?q=ü&r=[1]", "https://site.de/%C3%A4/%C3%A4?q=%C3%BC&r=%5B1%5D"),
        ("https://8.8.8.8/", "https://8.8.8.8/"),
        ("https://[2606:4700:4700::1111]/", "https://[2606:4700:4700::1111]/"),
        # Letters that only look Latin stay other letters: another site, and shown as one.
        ("https://gооgle.com/", "https://xn--ggle-55da.com/"),
    ],
)
def test_an_honest_link_is_read_as_browsers_read_it(link: str, url: str) -> None:
    assert target_of(link).url == url


def test_the_name_is_never_looked_up_again_by_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    with site(says(b"<p>Hallo")) as public:
        monkeypatch.setenv("http_proxy", "http://127.0.0.3:9")
        monkeypatch.setenv("all_proxy", "http://127.0.0.3:9")
        with connections_begun() as begun:
            reaching(public).fetch(public.url())
    assert begun == [("127.0.0.1", public.port)]
