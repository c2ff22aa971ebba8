"""The question whether weaknesses of the packages are known: what is said, and when a build fails."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tools.machine import PROJECT_FOLDER

WEAK = "flask"
WEAKNESS = {
    "id": "GHSA-test-0001",
    "aliases": ["CVE-2026-0001"],
    "summary": "Invented for a test.",
    "affected": [
        {
            "package": {"name": WEAK, "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "97.1"}]}],
        }
    ],
}


@contextmanager
def service(answers: dict[str, Any], *, status: int = 200, raw: str | None = None) -> Iterator[str]:
    """A service on loopback that answers by the package's name; what it does not know is free of weaknesses."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            body = (raw or json.dumps(answers.get(asked["package"]["name"], {}))).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1/query"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def audit(address: str, *lists: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "OSV_URL": address}
    command: list[str | Path] = [sys.executable, "-m", "tools.audit", *lists]
    return subprocess.run(command, cwd=PROJECT_FOLDER, env=env, capture_output=True, text=True, timeout=90, check=False)


@pytest.fixture
def one_package(tmp_path: Path) -> Path:
    listed = tmp_path / "requirements.txt"
    listed.write_text(f"{WEAK}==3.1.3 \\\n    --hash=sha256:{'0' * 64}\n")
    return listed


def test_every_package_of_every_list_is_asked_about() -> None:
    with service({}) as address:
        told = audit(address)
    lists = PROJECT_FOLDER.glob("requirements*.txt")
    pinned = {name for file in lists for name in re.findall(r"^([a-z0-9-]+)==[^;\n]+\\$", file.read_text(), re.M)}
    checked = re.search(r"Checked (\d+) packages for known weaknesses: none found\.", told.stdout)
    assert told.returncode == 0
    # Packages for other systems are not asked about here; those without such a condition all are.
    assert checked is not None
    assert int(checked[1]) >= len(pinned) > 100


def test_a_known_weakness_fails_with_its_names_and_the_fixed_version(one_package: Path) -> None:
    with service({WEAK: {"vulns": [WEAKNESS]}}) as address:
        told = audit(address, one_package)
    assert told.returncode == 1
    assert told.stderr.strip() == "flask 3.1.3: CVE-2026-0001, GHSA-test-0001; fixed in 97.1"


def test_a_weakness_that_nobody_has_mended_says_so(one_package: Path) -> None:
    with service({WEAK: {"vulns": [{**WEAKNESS, "affected": []}]}}) as address:
        told = audit(address, one_package)
    assert told.returncode == 1
    assert "no fixed version is known" in told.stderr


def test_no_known_weakness_passes(one_package: Path) -> None:
    with service({"another": {"vulns": [WEAKNESS]}}) as address:
        told = audit(address, one_package)
    assert (told.returncode, told.stdout) == (0, "Checked 1 packages for known weaknesses: none found.\n")


def test_a_service_that_is_not_there_passes_and_says_that_nothing_was_checked(one_package: Path) -> None:
    with service({}) as address:
        pass
    told = audit(address, one_package)
    assert told.returncode == 0
    assert re.fullmatch(r"Nothing was checked for known weaknesses: [^\n]*Connection refused\.\n", told.stdout)
    assert told.stderr == ""


@pytest.mark.parametrize(
    "status,raw,reason",
    [
        (503, "{}", "503 Server Error"),
        # What a hotel's or a company's gate sends in place of the answer.
        (200, "<html>Please sign in</html>", "JSONDecodeError"),
    ],
)
def test_an_answer_that_is_none_passes_and_says_that_nothing_was_checked(
    one_package: Path, status: int, raw: str, reason: str
) -> None:
    with service({}, status=status, raw=raw) as address:
        told = audit(address, one_package)
    assert told.returncode == 0
    assert told.stdout.count("\n") == 1
    assert "Nothing was checked" in told.stdout
    assert reason in told.stdout


def test_a_list_that_cannot_be_read_fails_instead_of_passing_unchecked(tmp_path: Path) -> None:
    listed = tmp_path / "requirements.txt"
    listed.write_text("flask==3.1.3\n")
    with service({}) as address:
        told = audit(address, listed)
    assert told.returncode == 1
    assert "pip-audit failed" in told.stderr
