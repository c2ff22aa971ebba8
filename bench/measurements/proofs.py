"""How long a browser works for a proof at each level of load, and what asking and checking cost the server."""

from __future__ import annotations

import json
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click
from playwright.sync_api import Page, sync_playwright

from app import create_app
from bench.support.asked_pages import NO_QUEUE
from core.config import PROJECT_FOLDER, Config
from intake.abuse import proof_of_work
from intake.abuse.proof_of_work import DOUBLINGS
from tools.machine import find_browser

WORKER = PROJECT_FOLDER / "static" / "js" / "proof-worker.js"
# Nobody answers here but the two files below.
PLACE = "http://proofs.test"
# How much slower a phone of the cheapest kind runs a script than the machine of an office.
SLOW_PHONE = 8

SOLVE = """async (work) => {
  const began = performance.now();
  const worker = new Worker("/worker.js");
  const found = await new Promise((done) => {
    worker.onmessage = ({ data }) => data.found !== undefined && done(data.found);
    worker.postMessage({ ...work, at: 0 });
  });
  worker.terminate();
  return [found, (performance.now() - began) / 1000];
}"""
# Only what happens on its thread is counted: how long no key was answered.
LONGEST_PAUSE = """async (work) => {
  let last = performance.now();
  let longest = 0;
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 4);
  const worker = new Worker("/worker.js");
  worker.postMessage({ ...work, at: 0 });
  await new Promise((done) => setTimeout(done, 2000));
  worker.terminate();
  clearInterval(timer);
  return longest;
}"""


def measure(tries: int) -> dict[str, float]:
    """Return the figures; call within an app context."""
    found: dict[str, float] = dict(_of_the_server())
    # A number that is never found.
    hardest = {"nonce": "x" * 22, "target": "0" * 64}
    rates = []
    with _page() as page:
        for level in range(DOUBLINGS + 1):
            solved = [_solved(page, level) for _ in range(tries)]
            found[f"level_{level}_mean_s"] = statistics.mean(seconds for _, seconds in solved)
            found[f"level_{level}_longest_s"] = max(seconds for _, seconds in solved)
            rates += [number / seconds for number, seconds in solved]
        found["longest_pause_of_the_page_ms"] = page.evaluate(LONGEST_PAUSE, hardest | {"most": 10**9})
    # Whatever else the machine does makes a try slower, and nothing makes it quicker.
    found["numbers_per_s"] = max(rates)
    for level in (0, DOUBLINGS):
        longest = SLOW_PHONE * proof_of_work.most_at(level) / max(rates)
        found[f"slow_phone_level_{level}_mean_s"], found[f"slow_phone_level_{level}_longest_s"] = longest / 2, longest
    return found


def _solved(page: Page, level: int) -> tuple[int, float]:
    """Return the number that was found, and the seconds that it took."""
    asked = proof_of_work.challenge(level)
    work = {"nonce": asked.nonce, "target": asked.target, "most": asked.most}
    number, seconds = page.evaluate(SOLVE, work)
    if proof_of_work.hash_of(asked.nonce, number) != asked.target:
        raise SystemExit("the browser found another number")
    return int(number), float(seconds)


def _of_the_server() -> Iterator[tuple[str, float]]:
    times = 2_000
    began = time.perf_counter()
    for _ in range(times):
        _ = proof_of_work.challenge(0).signed
    yield "asked_us", (time.perf_counter() - began) / times * 1e6
    forged = f"{proof_of_work.challenge(0).signed}.0"
    began = time.perf_counter()
    for _ in range(times):
        proof_of_work.state_of(forged, sending="x")
    yield "checked_us", (time.perf_counter() - began) / times * 1e6


@contextmanager
def _page() -> Iterator[Page]:
    """Open an empty page beside the script of our pages. Errors: `SystemExit` without a browser."""
    browser = find_browser()
    if not browser:
        raise SystemExit("The browser of the tests is not installed.")
    with sync_playwright() as playwright:
        arguments = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        chromium = playwright.chromium.launch(executable_path=browser, args=arguments)
        page = chromium.new_page()
        page.route(f"{PLACE}/", lambda route: route.fulfill(content_type="text/html", body="<title>proofs</title>"))
        page.route(f"{PLACE}/worker.js", lambda route: route.fulfill(content_type="text/javascript", path=WORKER))
        page.goto(f"{PLACE}/")
        yield page
        chromium.close()


@click.command(name="proofs")
@click.option("--tries", default=20, help="How many challenges of each level are solved.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def main(tries: int, *, as_json: bool) -> None:
    """Measure the work for a proof."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Config.from_environment({"DATA_DIR": folder, "REDIS_URL": NO_QUEUE}))
        with app.app_context():
            found = measure(tries)
    if as_json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:32} {value:>10.3f}")


if __name__ == "__main__":
    main()
