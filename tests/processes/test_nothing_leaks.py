"""A whole service, and canaries in everything a reader gives away: none of them stands where it does not belong."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest
import redis

import serve
from bench.support.service import Service, free_port, wait_for
from core.config import PROJECT_FOLDER, Config
from core.config_values import ConfigError
from core.service import valkey
from core.service.supervisor import Supervisor
from tests.support import canaries
from tests.support.canaries import Answer, Reader, found_in, in_files, in_queue
from tests.support.mailing import MailServer, environment, formatted, mail_server, plain
from tests.support.pictures import png

pytestmark = pytest.mark.sqlite_only("what a process writes elsewhere does not depend on the database")

POST = f"{canaries.TEXT} behauptet, dass in {canaries.TEXT}dorf ab morgen das Wasser abgestellt wird."
BREAKING = f"{canaries.OTHER} sagt, dass am Bahnhof ab Montag alle Anzeigen rückwärts laufen."
LINK = f"https://example.org/{canaries.LINK}/artikel"
SECONDS = 60
WHAT_WE_START = ("web", "worker", "clock", "mail", "prepare")


@pytest.fixture(scope="module", name="server")
def server_of_this_file() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, server: MailServer) -> Iterator[Service]:
    port = free_port()
    settings = {
        **environment(server),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "TRUSTED_PROXIES": "1",
        "DEMO_CONTENT": "0",
        "SECRET_KEY": canaries.SECRET,
    }
    running = Service(tmp_path_factory.mktemp("leaks") / "data", port=port, environment=settings)
    running.start()
    yield running
    assert running.stop() == 0, running.output


@pytest.fixture(scope="module")
def queue(service: Service) -> redis.Redis:
    config = Config.from_environment({"DATA_DIR": str(service.data_dir), "SECRET_KEY": canaries.SECRET})
    return redis.Redis.from_url(config.redis_url)


@pytest.fixture(scope="module")
def receipt(service: Service, server: MailServer) -> str:
    """Let a reader do all that readers do, and return the receipt of their report."""
    reader = Reader(service.port)
    fields = {"kind": "check", "text": POST, "url": LINK, "why": f"{canaries.WHY} glaubt das nicht.", "danger": "no"}
    sent = reader.fill_in("/report/one-page", "/report/one-page", fields, (f"{canaries.FILE}.png", png()))
    assert (sent.status, sent.location) == (303, "/receipt"), sent.body
    page = reader.ask("GET", "/receipt").body
    found = re.search(r"\b[A-Z0-9]{4}(?:-[A-Z0-9]{4}){3,}\b|data-receipt=\"([^\"]+)\"", page)
    assert found is not None, page
    _wish_for_mail(reader, service, server, page)
    _ask_and_look_up(reader, found[0])
    wait_for(lambda: service.waiting() == 0, seconds=SECONDS, what=lambda: service.output)
    return found[0]


def _wish_for_mail(reader: Reader, service: Service, server: MailServer, page: str) -> None:
    reference = re.search(r"GC-\d{4}-\d{6}", page)
    assert reference is not None
    asked = reader.fill_in("/receipt", "/receipt/mail", {"reference": reference[0], "email": canaries.ADDRESS})
    assert asked.status in {200, 303}, asked.body
    wait_for(lambda: len(server.got) == 1, seconds=SECONDS, what=lambda: service.output)
    link = re.search(r"/mail/confirm/\w+", plain(server.letters()[0]))
    assert link is not None
    assert reader.fill_in(link[0], link[0], {}).status == 200


def _ask_and_look_up(reader: Reader, receipt: str) -> None:
    assert reader.fill_in("/status", "/status", {"receipt": receipt}).status == 200
    assert reader.ask("GET", "/api/v1/submissions/status", Authorization=f"Bearer {receipt}").status == 200
    assert reader.fill_in("/status", "/status", {"receipt": canaries.GUESSED}).status == 404
    assert reader.ask("GET", "/api/v1/submissions/status", Authorization=f"Bearer {canaries.GUESSED}").status == 404
    assert reader.fill_in("/lookup", "/lookup", {"text": f"{canaries.LOOKED_UP} und {POST}"}).status == 200
    assert reader.call("/api/v1/lookup", {"text": f"{canaries.LOOKED_UP} noch einmal, und lang genug."}).status == 200


def refusals(reader: Reader) -> dict[int, Answer]:
    """Return what the service says to what it does not take, by status."""
    body = json.dumps({"kind": canaries.GUESSED, "text": POST}).encode()
    answers = [
        reader.ask("GET", f"/{canaries.PATH}?q={canaries.QUERY}"),
        reader.ask("GET", f"/api/v1/{canaries.PATH}?q={canaries.QUERY}"),
        reader.ask("POST", "/api/v1/submissions", b"{" + body, Content_Type="application/json"),
        reader.ask("POST", "/api/v1/submissions", body, Content_Type="application/json"),
        reader.ask("PUT", f"/status?q={canaries.QUERY}"),
        reader.call("/api/v1/submissions", {"kind": "check", "text": canaries.TEXT * 200_000}),
        reader.call("/api/v1/submissions", {"kind": "check", "text": POST}, Authorization=f"Bearer {canaries.GUESSED}"),
    ]
    return {answer.status: answer for answer in answers}


def test_no_error_page_repeats_what_was_sent(service: Service, receipt: str) -> None:
    answers = refusals(Reader(service.port))

    assert set(answers) >= {400, 401, 404, 405, 413}
    repeated = {status: found_in(answer.body, *canaries.ALL) for status, answer in answers.items()}
    assert {status: found for status, found in repeated.items() if found} == {}


def test_no_log_and_no_page_for_watchers_holds_anything_of_a_reader(service: Service, receipt: str) -> None:
    reader = Reader(service.port)
    refusals(reader)
    watched = "".join(reader.ask("GET", path).body for path in ("/healthz", "/readyz"))

    assert "Gegencheck is running." in service.output
    assert found_in(service.output + watched, *canaries.ALL, receipt) == []


def test_the_queue_holds_ids_only(service: Service, queue: redis.Redis, receipt: str) -> None:
    assert queue.dbsize() > 0
    assert in_queue(queue, *canaries.ALL, receipt) == {}
    assert in_files(service.data_dir / "valkey", *canaries.ALL, receipt) == {}, "nor anything that it held before"


def test_nothing_beside_the_database_holds_what_was_sent(service: Service, receipt: str) -> None:
    database = {"gegencheck.db", "gegencheck.db-wal", "gegencheck.db-shm"}
    found = in_files(service.data_dir, *canaries.ALL, receipt)

    assert {name: stands for name, stands in found.items() if name not in database} == {}
    assert "gegencheck.db" in found or "gegencheck.db-wal" in found, "else the search finds nothing at all"
    elsewhere = (*canaries.OF_THE_REQUEST, "postkanarie", canaries.SECRET, receipt)
    assert {name: stands for name in database if (stands := found_in_file(service, name, *elsewhere))} == {}


def found_in_file(service: Service, name: str, *words: str) -> list[str]:
    path = service.data_dir / name
    return found_in(path.read_bytes(), *words) if path.exists() else []


def test_a_letter_says_nothing_of_its_reader_but_the_address(
    service: Service, server: MailServer, receipt: str
) -> None:
    [letter] = server.letters()
    del letter["To"]

    assert found_in(str(letter.items()) + plain(letter) + formatted(letter), *canaries.ALL, receipt) == []


def test_what_breaks_tells_the_log_and_the_queue_where_and_nothing_else(
    service: Service, queue: redis.Redis, receipt: str
) -> None:
    """A table is away: the reader gets an error page, and the worker fails in the middle of a report."""
    reader = Reader(service.port)
    renamed(service, "case_key", "away")
    reader.call("/api/v1/submissions", {"kind": "check", "text": f"{BREAKING} Und noch ein Satz dazu, der neu ist."})
    wait_for(lambda: "OperationalError" in service.output, seconds=SECONDS, what=lambda: service.output)
    renamed(service, "away", "case_key")
    renamed(service, "submission", "away")
    broken = reader.call("/api/v1/submissions", {"kind": "check", "text": f"{BREAKING} Noch ein anderer Satz."})
    renamed(service, "away", "submission")

    assert broken.status in {500, 503}
    assert found_in(broken.body + service.output, *canaries.ALL, receipt) == []
    assert in_queue(queue, *canaries.ALL, receipt) == {}


def renamed(service: Service, table: str, new: str) -> None:
    with closing(sqlite3.connect(service.data_dir / "gegencheck.db", timeout=30)) as connection:
        connection.execute("PRAGMA legacy_alter_table=ON")
        connection.execute(f"ALTER TABLE {table} RENAME TO {new}")
        connection.commit()


def test_process_lists_hold_no_secret_and_no_process_leaves_a_core_dump(service: Service, receipt: str) -> None:
    children = service.children()
    assert len(children) >= 5, "queue, worker, clock, mail and web"
    for child in [psutil.Process(service.process.pid if service.process else 0), *children]:
        assert found_in(" ".join(child.cmdline()), *canaries.ALL, receipt) == []
        if sys.platform == "linux":
            limits = Path(f"/proc/{child.pid}/limits").read_text(encoding="ascii")
            row = re.search(r"^Max core file size\s+(\S+)\s+(\S+)", limits, re.MULTILINE)
            assert row is not None
            assert set(row.groups()) <= {"0", "1"}, child.cmdline()


def test_the_queue_server_gets_none_of_our_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It hides its environment by itself, so another program in its place says what it was given."""
    told = tmp_path / "told"
    writes = f"import os, pathlib; pathlib.Path({str(told)!r}).write_text(repr(dict(os.environ)))"
    monkeypatch.setattr(valkey, "command", lambda _config: [sys.executable, "-c", writes])
    monkeypatch.setenv("SECRET_KEY", canaries.SECRET)
    config = Config.from_environment({"DATA_DIR": str(tmp_path / "data"), "SECRET_KEY": canaries.SECRET})
    with pytest.raises(ConfigError):
        serve._start(config, Supervisor())

    assert "LC_ALL" in told.read_text()
    assert found_in(told.read_text(), canaries.SECRET) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc")
def test_a_process_of_ours_cannot_be_looked_into_by_others_of_the_same_user() -> None:
    asked = (
        "import ctypes; from core.service.unseen import keep_unseen; libc = ctypes.CDLL(None);"
        "before = libc.prctl(3, 0, 0, 0, 0); keep_unseen(); print(before, libc.prctl(3, 0, 0, 0, 0))"
    )
    command = [sys.executable, "-c", asked]
    done = subprocess.run(command, cwd=PROJECT_FOLDER, capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["1", "0"]


@pytest.mark.parametrize("name", ["serve", *(f"processes/{one}" for one in WHAT_WE_START)])
def test_whatever_we_start_begins_with_that(name: str) -> None:
    source = (PROJECT_FOLDER / f"{name}.py").read_text(encoding="utf-8")
    body = source.partition("def main() -> None:\n")[2].partition("\n\n")[0]

    assert re.match(r'\s+"""[^"]+"""\s+keep_unseen\(\)', body)


def test_after_erasing_no_file_holds_anything_of_the_report(service: Service, receipt: str) -> None:
    reader = Reader(service.port)
    sent = reader.fill_in("/status", "/status/erase", {"receipt": receipt, "sure": "yes"})
    assert sent.status == 200
    wait_for(
        lambda: service.count("SELECT count(*) FROM erasure WHERE cleared_at IS NOT NULL") == 1,
        seconds=SECONDS,
        what=lambda: service.output,
    )

    assert in_files(service.data_dir, *canaries.OF_THE_REPORT, receipt) == {}
