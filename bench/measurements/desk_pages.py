"""What the pages of the desk take at a thousand reports and at a million, on SQLite and on PostgreSQL.

Two desks of the same year stand side by side, each served by a process of its own, and are asked in turn, so that
whatever else the machine does meanwhile weighs on both. At last the list is held against a bare page of 50 rows.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlencode

import click
import numpy as np
import psycopg

from bench.support import desk_server, servers
from bench.support.desk_server import Answer, Caller
from core.db import now
from intake.cases.heat import warmed
from intake.models.cases import CaseState
from review.queue.filters import Fit, Sort

# Reports, and the cases that they are in.
SMALL, LARGE = (1_000, 300), (1_000_000, 300_000)
TIMES = 60
ENGINES = ("sqlite", "postgresql")
MOST_RATIO = 2.0
LEAST_RATE = 0.3
# Callers who ask for the list at once, rounds in turn with the bare page, and how often each asks in a round.
CALLERS, ROUNDS, ASKED = 4, 6, 40

LIST = "/desk/"
HALF_A_YEAR = timedelta(days=183)
# Rare and common ones, and some that no case has; then several at once, of which the last hardly ever come together.
ALONE: Sequence[dict[str, str]] = (
    *({"state": state.value} for state in CaseState if state is not CaseState.OPEN),
    {"state": "all"},
    {"kind": "check"},
    {"kind": "hate"},
    {"kind": "other"},
    {"platform": "whatsapp"},
    {"platform": "mail"},
    {"platform": "youtube"},
    {"lang": "de"},
    {"lang": "none"},
    {"lang": "pl"},
    {"lang": "fr"},
    *({"fit": fit.value} for fit in Fit),
    {"tag": "1"},
    {"tag": "2"},
    {"tag": "3"},
    {"state": "all", "news": "yes"},
)
TOGETHER: Sequence[dict[str, str]] = (
    {"kind": "check", "platform": "whatsapp", "lang": "de"},
    {"kind": "hate", "platform": "telegram", "sort": "newest"},
    {"kind": "scam", "fit": "same", "sort": "waiting"},
    {"state": "all", "kind": "hate", "platform": "mail", "sort": "reports"},
    {"state": "all", "tag": "1", "lang": "en", "sort": "newest"},
    {"kind": "other", "lang": "en", "platform": "mail", "sort": "burst"},
    {"state": "closed", "fit": "same", "kind": "check"},
    {"state": "decided", "kind": "other", "lang": "en", "platform": "mail", "tag": "1", "sort": "waiting"},
)
PLAIN = {
    "start": "/desk/start",
    "figures, this week": "/desk/figures/?range=this-week",
    "figures, 90 days": "/desk/figures/?range=ninety-days",
    "figures, this year": "/desk/figures/?range=this-year",
    "needs a person": "/desk/attention/",
    "trail": "/desk/audit",
    "people": "/desk/people/",
    "mentions": "/desk/mentions",
    "search, words": "/desk/search?q=" + quote("geheime Gruppe von Ärzten"),
    "search, number": "/desk/search?q=77",
    "search, reference": f"/desk/search?q=GC-{now().year}-000077",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """A page on two desks: 50th and 95th percentiles in milliseconds, statements, and how many rows it lists."""

    page: str
    small_p50: float
    small_p95: float
    large_p50: float
    large_p95: float
    ratio: float
    small_statements: int
    large_statements: int
    small_rows: int
    large_rows: int


@dataclass(frozen=True, slots=True)
class Rate:
    """How many pages a second some callers get who ask at once: of the list, and of a bare page of 50 rows."""

    list_per_s: float
    bare_per_s: float
    ratio: float


def pages(desk: Caller, cases: int) -> Iterator[tuple[str, str]]:
    """Yield what is asked for, by name: the same pages on each desk, where its own cases stand."""
    for sort in Sort:
        address = f"{LIST}?sort={sort.value}"
        yield f"list, {sort.value}", address
        yield f"list, {sort.value}, page 2", _next(desk, address)
    for arguments in (*ALONE, *TOGETHER):
        name = ", ".join(f"{key} {value}" for key, value in arguments.items())
        yield f"list: {name}", f"{LIST}?{urlencode(arguments)}"
    for name, arguments in _deep(cases).items():
        yield f"list, {name}", f"{LIST}?{urlencode(arguments)}"
    yield "list, what stands on top", f"{LIST}top"
    yield from _case_pages(desk)
    yield from PLAIN.items()


def _deep(cases: int) -> dict[str, dict[str, str]]:
    """Return pages from the middle of long lists."""
    then = now() - HALF_A_YEAR
    return {
        "waiting, half a year down": {"state": "answered", "sort": "waiting", "after": f"{then.isoformat()}_0"},
        "newest, half a year down": {"state": "answered", "sort": "newest", "after": f"{then.isoformat()}_0"},
        "burst, half a year down": {"state": "answered", "sort": "burst", "after": f"{warmed(0.0, [then])}_0"},
        "reports, half way down": {"state": "answered", "sort": "reports", "after": f"1_{cases // 2}"},
    }


def _case_pages(desk: Caller) -> Iterator[tuple[str, str]]:
    reported, newest = _cases(desk, {"sort": "reports"}), _cases(desk, {"sort": "newest"})
    yield "case, open, most reports", f"/desk/cases/{reported[0]}?sort=reports"
    yield "case, open, in the middle", f"/desk/cases/{reported[len(reported) // 2]}?sort=reports"
    yield "case, open, newest", f"/desk/cases/{newest[0]}?sort=newest"
    for state in (CaseState.ANSWERED, CaseState.DECIDED):
        yield f"case, {state.value}", f"/desk/cases/{_cases(desk, {'state': state.value})[5]}?state={state.value}"
    # Next and previous of a case in lists that are narrowed down: by what few, many, and hardly any have.
    for arguments in ({"lang": "pl"}, {"kind": "hate", "platform": "telegram"}, TOGETHER[-3]):
        yield f"case: {', '.join(arguments.values())}", f"/desk/cases/{newest[0]}?{urlencode(arguments)}"


def _cases(desk: Caller, arguments: dict[str, str]) -> list[str]:
    return re.findall(r'data-case="(\d+)"', desk.ask(f"{LIST}?{urlencode(arguments)}").body)


def _next(desk: Caller, address: str) -> str:
    found = re.search(r'rel="next"\s+href="([^"]*)"', desk.ask(address).body)
    if found is None:
        raise click.ClickException(f"{address} has no second page.")
    return found[1].replace("&amp;", "&")


def compare(small: Caller, large: Caller, *, sizes: tuple[int, int], times: int) -> Iterator[Measured]:
    """Ask two desks for each page in turn; one that is not there is left out, with a line that says so."""
    for (name, at_small), (_, at_large) in zip(pages(small, sizes[0]), pages(large, sizes[1]), strict=True):
        # Twice first: what is compiled and read for the first time is not what a day at the desk consists of.
        first = [desk.ask(path) for _ in range(2) for desk, path in ((small, at_small), (large, at_large))]
        if {answer.status for answer in first} == {404}:
            print(f"{name}: there is no such page here", file=sys.stderr, flush=True)
            continue
        if any(answer.status != 200 for answer in first):
            raise click.ClickException(f"{name}: {at_small} or {at_large} answered {[one.status for one in first]}.")
        answers = [(small.ask(at_small), large.ask(at_large)) for _ in range(times)]
        yield _measured(name, [one for one, _ in answers], [other for _, other in answers])


def _measured(name: str, small: Sequence[Answer], large: Sequence[Answer]) -> Measured:
    (small_p50, small_p95), (large_p50, large_p95) = (
        np.percentile([answer.seconds * 1e3 for answer in answers], (50, 95)) for answers in (small, large)
    )
    return Measured(
        page=name,
        small_p50=round(float(small_p50), 1),
        small_p95=round(float(small_p95), 1),
        large_p50=round(float(large_p50), 1),
        large_p95=round(float(large_p95), 1),
        ratio=round(float(large_p95 / small_p95), 2),
        small_statements=small[-1].statements,
        large_statements=large[-1].statements,
        small_rows=small[-1].body.count("data-case="),
        large_rows=large[-1].body.count("data-case="),
    )


def rate(desk: Caller, bare: Caller) -> Rate:
    """Ask for the list and for a bare page in turn, by several callers at once; medians over the rounds."""
    rates = [(_per_second(desk, LIST), _per_second(bare, "/")) for _ in range(ROUNDS)]
    listed, plain = (float(np.median(one)) for one in zip(*rates, strict=True))
    ratio = float(np.median([one / other for one, other in rates]))
    return Rate(round(listed, 1), round(plain, 1), round(ratio, 3))


def _per_second(desk: Caller, path: str) -> float:
    callers = [Caller(desk.port, dict(desk.cookies)) for _ in range(CALLERS)]

    def ask(caller: Caller) -> None:
        for _ in range(ASKED):
            if caller.ask(path).status != 200:
                raise click.ClickException(f"{path} was refused.")

    for caller in callers:
        caller.ask(path)
    started = time.perf_counter()
    with ThreadPoolExecutor(CALLERS) as pool:
        list(pool.map(ask, callers))
    return CALLERS * ASKED / (time.perf_counter() - started)


@contextmanager
def _databases(engine: str) -> Iterator[tuple[str, str]]:
    """Give the addresses of two empty databases; empty ones for SQLite, which is a file beside the data."""
    if engine == "sqlite":
        yield "", ""
        return
    with servers.postgres() as address:
        with psycopg.connect(address, autocommit=True) as connection:
            for name in ("small", "large"):
                connection.execute(f"CREATE DATABASE {name}")
        small, large = (address.replace("/postgres?", f"/{name}?") for name in ("small", "large"))
        yield small, large


def measure(
    engine: str, small: tuple[int, int], large: tuple[int, int], times: int, *, told: Callable[[Measured], None]
) -> tuple[list[Measured], Rate]:
    """Build two desks on a kind of database, measure their pages, and hold the list against a bare page.

    `told` is given each page as soon as it is measured, because all of them take a while.
    """
    with tempfile.TemporaryDirectory(prefix="gegencheck-bench-") as folder, _databases(engine) as addresses:
        folders = [Path(folder) / name for name in ("small", "large")]
        for its, address, (submissions, cases) in zip(folders, addresses, (small, large), strict=True):
            its.mkdir()
            started = time.perf_counter()
            desk_server.build(its, submissions=submissions, cases=cases, database_url=address)
            taken = time.perf_counter() - started
            print(f"built {submissions:,} reports in {cases:,} cases: {taken:.0f} s", file=sys.stderr, flush=True)
        with (
            desk_server.serving(folders[0], database_url=addresses[0]) as one,
            desk_server.serving(folders[1], database_url=addresses[1]) as other,
            desk_server.serving(folders[1], database_url=addresses[1], bare=True) as bare,
        ):
            found = []
            for measured in compare(one, other, sizes=(small[1], large[1]), times=times):
                told(measured)
                found.append(measured)
            return found, rate(other, bare)


def _head(engine: str) -> str:
    return f"{engine:48} {'small, p50 and p95 ms':>22} {'large':>15} {'ratio':>6} {'statements':>11} {'rows':>7}"


def _line(one: Measured) -> str:
    mark = " !" if one.ratio > MOST_RATIO else ""
    return (
        f"{one.page:48} {one.small_p50:>14.1f} {one.small_p95:>7.1f} {one.large_p50:>7.1f} {one.large_p95:>7.1f}"
        f" {one.ratio:>6.2f} {one.small_statements:>5} {one.large_statements:>5} {one.small_rows:>3}"
        f" {one.large_rows:>3}{mark}"
    )


def _end(found: Sequence[Measured], its_rate: Rate) -> str:
    within = sum(one.ratio <= MOST_RATIO for one in found)
    return (
        f"{within} of {len(found)} pages within {MOST_RATIO} times; list {its_rate.list_per_s}/s, bare page of"
        f" {desk_server.BARE_ROWS} rows {its_rate.bare_per_s}/s: {its_rate.ratio} (asked for: {LEAST_RATE})"
    )


@click.command(name="desk_pages")
@click.option("--engine", type=click.Choice(ENGINES), multiple=True, help="One kind of database; else both.")
@click.option("--submissions", type=int, default=LARGE[0], show_default=True, help="Reports of the larger desk.")
@click.option("--cases", type=int, default=LARGE[1], show_default=True, help="In so many cases.")
@click.option("--times", type=int, default=TIMES, show_default=True, help="How often each page is asked for.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def main(engine: tuple[str, ...], submissions: int, cases: int, times: int, as_json: bool) -> None:
    """Measure the pages of the desk on desks of two sizes."""
    figures: dict[str, object] = {}
    tell = partial(click.echo, err=as_json)
    for name in engine or ENGINES:
        tell(_head(name))
        found, its_rate = measure(name, SMALL, (submissions, cases), times, told=lambda one: tell(_line(one)))
        tell(_end(found, its_rate))
        figures |= {f"{name}_pages": [asdict(one) for one in found], f"{name}_list_ratio": its_rate.ratio}
        figures[f"{name}_worst_ratio"] = max(one.ratio for one in found)
    if as_json:
        click.echo(json.dumps(figures))


if __name__ == "__main__":
    main()
