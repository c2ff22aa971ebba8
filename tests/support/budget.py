"""How long each file of tests may take: a file beyond its budget fails the run, and the slowest are listed.

Not a measurement of the product: those stand in `bench`. It keeps the whole suite short enough to be run before each
push, and its message says what to do. What a session shares (servers, browsers, copied databases) is charged to
nobody, because it would fall to whichever file comes first.
"""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Generator
from typing import Any

import pytest

# Seconds on two cores, for both databases together. Measured while other programs took more than half of the two cores,
# with a third on top: it is a file that has grown which fails, and not a machine that is busy.
USUAL = 60.0
# A machine that is known to be slower says so: 2 allows everybody twice as long, 0 switches this off.
FACTOR = float(os.environ.get("TEST_BUDGET_FACTOR", "1"))
SHOWN = 10

# Files that need more, and why. They are also the first to run.
BUDGETS: dict[str, tuple[float, str]] = {
    "tests/core/web/test_walk.py": (480, "asks every address in every role"),
    "tests/journey/test_starting_and_stopping.py": (240, "starts the whole service over and over"),
    "tests/search/learning/test_adapter_training.py": (180, "trains some dozen adapters"),
    "tests/search/text/test_patterns_stay_linear.py": (120, "lays traps for every pattern of ours"),
    "tests/accounts/test_permissions.py": (120, "asks for every closed address in every role"),
    "tests/search/text/test_readers.py": (180, "reads thousands of texts that nobody thought of"),
    "tests/archive/evaluation/from_desk/test_train_from_desk.py": (180, "trains on the answers of a desk"),
    "tests/core/test_migrations.py": (150, "goes up and down through every revision, with rows of each"),
    "tests/review/case/test_decisions.py": (150, "matches a report in each of its hundred tests"),
    "tests/journey/test_two_editors.py": (150, "drives two browser windows at once, with pauses as people make them"),
    "tests/journey/test_every_page.py": (240, "looks at some seventy pages of the desk in every size and colour"),
    "tests/journey/test_by_keyboard.py": (120, "works a whole shift in a browser, key by key"),
    "tests/journey/test_disturbances.py": (150, "kills parts of a service and waits until all is matched"),
    "tests/journey/test_reader_and_editor.py": (150, "photographs every page in six sizes"),
    "tests/journey/test_form_by_steps.py": (150, "looks at fifty states of the report form in every size and colour"),
    "tests/accounts/test_sign_in_limits.py": (120, "tries to get in until the limits say no"),
    "tests/journey/test_care.py": (240, "opens every page of the desk in a browser, folded and blurred"),
    "tests/journey/test_half_sent_requests.py": (120, "waits until what was half sent is dropped"),
    "tests/journey/test_old_installation.py": (120, "works off the queue of an earlier version"),
    "tests/journey/test_busy_look_ups.py": (120, "keeps a service busy with the longest look-ups"),
    "tests/intake/cases/test_killed_worker.py": (120, "starts a worker for each time that it is killed"),
    "tests/intake/files/test_killed_uploads.py": (120, "starts a web server for each time that it is killed"),
    "tests/intake/contact/test_killed_mail.py": (120, "starts a process for each time that it is killed"),
    "tests/intake/files/test_hostile_files.py": (120, "starts a process for each of a hundred files"),
    "tests/intake/public/test_looking_up_pictures.py": (120, "opens and reads a picture in nearly each of its tests"),
    "tests/journey/test_look_up_by_picture.py": (120, "looks at twenty states in every size and colour"),
    "tests/journey/test_files_of_a_report.py": (120, "waits in a real browser until files are opened"),
    "tests/processes/test_nothing_leaks.py": (120, "starts the whole service, does all that readers do, and erases it"),
    "tests/processes/test_kills.py": (120, "loads a model for each job that it is killed over"),
    "tests/core/service/test_worker.py": (120, "starts workers and waits for what they leave"),
    "tests/core/service/test_commands.py": (120, "starts a process for each command"),
    "tests/review/case/test_side_by_side_postgres.py": (120, "slows every statement down"),
    "tests/intake/cases/test_hostile_reports.py": (120, "matches the longest reports there can be"),
}

SHARED = "seconds_shared"


def allowed(seconds: float) -> float:
    """Return what a test that measures may take, on a machine that says how much slower it is."""
    return seconds * (FACTOR or 1)


class Budget:
    """Adds up what the tests of each file take, in whichever process they run."""

    def __init__(self) -> None:
        self._taken: defaultdict[str, float] = defaultdict(float)
        self._shared = 0.0
        self._depth = 0

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Generator[None, object, object]:
        """Time what is made once for all; one such thing may need another."""
        if fixturedef.scope != "session":
            return (yield)
        began, self._depth = time.perf_counter(), self._depth + 1
        try:
            return (yield)
        finally:
            self._depth -= 1
            if not self._depth:
                self._shared += time.perf_counter() - began

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Generator[None]:
        """Send along with the report of a test what it made for others."""
        self._shared = 0.0
        try:
            return (yield)
        finally:
            item.user_properties.append((SHARED, self._shared))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add a phase of a test to what its file took."""
        file = report.nodeid.partition("::")[0]
        self._taken[file] += report.duration
        if report.when == "setup":
            shared = (value for name, value in report.user_properties if name == SHARED)
            self._taken[file] -= sum(value for value in shared if isinstance(value, float))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail the run when a file took too long; workers leave that to the process that started them."""
        if hasattr(session.config, "workerinput"):
            return
        if self._beyond() and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """List the slowest files and those beyond their budget."""
        if len(self._taken) > 1 or self._beyond():
            terminalreporter.section(f"the {SHOWN} slowest files")
            for file, seconds in sorted(self._taken.items(), key=lambda one: -one[1])[:SHOWN]:
                most, reason = budget_of(file)
                terminalreporter.line(f"{seconds:7.1f} s of {most:4.0f}  {file}{reason and f'  ({reason})'}")
        for file in self._beyond():
            terminalreporter.line(
                f"{file} took {self._taken[file]:.1f} s of {budget_of(file)[0]:.0f} s: make it quicker or split it;"
                " if it has to take that long, give it a budget of its own with the reason in tests/support/budget.py."
                " On a machine that is slow: TEST_BUDGET_FACTOR=2.",
                red=True,
            )

    def _beyond(self) -> list[str]:
        return [file for file, seconds in self._taken.items() if FACTOR and seconds > budget_of(file)[0]]


def budget_of(file: str) -> tuple[float, str]:
    """Return the seconds a file may take, and why more than usual."""
    seconds, reason = BUDGETS.get(file, (USUAL, ""))
    return allowed(seconds), reason
