"""The places in which look-ups run: few at once, each for a limited time, networks in turn.

A look-up computes for as long as its text is long. In threads of its own it can never hold those that take reports,
sign editors in and answer health checks; it can only make other look-ups wait.
"""

from __future__ import annotations

import os
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from itertools import chain
from typing import TypeVar, cast

import structlog
from flask import Flask, current_app

from archive.by_picture import MOST_BY_PICTURE, with_pictures
from archive.matching import DEFAULT_MATCHES, Found, find_matches
from archive.models import CLAIMS, Claim
from archive.presenting import Presented
from core.logs import frames_of
from core.web.limits import network_key
from search.comparison.explanation import Explanation, explain
from search.comparison.said import Said
from search.engine import engine
from search.pictures.hashing import Fingerprint
from search.ranking.asked_lately import AskedLately
from search.ranking.bands import SUREST_FIRST
from search.ranking.features import public_side
from search.text.content import content_of

log = structlog.get_logger(__name__)

# The longest report has as many characters.
LONGEST_QUESTION = 20_000
# One more than the cores that this process may use: while one look-up waits for the interpreter or the database,
# the others keep the cores busy. More would only take turns in the model.
PLACES = 1 + (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
# Room for a training of thirty people behind one address who all press the button at once.
WAITING = 36
PER_NETWORK = 32
# How many threads of the web server look-ups can hold at most, each waiting for its own answer.
MOST_AT_ONCE = PLACES + WAITING
# Longer than thirty look-ups of the longest text take one after the other on one core.
LOOKUP_SECONDS = 10.0
# What a caller who finds no place is told to wait.
RETRY_SECONDS = 5
# So many of the matches are compared with what was asked, the surest first. In the median of 172 texts together 1.4 ms
# of CPU beside the 17 ms of a look-up; for the longest text there can be 13 ms beside 155.
COMPARED = 3
# A thread that has had nothing to do for so long ends.
IDLE_SECONDS = 30.0

T = TypeVar("T")


class LookupsFull(Exception):
    """All places are taken, or all of one network's; `seconds` from now it is worth another try."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"try again in {seconds} seconds")
        self.seconds = seconds


class LookupTooSlow(Exception):
    """A look-up was not finished in its time."""


class LookupsNotReady(Exception):
    """The archive is read into memory for the first time; a look-up would only hold a place until that is done."""


class Places:
    """Runs pieces of work in a few threads of its own; safe to use from many."""

    def __init__(self, *, places: int, waiting: int, per_network: int, seconds: float) -> None:
        self._places = places
        self._most = places + waiting
        self._per_network = per_network
        self._seconds = seconds
        self._changed = threading.Condition()
        # What waits, by network; the network whose turn is next stands first.
        self._queues: OrderedDict[str, deque[tuple[Future[object], Callable[[], object]]]] = OrderedDict()
        # What waits or runs, by network.
        self._held: dict[str, int] = {}
        self._threads = 0
        self._idle = 0

    def run(self, network: str, work: Callable[[], T]) -> T:
        """Return what `work` returns, or raise what it raises; it runs in another thread.

        Errors: `LookupsFull` at once; `LookupTooSlow` after the time for one look-up, waiting included. What has
        begun keeps its place until it really ends, because a thread cannot be stopped.
        """
        future: Future[object] = Future()
        with self._changed:
            if self._held.get(network, 0) >= self._per_network:
                raise LookupsFull(RETRY_SECONDS)
            if sum(self._held.values()) >= self._most and (network in self._held or not self._make_room()):
                raise LookupsFull(RETRY_SECONDS)
            self._held[network] = self._held.get(network, 0) + 1
            self._queues.setdefault(network, deque()).append((future, work))
            self._call_a_thread()
        try:
            return cast(T, future.result(self._seconds))
        except TimeoutError:
            if future.cancel():
                self._forget(network, future)
            elif future.done():
                # Finished at the last moment; or the work itself raised a TimeoutError.
                return cast(T, future.result())
            raise LookupTooSlow from None

    def _make_room(self) -> bool:
        """Give up the youngest that waits of the network that has most, for one that has nothing here yet."""
        crowded = max(self._queues, key=lambda network: self._held[network], default=None)
        if crowded is None or self._held[crowded] < 2:
            return False
        future, _ = self._queues[crowded].pop()
        if not self._queues[crowded]:
            del self._queues[crowded]
        self._release(crowded)
        future.set_exception(LookupsFull(RETRY_SECONDS))
        return True

    def _call_a_thread(self) -> None:
        waiting = sum(len(queue) for queue in self._queues.values())
        if waiting > self._idle and self._threads < self._places:
            self._threads += 1
            threading.Thread(target=self._work, name=f"look-up-{self._threads}", daemon=True).start()
        self._changed.notify()

    def _work(self) -> None:
        while (task := self._next()) is not None:
            network, future, work = task
            try:
                if future.set_running_or_notify_cancel():
                    try:
                        future.set_result(work())
                    except BaseException as error:
                        future.set_exception(error)
            finally:
                with self._changed:
                    self._release(network)

    def _next(self) -> tuple[str, Future[object], Callable[[], object]] | None:
        """Return the next piece of work; None when there was none for a while, and the thread is to end."""
        until = time.monotonic() + IDLE_SECONDS
        with self._changed:
            while not self._queues:
                self._idle += 1
                self._changed.wait(until - time.monotonic())
                self._idle -= 1
                if not self._queues and time.monotonic() >= until:
                    self._threads -= 1
                    return None
            network, queue = self._queues.popitem(last=False)
            future, work = queue.popleft()
            if queue:
                # Its turn comes again after every other network's.
                self._queues[network] = queue
            return network, future, work

    def _forget(self, network: str, future: Future[object]) -> None:
        """Take a cancelled piece of work out of its queue, unless a thread has just done so."""
        with self._changed:
            queue = self._queues.get(network, deque())
            for task in queue:
                if task[0] is future:
                    queue.remove(task)
                    self._release(network)
                    break
            if not queue:
                self._queues.pop(network, None)

    def _release(self, network: str) -> None:
        self._held[network] -= 1
        if not self._held[network]:
            del self._held[network]


def look_up(text: str, url: str = "", *, beside: str = "", pictures: Sequence[Fingerprint] = ()) -> list[Presented]:
    """Return the published claims that may answer a text or a link, best first; call within a request.

    `beside` is what else is said, by a picture beside the text; `pictures` are what pictures are recognised by.
    What comes back needs no database any more. Errors: `LookupsNotReady` and `LookupsFull` at once, `LookupTooSlow`,
    and those of `find_matches`.
    """
    if engine().collection(CLAIMS).is_being_made:
        raise LookupsNotReady
    app = cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001 (as documented)

    def work() -> list[Presented]:
        # A context of its own: its database session ends with it.
        with app.app_context():
            asked = [content_of(text, url), *([content_of(beside)] if beside else [])]
            found = find_matches(asked, lately=app.extensions["asked_lately"])
            if pictures:
                found[0] = with_pictures(found[0], asked[0], pictures)
            return _merged([_presented(one) for one in found])

    places: Places = app.extensions["lookups"]
    return places.run(network_key(), work)


def _presented(found: Found) -> list[Presented]:
    compared = [
        None if found.said is None or place >= COMPARED else _compared(found.said, match.claim)
        for place, match in enumerate(found.matches)
    ]
    return [
        Presented(match.claim, match.band, match.lanes, explanation, sentence=match.sentence)
        for match, explanation in zip(found.matches, compared, strict=True)
    ]


def _merged(answers: Sequence[list[Presented]]) -> list[Presented]:
    """Return the answers to several questions as one, the surest first, each claim once."""
    if len(answers) == 1:
        return answers[0]
    best: dict[int, Presented] = {}
    for match in sorted(chain.from_iterable(answers), key=lambda match: SUREST_FIRST.index(match.band)):
        best.setdefault(match.claim.id, match)
    return [*best.values()][: DEFAULT_MATCHES + MOST_BY_PICTURE]


def _compared(said: Said, claim: Claim) -> Explanation | None:
    """Return in what a text and a claim differ; a pair that cannot be compared costs the others nothing."""
    try:
        return explain(said, public_side(claim.text, claim.lang, claim.beside).said)
    except Exception as error:
        log.error("not_compared", claim=claim.id, kind=type(error).__name__, where=frames_of(error))
        return None


def init_app(app: Flask) -> None:
    """Give the app its places; threads are started when they are needed."""
    app.extensions["asked_lately"] = AskedLately()
    app.extensions["lookups"] = Places(places=PLACES, waiting=WAITING, per_network=PER_NETWORK, seconds=LOOKUP_SECONDS)
