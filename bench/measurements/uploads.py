"""Many files at once: what they take of memory and time, and how long others wait who send a report without one."""

from __future__ import annotations

import io
import json
import os
import re
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass
from random import Random

import click
import numpy as np
import psutil  # type: ignore[import-untyped]
from PIL import Image

from bench.support.callers import Caller, running
from bench.support.multipart import MULTIPART, multipart
from bench.support.reporting import PACE_SECONDS, reports_now_and_then
from bench.support.service import Service

UPLOADS = 20
SIDE = 1_800
REPORTS_ALONE = 150
LOOK_SECONDS = 0.05
MEGABYTE = 1024 * 1024
NICENESS = 15


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of it: megabytes beyond the idle service, seconds, and reports in milliseconds."""

    uploads: int
    megabytes_each: float
    taken: int
    asked_to_try_again: int
    all_s: float
    slowest_s: float
    peak_beyond_idle_mb: float
    left_beyond_idle_mb: float
    reports_alone_p50_ms: float
    reports_beside_p50_ms: float
    reports_alone_p95_ms: float
    reports_beside_p95_ms: float
    p95_ratio: float
    reports_beside: int
    reports_failed: int


class Memory(threading.Thread):
    """Looks at what the web server takes, with what it started, twenty times a second.

    More often it would take a core of its own from what is measured. It looks all the time, so that reports alone and
    beside files are measured under the same eyes.
    """

    def __init__(self, process: psutil.Process) -> None:
        super().__init__(daemon=True)
        self._process = process
        self.idle = self.now()
        self.most = 0.0
        self.is_over = False

    def now(self) -> float:
        """Return megabytes."""
        taken = self._process.memory_info().rss
        for child in self._process.children(recursive=True):
            with suppress(psutil.Error):
                taken += child.memory_info().rss if "-I" in child.cmdline() else 0
        return float(taken) / MEGABYTE

    def run(self) -> None:
        """Look until it is over."""
        while not self.is_over:
            self.most = max(self.most, self.now())
            time.sleep(LOOK_SECONDS)


def photo() -> bytes:
    """Return a picture of nothing but noise, of almost ten megabytes."""
    written = io.BytesIO()
    noise = Random(5).randbytes(SIDE * SIDE * 3)
    Image.frombytes("RGB", (SIDE, SIDE), noise).save(written, "PNG", compress_level=0)
    return written.getvalue()


def measure() -> Figures:
    """Send reports alone, then twenty files at once with reports beside them."""
    content = photo()
    with running(DEMO_CONTENT="0") as service:
        readers = [_reader(service, number) for number in range(UPLOADS)]
        # The first file loads what the web server needs for all of them.
        _upload(_reader(service, UPLOADS), content)
        memory = Memory(service.find("web"))
        memory.start()
        with reports_now_and_then(service) as alone:
            time.sleep(REPORTS_ALONE * PACE_SECONDS)
        memory.most = memory.idle
        began = time.perf_counter()
        with reports_now_and_then(service) as beside, ThreadPoolExecutor(UPLOADS) as threads:
            answers = list(threads.map(lambda reader: _upload(reader, content), readers))
            lasted = time.perf_counter() - began
        memory.is_over = True
        memory.join()
        left = memory.now()
    return Figures(
        uploads=UPLOADS,
        megabytes_each=round(len(content) / MEGABYTE, 1),
        taken=sum(ok for ok, _ in answers),
        asked_to_try_again=sum(not ok for ok, _ in answers),
        all_s=round(lasted, 1),
        slowest_s=round(max(seconds for _, seconds in answers), 1),
        peak_beyond_idle_mb=round(memory.most - memory.idle),
        left_beyond_idle_mb=round(left - memory.idle),
        reports_alone_p50_ms=_percentile(alone, 50),
        reports_beside_p50_ms=_percentile(beside, 50),
        reports_alone_p95_ms=_percentile(alone, 95),
        reports_beside_p95_ms=_percentile(beside, 95),
        p95_ratio=round(_percentile(beside, 95) / _percentile(alone, 95), 2),
        reports_beside=len(beside),
        reports_failed=sum(seconds < 0 for seconds in (*alone, *beside)),
    )


@dataclass(slots=True)
class Reader:
    """A caller with the token of its forms."""

    caller: Caller
    token: str


def _reader(service: Service, number: int) -> Reader:
    caller = Caller(service.port, number)
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', caller.ask("GET", "/report").body)
    assert found is not None
    return Reader(caller, found[1])


def _upload(reader: Reader, content: bytes) -> tuple[bool, float]:
    # Whoever sends sits elsewhere: what sending costs is not to be taken from the processor of the service.
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
    body = multipart({"csrf_token": reader.token}, ("bild.png", content))
    answer = reader.caller.ask("POST", "/report/files/upload", body, MULTIPART, accept="application/json")
    return answer.status == 200 and json.loads(answer.body)["files"][0]["ok"], answer.seconds


def _percentile(took: Sequence[float], share: int) -> float:
    return round(float(np.percentile(took, share)) * 1000, 1)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def main(as_json: bool) -> None:
    """Measure uploads of ten megabytes, twenty at once."""
    figures = asdict(measure())
    if as_json:
        click.echo(json.dumps(figures))
        return
    for name, value in figures.items():
        click.echo(f"{name:24} {value}")


if __name__ == "__main__":
    main()
