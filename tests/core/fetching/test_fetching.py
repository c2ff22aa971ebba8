"""Pages are fetched whole or not at all, whatever the site does."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.fetching.fetching import LARGEST_PAGE, Fetcher
from core.fetching.outcomes import NotFetched, Outcome
from tests.support.budget import allowed
from tests.support.strange_sites import HTML, NAME, Answer, certificate, drips, leads_to, reaching, says, site

PACKED = b"Content-Type: text/html\r\nContent-Encoding: gzip\r\n"


@pytest.fixture
def over() -> Iterator[threading.Event]:
    """Set when a test is over, so that endless sites end."""
    event = threading.Event()
    yield event
    event.set()


def outcome_of(answer: Answer, *, seconds: float = 5.0) -> Outcome:
    with site(answer) as running, pytest.raises(NotFetched) as refused:
        reaching(running, seconds=seconds).fetch(running.url())
    assert refused.value.url == running.url()
    return refused.value.outcome


def test_a_page_comes_with_where_it_was_in_the_end() -> None:
    with site(says(b"<p>Hallo", status="404 Not Found")) as last, site(leads_to(last.url("/neu?a=1"))) as first:
        page = reaching(first, last).fetch(first.url())
    assert (page.url, page.status, page.body) == (last.url("/neu?a=1"), 404, b"<p>Hallo")
    assert page.content_type == "text/html; charset=utf-8"


def test_the_request_tells_who_asks_and_nothing_about_anybody() -> None:
    with site(says(b"")) as running:
        reaching(running).fetch(running.url("/a?b=c#d"))
    assert running.requests[0].decode().splitlines() == [
        "GET /a?b=c HTTP/1.1",
        f"Host: {NAME}:{running.port}",
        "User-Agent: Gegencheck",
        "Accept: text/html,application/xhtml+xml,text/plain;q=0.8",
        "Accept-Encoding: gzip, identity",
        "Accept-Language: de,en;q=0.7",
        "Connection: close",
        "",
    ]


def test_cookies_of_one_answer_go_into_no_other_request() -> None:
    def answer(client: socket.socket, head: bytes) -> None:
        if head.startswith(b"GET / "):
            client.sendall(b"HTTP/1.1 302 Found\r\nSet-Cookie: who=you\r\nLocation: /next\r\n\r\n")
        else:
            says(b"")(client, head)

    with site(answer) as running:
        reaching(running).fetch(running.url())
    assert len(running.requests) == 2
    assert b"cookie" not in running.requests[1].lower()


def test_over_https_the_site_proves_its_name(tmp_path: Path) -> None:
    server, trusting = certificate(tmp_path)
    with site(says(b"<p>Hallo"), trust=server) as running:
        assert reaching(running, trust=trusting).fetch(running.url()).body == b"<p>Hallo"
        # One that nobody vouches for, and one that is another's.
        stranger = reaching(running)
        with pytest.raises(NotFetched, match="certificate"):
            stranger.fetch(running.url())
        other = reaching(running, trust=trusting, names={"other.gegencheck-stranger.de": ["127.0.0.1"]})
        with pytest.raises(NotFetched, match="certificate"):
            other.fetch(running.url(name="other.gegencheck-stranger.de"))
        assert len(running.requests) == 1


def test_from_https_nothing_leads_on_to_http_but_the_other_way_round(tmp_path: Path) -> None:
    server, trusting = certificate(tmp_path)
    with site(says(b"<p>Hallo")) as plain:
        with site(leads_to(plain.url()), trust=server) as protected, pytest.raises(NotFetched, match="unsafe_redirect"):
            reaching(plain, protected, trust=trusting).fetch(protected.url())
        assert plain.requests == []
    with site(says(b"<p>Hallo"), trust=server) as protected, site(leads_to(protected.url())) as plain:
        assert reaching(plain, protected, trust=trusting).fetch(plain.url()).body == b"<p>Hallo"


@pytest.mark.parametrize(
    "head, outcome",
    [
        (b"Content-Type: image/png\r\n", Outcome.WRONG_TYPE),
        (b"Content-Type: application/pdf\r\n", Outcome.WRONG_TYPE),
        (b"Content-Type: text/htmlx\r\n", Outcome.WRONG_TYPE),
        (b"", Outcome.WRONG_TYPE),
        (HTML + b"Content-Encoding: br\r\n", Outcome.WRONG_ENCODING),
        (HTML + b"Content-Encoding: gzip, gzip\r\n", Outcome.WRONG_ENCODING),
        (PACKED, Outcome.WRONG_ENCODING),
    ],
)
def test_what_is_no_page_of_text_is_not_read(head: bytes, outcome: Outcome) -> None:
    assert outcome_of(says(b"<p>Hallo", head=head)) is outcome


def test_a_packed_page_is_opened() -> None:
    with site(says(gzip.compress(b"<p>Hallo" * 10_000), head=PACKED)) as running:
        assert reaching(running).fetch(running.url()).body == b"<p>Hallo" * 10_000


def test_a_page_may_be_as_large_as_the_bound_and_not_a_byte_larger() -> None:
    with site(says(b"a" * LARGEST_PAGE)) as running:
        assert len(reaching(running).fetch(running.url()).body) == LARGEST_PAGE
    assert outcome_of(says(b"a" * (LARGEST_PAGE + 1))) is Outcome.TOO_LARGE


def test_a_bomb_is_noticed_while_it_is_opened() -> None:
    packer = zlib.compressobj(9, wbits=16 + zlib.MAX_WBITS)
    bomb = b"".join(packer.compress(bytes(1024 * 1024)) for _ in range(1000)) + packer.flush()
    assert len(bomb) < LARGEST_PAGE
    began = time.process_time()
    assert outcome_of(says(bomb, head=PACKED)) is Outcome.TOO_LARGE
    assert time.process_time() - began < allowed(2), "so much was opened that it is felt"


def test_an_answer_without_an_end_is_cut_off(over: threading.Event) -> None:
    endless = drips(b"HTTP/1.1 200 OK\r\n" + HTML + b"\r\n", b"a" * 1024 * 1024, pause=over)
    assert outcome_of(endless) is Outcome.TOO_LARGE
    chunks = b"".join(b"1\r\na\r\n" for _ in range(100_000))
    chunked = drips(b"HTTP/1.1 200 OK\r\n" + HTML + b"Transfer-Encoding: chunked\r\n\r\n", chunks, pause=over)
    assert outcome_of(chunked) is Outcome.TOO_LARGE
    heads = drips(b"HTTP/1.1 200 OK\r\n", b"X-Long: " + b"a" * 60_000 + b"\r\n", pause=over)
    assert outcome_of(heads) is Outcome.TOO_LARGE
    going_on = drips(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000, pause=over)
    assert outcome_of(going_on) is Outcome.TOO_LARGE


@pytest.mark.parametrize(
    "head",
    [b"", b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\n" + HTML + b"Content-Length: 900000\r\n\r\n"],
)
def test_a_site_that_drips_is_left_when_the_time_is_over(head: bytes, over: threading.Event) -> None:
    began = time.monotonic()
    assert outcome_of(drips(head, b"a", pause=over), seconds=0.6) is Outcome.TOO_SLOW
    assert time.monotonic() - began < allowed(3)


def test_time_counts_over_all_redirects_together() -> None:
    def answer(client: socket.socket, head: bytes) -> None:
        time.sleep(0.25)
        leads_to(*(f"/{number}" for number in range(1, 9)))(client, head)

    assert_too_slow = pytest.raises(NotFetched, match="too_slow")
    with site(answer) as running, assert_too_slow:
        reaching(running, seconds=0.6).fetch(running.url())
    assert len(running.requests) <= 3


def test_a_name_that_is_not_to_be_found_is_said_so() -> None:
    with pytest.raises(NotFetched, match="unknown_host"):
        reaching().fetch("https://nobody.gegencheck-stranger.de/")

    def never(_host: str, _port: int) -> list[str]:
        time.sleep(2)
        return ["127.0.0.1"]

    slow = Fetcher("Gegencheck", resolve=never, seconds=0.2)
    with pytest.raises(NotFetched, match="too_slow"):
        slow.fetch("https://slow.gegencheck-stranger.de/")


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-OpenSSH_9.2\r\n", b"+OK\r\n" * 10])
def test_what_speaks_no_http_is_no_site(answer: bytes) -> None:
    assert outcome_of(lambda client, _head: client.sendall(answer)) is Outcome.NO_ANSWER


def test_what_breaks_off_in_the_middle_is_not_read_as_a_page() -> None:
    head = b"HTTP/1.1 200 OK\r\n" + HTML + b"Content-Length: 100\r\n\r\n"
    assert outcome_of(lambda client, _head: client.sendall(head + b"<p>Hal")) is Outcome.NO_ANSWER


def test_where_nobody_listens_the_next_address_is_tried() -> None:
    with site(says(b"<p>Hallo")) as running:
        names = {NAME: ["127.0.0.9", "127.0.0.1"]}
        fetcher = reaching(running, names=names, allows=lambda _address: True)
        assert fetcher.fetch(running.url()).body == b"<p>Hallo"
    with pytest.raises(NotFetched, match="no_answer"):
        fetcher.fetch(running.url())
