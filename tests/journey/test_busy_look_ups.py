"""Sixty-four of the longest look-ups at once: reports, sign-in and health are answered all the same."""

from __future__ import annotations

import http.client
import json
import statistics
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

from archive.public.lookups import LONGEST_QUESTION
from bench.measurements.half_open import wait_for_answer
from bench.support.service import Service, wait_for
from tests.support.browsing import hidden_fields

AT_ONCE = 64

# What costs most to take apart, each in its own way: long sentences, no words at all, numbers, links, small words.
KINDS = (
    lambda number: " ".join(f"Behauptung{number}x{word} stimmt nicht." for word in range(1000)),
    lambda number: "😱" * (LONGEST_QUESTION - number),
    lambda number: " ".join(str(number * 7 + digit) for digit in range(5000)),
    lambda number: " ".join(f"https://example.org/{number}/{link}" for link in range(700)),
    lambda number: f"{number} " + "da war es so und sie " * 900,
    lambda number: f"Die Stadt Graz stellt {number} Brunnen ab.{chr(10) * 19_900}LG Eva",
)


OTHERS = ("/healthz", "/report", "/desk/login")


def sign_in(service: Service) -> tuple[int, str]:
    """Sign in with the first account's one-time password; return the status and where it leads."""
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=120)
    try:
        connection.request("GET", "/desk/login")
        page = connection.getresponse()
        fields = hidden_fields(page.read().decode())
        cookie = (page.getheader("Set-Cookie") or "").partition(";")[0]
        fields |= {"email": "lead@desk.test", "password": service.one_time_password or ""}
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        connection.request("POST", "/desk/login", body=urlencode(fields), headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location") or ""
    finally:
        connection.close()


def look_up(port: int, number: int) -> int:
    """Ask for a text of the longest kind from an address of its own; return the status."""
    text = KINDS[number % len(KINDS)](number)[:LONGEST_QUESTION]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request(
            "POST",
            "/api/v1/lookup",
            body=json.dumps({"text": text}),
            headers={"Content-Type": "application/json", "X-Forwarded-For": f"198.51.100.{number}"},
        )
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def test_the_longest_look_ups_take_no_thread_from_reports_sign_in_and_health(new_service: Service) -> None:
    new_service.environment = {"DEMO_CONTENT": "1", "TRUSTED_PROXIES": "1"}
    new_service.start()
    wait_for(lambda: look_up(new_service.port, 200) == 200, seconds=60, what=lambda: new_service.output)
    stop = threading.Event()
    answers: Counter[int] = Counter()

    def keep_asking(number: int) -> None:
        while not stop.is_set():
            answers[look_up(new_service.port, number)] += 1

    with ThreadPoolExecutor(AT_ONCE) as readers:
        for number in range(AT_ONCE):
            readers.submit(keep_asking, number)
        wait_for(lambda: answers.total() >= AT_ONCE, seconds=60, what=lambda: str(answers))
        waits = {path: [wait_for_answer(new_service.port, path) for _ in range(5)] for path in OTHERS}
        signed_in = sign_in(new_service)
        reports = [new_service.submit(f"Gerücht Nummer {number}, stimmt das?", sender=number) for number in range(5)]
        stop.set()

    # Shown with `pytest -s`; only the usual wait is asserted, because a busy machine stretches some.
    print(f"answers {dict(answers)}, waits {waits}")  # noqa: T201
    assert {path: statistics.median(found) < 1 for path, found in waits.items()} == dict.fromkeys(OTHERS, True)
    assert signed_in == (302, "/desk/")
    assert [status for status, _ in reports] == [202] * 5
    assert set(answers) <= {200, 429, 503}
    assert answers[200] > 0
    assert new_service.stop() == 0
