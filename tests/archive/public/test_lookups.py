"""The places of look-ups: few at once, each for a limited time, networks in turn; and the pages that say so."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask

from app import create_app
from archive.models import CLAIMS
from archive.public import lookups
from archive.public.lookups import LookupsFull, LookupTooSlow, Places
from bench.support.service import wait_for
from core.config import Config
from core.db import db
from processes import web
from processes.connections import adjustments
from search.engine import engine
from search.index import change_log
from tests.support import factories
from tests.support.browsing import Browser, hidden_fields
from tests.support.installation import changed

ENGLISH = {"Accept-Language": "en"}


class Work:
    """Pieces of work that go on until they are released, and note that they began."""

    def __init__(self) -> None:
        self.release = threading.Event()
        self.begun: list[str] = []

    def named(self, name: str) -> str:
        self.begun.append(name)
        self.release.wait(60)
        return name


@pytest.fixture
def work() -> Iterator[Work]:
    work = Work()
    yield work
    work.release.set()


@pytest.fixture
def callers() -> Iterator[ThreadPoolExecutor]:
    """Threads that call and wait, as those of the web server do."""
    with ThreadPoolExecutor(64) as pool:
        yield pool


def places(*, places: int = 2, waiting: int = 6, per_network: int = 8, seconds: float = 60.0) -> Places:
    return Places(places=places, waiting=waiting, per_network=per_network, seconds=seconds)


def test_what_the_work_returns_or_raises_reaches_the_caller() -> None:
    some = places()

    def fail() -> None:
        raise TimeoutError("of its own")

    assert some.run("a", lambda: 7) == 7
    with pytest.raises(TimeoutError, match="of its own"):
        some.run("a", fail)
    assert some.run("a", lambda: 8) == 8, "its place is free again"


def test_only_so_many_run_at_once_only_so_many_wait_and_the_next_is_told_at_once(
    work: Work, callers: ThreadPoolExecutor
) -> None:
    some = places(places=2, waiting=3)
    called = [callers.submit(some.run, str(number), lambda: work.named("x")) for number in range(5)]
    wait_for(lambda: len(work.begun) == 2, seconds=30, what=lambda: str(work.begun))
    wait_for(lambda: held(some) == 5, seconds=30, what=lambda: str(held(some)))

    with pytest.raises(LookupsFull):
        some.run("another", lambda: 1)
    assert len(work.begun) == 2

    work.release.set()
    assert [future.result(60) for future in called] == ["x"] * 5
    assert some.run("another", lambda: 1) == 1


def held(some: Places) -> int:
    return sum(some._held.values())


def test_one_network_cannot_take_all_places(work: Work, callers: ThreadPoolExecutor) -> None:
    some = places(places=1, waiting=9, per_network=4)
    called = [callers.submit(some.run, "greedy", lambda: work.named("greedy")) for _ in range(4)]
    wait_for(lambda: held(some) == 4, seconds=30, what=lambda: str(held(some)))

    with pytest.raises(LookupsFull):
        some.run("greedy", lambda: 1)
    other = callers.submit(some.run, "other", lambda: 1)
    work.release.set()

    assert other.result(60) == 1
    assert [future.result(60) for future in called] == ["greedy"] * 4


def test_networks_take_turns_however_many_of_one_wait(work: Work, callers: ThreadPoolExecutor) -> None:
    some = places(places=1, waiting=20, per_network=20)
    order: list[str] = []
    first = callers.submit(some.run, "greedy", lambda: work.named("first"))
    wait_for(lambda: bool(work.begun), seconds=30, what=lambda: "the first never began")
    waiting: list[Future[None]] = []
    for number in range(10):
        waiting.append(callers.submit(some.run, "greedy", lambda: order.append("greedy")))
        wait_for(lambda: held(some) == number + 2, seconds=30, what=lambda: str(held(some)))  # noqa: B023
    waiting.append(callers.submit(some.run, "other", lambda: order.append("other")))
    wait_for(lambda: held(some) == 12, seconds=30, what=lambda: str(held(some)))

    work.release.set()
    assert first.result(60) == "first"
    for future in waiting:
        future.result(60)

    assert order.index("other") <= 1


def test_a_look_up_that_takes_too_long_is_given_up_but_keeps_its_place_until_it_ends(work: Work) -> None:
    some = places(places=1, waiting=1, seconds=0.2)

    with pytest.raises(LookupTooSlow):
        some.run("a", lambda: work.named("slow"))
    # It still runs: the one place is taken, so that whoever waits behind it gives up, too.
    with pytest.raises(LookupTooSlow):
        some.run("b", lambda: work.named("waiting"))
    assert work.begun == ["slow"]

    work.release.set()
    wait_for(lambda: held(some) == 0, seconds=30, what=lambda: str(held(some)))
    assert some.run("c", lambda: 1) == 1
    assert work.begun == ["slow"], "what was given up while it waited never ran"


def test_the_web_server_always_has_threads_that_look_ups_cannot_hold() -> None:
    threads = lookups.MOST_AT_ONCE + web.FREE_THREADS

    assert adjustments(threads=threads, connections=100, behind_proxy=False).threads == threads
    assert web.FREE_THREADS >= 8
    assert lookups.PER_NETWORK >= 30, "a training of thirty people behind one address gets through"
    assert lookups.PER_NETWORK < lookups.MOST_AT_ONCE
    assert lookups.PLACES >= 2


def refused(client: Browser, text: str) -> tuple[int, str, str]:
    answer = client.post("/lookup", data={"text": text}, headers=ENGLISH)
    return answer.status_code, answer.text, answer.headers.get("Retry-After", "")


def test_a_reader_who_finds_no_place_keeps_the_text_and_is_told_when_to_come_back(app: Flask, client: Browser) -> None:
    app.extensions["lookups"] = places(places=0, waiting=0)

    status, page, after = refused(client, "Unverwechselbar & neu")
    answer = client.post("/api/v1/lookup", json={"text": "x"})

    assert (status, after) == (503, "5")
    assert "A great many people are looking things up right now." in page
    assert "Unverwechselbar &amp; neu</textarea>" in page
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.json is not None
    assert answer.json["error"]["status"] == 503


def test_a_reader_whose_look_up_takes_too_long_keeps_the_text_and_is_shown_the_way_to_report(
    app: Flask, client: Browser
) -> None:
    app.extensions["lookups"] = places(places=0, waiting=1, seconds=0.01)

    status, page, after = refused(client, "Unverwechselbar & neu")
    answer = client.post("/api/v1/lookup", json={"text": "x"})

    assert (status, after) == (503, "60")
    assert "This takes us too long right now." in page
    assert "Unverwechselbar &amp; neu</textarea>" in page
    assert "Report the post to us." in page
    assert hidden_fields(page) == {"text": "Unverwechselbar & neu"}
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")


def is_being_made() -> bool:
    return engine().collection(CLAIMS).is_being_made


def test_while_the_archive_is_read_for_the_first_time_look_ups_are_put_off_and_reports_are_taken(
    app: Flask, client: Browser, callers: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = factories.claim(title="Nein, gratis")
    begun, go_on = threading.Event(), threading.Event()
    changes = change_log.changes

    def slowly(*asked: Any, **named: Any) -> Iterator[change_log.Changes]:
        begun.set()
        go_on.wait(60)
        yield from changes(*asked, **named)

    monkeypatch.setattr(change_log, "changes", slowly)
    first = callers.submit(app.test_client().post, "/lookup", data={"text": factories.CLAIM}, headers=ENGLISH)
    assert begun.wait(60)
    assert is_being_made()

    status, page, after = refused(client, "Unverwechselbar & neu")
    answer = client.post("/api/v1/lookup", json={"text": "x"})
    report = client.post("/api/v1/submissions", json={"kind": "check", "text": "Stimmt das mit den Holzöfen?"})
    go_on.set()

    assert (status, after) == (503, "30")
    assert "Our search is just starting." in page
    assert "Unverwechselbar &amp; neu</textarea>" in page
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert report.status_code == 202
    assert claim.headline in first.result(60).text
    assert not is_being_made()
    assert client.post("/api/v1/lookup", json={"text": factories.CLAIM}).status_code == 200


def test_without_a_model_a_look_up_says_so_and_keeps_the_text(config: Config) -> None:
    app = create_app(changed(config, EMBEDDING_MODEL=str(config.data_dir / "nothing")))
    # The first look-up of a process works out how characters are read: on a busy machine longer than a reader waits.
    app.extensions["lookups"] = places()
    client = Browser(app)

    status, page, after = refused(client, "Unverwechselbar & neu")
    answer = client.post("/api/v1/lookup", json={"text": "x"})

    assert (status, after) == (503, "300")
    assert "We cannot look anything up right now." in page
    assert "Unverwechselbar &amp; neu</textarea>" in page
    assert answer.status_code == 503


def test_look_ups_side_by_side_find_the_same_and_leave_no_connection_to_the_database_open(
    app: Flask, callers: ThreadPoolExecutor
) -> None:
    claim = factories.claim(title="Nein, gratis")

    def ask(_number: int) -> str:
        return app.test_client().post("/lookup", data={"text": factories.CLAIM}, headers=ENGLISH).text

    # Whoever comes while the archive is read for the first time is told so, which is another test.
    ask(0)
    pages = list(callers.map(ask, range(20)))

    assert all(f'href="/claims/{claim.slug}"' in page for page in pages)
    db.session.rollback()
    assert db.engine.pool.status().split("Current Checked out connections: ")[1] == "0"


def test_a_network_that_has_nothing_here_finds_a_place_however_full_two_others_keep_it(
    work: Work, callers: ThreadPoolExecutor
) -> None:
    some = places(places=1, waiting=5, per_network=4)
    crowded = [callers.submit(some.run, "a", lambda: work.named("a")) for _ in range(4)]
    wait_for(lambda: some._held.get("a") == 4, seconds=30, what=lambda: str(some._held))
    other = [callers.submit(some.run, "b", lambda: work.named("b")) for _ in range(2)]
    wait_for(lambda: some._held.get("b") == 2, seconds=30, what=lambda: str(some._held))

    newcomer = callers.submit(some.run, "c", lambda: work.named("c"))
    wait_for(lambda: some._held.get("c") == 1, seconds=30, what=lambda: str(some._held))
    work.release.set()

    assert newcomer.result(30) == "c"
    refused = [call for call in (*crowded, *other) if isinstance(call.exception(30), LookupsFull)]
    assert len(refused) == 1, "one of the network that has most makes room, and nobody else"
    assert refused[0] in crowded
