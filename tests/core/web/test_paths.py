"""Which addresses a browser may be sent on to."""

from __future__ import annotations

import random
import sys
import time
from urllib.parse import quote, urljoin, urlsplit

import pytest

from core.web.paths import LONGEST_PATH, is_local_path
from tests.support.budget import allowed

OURS = [
    "/",
    "/desk/",
    "/desk/?",
    "/desk/audit?before=7",
    "/desk/cases/12?kind=hate&state=open#matches",
    "/claims/whatsapp-bleibt-kostenlos",
    "/claims/stra%C3%9Fe",
    "/claims/straße",
    "/lookup?text=https%3A%2F%2Fexample.org%2Fa%5Cb",
    "/lookup?url=//example.org",
    "/claims/a%20b",
    "/100%",
]

ELSEWHERE = [
    "",
    "desk/",
    "?next=/",
    "#top",
    "https://evil.example/",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "HTTP://localhost/",
    "javascript:alert(1)",
    "data:text/html,x",
    "//evil.example/",
    "///evil.example/",
    "////evil.example",
    "//[",
    "//[::1",
    "//[v1.x]/",
    "//]",
    "//\u2100.example",
    "//127.0.0.1@evil.example/",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/desk\\..\\..\\evil.example",
    " /desk/",
    " //evil.example",
    "\t//evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\nSet-Cookie: a=b",
    "/desk/\x00",
    "/desk/\x7f",
    "/desk/\x85",
    "/desk/\u2028",
    "/desk/\u202e",
    "/desk/\ud800",
    "/%2Fevil.example",
    "/%2f%2fevil.example",
    "/%252Fevil.example",
    "/%25252Fevil.example",
    "/%5Cevil.example",
    "/%255cevil.example",
    "/%09/evil.example",
    "/%0d%0aSet-Cookie:a=b",
    "/%00",
    "/.//evil.example",
    "/desk//evil.example",
    "/%" + "25" * 20 + "41",
    "/" + "a" * LONGEST_PATH,
]


@pytest.mark.parametrize("target", OURS)
def test_a_path_of_ours_is_one(target: str) -> None:
    assert is_local_path(target)


@pytest.mark.parametrize("target", ELSEWHERE, ids=ascii)
def test_what_could_lead_elsewhere_is_none(target: str) -> None:
    assert not is_local_path(target)


def test_whatever_is_taken_for_a_path_of_ours_stays_on_this_host_however_often_it_is_decoded() -> None:
    draw = random.Random(7)  # noqa: S311 (what is drawn is a test input, no secret)
    pieces = ["/", "\\", "//", "[", "]", "@", ":", "?", "#", "%", "%2f", "%5C", "%25", "evil.example", "a", ".", ".."]
    pieces += ["\t", "\n", "\x00", " ", "\u200b", "\uff0f", "\uff0e", "https", "http://", "ä", "\U0001f600", "\udc80"]
    taken = 0
    for _ in range(20_000):
        target = "".join(draw.choices(pieces, k=draw.randint(1, 8)))
        if is_local_path(target):
            taken += 1
            # As browsers do it: what cannot be seen is dropped, a backslash is a slash.
            read = "".join(sign for sign in target if sign > " ").replace("\\", "/")
            assert urlsplit(urljoin("https://desk.example/desk/login", read)).netloc == "desk.example", ascii(target)
    assert taken > 200


def test_any_text_is_answered_at_once() -> None:
    every_sign = "".join(map(chr, range(0, sys.maxunicode, 97)))
    started = time.thread_time()
    for text in (every_sign, "/" + every_sign, "/" * 1_000_000, "/%" + "25" * 1_000_000, "/a" * 1_000_000):
        assert not is_local_path(text)
        is_local_path(text[:LONGEST_PATH])
        is_local_path("/" + quote(text[:200], errors="replace"))
    assert time.thread_time() - started < allowed(1)
