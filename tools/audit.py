"""Owns the question whether weaknesses of the pinned packages are known: asks pip-audit, says plainly what came of it.

Only names and versions of packages are sent, and only when somebody runs this.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tools.machine import PROJECT_FOLDER, environment

# The service by which this knows weaknesses can be replaced by one in the same form, say inside a closed network.
SERVICE_SETTING = "OSV_URL"

TIME_LIMIT_S = 60
# For each answer; a network that swallows packets must not cost a build more than this.
ANSWER_LIMIT_S = 5

# pip-audit ends with 1 both when it found something and when it could not ask. It could not ask where it says so, or
# where the library it asks with does.
NOT_REACHED = re.compile(r"requests\.exceptions\.|JSONDecodeError|ConnectionError|ServiceError|vulnerability feed")


class NotCheckedError(Exception):
    """The service could not be asked; the message says why, in one line."""


class BrokenError(Exception):
    """pip-audit itself failed, for reasons that are ours to mend; the message is what it said last."""


@dataclass(frozen=True)
class Finding:
    """A known weakness of one pinned package; `fixed_in` is empty where no version is free of it."""

    package: str
    version: str
    names: tuple[str, ...]
    fixed_in: tuple[str, ...]

    def __str__(self) -> str:
        remedy = f"fixed in {', '.join(self.fixed_in)}" if self.fixed_in else "no fixed version is known"
        return f"{self.package} {self.version}: {', '.join(self.names)}; {remedy}"


@dataclass(frozen=True)
class Report:
    """What was asked: packages that were looked up, packages that were not, and what is known against them."""

    checked: int
    skipped: tuple[str, ...]
    findings: tuple[Finding, ...]


def command(lists: list[Path], report: Path) -> list[str | Path]:
    """Return the call of pip-audit. The lists are complete, so pip is not asked to resolve anything."""
    asked = ["--vulnerability-service", "osv", "--timeout", str(ANSWER_LIMIT_S)]
    if service := os.environ.get(SERVICE_SETTING):
        asked += ["--osv-url", service]
    files = [part for file in lists for part in ("--requirement", file)]
    form = ["--disable-pip", "--require-hashes", "--format", "json", "--progress-spinner", "off"]
    return [sys.executable, "-m", "pip_audit", *asked, *files, *form, "--output", report]


def ask(lists: list[Path]) -> Report:
    """Ask about every pinned package, within `TIME_LIMIT_S` seconds.

    Errors: `NotCheckedError`, and `BrokenError` where the lists or pip-audit are at fault.
    """
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "report.json"
        try:
            ended = subprocess.run(
                command(lists, answer),
                env=environment(),
                capture_output=True,
                text=True,
                timeout=TIME_LIMIT_S,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise NotCheckedError(f"the answers took longer than {TIME_LIMIT_S} seconds") from error
        if answer.exists():
            return read(answer.read_text())
    said = [line.strip() for line in ended.stderr.splitlines() if line.strip()] or ["pip-audit said nothing"]
    if NOT_REACHED.search(ended.stderr):
        raise NotCheckedError(f"the service could not be asked: {cause(said)}")
    raise BrokenError(said[-1])


def cause(said: list[str]) -> str:
    """Return why the service could not be asked: what the library last said, without all it quotes on the way."""
    told = [line for line in said if line.startswith("requests.exceptions.")] or said
    last = told[-1].rsplit('Error("', 1)[-1].rsplit("): ", 1)[-1]
    return re.sub(r"""["']\)+$""", "", last.removeprefix("requests.exceptions."))


def read(text: str) -> Report:
    """Return what pip-audit's JSON report says; a package in several lists counts once."""
    entries = {entry["name"]: entry for entry in json.loads(text)["dependencies"]}.values()
    skipped = tuple(entry["name"] for entry in entries if "skip_reason" in entry)
    findings = tuple(
        Finding(
            entry["name"], entry["version"], (weakness["id"], *weakness["aliases"]), tuple(weakness["fix_versions"])
        )
        for entry in entries
        for weakness in entry.get("vulns", ())
    )
    return Report(len(entries) - len(skipped), skipped, findings)


def main() -> int:
    """Print the outcome for the lists named, or for all of the project; return the exit code.

    It is 1 if a weakness is known or pip-audit failed, and 0 if none is known or nobody could be asked.
    """
    try:
        report = ask([Path(name) for name in sys.argv[1:]] or sorted(PROJECT_FOLDER.glob("requirements*.txt")))
    except NotCheckedError as error:
        print(f"Nothing was checked for known weaknesses: {error}.")
        return 0
    except BrokenError as error:
        print(f"Nothing was checked for known weaknesses, because pip-audit failed: {error}.", file=sys.stderr)
        return 1
    for finding in report.findings:
        print(finding, file=sys.stderr)
    if report.skipped:
        print(f"Not checked, because the service does not know them: {', '.join(report.skipped)}.")
    print(f"Checked {report.checked} packages for known weaknesses: {len(report.findings) or 'none'} found.")
    return 1 if report.findings else 0


if __name__ == "__main__":
    sys.exit(main())
